"""Run the bot: Socket Mode without a public address, or HTTP behind a proxy; both stop gracefully."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from starlette.types import ASGIApp

from bot.failures import SetUpProblem
from bot.http_routes import http_app, slack_route
from bot.replies import Replies
from bot.slack_manifest import EVENTS_PATH
from bot.sweeping import Sweeper

__all__ = ["EVENTS_PATH", "http_app", "slack_route"]

GRACE_SECONDS = 10  # Docker's own patience; what Slack waits for is done in 3.


def serve_http(web: ASGIApp, replies: Replies, *, listening: socket.socket) -> None:
    """Serve over HTTP until SIGTERM or SIGINT, then finish what is under way."""
    run_until_stopped(uvicorn.Server(server_config(web)), replies, sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes any that is free.

    Raises
    ------
    SetUpProblem : if the port is taken, or the address is not this machine's.
    """
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise SetUpProblem(
            f"Port {port} on {host} cannot be used ({error.strerror}). Stop what uses it, or name another with --port; "
            "--port 0 takes one that is free."
        ) from None
    listening.listen(socket.SOMAXCONN)
    return listening


def server_config(web: ASGIApp | str) -> uvicorn.Config:
    """Return how uvicorn is run: quiet (its access log would hold nothing of use), with time to finish."""
    return uvicorn.Config(
        web,
        access_log=False,
        log_level="warning",
        lifespan="off",
        ws="none",
        server_header=False,
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
