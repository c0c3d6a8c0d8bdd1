"""Start the bot: in Slack, or in the local workspace."""

from __future__ import annotations

import secrets
import sys
import webbrowser
from typing import TYPE_CHECKING

from bot import local_time
from bot.app import build_app, build_services, slack_client
from bot.daily import every_day
from bot.evidence_files import TRIED_OUT
from bot.failures import SetUpProblem
from bot.in_slack import check_settings, join
from bot.processes import serve_processes
from bot.progress import load_model
from bot.records.decision_log import DecisionLog
from bot.records.opening import open_log
from bot.serving import (
    EVENTS_PATH,
    listen,
    run_until_stopped,
    serve_http,
    serve_socket_mode,
    server_config,
    slack_route,
)
from bot.settings import demo_log, workspace_log
from bot.why import changes_of
from knowledge.policies import load_policy

if TYPE_CHECKING:
    from pathlib import Path
    from socket import socket

    import uvicorn

    from bot.replies import Replies
    from bot.settings import Settings

LOCAL = "127.0.0.1"
WORKSPACE_POLICY = "barnet"
WATCHED, MANAGER = "C0CONTACT", "U0DEV"


def serve(settings: Settings, *, http: bool, host: str, port: int, processes: int = 1) -> None:
    """Run in Slack until stopped.

    Raises
    ------
    SetUpProblem : if a token is missing, the port is taken, or several processes are asked for in Socket Mode.
    """
    if processes > 1 and not http:
        raise SetUpProblem(
            "--processes goes with --http. In Socket Mode start `clausewise serve` as often as you need."
        )
    check_settings(settings, http=http)
    if not http:
        _serve_socket_mode(settings)
        return
    with listen(host, port) as listening:
        # Also before several: the log is brought up to date and the model trained once, and what is wrong is told once.
        in_slack = join(settings, http=True)
        where = f"http://{host}:{listening.getsockname()[1]}{EVENTS_PATH}"
        try:
            with every_day(in_slack.daily, now=local_time.now):
                if processes > 1:
                    _say_running(f"{where}, {processes} processes")
                    serve_processes("bot.in_slack:worker", listening=listening, processes=processes)
                else:
                    _say_running(where)
                    serve_http(in_slack.web, in_slack.services.replies, listening=listening)
        finally:
            in_slack.close()


def _serve_socket_mode(settings: Settings) -> None:
    in_slack = join(settings, http=False)
    app_token = settings.slack_app_token
    _say_running("Socket Mode")
    try:
        with every_day(in_slack.daily, now=local_time.now):
            serve_socket_mode(
                in_slack.app, in_slack.services.replies, app_token=app_token.get_secret_value() if app_token else ""
            )
    finally:
        in_slack.close()


def _say_running(where: str) -> None:
    sys.stderr.write(f"Clausewise is running ({where}). Stop it with Ctrl-C.\n")
    sys.stderr.flush()


def workspace(settings: Settings, *, port: int, open_browser: bool, demo: bool = False) -> None:
    """Run the local workspace on this machine until stopped; with `demo` over a year of made-up decisions.

    Raises
    ------
    SetUpProblem : if the port is taken.
    """
    path = demo_log(settings.home) if demo else workspace_log(settings.home)
    path.parent.mkdir(parents=True, exist_ok=True)
    with listen(LOCAL, port) as listening:
        if demo and not path.exists():
            _make_demo(settings, path)
        log = open_log(f"sqlite:///{path}", key=settings.log_key, keep_full_text=settings.keep_full_text)
        try:
            _serve_workspace(settings, log, path, listening, open_browser=open_browser, demo=demo)
        finally:
            log.close()


def _make_demo(settings: Settings, path: Path) -> None:
    from bot.demo import make_demo_log

    policy = load_policy(settings.policy or WORKSPACE_POLICY)
    predict = load_model(settings.home).predict
    made = make_demo_log(path, key=settings.log_key, predict=predict, policy=policy, now=local_time.now())
    sys.stderr.write(f"{made:,} made-up decisions. Delete {path.parent} to have them made up anew.\n")


def _serve_workspace(
    settings: Settings, log: DecisionLog, path: Path, listening: socket, *, open_browser: bool, demo: bool
) -> None:
    from bot.demo import NOTE

    address = f"http://{LOCAL}:{listening.getsockname()[1]}"
    server, replies = local_workspace(
        settings, log, address=address, state_file=path.parent / "workspace.json", note=NOTE if demo else TRIED_OUT
    )
    sys.stderr.write(f"The local workspace is at {address}\nIts log is {path}. Stop it with Ctrl-C.\n")
    if open_browser:
        _open_page(address)
    run_until_stopped(server, replies, sockets=[listening])


def local_workspace(
    settings: Settings, log: DecisionLog, *, address: str, state_file: Path, note: str
) -> tuple[uvicorn.Server, Replies]:
    """Return a server with the same bot and the stand-in behind it instead of Slack, and the bot's replies."""
    from starlette.applications import Starlette

    from bot.slack_manifest import bot_events, bot_scopes
    from bot.workspace.deliveries import Deliveries
    from bot.workspace.server import workspace_routes
    from bot.workspace.serving import WorkspaceServer
    from bot.workspace.stand_in import StandIn

    model = load_model(settings.home)
    token, secret = f"xoxb-{secrets.token_hex(16)}", secrets.token_hex(16)
    stand_in = StandIn(
        scopes=bot_scopes(), events=bot_events(), bot_token=token, clock=local_time.now, state_file=state_file,
        address=address,
    )  # fmt: skip
    deliveries = Deliveries(stand_in, address + EVENTS_PATH, secret)
    client = slack_client(token, f"{address}/api/")
    policy = load_policy(settings.policy or WORKSPACE_POLICY)
    services = build_services(
        log=log,
        predict=model.predict,
        kind_of=model.kind_of,
        client=client,
        policy=policy,
        watched_channels=frozenset({WATCHED}),
        managers=frozenset({MANAGER}),
        changes=changes_of(model, policy),
        log_note=note,
    )
    app = build_app(services, client=client, signing_secret=secret)
    routes = [slack_route(app), *workspace_routes(stand_in, deliveries)]
    config = server_config(Starlette(routes=routes))
    config.timeout_graceful_shutdown = 1  # An open page's stream would hold it up.
    deliveries.deliver_what_was_left()
    return WorkspaceServer(config, stand_in), services.replies


def _open_page(address: str) -> None:
    """Open the page in a browser with windows; one that would take over the terminal is left alone."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if type(browser) is not webbrowser.GenericBrowser:  # That class itself is for lynx, w3m and their like.
        browser.open(address)
