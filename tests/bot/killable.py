"""A bot in a process of its own, for tests that stop or kill it: `python -m tests.bot.killable FOLDER API_URL PORT`."""

from __future__ import annotations

import sys

from bot.app import build_app, build_services, slack_client
from bot.records.opening import open_log
from bot.serving import http_app, listen, serve_http
from tests.bot.records.builders import KEY
from tests.bot.slack_bot import plain_kind, plain_predict
from tests.workspace.building import CONTACT, SECRET, TOKEN


def main(folder: str, api_url: str, port: str) -> None:
    log = open_log(f"sqlite:///{folder}/log.db", key=KEY)
    client = slack_client(TOKEN, api_url)
    services = build_services(
        log=log, predict=plain_predict, kind_of=plain_kind, client=client, watched_channels=frozenset({CONTACT})
    )
    app = build_app(services, client=client, signing_secret=SECRET)
    serve_http(http_app(app, services), services.replies, listening=listen("127.0.0.1", int(port)))
    log.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
