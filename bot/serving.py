"""Run the bot: Socket Mode without a public address, or HTTP behind a proxy; both stop gracefully."""

from __future__ import annotations

import logging
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import uvicorn
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.replies import Replies

logger = logging.getLogger(__name__)

EVENTS_PATH = "/slack/events"
SWEEP_SECONDS = 60.0
GRACE_SECONDS = 5
MAX_BODY = 2_000_000  # Slack's own payloads stay far below.


def slack_endpoint(app: App) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint that Slack posts to; Bolt's work runs on a thread, never on the event loop."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        if len(body) > MAX_BODY:
            return PlainTextResponse("too large", status_code=413)
        if not request.headers.get("x-slack-request-timestamp", "").isdigit():
            # Bolt reads the time before it checks the signature and fails on anything else.
            return PlainTextResponse("invalid request", status_code=401)
        try:
            bolt_request = BoltRequest(
                body=body.decode("utf-8"), query=request.url.query, headers={k: [v] for k, v in request.headers.items()}
            )
        except ValueError:
            return PlainTextResponse("invalid request", status_code=400)
        answer = await run_in_threadpool(app.dispatch, bolt_request)
        return Response(
            content=answer.body, status_code=answer.status, headers={k: v[0] for k, v in answer.headers.items()}
        )

    return endpoint


async def healthy(request: Request) -> Response:
    return PlainTextResponse("ok")


def slack_route(app: App) -> Route:
    return Route(EVENTS_PATH, slack_endpoint(app), methods=["POST"])


def http_app(app: App) -> Starlette:
    """Return the ASGI application for HTTP mode."""
    return Starlette(routes=[slack_route(app), Route("/healthy", healthy)])


class Sweeper:
    """Sends, at the start and every minute, the cards that an earlier process recorded but never sent."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        first = True
        while True:
            try:
                if first:
                    self._replies.free_claims_of_the_dead()
                    first = False
                self._replies.send_unanswered()
            except Exception as error:  # noqa: BLE001 - the sweep must go on
                logger.warning("sweep failed: %s", type(error).__name__)
            if self._stop.wait(SWEEP_SECONDS):
                return

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()


def serve_http(app: App, replies: Replies, *, host: str, port: int) -> None:
    """Serve over HTTP until SIGTERM or SIGINT, then finish what is under way."""
    run_until_stopped(uvicorn.Server(server_config(http_app(app), host=host, port=port)), replies)


def server_config(web: ASGIApp, *, host: str = "127.0.0.1", port: int = 0) -> uvicorn.Config:
    """Return how uvicorn is run: quiet (its access log would hold nothing of use), with time to finish."""
    return uvicorn.Config(
        web,
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def run_until_stopped(server: uvicorn.Server, replies: Replies, *, sockets: list[socket.socket] | None = None) -> None:
    """Run a server, sweeping for unsent cards, until SIGTERM or SIGINT."""
    # uvicorn raises the signal once more when it has stopped; the default for SIGTERM would end the process there.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sweeper = Sweeper(replies)
    try:
        sweeper.start()
        server.run(sockets=sockets)
    except KeyboardInterrupt:
        pass  # Ctrl-C is how it is stopped.
    finally:
        sweeper.stop()
        replies.close()


def serve_socket_mode(app: App, replies: Replies, *, app_token: str) -> None:
    """Serve over Socket Mode until SIGTERM or SIGINT, then finish what is under way."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with socket_mode(app, app_token) as handler:
        sweeper = Sweeper(replies)
        sweeper.start()
        handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
        try:
            stop.wait()
        finally:
            sweeper.stop()
    replies.close()


@contextmanager
def socket_mode(app: App, app_token: str) -> Iterator[SocketModeHandler]:
    """Yield a handler that is not connected yet, and close it at the end."""
    handler = SocketModeHandler(app, app_token)
    try:
        yield handler
    finally:
        handler.close()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
