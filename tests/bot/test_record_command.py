"""`clausewise record`: the same entries from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.decisions import EvidenceKind
from bot.records.decision_log import DecisionLog
from bot.records.opening import open_log
from tests.bot.conftest import Clausewise
from tests.bot.records.builders import (
    JOAN,
    KEY,
    a_decision,
    a_second_person,
    an_agreement,
    an_exclusion,
    an_explanation,
)

DECISION = "1a2b3c4d" * 4
OTHER = "1a2b3c4e" * 4


@pytest.fixture
def log(home: Path) -> Iterator[DecisionLog]:
    """The log of the command's own home, with a complaint that was agreed."""
    home.mkdir()
    made = open_log(f"sqlite:///{home / 'log.db'}", key=KEY)
    made.record(a_decision(id=DECISION), reply_to=None)
    made.agree(DECISION, an_agreement())
    yield made
    made.close()


def test_what_is_recorded_is_said_back_in_words(clausewise: Clausewise, log: DecisionLog) -> None:
    ran = clausewise("record", DECISION[:8], "--acknowledged", "2025-12-05", "--case", "CMP-1", "--by", "Joan")
    assert ran.status == 0
    assert "Acknowledged on 5 December 2025" in ran.out
    entry = log.get(DECISION).latest(EvidenceKind.ACKNOWLEDGED)
    assert entry is not None
    assert (entry.on, entry.by) == (date(2025, 12, 5), "Joan")
    case = log.get(DECISION).latest(EvidenceKind.CASE)
    assert case is not None
    assert case.reference == "CMP-1"


def test_the_same_once_more_is_nothing_new(clausewise: Clausewise, log: DecisionLog) -> None:
    for _ in range(2):
        ran = clausewise("record", DECISION[:8], "--acknowledged", "2025-12-05")
    assert ran.out.startswith("Nothing new")
    assert len(log.get(DECISION).evidence) == 1


def test_a_part_that_is_entered_later_joins_the_part_that_is_known(clausewise: Clausewise, log: DecisionLog) -> None:
    clausewise("record", DECISION[:8], "--happened", "2025-01-03")
    clausewise("record", DECISION[:8], "--aware", "2025-06-01")
    matter = log.get(DECISION).latest(EvidenceKind.MATTER_DATES)
    assert matter is not None
    assert (matter.on, matter.aware_on) == (date(2025, 1, 3), date(2025, 6, 1))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param((), "Say what to record", id="nothing"),
        pytest.param(("--acknowledged", "2999-01-01"), "--acknowledged: That day is still to come", id="a day to come"),
        pytest.param(("--acknowledged", "soon"), "is not a date", id="no day"),
        pytest.param(("--came-from", "a parrot"), "--came-from is one of", id="no such origin"),
        pytest.param(("--discretion", "refused"), "--discretion-reason", id="no reason"),
        pytest.param(("--explanation-sent", "2025-12-05"), "not confirmed", id="explained before it is confirmed"),
        pytest.param(("--linked-to", "99999999"), "There is no decision", id="no such decision"),
        pytest.param(("--case", "x" * 101), "at most 100", id="too long a reference"),
        pytest.param(("--case", "  "), "needs words", id="a blank reference"),
    ],
)
def test_what_cannot_be_recorded_is_told_in_a_sentence(
    clausewise: Clausewise, log: DecisionLog, arguments: tuple[str, ...], said: str
) -> None:
    ran = clausewise("record", DECISION[:8], *arguments)
    assert ran.status == 2
    assert said in ran.sentence
    assert log.get(DECISION).evidence == ()


def test_a_beginning_that_two_decisions_share_is_not_enough(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(id=OTHER, ts="2"), reply_to=None)
    ran = clausewise("record", "1a2b3c4", "--case", "CMP-1")
    assert "More than one decision" in ran.sentence
    assert clausewise("record", "1a2b3c4e", "--case", "CMP-1").status == 0


def test_who_looks_in_the_wrong_log_is_told_of_the_workspaces(clausewise: Clausewise, log: DecisionLog) -> None:
    hint = "A decision of the local workspace is found with --workspace."
    assert hint in clausewise("record", "99999999", "--case", "CMP-1").sentence
    assert hint not in clausewise("record", "99999999", "--case", "CMP-1", "--workspace").sentence
    assert "found with --workspace" in clausewise("audit", "history", "99999999").sentence


def test_the_sign_for_anything_finds_nothing(clausewise: Clausewise, log: DecisionLog) -> None:
    assert "There is no decision" in clausewise("record", "%", "--case", "CMP-1").sentence


def test_an_explanation_is_recorded_once_the_exclusion_is_confirmed(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(an_exclusion(id=OTHER, ts="2"), reply_to=None)
    log.explain(OTHER, an_explanation(JOAN))
    log.second_person(OTHER, a_second_person().model_copy(update={"at": an_explanation().at.replace(year=2025)}))
    missing = clausewise("record", OTHER[:8], "--explanation-sent", "2025-11-20")
    assert "--ombudsman-right" in missing.sentence
    clausewise("record", OTHER[:8], "--explanation-sent", "2025-11-20", "--ombudsman-right")
    sent = log.get(OTHER).latest(EvidenceKind.EXPLANATION_SENT)
    assert sent is not None
    assert sent.ombudsman_right
