"""What people enter about a matter besides deciding it, and how it comes back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.decisions import Evidence, EvidenceKind
from bot.records.decision_log import DecisionNotFound
from classifier.labels import Label
from tests.bot.records.builders import (
    JOAN,
    NOON,
    SIAN,
    a_correction,
    a_decision,
    a_decision_numbered,
    a_log,
    a_second_person,
    an_agreement,
    an_exclusion,
    an_explanation,
)

pytestmark = pytest.mark.usefixtures("each_store")

SENT = date(2026, 11, 4)


def evidence(kind: EvidenceKind, **fields: Any) -> Evidence:
    return Evidence(**{"kind": kind, "by": JOAN, "at": NOON} | fields)


@pytest.mark.parametrize(
    "entry",
    [
        evidence(EvidenceKind.CHOICE_OFFERED, on=SENT),
        evidence(EvidenceKind.TOLD_SERVICE_REQUEST, on=SENT),
        evidence(EvidenceKind.REQUEST_REVIEWED, on=SENT),
        evidence(EvidenceKind.TOLD_HOW_TO_COMPLAIN, on=SENT),
        evidence(EvidenceKind.ACKNOWLEDGED, on=SENT),
        evidence(EvidenceKind.EXPLANATION_SENT, on=SENT, ombudsman_right=True),
        evidence(EvidenceKind.DISCRETION, result="accepted", reason="They were in hospital all year."),
        evidence(EvidenceKind.LINKED, linked_to="d-1"),
        evidence(EvidenceKind.MATTER_DATES, on=date(2025, 1, 3), aware_on=date(2025, 6, 1)),
        evidence(EvidenceKind.CAME_FROM, result="representative"),
        evidence(EvidenceKind.CASE, reference="CMP-2026-001482"),
        evidence(EvidenceKind.OMBUDSMAN_RESULT, on=SENT, result="overturned"),
    ],
    ids=lambda entry: entry.kind.value,
)
def test_each_kind_of_evidence_comes_back_as_it_was_entered(entry: Evidence, tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(), reply_to=None)
    recorded = log.add_evidence("d-1", entry)
    assert recorded.latest(entry.kind) == entry
    assert log.get("d-1") == recorded
    assert recorded.status == "proposed"


def test_the_last_entry_of_a_kind_holds_and_the_earlier_one_stays_in_the_history(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(), reply_to=None)
    log.add_evidence("d-1", evidence(EvidenceKind.ACKNOWLEDGED, on=SENT))
    recorded = log.add_evidence("d-1", evidence(EvidenceKind.ACKNOWLEDGED, on=date(2026, 11, 5)))
    latest = recorded.latest(EvidenceKind.ACKNOWLEDGED)
    assert latest is not None
    assert latest.on == date(2026, 11, 5)
    days = [event.details["on"] for event in log.history("d-1") if event.kind == "evidence"]
    assert days == ["2026-11-04", "2026-11-05"]


def test_the_same_entry_twice_is_kept_once(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(), reply_to=None)
    for by in (JOAN, JOAN, SIAN):
        log.add_evidence("d-1", evidence(EvidenceKind.ACKNOWLEDGED, on=SENT, by=by))
    assert [event.kind for event in log.history("d-1")] == ["proposed", "evidence"]


def test_a_complaint_is_linked_only_to_a_decision_that_is_there(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(), reply_to=None)
    with pytest.raises(DecisionNotFound):
        log.add_evidence("d-1", evidence(EvidenceKind.LINKED, linked_to="d-2"))
    log.record(a_decision_numbered(2), reply_to=None)
    assert log.add_evidence("d-1", evidence(EvidenceKind.LINKED, linked_to="d-2")).latest(EvidenceKind.LINKED)


def test_a_reason_is_redacted_and_a_case_reference_is_kept(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(), reply_to=None)
    said = evidence(EvidenceKind.DISCRETION, result="refused", reason="Rang 07700 900123; no reason for the delay.")
    log.add_evidence("d-1", said)
    recorded = log.add_evidence("d-1", evidence(EvidenceKind.CASE, reference="07700900123"))
    discretion, case = recorded.latest(EvidenceKind.DISCRETION), recorded.latest(EvidenceKind.CASE)
    assert discretion is not None
    assert case is not None
    assert discretion.reason == "Rang [phone]; no reason for the delay."
    assert case.reference == "07700900123"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        pytest.param(EvidenceKind.ACKNOWLEDGED, {}, id="no day"),
        pytest.param(EvidenceKind.EXPLANATION_SENT, {"on": SENT}, id="no word on the Ombudsman"),
        pytest.param(EvidenceKind.DISCRETION, {"result": "refused"}, id="no reason"),
        pytest.param(EvidenceKind.DISCRETION, {"result": "perhaps", "reason": "…"}, id="no such result"),
        pytest.param(EvidenceKind.ACKNOWLEDGED, {"on": SENT, "linked_to": "d-2"}, id="what belongs to another kind"),
        pytest.param(EvidenceKind.CAME_FROM, {"result": "a parrot"}, id="no such origin"),
    ],
)
def test_an_entry_that_says_too_little_or_too_much_cannot_be_made(kind: EvidenceKind, fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        evidence(kind, **fields)


def test_an_exclusion_taken_back_is_kept_with_who_did_it(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(an_exclusion(), reply_to=None)
    log.explain("d-1", an_explanation(JOAN))
    assert log.second_person("d-1", a_second_person(SIAN)).reversed_exclusion is None
    recorded = log.correct("d-1", a_correction(Label.COMPLAINT, by=SIAN))
    assert recorded.reversed_exclusion is not None
    assert (recorded.reversed_exclusion.by, recorded.decided_label) == (SIAN, Label.COMPLAINT)
    log.explain("d-1", an_explanation(JOAN, reason="The court has taken it on after all."))
    assert log.second_person("d-1", a_second_person(SIAN)).reversed_exclusion is None


def test_an_ordinary_correction_takes_no_exclusion_back(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(), reply_to=None)
    log.agree("d-1", an_agreement())
    assert log.correct("d-1", a_correction()).reversed_exclusion is None
