"""The outbox: every decision is answered once, also when a process dies between deciding and answering."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.records.decision_log import DecisionLog, ReplyTo
from tests.bot.records.builders import KEY, NOON, a_decision, a_decision_numbered, a_log, a_url, an_agreement

THREAD = ReplyTo(channel="C0CONTACT", thread_ts="1762084800.000100")
LEASE = timedelta(minutes=1)

DIES_BEFORE_THE_REPLY = """
import os, pathlib, sys
from tests.bot.records.builders import a_decision, a_log
from tests.bot.records.test_replies import LEASE, THREAD
log = a_log(pathlib.Path(sys.argv[1]))
log.record(a_decision(), reply_to=THREAD)
if sys.argv[2] == "handed to Slack":
    log.take_reply("d-1", "first process", LEASE)
os._exit(9)
"""

pytestmark = pytest.mark.usefixtures("each_store")


def _die(folder: Path, when: str) -> None:
    command = [sys.executable, "-c", DIES_BEFORE_THE_REPLY, str(folder), when]
    assert subprocess.run(command, cwd=Path(__file__).parents[3], check=False).returncode == 9


def test_a_decision_whose_process_died_before_the_reply_is_found_unanswered(tmp_path: Path) -> None:
    _die(tmp_path, "before Slack")
    [(recorded, reply_to, attempted_before)] = DecisionLog(a_url(tmp_path), key=KEY).unanswered(NOON)
    assert recorded.decision == a_decision()
    assert reply_to == THREAD
    assert not attempted_before


def test_a_reply_that_slack_may_have_is_found_as_attempted_once_the_claim_is_over(tmp_path: Path) -> None:
    _die(tmp_path, "handed to Slack")
    log = DecisionLog(a_url(tmp_path), key=KEY)
    assert log.unanswered(NOON) == []
    [(_, _, attempted_before)] = log.unanswered(NOON + LEASE)
    assert attempted_before


def test_a_reply_is_claimed_by_one_process_until_its_lease_is_over(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    later = DecisionLog(a_url(tmp_path), key=KEY, clock=lambda: NOON + LEASE)
    log.record(a_decision(), reply_to=THREAD)
    assert log.take_reply("d-1", "one", LEASE)
    assert not log.take_reply("d-1", "two", LEASE)
    assert not log.take_reply("d-1", "one", LEASE)
    assert later.take_reply("d-1", "two", LEASE)


def test_a_reply_claimed_when_its_decision_is_recorded_may_be_with_slack_already(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    claimed = THREAD.model_copy(update={"claimed_by": "one", "claimed_until": NOON + LEASE})
    log.record(a_decision(), reply_to=claimed)
    assert log.claimants() == {"one"}
    assert log.unanswered(NOON) == []
    assert not log.take_reply("d-1", "two", LEASE)
    [(_, reply_to, attempted_before)] = log.unanswered(NOON + LEASE)
    assert attempted_before
    assert reply_to == THREAD


def test_a_reply_that_was_sent_is_not_sent_again(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(), reply_to=THREAD)
    log.reply_sent("d-1", "1762084801.000200")
    log.reply_sent("d-1", "1762084809.000900")
    recorded = log.find("d-1")
    assert recorded is not None
    assert recorded.reply_ts == "1762084801.000200"
    assert not log.take_reply("d-1", "one", LEASE)
    assert log.unanswered(NOON + LEASE) == []


def test_a_new_decision_is_read_again_only_if_something_has_happened_while_its_reply_was_sent(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    untouched, _ = log.record(a_decision_numbered(1), reply_to=THREAD)
    agreed_with, _ = log.record(a_decision_numbered(2), reply_to=THREAD)
    log.agree("d-2", an_agreement())
    assert log.reply_sent("d-1", "1762084801.000200", new=untouched) is untouched
    assert log.reply_sent("d-2", "1762084801.000300", new=agreed_with).status == "agreed"
    assert [happened.kind for happened in log.history("d-2")] == ["proposed", "agreed", "replied"]


def test_a_reply_for_one_person_alone_may_have_no_ts(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    only_joan = ReplyTo(channel="C0CONTACT", only_for="U0JOAN")
    log.record(a_decision(), reply_to=only_joan)
    assert log.unanswered(NOON)[0][1] == only_joan
    log.reply_sent("d-1", None)
    assert log.unanswered(NOON) == []


def test_the_oldest_unanswered_decision_comes_first_and_one_that_owes_nothing_not_at_all(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    for number in (3, 1):
        log.record(a_decision_numbered(number), reply_to=THREAD)
    log.record(a_decision_numbered(2), reply_to=None)
    assert [recorded.decision.id for recorded, _, _ in log.unanswered(NOON)] == ["d-1", "d-3"]


def test_a_reply_leaves_what_people_decided_as_it_is(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(), reply_to=THREAD)
    log.reply_sent("d-1", "1762084801.000200")
    recorded = log.find("d-1")
    assert recorded is not None
    assert recorded.status == "proposed"
