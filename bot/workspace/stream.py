"""Server-sent events: the page is told that something changed, and reads the state again."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.workspace.stand_in import StandIn

KEEP_ALIVE = 15.0  # seconds; a comment line, so that a page that went away is noticed


def changes(stand_in: StandIn, request: Request) -> Response:
    return StreamingResponse(
        _lines(stand_in, request), media_type="text/event-stream", headers={"cache-control": "no-store"}
    )


async def _lines(stand_in: StandIn, request: Request) -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    changed = asyncio.Event()

    def tell() -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(changed.set)

    stand_in.state.watchers.append(tell)
    try:
        yield "retry: 500\n\nevent: changed\ndata: {}\n\n"
        while not stand_in.closed and not await request.is_disconnected():
            try:
                await asyncio.wait_for(changed.wait(), KEEP_ALIVE)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            changed.clear()
            if not stand_in.closed:
                yield "event: changed\ndata: {}\n\n"
    finally:
        stand_in.state.watchers.remove(tell)
