"""Bolt's HTTP endpoint, mounted beside the workspace."""

from typing import TYPE_CHECKING

from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

if TYPE_CHECKING:
    from slack_bolt import App
    from starlette.requests import Request
    from starlette.responses import Response

EVENTS_PATH = "/slack/events"


def bolt_route(app: "App") -> Route:
    """Answer `POST /slack/events` with this app, in a thread.

    Bolt's own ASGI adapter runs a sync app on the event loop. Here that would be a deadlock: the listener calls the
    stand-in's Web API, which the same loop has to answer.
    """

    async def events(request: "Request") -> "Response":
        bolt_request = to_bolt_request(request, await request.body())
        return to_starlette_response(await run_in_threadpool(app.dispatch, bolt_request))

    return Route(EVENTS_PATH, events, methods=["POST"])
