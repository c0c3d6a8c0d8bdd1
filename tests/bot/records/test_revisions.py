"""A message that is edited or deleted after its decision, and the complaint that a request becomes, in the log."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.decisions import Decision, Evidence, EvidenceKind
from bot.records.decision_log import DecisionLog, DecisionNotFound
from classifier.labels import Label
from classifier.prediction import SpokenWords
from tests.bot.records.builders import (
    AMARA,
    JOAN,
    NOON,
    SIAN,
    a_correction,
    a_decision,
    a_decision_numbered,
    a_log,
    a_prediction,
    a_second_person,
    an_agreement,
    an_exclusion,
    an_explanation,
)

pytestmark = pytest.mark.usefixtures("each_store")

REQUEST = a_prediction(label=Label.SERVICE_REQUEST)


@pytest.fixture
def log(tmp_path: Path) -> DecisionLog:
    return a_log(tmp_path)


def edited(text: str, label: Label = Label.COMPLAINT, minutes: int = 1) -> Decision:
    return a_decision(
        id="another", text=text, prediction=a_prediction(label=label), decided_at=NOON + timedelta(minutes=minutes)
    )


def test_the_latest_revision_is_the_proposal_while_nobody_has_decided(log: DecisionLog) -> None:
    log.record(a_decision(prediction=REQUEST, text="the tap drips"), reply_to=None)
    log.revise("d-1", edited("the tap drips and drips"), by=AMARA)
    recorded = log.revise("d-1", edited("the tap drips again", minutes=2), by=AMARA)
    assert recorded == log.get("d-1")
    assert recorded.decision.id == "d-1"
    assert recorded.decision.message.text == "the tap drips again"
    assert recorded.shown_label is Label.COMPLAINT
    assert recorded.edited_since is None
    assert log.text("d-1") == "the tap drips again"
    assert log.first_proposal("d-1").label is Label.SERVICE_REQUEST


def test_the_same_words_are_no_revision(log: DecisionLog) -> None:
    log.record(a_decision(text="ring 07700 900123"), reply_to=None)
    log.revise("d-1", edited("ring 07700 900456"), by=AMARA)  # What was changed is not kept in the first place.
    assert [event.kind for event in log.history("d-1")] == ["proposed"]


def test_a_revision_is_redacted_and_its_words_lie_outside_the_chain(log: DecisionLog) -> None:
    log.record(a_decision(), reply_to=None)
    spoken = (SpokenWords(words="Pemberton broke", weight=1.0),)
    revised = edited("My name is Doreen Pemberton, it broke again").model_copy(
        update={"prediction": a_prediction(spoke_for=spoken)}
    )
    recorded = log.revise("d-1", revised, by=AMARA)
    assert "Pemberton" not in recorded.model_dump_json()
    event = log.history("d-1")[-1]
    assert "broke" not in str(event.details)
    assert "broke" in event.words["message"]
    assert log.verify().unaltered


@pytest.mark.parametrize("label", [Label.COMPLAINT, Label.SERVICE_REQUEST])
def test_what_a_person_agreed_to_stays_what_they_agreed_to(log: DecisionLog, label: Label) -> None:
    log.record(a_decision(prediction=REQUEST, text="the tap drips"), reply_to=None)
    log.agree("d-1", an_agreement())
    recorded = log.revise("d-1", edited("the tap drips again", label), by=AMARA)
    assert (recorded.status, recorded.decided_label) == ("agreed", Label.SERVICE_REQUEST)
    assert recorded.decision.message.text == "the tap drips"
    assert recorded.edited_since is not None
    assert recorded.edited_since.message.text == "the tap drips again"
    assert recorded.edited_since.prediction.label is label


def test_an_agreement_to_a_revised_proposal_is_to_what_it_then_was(log: DecisionLog) -> None:
    log.record(a_decision(prediction=REQUEST, text="the tap drips"), reply_to=None)
    log.revise("d-1", edited("the tap drips again"), by=AMARA)
    assert log.agree("d-1", an_agreement()).decided_label is Label.COMPLAINT


def test_a_proposal_that_comes_back_is_made_of_the_latest_words(log: DecisionLog) -> None:
    log.record(an_exclusion(text="it is in court"), reply_to=None)
    log.explain("d-1", an_explanation(JOAN))
    waiting = log.revise("d-1", edited("it is not in court"), by=AMARA)
    assert waiting.decision.message.text == "it is in court"
    back = log.second_person("d-1", a_second_person(SIAN, confirmed=False, reason="Read it again."))
    assert back.status == "proposed"
    assert back.decision.message.text == "it is not in court"
    assert back.edited_since is None


def test_a_confirmed_exclusion_stands_on_the_words_that_were_explained(log: DecisionLog) -> None:
    log.record(an_exclusion(text="it is in court"), reply_to=None)
    log.explain("d-1", an_explanation(JOAN))
    log.revise("d-1", edited("it is not in court"), by=AMARA)
    final = log.second_person("d-1", a_second_person(SIAN))
    assert final.decision.message.text == "it is in court"
    assert final.edited_since is not None


def test_doubt_that_came_with_an_edit_waits_for_a_person_and_doubt_that_went_does_not(log: DecisionLog) -> None:
    unsure = a_prediction(needs_person=True)
    log.record(a_decision_numbered(1, prediction=unsure), reply_to=None)
    log.record(a_decision_numbered(2), reply_to=None)
    log.revise("d-1", edited("now it is clear"), by=AMARA)
    log.revise("d-2", edited("now it is not").model_copy(update={"prediction": unsure}), by=AMARA)
    assert [each.decision.id for each in log.needs_person_undecided()] == ["d-2"]


def test_a_deleted_message_is_noted_once_and_nothing_is_taken_back(log: DecisionLog) -> None:
    log.record(a_decision(), reply_to=None)
    log.agree("d-1", an_agreement())
    for minutes in (1, 2):
        recorded = log.message_deleted("d-1", at=NOON + timedelta(minutes=minutes))
    assert recorded.deleted_at == NOON + timedelta(minutes=1)
    assert recorded.status == "agreed"
    assert [event.kind for event in log.history("d-1")] == ["proposed", "agreed", "message_deleted"]


def test_a_complaint_that_came_of_a_request_is_kept_and_linked_in_one_piece(log: DecisionLog) -> None:
    log.record(a_decision_numbered(1, prediction=REQUEST), reply_to=None)
    found = log.record_complaint_of("d-1", a_decision_numbered(2), reply_to=None)
    assert found is not None
    assert found[1]
    for here, there in (("d-1", "d-2"), ("d-2", "d-1")):
        link = log.get(here).latest(EvidenceKind.LINKED)
        assert link is not None
        assert link.linked_to == there


def test_the_same_message_once_more_finds_the_first_complaint(log: DecisionLog) -> None:
    log.record(a_decision_numbered(1, prediction=REQUEST), reply_to=None)
    log.record_complaint_of("d-1", a_decision_numbered(2), reply_to=None)
    again = log.record_complaint_of("d-1", a_decision_numbered(2, id="d-3"), reply_to=None)
    assert again is not None
    recorded, is_new = again
    assert (recorded.decision.id, is_new) == ("d-2", False)
    assert len(log.history("d-2")) == 2


def test_a_second_complaint_of_the_same_request_is_not_kept(log: DecisionLog) -> None:
    log.record(a_decision_numbered(1, prediction=REQUEST), reply_to=None)
    log.record_complaint_of("d-1", a_decision_numbered(2), reply_to=None)
    assert log.record_complaint_of("d-1", a_decision_numbered(3), reply_to=None) is None
    assert log.find("d-3") is None


def test_a_complaint_of_a_request_that_is_not_there_is_not_kept(log: DecisionLog) -> None:
    with pytest.raises(DecisionNotFound):
        log.record_complaint_of("d-9", a_decision_numbered(2), reply_to=None)
    assert log.find("d-2") is None


def test_a_link_that_a_person_made_on_the_complaint_is_kept(log: DecisionLog) -> None:
    for number in (1, 4):
        log.record(a_decision_numbered(number, prediction=REQUEST), reply_to=None)
    log.record(a_decision_numbered(2), reply_to=None)
    log.add_evidence("d-2", Evidence(kind=EvidenceKind.LINKED, linked_to="d-4", by=JOAN, at=NOON))
    log.record_complaint_of("d-1", a_decision_numbered(2), reply_to=None)
    link = log.get("d-2").latest(EvidenceKind.LINKED)
    assert link is not None
    assert link.linked_to == "d-4"


def test_of_several_entries_all_are_kept_or_none(log: DecisionLog) -> None:
    log.record(a_decision(), reply_to=None)
    good = Evidence(kind=EvidenceKind.CASE, reference="CMP-1", by=JOAN, at=NOON)
    bad = Evidence(kind=EvidenceKind.LINKED, linked_to="gone", by=JOAN, at=NOON)
    with pytest.raises(DecisionNotFound):
        log.add_all_evidence("d-1", (good, bad))
    assert log.get("d-1").evidence == ()
    assert log.add_all_evidence("d-1", (good, good)).evidence == (good,)


def test_decisions_are_found_by_the_beginning_of_their_id_in_their_own_workspace(log: DecisionLog) -> None:
    log.record(a_decision(id="1a2b3c4d5e"), reply_to=None)
    assert log.find_named("1A2B3C4D ").decision.id == "1a2b3c4d5e"
    assert log.find_named("1a2b", team="T0HAZEL").decision.id == "1a2b3c4d5e"
    for name, team in (("1a2b", "T0OTHER"), ("", None), ("_", None)):
        with pytest.raises(DecisionNotFound):
            log.find_named(name, team=team)


def test_a_correction_after_an_edit_stands_on_the_new_words(log: DecisionLog) -> None:
    log.record(a_decision(text="the tap drips"), reply_to=None)
    log.agree("d-1", an_agreement())
    log.revise("d-1", edited("the tap drips again"), by=AMARA)
    recorded = log.correct("d-1", a_correction())
    assert recorded.decision.message.text == "the tap drips again"
    assert recorded.edited_since is None
