"""The application that each of several processes makes for itself; `tests.bot.test_processes` starts them."""

from __future__ import annotations

import os
import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.app import build_app, build_services, slack_client
from bot.in_slack import InSlack, closing
from bot.processes import serve_processes
from bot.records.opening import open_log
from bot.serving import listen
from tests.bot.records.builders import KEY
from tests.bot.slack_bot import plain_kind, plain_predict
from tests.workspace.building import CONTACT, SECRET, TOKEN


def make() -> Starlette:
    """Make the bot on the log and the Slack that the environment names, with a page that says which process it is."""
    client = slack_client(TOKEN, os.environ["TEST_API_URL"])
    services = build_services(
        log=open_log(os.environ["TEST_LOG_URL"], key=KEY),
        predict=plain_predict,
        kind_of=plain_kind,
        client=client,
        watched_channels=frozenset({CONTACT}),
    )
    web = closing(InSlack(build_app(services, client=client, signing_secret=SECRET), services, None, {}))

    async def process(request: Request) -> Response:
        return PlainTextResponse(str(os.getpid()))

    web.router.routes.append(Route("/process", process))
    return web


def main() -> None:
    with listen("127.0.0.1", 0) as listening:
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        serve_processes("tests.bot.several:make", listening=listening, processes=2)


if __name__ == "__main__":
    main()
