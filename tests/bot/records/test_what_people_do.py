"""Agreeing, correcting, and the gate an exclusion has to pass."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from bot.records.decision_log import AlreadyDecided, DecisionLog, ExclusionNeedsGate, NeedsSecondPerson
from classifier.labels import Label
from knowledge.grounds import Ground
from tests.bot.records.builders import (
    DEV,
    JOAN,
    KEY,
    NOON,
    SIAN,
    a_correction,
    a_decision,
    a_log,
    a_prediction,
    a_second_person,
    a_url,
    an_agreement,
    an_exclusion,
    an_explanation,
)

if TYPE_CHECKING:
    from pathlib import Path

    from bot.decisions import Decision

pytestmark = pytest.mark.usefixtures("each_store")


def a_log_with(folder: Path, decision: Decision) -> DecisionLog:
    log = a_log(folder)
    log.record(decision, reply_to=None)
    return log


def _events(folder: Path) -> list[tuple[int, str]]:
    with create_engine(a_url(folder)).connect() as connection:
        return [
            (row.number, row.kind)
            for row in connection.execute(text("SELECT number, kind FROM events WHERE number > 0 ORDER BY id"))
        ]


def test_a_person_may_agree_also_where_the_proposal_needed_one(tmp_path: Path) -> None:
    log = a_log_with(tmp_path, a_decision(prediction=a_prediction(needs_person=True)))
    recorded = log.agree("d-1", an_agreement())
    assert (recorded.status, recorded.decided_label) == ("agreed", Label.COMPLAINT)


def test_a_second_click_of_the_same_person_changes_nothing(tmp_path: Path) -> None:
    log = a_log_with(tmp_path, a_decision())
    assert log.agree("d-1", an_agreement()) == log.agree("d-1", an_agreement())
    assert log.correct("d-1", a_correction()) == log.correct("d-1", a_correction())
    written = an_explanation(reason="It is over.", letter="Dear Mr Smith, the Ombudsman")
    assert log.explain("d-1", written) == log.explain("d-1", written)
    assert log.second_person("d-1", a_second_person()) == log.second_person("d-1", a_second_person())
    kinds = ["agreed", "corrected", "explanation_written", "second_person_confirmed"]
    assert _events(tmp_path) == list(enumerate(kinds, start=1))


def test_another_persons_click_is_shown_what_the_first_did(tmp_path: Path) -> None:
    log = a_log_with(tmp_path, a_decision())
    first = log.agree("d-1", an_agreement(JOAN))
    with pytest.raises(AlreadyDecided) as shown:
        log.agree("d-1", an_agreement(SIAN))
    assert shown.value.recorded == first


def test_of_two_people_who_click_at_once_one_is_first(tmp_path: Path) -> None:
    a_log_with(tmp_path, a_decision())
    together, refused = Barrier(4), list[str]()

    def click(person: str) -> None:
        log = DecisionLog(a_url(tmp_path), key=KEY)
        together.wait()
        try:
            log.agree("d-1", an_agreement(person))
        except AlreadyDecided:
            refused.append(person)

    threads = [Thread(target=click, args=(f"U{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    assert _events(tmp_path) == [(1, "agreed")]


def test_people_may_change_their_minds_and_the_history_stays(tmp_path: Path) -> None:
    log = a_log_with(tmp_path, a_decision())
    log.agree("d-1", an_agreement(JOAN))
    log.correct("d-1", a_correction(Label.SERVICE_REQUEST, by=SIAN))
    recorded = log.correct("d-1", a_correction(None, by=JOAN))
    assert (recorded.status, recorded.decided_label) == ("corrected", None)
    assert recorded.agreement is not None
    assert _events(tmp_path) == [(1, "agreed"), (2, "corrected"), (3, "corrected")]


def test_a_correction_to_what_is_decided_already_changes_nothing(tmp_path: Path) -> None:
    log = a_log_with(tmp_path, a_decision())
    agreed = log.agree("d-1", an_agreement(JOAN))
    assert log.correct("d-1", a_correction(Label.COMPLAINT, by=SIAN)) == agreed


def test_an_exclusion_is_saved_with_its_explanation_and_a_second_person(tmp_path: Path) -> None:
    log = a_log_with(tmp_path, an_exclusion())
    waiting = log.explain("d-1", an_explanation(JOAN))
    assert (waiting.status, waiting.decided_label) == ("awaiting_second_person", None)
    recorded = log.second_person("d-1", a_second_person(SIAN))
    assert (recorded.status, recorded.decided_label) == ("excluded", Label.EXCLUDED)
    assert recorded.explanation == an_explanation(JOAN)


def test_there_is_no_way_round_the_gate(tmp_path: Path) -> None:
    log = a_log_with(tmp_path, an_exclusion())
    with pytest.raises(ExclusionNeedsGate):
        log.agree("d-1", an_agreement())
    with pytest.raises(ExclusionNeedsGate):
        log.correct("d-1", a_correction(Label.EXCLUDED, ground=Ground.OUT_OF_TIME))
    with pytest.raises(ExclusionNeedsGate):
        log.second_person("d-1", a_second_person())
    assert _events(tmp_path) == []


def test_whoever_wrote_the_explanation_cannot_confirm_it(tmp_path: Path) -> None:
    log = a_log_with(tmp_path, an_exclusion())
    log.explain("d-1", an_explanation(JOAN))
    with pytest.raises(NeedsSecondPerson):
        log.second_person("d-1", a_second_person(JOAN))


def test_an_exclusion_that_was_not_proposed_needs_a_reason(tmp_path: Path) -> None:
    log = a_log_with(tmp_path, a_decision())
    with pytest.raises(ExclusionNeedsGate, match="reason"):
        log.explain("d-1", an_explanation())
    assert log.explain("d-1", an_explanation(reason="It is over.")).status == "awaiting_second_person"


def test_an_exclusion_sent_back_can_be_explained_anew(tmp_path: Path) -> None:
    log = a_log_with(tmp_path, an_exclusion())
    log.explain("d-1", an_explanation(JOAN))
    back = log.second_person("d-1", a_second_person(SIAN, confirmed=False, reason="Say more."))
    assert back.status == "proposed"
    assert log.second_person("d-1", a_second_person(SIAN, confirmed=False, reason="Say more.")) == back
    anew = log.explain("d-1", an_explanation(JOAN, letter="At length: the Housing Ombudsman."))
    assert (anew.status, anew.second_person) == ("awaiting_second_person", None)
    assert log.second_person("d-1", a_second_person(SIAN)).status == "excluded"


def test_an_exclusion_of_what_was_decided_leaves_that_standing_when_it_is_sent_back(tmp_path: Path) -> None:
    log = a_log_with(tmp_path, a_decision())
    log.agree("d-1", an_agreement(JOAN))
    log.explain("d-1", an_explanation(DEV, reason="It is over."))
    back = log.second_person("d-1", a_second_person(SIAN, confirmed=False))
    assert (back.status, back.decided_label) == ("agreed", Label.COMPLAINT)


def test_an_explanation_somebody_else_is_waiting_with_is_not_replaced(tmp_path: Path) -> None:
    log = a_log_with(tmp_path, an_exclusion())
    log.explain("d-1", an_explanation(JOAN))
    for other in (an_explanation(DEV), an_explanation(JOAN, discretion="Something else.")):
        with pytest.raises(AlreadyDecided):
            log.explain("d-1", other)
    with pytest.raises(AlreadyDecided):
        log.agree("d-1", an_agreement(SIAN))


def test_an_exclusion_can_be_reversed(tmp_path: Path) -> None:
    log = a_log_with(tmp_path, an_exclusion())
    log.explain("d-1", an_explanation(JOAN))
    log.second_person("d-1", a_second_person(SIAN))
    recorded = log.correct("d-1", a_correction(Label.COMPLAINT, by=DEV))
    assert (recorded.status, recorded.decided_label) == ("corrected", Label.COMPLAINT)
    with pytest.raises(AlreadyDecided):
        log.second_person("d-1", a_second_person(DEV))


def test_what_people_write_is_redacted_too(tmp_path: Path) -> None:
    log = a_log_with(tmp_path, a_decision())
    recorded = log.correct("d-1", a_correction(reason="Mr Smith said so"))
    assert recorded.correction is not None
    assert recorded.correction.reason == "Mr [name] said so"
    assert recorded.correction.at == NOON
