"""What HTTP mode answers: Slack's requests, the pages people install from, and the health check."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from slack_bolt import App, BoltRequest, BoltResponse
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.health import health_route
from bot.installing import INSTALL_PATH, Installing
from bot.records.decision_log import LogUnavailable
from bot.services import Services
from bot.slack_manifest import EVENTS_PATH, REDIRECT_PATH

MAX_BODY = 2_000_000  # Slack's own payloads stay far below.

Endpoint = Callable[[Request], Awaitable[Response]]


def http_app(app: App, services: Services, installing: Installing | None = None) -> Starlette:
    """Return the ASGI application for HTTP mode; with `installing` it has the pages people install from."""
    routes = [slack_route(app), health_route(services)]
    if installing:
        routes.append(Route(INSTALL_PATH, _page(installing.install_page)))
        routes.append(Route(REDIRECT_PATH, _page(installing.redirected)))
    return Starlette(routes=routes)


def slack_route(app: App) -> Route:
    return Route(EVENTS_PATH, slack_endpoint(app), methods=["POST"])


def slack_endpoint(app: App) -> Endpoint:
    """Return the endpoint that Slack posts to; Bolt's work runs on a thread, never on the event loop."""

    async def endpoint(request: Request) -> Response:
        if not request.headers.get("x-slack-request-timestamp", "").isdigit():
            # Bolt reads the time before it checks the signature and fails on anything else.
            return PlainTextResponse("invalid request", status_code=401)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        try:
            bolt_request = _as_bolt(request, body.decode("utf-8"))
        except ValueError:
            return PlainTextResponse("invalid request", status_code=400)
        return _as_http(await run_in_threadpool(app.dispatch, bolt_request))

    return endpoint


async def _body(request: Request) -> bytes | None:
    """Return the body, or None as soon as it is longer than Slack's can be: the rest is not read."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > MAX_BODY:
            return None
    return bytes(read)


def _page(answer: Callable[[BoltRequest], BoltResponse]) -> Endpoint:
    async def page(request: Request) -> Response:
        try:
            return _as_http(await run_in_threadpool(answer, _as_bolt(request, "")))
        except LogUnavailable:
            return PlainTextResponse("The bot cannot be installed just now. Try again later.", status_code=503)

    return page


def _as_bolt(request: Request, body: str) -> BoltRequest:
    headers: dict[str, str | Sequence[str]] = {name: [value] for name, value in request.headers.items()}
    return BoltRequest(body=body, query=request.url.query, headers=headers)


def _as_http(answer: BoltResponse) -> Response:
    headers = {name: values[0] for name, values in answer.headers.items()}
    return Response(content=answer.body, status_code=answer.status, headers=headers)
