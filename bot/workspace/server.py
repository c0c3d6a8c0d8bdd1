"""The workspace over HTTP: Slack's Web API, what the page does, and the page. Binds no port."""

import json
import mimetypes
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.workspace.controls import NoSuchControlError
from bot.workspace.deliveries import Deliveries
from bot.workspace.page_actions import ACTIONS
from bot.workspace.page_state import page_state
from bot.workspace.stand_in import StandIn
from bot.workspace.state import RefusedError
from bot.workspace.stream import changes

PAGE = Path(__file__).parent / "page"
LOCAL_NAMES = frozenset({"127.0.0.1", "localhost"})
PAGE_HEADER = "x-clausewise-page"  # another site cannot send it without asking first, and is never allowed to
CONTENT_POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

Answerer = Callable[[Request], Awaitable[Response]]


def workspace_routes(stand_in: StandIn, deliveries: Deliveries) -> list[BaseRoute]:
    """The page at `/`, the Web API at `/api/…`, what people do at `/workspace/…`; mount Bolt's endpoint beside them."""

    async def api(request: Request) -> Response:
        arguments = await read_arguments(request)
        token = bearer(request) or str(arguments.pop("token", "") or "")
        answer = await run_in_threadpool(stand_in.call, request.path_params["method"], arguments, token)
        response = as_slack_answers(answer, stand_in.scopes)
        response.background = BackgroundTask(stand_in.finish_sharing)
        return response

    async def upload(request: Request) -> Response:
        content = await request.body()
        status, text = await run_in_threadpool(stand_in.receive_upload, request.path_params["upload"], content)
        return PlainTextResponse(text, status)

    async def respond(request: Request) -> Response:
        body = await read_arguments(request)
        status, answer = await run_in_threadpool(stand_in.respond, request.path_params["name"], body)
        return JSONResponse(answer, status)

    async def state(request: Request) -> Response:
        user = request.query_params.get("user", "")
        return JSONResponse(await run_in_threadpool(page_state, stand_in, user))

    async def do(request: Request) -> Response:
        action = ACTIONS.get(request.path_params["action"])
        if action is None:
            return JSONResponse({"error": "There is no such action."}, 404)
        try:
            return JSONResponse(await run_in_threadpool(action, deliveries, await request.json()))
        except (RefusedError, NoSuchControlError, KeyError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)

    async def download(request: Request) -> Response:
        file_id, user = request.path_params["file"], request.query_params.get("user")
        every = {one.id: one for one in stand_in.files}
        file = every.get(file_id) if user is None else stand_in.download(file_id, user)
        if file is None:
            return PlainTextResponse("There is no such file.", 404)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        shown = "inline" if kind in {"image/png", "image/jpeg"} else "attachment"
        headers = {"content-disposition": f"{shown}; filename*=UTF-8''{quote(file.name)}"}
        return Response(file.content, media_type=kind, headers=headers)

    async def page(request: Request) -> Response:
        return FileResponse(PAGE / "index.html", headers={"content-security-policy": CONTENT_POLICY})

    async def asset(request: Request) -> Response:
        path = PAGE / request.path_params["name"]
        if path.parent != PAGE or not path.is_file():
            return PlainTextResponse("There is no such file.", 404)
        return FileResponse(path, headers={"cache-control": "no-cache"})

    async def stream(request: Request) -> Response:
        return changes(stand_in, request)

    def route(path: str, answer: Answerer, method: str, *, from_page: bool = False) -> Route:
        async def guarded(request: Request) -> Response:
            if (refusal := refuse_stranger(request, from_page=from_page)) is not None:
                return refusal
            stand_in.address = f"http://{request.headers['host']}"
            answered = await answer(request)
            answered.headers["x-content-type-options"] = "nosniff"
            return answered

        return Route(path, guarded, methods=[method])

    return [
        route("/api/{method}", api, "POST"),
        route("/upload/v1/{upload}", upload, "POST"),
        route("/response/{name}", respond, "POST"),
        route("/workspace/state", state, "GET"),
        route("/workspace/stream", stream, "GET"),
        route("/workspace/files/{file}", download, "GET"),
        route("/workspace/{action}", do, "POST", from_page=True),
        route("/page/{name}", asset, "GET"),
        route("/archives/{channel}/{message}", page, "GET"),
        route("/", page, "GET"),
    ]


def refuse_stranger(request: Request, *, from_page: bool) -> Response | None:
    """Refuse a request under another name (DNS rebinding), and a page's action that another site started."""
    name = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    if name not in LOCAL_NAMES:
        return PlainTextResponse("This workspace answers only on this machine, as 127.0.0.1 or localhost.", 403)
    origin = request.headers.get("origin")
    foreign = origin is not None and origin != f"http://{request.headers['host']}"
    if foreign or (from_page and PAGE_HEADER not in request.headers):
        return PlainTextResponse("Only the workspace's own page may do that.", 403)
    return None


async def read_arguments(request: Request) -> dict[str, Any]:
    """A form's fields or a JSON object."""
    body = (await request.body()).decode("utf-8", "replace")
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            value = json.loads(body or "{}")
        except json.JSONDecodeError:
            return {}
        return value if isinstance(value, dict) else {}
    return dict(parse_qsl(body, keep_blank_values=True)) | dict(request.query_params)


def bearer(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token if kind.lower() == "bearer" else ""


def as_slack_answers(answer: dict[str, Any], scopes: frozenset[str]) -> Response:
    """The status and headers that go with an answer."""
    headers = {"x-oauth-scopes": ",".join(sorted(scopes))}
    if answer.get("error") == "ratelimited":
        wait = str(answer.pop("retry_after", 1))
        return JSONResponse(answer, 429, headers | {"retry-after": wait})
    return JSONResponse(answer, 500 if answer.get("error") == "internal_error" else 200, headers)
