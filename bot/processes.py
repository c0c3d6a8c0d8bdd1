"""Several processes at one address: uvicorn starts them, replaces one that dies, and stops them together."""

from __future__ import annotations

import socket

from uvicorn.supervisors import Multiprocess

from bot.serving import server_config

SECONDS_TO_ANSWER = 60  # A process that loads its model on a busy machine is not a dead one.


def serve_processes(make: str, *, listening: socket.socket, processes: int) -> None:
    """Serve until SIGTERM or SIGINT, then let every process finish what is under way.

    make : where each process finds the function that makes its ASGI application, as "module:name".
    """
    config = server_config(make)
    config.factory = True
    config.lifespan = "on"
    config.workers = processes
    config.timeout_worker_healthcheck = SECONDS_TO_ANSWER
    listening.set_inheritable(True)
    Multiprocess(config, sockets=[listening]).run()
