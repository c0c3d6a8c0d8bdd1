"""What the card says is to be done: danger first with what can be counted, and a checklist by what is recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.briefing import brief
from bot.decisions import Evidence, EvidenceKind, RecordedDecision, SecondPerson
from bot.listeners.cards import CardPlace
from bot.recording import Entries, known_entries
from bot.views.decision_card import card_text, decision_card
from bot.views.record_view import explanation_sent_view, record_view
from bot.workspace.limits import refuse_view
from classifier.labels import Label
from classifier.prediction import SpokenWords
from knowledge.edition import Edition
from tests.bot.records.builders import JOAN, NOON, a_correction, a_decision, a_prediction
from tests.bot.slack_bot import words_of

FRIDAY_EVENING = datetime(2026, 10, 23, 17, 30, tzinfo=UTC)  # 18:30 in England; the clocks go back on the Sunday.


def recorded(*evidence: Evidence, label: Label = Label.COMPLAINT, **changed: Any) -> RecordedDecision:
    more = {name: changed.pop(name) for name in ("status", "second_person", "correction") if name in changed}
    of_prediction = {name: changed.pop(name) for name in ("signals", "danger_in_doubt") if name in changed}
    prediction = a_prediction(label=label, **of_prediction)
    return RecordedDecision(
        decision=a_decision(prediction=prediction, **changed), evidence=evidence, **{"status": "agreed"} | more
    )


def done(kind: EvidenceKind, on: date = date(2026, 11, 4), **fields: Any) -> Evidence:
    return Evidence(kind=kind, on=on, by=JOAN, at=NOON, **fields)


def card(of: RecordedDecision) -> str:
    return words_of({"blocks": [block.to_dict() for block in decision_card(brief(of, policy=None))]})


def posted(at: datetime, text: str = "I can smell gas", **changed: Any) -> RecordedDecision:
    return recorded(ts=f"{at.timestamp():.6f}", received_on=at.date(), text=text, signals=("danger",), **changed)


def test_an_emergency_is_counted_in_hours_by_the_clock_through_a_weekend() -> None:
    words = card(posted(FRIDAY_EVENING))
    assert "make it safe by 18:30 on Sat 24 October 2026, 24 hours after this message" in words
    assert "Nights, weekends and bank holidays count" in words


def test_twenty_four_hours_are_twenty_four_hours_when_the_clocks_go_back() -> None:
    saturday = datetime(2026, 10, 24, 17, 30, tzinfo=UTC)
    assert "by 17:30 on Sun 25 October 2026" in card(posted(saturday))


def test_a_danger_in_doubt_is_the_first_thing_to_check_and_no_siren() -> None:
    blocks = [
        block.to_dict() for block in decision_card(brief(posted(FRIDAY_EVENING, danger_in_doubt=True), policy=None))
    ]
    words = words_of({"blocks": blocks})
    assert "rotating_light" not in words
    checklist = words.partition("What happens next")[2]
    assert checklist.splitlines()[1].endswith("pass it on now (Awaab's Law: 24 hours)")


def test_danger_stands_first_in_the_blocks_and_in_what_is_read_aloud() -> None:
    blocks = [block.to_dict() for block in decision_card(brief(posted(FRIDAY_EVENING), policy=None))]
    assert blocks[0]["type"] == "header"
    assert "Possible danger: pass it on now" in blocks[0]["text"]["text"]
    text = card_text(brief(posted(FRIDAY_EVENING), policy=None))
    assert text.startswith("Possible danger: pass it on now")
    assert "18:30 on Sat 24 October 2026" in text
    assert "Complaint: agreed." in text


def test_of_damp_and_mould_only_the_first_step_is_dated() -> None:
    words = card(posted(FRIDAY_EVENING, text="There is black mould over the baby's cot"))
    assert "investigate it within 10 working days of knowing of it (by 6 November 2026)" in words
    assert "From the end of the investigation: a written summary to the resident within 3 working days" in words
    assert "make it safe within 5 working days." in words


def test_damp_is_not_spoken_of_where_there_is_none() -> None:
    assert "damp" not in card(posted(FRIDAY_EVENING))


def test_where_only_the_day_of_receipt_is_known_no_hour_is_made_up() -> None:
    words = card(recorded(signals=("danger",), ts="1793610000.000000", received_on=date(2026, 10, 23)))
    assert "make it safe within 24 hours." in words


def test_before_awaabs_law_its_times_are_not_shown() -> None:
    words = card(posted(datetime(2025, 10, 24, 9, tzinfo=UTC)))
    assert "Possible danger" in words
    assert "Awaab" not in words


@pytest.mark.parametrize(
    ("label", "signals", "reminded"),
    [
        (Label.COMPLAINT, (), True),
        (Label.EXCLUDED, (), True),
        (Label.SERVICE_REQUEST, ("asks_to_complain",), True),
        (Label.SERVICE_REQUEST, ("mentions_ombudsman",), False),
        (Label.SERVICE_REQUEST, (), False),
    ],
)
def test_whoever_is_dissatisfied_is_to_be_offered_the_choice_to_complain(
    label: Label, signals: tuple[str, ...], reminded: bool
) -> None:
    assert ("☐ Offer the resident the choice to complain" in card(recorded(label=label, signals=signals))) is reminded


def test_a_choice_that_was_offered_is_shown_as_done() -> None:
    words = card(recorded(done(EvidenceKind.CHOICE_OFFERED)))
    assert "☑ Offer the resident the choice to complain" in words
    assert "*done on 4 November 2026*" in words


def test_whoever_takes_dissatisfaction_for_a_request_is_still_reminded() -> None:
    corrected = recorded(status="corrected", correction=a_correction(Label.SERVICE_REQUEST))
    assert corrected.shown_label is Label.SERVICE_REQUEST
    assert "☐ Offer the resident the choice to complain" in card(corrected)


@pytest.mark.parametrize(
    ("edition", "due"),
    [(Edition.CODE_2024, "Wed 18 November 2026"), (Edition.CODE_2022, "Wed 18 November 2026")],
)
def test_the_response_is_counted_from_the_acknowledgement_once_that_is_recorded(edition: Edition, due: str) -> None:
    words = card(recorded(done(EvidenceKind.ACKNOWLEDGED), edition=edition, received_on=date(2026, 11, 2)))
    assert f"Send the stage 1 response, counted from the acknowledgement by *{due}*" in words


def test_under_the_2020_code_the_response_counts_from_receipt_whenever_it_was_acknowledged() -> None:
    words = card(recorded(done(EvidenceKind.ACKNOWLEDGED), edition=Edition.CODE_2020, received_on=date(2026, 11, 2)))
    assert "within 10 working days of receipt by *Mon 16 November 2026*" in words


def test_a_confirmed_exclusion_is_explained_next() -> None:
    second = SecondPerson(confirmed=True, by=JOAN, at=NOON)
    before = recorded(label=Label.EXCLUDED, status="excluded", second_person=second)
    assert "☑ A second person confirms the exclusion: *done on" in card(before)
    assert "☐ Explain to the resident why" in card(before)
    sent = done(EvidenceKind.EXPLANATION_SENT, ombudsman_right=True)
    after = recorded(sent, label=Label.EXCLUDED, status="excluded", second_person=second)
    assert "☑ Explain to the resident why" in card(after)


def test_the_card_leaves_out_words_that_hardly_count_and_the_models_name() -> None:
    spoke_for = (SpokenWords(words="nobody came", weight=1.2), SpokenWords(words="the", weight=0.1))
    text = card(RecordedDecision(decision=a_decision(prediction=a_prediction(spoke_for=spoke_for)), status="proposed"))
    assert "*Words that spoke for it:* “nobody came”\n" in text
    assert a_prediction().model not in text


def test_the_reasons_on_the_card_take_two_lines_at_most() -> None:
    prediction = a_prediction(
        signals=("vulnerable", "representative", "survey_feedback", "legal_threat"),
        spoke_for=tuple(SpokenWords(words="again and again " * 20, weight=1.0) for _ in range(9)),
    )
    decision = a_decision(prediction=prediction)
    blocks = decision_card(brief(RecordedDecision(decision=decision, status="proposed"), policy=None))
    [why] = [
        block.to_dict()["elements"][0]["text"] for block in blocks if "Words that spoke for it" in str(block.to_dict())
    ]
    assert len(why.splitlines()) == 2
    assert max(len(line) for line in why.splitlines()) < 250


def test_the_fullest_dialogs_stay_within_slacks_limits() -> None:
    metadata = CardPlace(decision="d" * 32, user="U1", response_url="h" * 300).model_dump_json()
    reason = "<!channel> & " * 230
    everything = (
        done(EvidenceKind.EXPLANATION_SENT, ombudsman_right=True),
        Evidence(kind=EvidenceKind.DISCRETION, result="refused", reason=reason, by=JOAN, at=NOON),
        Evidence(kind=EvidenceKind.CASE, reference="<" * 100, by=JOAN, at=NOON),
        Evidence(kind=EvidenceKind.LINKED, linked_to="e" * 32, by=JOAN, at=NOON),
        Evidence(kind=EvidenceKind.CAME_FROM, result="survey", by=JOAN, at=NOON),
        done(EvidenceKind.OMBUDSMAN_RESULT, result="upheld"),
        done(EvidenceKind.MATTER_DATES, aware_on=date(2026, 11, 4)),
        *(
            done(kind)
            for kind in EvidenceKind
            if kind.value.endswith(("offered", "request", "reviewed", "complain", "acknowledged"))
        ),
    )
    second = SecondPerson(confirmed=True, by=JOAN, at=NOON)
    for status in ("agreed", "excluded"):
        of = recorded(
            *everything,
            label=Label.EXCLUDED if status == "excluded" else Label.COMPLAINT,
            status=status,
            second_person=second,
        )
        view = record_view(of, metadata, known=known_entries(of), in_thread=[of] * 1).to_dict()
        assert refuse_view(view) is None
        assert "<!channel>" not in str([block for block in view["blocks"] if block["type"] == "section"])
    assert refuse_view(explanation_sent_view(metadata, today=date(2026, 11, 2)).to_dict()) is None
    assert known_entries(recorded()) == Entries()
