"""`clausewise handover`: one decision as a form for the landlord's own case system."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.decisions import Evidence, EvidenceKind
from bot.evidence.columns import NAMES
from bot.handover_form import SECTIONS
from bot.records.decision_log import DecisionLog
from classifier.labels import Label
from knowledge.edition import Edition
from tests.bot.conftest import Clausewise
from tests.bot.records.builders import (
    JOAN,
    NOON,
    SIAN,
    a_correction,
    a_decision,
    a_log,
    a_prediction,
    a_second_person,
    an_agreement,
    an_exclusion,
    an_explanation,
)

ID = "3f9c21ab7d5e4c0f8a1b2c3d4e5f6071"


@pytest.fixture
def log(home: Path) -> Iterator[DecisionLog]:
    home.mkdir()
    opened = a_log(home)
    yield opened
    opened.close()


def enter(log: DecisionLog, kind: EvidenceKind, **fields: Any) -> None:
    log.add_evidence(ID, Evidence(**{"kind": kind, "by": JOAN, "at": NOON} | fields))


def form(clausewise: Clausewise, *options: str) -> str:
    ran = clausewise("handover", ID[:8], *options)
    assert (ran.status, ran.err) == (0, "")
    return ran.out


def test_a_complaint_is_handed_over_with_its_case_its_dates_and_its_words(
    clausewise: Clausewise, log: DecisionLog
) -> None:
    log.record(a_decision(id=ID, text="the boiler broke again, ring 07700 900123"), reply_to=None)
    log.agree(ID, an_agreement())
    enter(log, EvidenceKind.CASE, reference="CMP-2026-001482")
    said = form(clausewise)
    assert said.startswith("Hand-over form: Complaint: agreed\n")
    for line in (
        f"  Decision:                       {ID}",
        "  Case reference:                 CMP-2026-001482",
        "  Received on:                    Mon 2 November 2026",
        "  Channel:                        C0CONTACT",
        "  Handed in by:                   U0AMARA",
        "  Decided label:                  Complaint",
        "  Decided by:                     U0JOAN",
        "  Decided at:                     Mon 2 November 2026, 12:00",
        "  Clauses:                        2024 Code 1.2",
        "  Acknowledged on:                –",
        "  Stage 1 acknowledgement: Mon 9 November 2026",
        "  Stage 1 response: Mon 23 November 2026 at the latest",
    ):
        assert f"{line}\n" in said
    assert "the boiler broke again" in said
    assert "900123" not in said
    assert "The exclusion" not in said


def test_once_it_is_acknowledged_the_response_counts_from_that_day(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(id=ID), reply_to=None)
    log.agree(ID, an_agreement())
    enter(log, EvidenceKind.ACKNOWLEDGED, on=date(2026, 11, 4))
    said = form(clausewise)
    assert "  Stage 1 response: Wed 18 November 2026\n" in said
    assert "Done Wed 4 November 2026: in time." in said
    acknowledgement, response = json.loads(form(clausewise, "--json"))["due"]
    assert (acknowledgement["step"], acknowledgement["due"]) == ("stage_1_acknowledgement", "2026-11-09")
    assert acknowledgement["done"] == "2026-11-04"
    assert (response["step"], response["due"], response["from"]) == ("stage_1_response", "2026-11-18", "2026-11-04")


def test_a_day_of_acknowledgement_that_cannot_be_is_said_to_be_one(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(id=ID), reply_to=None)
    log.agree(ID, an_agreement())
    enter(log, EvidenceKind.ACKNOWLEDGED, on=date(2026, 10, 1))
    said = " ".join(form(clausewise).split())
    assert "Note: It cannot have been acknowledged on 2026-10-01, before it was received on 2026-11-02." in said
    assert "Acknowledge, define and log it at stage 1 by Mon 9 November 2026" in said


def test_an_exclusion_is_handed_over_with_ground_basis_both_people_and_what_was_sent(
    clausewise: Clausewise, log: DecisionLog
) -> None:
    log.record(an_exclusion(id=ID), reply_to=None)
    log.explain(ID, an_explanation(reason="The date is plain."))
    log.second_person(ID, a_second_person())
    enter(log, EvidenceKind.EXPLANATION_SENT, on=date(2026, 11, 3), ombudsman_right=True)
    said = form(clausewise)
    for line in (
        "  Ground:                         Out of time",
        "  Kind of ground:                 Code",
        "  Ground rests on:                2024 Code 2.2",
        "  Reason:                         The date is plain.",
        "  Explanation:                    This is too old for us. You may go to the Housing Ombudsman about",
        "  Exclusion proposed by:          U0JOAN",
        "  Second person:                  U0SIAN",
        "  Discretion considered:          yes",
        "  Discretion result:              refused",
        "  Explanation sent on:            Tue 3 November 2026",
        "  Ombudsman right given:          yes",
    ):
        assert f"{line}\n" in said
    structured = json.loads(form(clausewise, "--json"))
    assert (structured["ground"], structured["decided_label"], structured["decided_by"]) == (
        "out_of_time",
        "excluded",
        SIAN,
    )
    assert (structured["explanation_sent_on"], structured["ombudsman_right_given"]) == ("2026-11-03", True)
    assert structured["due"] == []


def test_what_nobody_has_decided_is_no_decision(clausewise: Clausewise, log: DecisionLog) -> None:
    unsure = a_prediction(needs_person=True, signals=("danger",))
    log.record(a_decision(id=ID, prediction=unsure), reply_to=None)
    said = form(clausewise)
    assert "  Decided label:                  –\n" in said
    assert "  Proposed label:                 Complaint\n" in said
    assert "  If it is" not in said
    assert "\nIf it is a complaint, what happens next\n" in said
    assert "NOW: Possible danger" in said
    assert json.loads(form(clausewise, "--json"))["decided_label"] is None


def test_a_matter_that_needs_nothing_has_no_due_date(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(id=ID), reply_to=None)
    log.correct(ID, a_correction(None, reason="A thank-you."))
    said = form(clausewise)
    assert "Nothing under the Code." in said
    assert "  Reason:                         A thank-you.\n" in said
    assert "Stage 1" not in said


def test_where_the_bank_holidays_are_not_known_it_says_so(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(id=ID, received_on=date(2030, 1, 7)), reply_to=None)
    log.agree(ID, an_agreement())
    said = " ".join(form(clausewise).split())
    assert "Note: Bank holidays are known from 2016 to 2028" in said


def test_a_service_request_has_what_to_do_and_no_due_date(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(id=ID, prediction=a_prediction(label=Label.SERVICE_REQUEST)), reply_to=None)
    log.agree(ID, an_agreement())
    structured = json.loads(form(clausewise, "--json"))
    assert structured["due"] == []
    assert structured["next_steps"][0]["what"].startswith("Log it, do it")


def test_the_edition_of_the_decision_is_the_one_that_counts(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(id=ID, edition=Edition.CODE_2020, received_on=date(2021, 6, 7)), reply_to=None)
    log.agree(ID, an_agreement())
    _, response = json.loads(form(clausewise, "--json"))["due"]
    assert (response["due"], response["clause"]) == ("2021-06-21", {"edition": "2020", "id": "3.11"})


def test_the_fields_are_columns_of_the_export_and_none_is_there_twice() -> None:
    fields = [name for names in SECTIONS.values() for name in names]
    assert set(fields) <= set(NAMES)
    assert len(fields) == len(set(fields))
    assert set(NAMES[NAMES.index("came_from") :]) <= set(fields)


# Where it goes


@pytest.mark.parametrize("ending", ["txt", "json", "JSON"])
def test_it_is_written_to_a_file_in_the_form_of_its_ending(
    ending: str, clausewise: Clausewise, log: DecisionLog
) -> None:
    log.record(a_decision(id=ID), reply_to=None)
    ran = clausewise("handover", ID, "-o", f"case.{ending}")
    assert ran.out == f"Decision 3f9c21ab written to case.{ending}.\n"
    written = Path(f"case.{ending}").read_text(encoding="utf-8")
    assert written == form(clausewise, *(() if ending == "txt" else ("--json",)))


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("case.docx", "end the file's name in .txt or .json"),
        ("case", "end the file's name in .txt or .json"),
        ("cases/case.txt", "lies in a folder that is not there"),
        (".", "is no file"),
    ],
)
def test_a_file_that_cannot_be_is_told_of(out: str, said: str, clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(id=ID), reply_to=None)
    ran = clausewise("handover", ID, "-o", out)
    assert ran.status == 2
    assert said in ran.sentence


# Which decision


def test_a_decision_is_named_by_what_its_card_shows_or_by_more(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(id=ID), reply_to=None)
    for name in (ID, ID[:8], ID[:20]):
        assert clausewise("handover", name).status == 0


@pytest.mark.parametrize("name", ["00000000", "3f9c21ac", "%%%%%%%%", "________", ID + "0"])
def test_a_decision_that_is_not_there_is_told_of(name: str, clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(id=ID), reply_to=None)
    ran = clausewise("handover", name)
    assert ran.status == 2
    assert f"The decision log holds no decision {name!r}." in ran.sentence


def test_a_name_that_is_too_short_or_fits_two_is_not_guessed_at(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision(id=ID), reply_to=None)
    log.record(a_decision(id=ID[:8] + "f" * 24, ts="1762084800.000200"), reply_to=None)
    assert "is too short for a decision" in clausewise("handover", "3f9c").sentence
    assert "More than one decision begins with '3f9c21ab'" in clausewise("handover", "3f9c21ab").sentence


def test_the_workspace_s_decisions_are_found_when_asked_for(clausewise: Clausewise, home: Path) -> None:
    (home / "workspace").mkdir(parents=True)
    for folder, id_ in ((home, "a" * 32), (home / "workspace", "b" * 32)):
        log = a_log(folder)
        log.record(a_decision(id=id_), reply_to=None)
        log.close()
    assert clausewise("handover", "bbbbbbbb").status == 2
    assert f"Decision:                       {'b' * 32}" in clausewise("handover", "bbbbbbbb", "--workspace").out


def test_the_landlords_own_policy_counts_where_the_decision_was_made_under_it(
    clausewise: Clausewise, log: DecisionLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = Path(__file__).parents[2] / "knowledge" / "policies" / "barnet.yaml"
    Path("ours.yaml").write_text(
        shipped.read_text(encoding="utf-8").replace("name: barnet", "name: hazel-homes", 1), encoding="utf-8"
    )
    log.record(a_decision(id=ID, policy="hazel-homes"), reply_to=None)
    log.agree(ID, an_agreement())
    without = json.loads(form(clausewise, "--json"))
    monkeypatch.setenv("CLAUSEWISE_POLICY", "ours.yaml")
    under_it = json.loads(form(clausewise, "--json"))
    assert without["policy"] == under_it["policy"] == "hazel-homes"
    assert [step["due"] for step in without["due"]] == ["2026-11-09", "2026-11-23"]
    assert [step["due"] for step in under_it["due"]] != ["2026-11-09", "2026-11-23"]
    assert [step["latest"] for step in under_it["due"]] == ["2026-11-09", "2026-11-23"]
