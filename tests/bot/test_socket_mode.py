"""Socket Mode over real WebSockets: recorded before it is acknowledged, answered once, whatever the sockets do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.app import build_app, slack_client
from bot.serving import socket_mode
from classifier.prediction import Prediction
from tests.bot.slack_bot import SlackBot, a_slack_bot, plain_predict
from tests.workspace.building import AMARA, APP_TOKEN, CONTACT, TOKEN, a_stand_in
from tests.workspace.socket_slack import MOST_SOCKETS, SocketSlack, running_sockets

COMPLAINT = "the lift is off again"


@pytest.fixture
def sockets() -> Iterator[SocketSlack]:
    with running_sockets() as slack:
        yield slack


@pytest.fixture
def bot(tmp_path: Path, sockets: SocketSlack) -> Iterator[SlackBot]:
    with a_slack_bot(tmp_path, sockets=sockets) as running:
        yield running


def replies(bot: SlackBot, ts: str) -> list[str]:
    bot.settle()
    return [reply["text"] for reply in bot.stand_in.replies(CONTACT, ts)]


def test_an_envelope_is_acknowledged_once_its_decision_is_committed(bot: SlackBot, sockets: SocketSlack) -> None:
    assert bot.log.counts().decisions == 0
    bot.say(AMARA, CONTACT, COMPLAINT)
    assert sockets.sent[0].acknowledged
    assert bot.log.counts().decisions == 1


def test_a_redelivered_event_is_acknowledged_and_not_answered_again(bot: SlackBot, sockets: SocketSlack) -> None:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    bot.card(CONTACT, ts)
    bot.people.redeliver(bot.people.events[0]["event_id"])
    assert len(replies(bot, ts)) == 1
    assert sockets.sent[-1].acknowledged
    assert bot.log.counts().decisions == 1


def test_buttons_modals_and_commands_are_answered_through_the_socket(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    card = bot.card(CONTACT, ts)
    assert bot.people.click(AMARA, {"channel": CONTACT, "ts": card["ts"]}, "change").ok
    view = bot.stand_in.open_view(AMARA)
    assert view is not None
    refused = bot.people.submit(AMARA, view["id"], {"label": {"choice": "complaint"}, "reason": {"text": " \t"}})
    assert refused.errors == {"reason": "Say why, in a sentence."}
    assert bot.people.command(AMARA, CONTACT, "/triage", COMPLAINT).ok
    bot.settle()
    assert bot.stand_in.ephemerals(AMARA)


def test_an_event_that_could_not_be_recorded_is_not_acknowledged_and_comes_again(
    tmp_path: Path, sockets: SocketSlack
) -> None:
    tried: list[str] = []

    def fails_at_first(text: str, **when: Any) -> Prediction:
        tried.append(text)
        if len(tried) == 1:
            raise RuntimeError
        return plain_predict(text, **when)

    with a_slack_bot(tmp_path, predict=fails_at_first, sockets=sockets) as bot:
        ts = bot.people.say(AMARA, CONTACT, COMPLAINT)
        bot.stand_in.wait_for(lambda slack: slack.ephemerals(AMARA))  # It tells that nothing was decided.
        sockets.clock.forward(seconds=3.1)
        sockets.tick()
        bot.card(CONTACT, ts)
        assert sockets.wait_idle()
        assert [one.envelope["retry_attempt"] for one in sockets.sent if one.acknowledged][:1] == [1]
        assert len(replies(bot, ts)) == 1


def test_what_never_was_acknowledged_is_given_up_after_three_retries(sockets: SocketSlack) -> None:
    sockets.event({"event_id": "Ev1", "type": "event_callback"})  # Nobody is connected.
    reasons = []
    for minutes in (0, 1, 5, 1):
        sockets.clock.forward(seconds=3.1, minutes=minutes)
        sockets.tick()
        sockets.clock.forward(minutes=minutes)
        sockets.tick()
        reasons += [(one.envelope["retry_attempt"], one.envelope["retry_reason"]) for one in sockets.sent]
    assert reasons[:3] == [(1, "timeout"), (2, "timeout"), (3, "timeout")]
    assert [one["event_id"] for one in sockets.given_up] == ["Ev1"]


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_a_socket_that_slack_refreshes_is_replaced_and_no_event_is_lost(
    bot: SlackBot, sockets: SocketSlack, reason: str
) -> None:
    sockets.refresh(reason)
    assert sockets.wait_for_sockets(1)
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    bot.card(CONTACT, ts)
    assert sockets.opened == 2
    assert len(replies(bot, ts)) == 1


def test_two_processes_share_the_events_and_each_is_answered_once(bot: SlackBot, sockets: SocketSlack) -> None:
    app = build_app(bot.services, client=slack_client(TOKEN, f"{bot.stand_in.address}/api/"), signing_secret=None)
    with socket_mode(app, APP_TOKEN) as second:
        second.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
        assert sockets.wait_for_sockets(2)
        told = [bot.say(AMARA, CONTACT, f"{COMPLAINT}, number {number}") for number in range(4)]
        used = {id(one.socket) for one in sockets.sent}
        assert len(used) == 2
        assert [len(replies(bot, ts)) for ts in told] == [1] * 4


def test_the_eleventh_socket_of_an_app_is_turned_away(sockets: SocketSlack) -> None:
    with contextlib.ExitStack() as others:
        for _ in range(MOST_SOCKETS):
            others.enter_context(connect(sockets.ticket()))
        assert sockets.wait_for_sockets(MOST_SOCKETS)
        with connect(sockets.ticket()) as eleventh:
            assert "too_many_websockets" in str(eleventh.recv(timeout=60))
    assert sockets.refused == 1


def test_a_ticket_opens_one_socket(sockets: SocketSlack) -> None:
    ticket = sockets.ticket()
    with connect(ticket), pytest.raises(InvalidStatus), connect(ticket):
        pass


@pytest.mark.parametrize(
    ("token", "error"), [(TOKEN, "not_allowed_token_type"), ("xapp-another", "invalid_auth"), ("", "not_authed")]
)
def test_only_the_apps_own_token_opens_sockets(token: str, error: str) -> None:
    slack = a_stand_in()
    slack.open_socket = lambda: "ws://127.0.0.1:1/link"
    assert slack.call("apps.connections.open", {}, token)["error"] == error
    assert slack.call("apps.connections.open", {}, APP_TOKEN)["url"] == "ws://127.0.0.1:1/link"
    assert slack.call("auth.test", {}, APP_TOKEN)["error"] == "not_allowed_token_type"
