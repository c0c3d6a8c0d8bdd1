"""A workspace whose bot only listens, and one whose bot is not there."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from bot.workspace.deliveries import Deliveries
from tests.workspace.building import (
    SECRET,
    Clock,
    a_stand_in,
)  # fmt: skip
from tests.workspace.listening import Bot, Listening, Setup
from tests.workspace.running import running


@pytest.fixture(scope="module")
def listening() -> Iterator[Listening]:
    server = Listening()
    with running(Starlette(routes=[Route("/slack/events", server.hear, methods=["POST"])])) as address:
        server.address = address
        yield server


@pytest.fixture
def slack(listening: Listening) -> Iterator[Setup]:
    listening.bot, clock = Bot(), Clock()
    stand_in = a_stand_in(clock)
    people = Deliveries(stand_in, f"{listening.address}/slack/events", SECRET, retry_delays=(0, 0, 0))
    yield Setup(stand_in, people, listening.bot, clock)
    people.stop()


@pytest.fixture
def nobody() -> Iterator[Setup]:
    """A workspace whose bot is not there."""
    with running(Starlette()) as address:
        gone = address
    stand_in, clock = a_stand_in(), Clock()
    people = Deliveries(stand_in, f"{gone}/slack/events", SECRET, retry_delays=())
    yield Setup(stand_in, people, Bot(), clock)
    people.stop()
