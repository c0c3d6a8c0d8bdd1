"""Staff enter what was done about a matter on its card, and the card shows it as done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.decisions import EvidenceKind
from tests.bot.cards import COMPLAINT, REQUEST, agreed, decision_on, excluded, inputs_of, press
from tests.bot.slack_bot import SlackBot, a_slack_bot, buttons_of, words_of
from tests.workspace.building import AMARA, CONTACT, JOAN

TODAY, TOMORROW = "2026-11-02", "2026-11-03"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[SlackBot]:
    with a_slack_bot(tmp_path) as running:
        yield running
        assert running.stand_in.alarms == []


def record(bot: SlackBot, ts: str, **fields: str) -> Any:
    """Joan fills in the dialog behind **Record…**: days, choices and words, each by its field."""
    view = press(bot, JOAN, ts, "record_evidence")
    shown = inputs_of(view)
    outcome = bot.people.submit(
        JOAN, view["id"], {name: {shown[name]["action_id"]: value} for name, value in fields.items()}
    )
    bot.settle()
    return outcome


def card_of(bot: SlackBot, ts: str) -> dict[str, Any]:
    card: dict[str, Any] = bot.stand_in.replies(CONTACT, ts)[0]
    return card


def test_only_a_decided_card_has_a_place_to_record(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    assert "record_evidence" not in buttons_of(bot.card(CONTACT, ts))
    decided = agreed(bot)
    assert "record_evidence" in buttons_of(card_of(bot, decided))


def test_all_that_is_filled_in_is_kept_in_one_go_with_who_and_when(bot: SlackBot) -> None:
    ts = agreed(bot)
    record(bot, ts, acknowledged=TODAY, case="CMP-1", came_from="representative", choice_offered=TODAY)
    recorded = decision_on(bot, ts)
    assert {entry.kind for entry in recorded.evidence} == {
        EvidenceKind.ACKNOWLEDGED,
        EvidenceKind.CASE,
        EvidenceKind.CAME_FROM,
        EvidenceKind.CHOICE_OFFERED,
    }
    assert {(entry.by, entry.at) for entry in recorded.evidence} == {(JOAN, bot.clock.now)}


def test_the_card_says_in_words_what_is_done_and_counts_on_from_the_acknowledgement(bot: SlackBot) -> None:
    ts = agreed(bot)
    before = words_of(card_of(bot, ts))
    assert "☐ Acknowledge, define and log it at stage 1 by *Wed 4 November 2026*" in before
    assert "☐ Offer the resident the choice to complain" in before
    record(bot, ts, acknowledged=TODAY, choice_offered=TODAY)
    after = words_of(card_of(bot, ts))
    assert "☑ Acknowledge, define and log it at stage 1 (your policy's time; 2024 Code 6.2 allows longer)" in after
    assert after.count("*done on 2 November 2026*") == 2
    assert "counted from" in after
    assert "done on 2 November 2026" in card_of(bot, ts)["text"]


def test_the_dialog_shows_what_is_known_and_an_empty_field_changes_nothing(bot: SlackBot) -> None:
    ts = agreed(bot)
    record(bot, ts, acknowledged=TODAY, case="CMP-1")
    view = press(bot, JOAN, ts, "record_evidence")
    assert "Acknowledged on 2 November 2026" in words_of(view)
    assert inputs_of(view)["acknowledged"]["initial_date"] == TODAY
    assert inputs_of(view)["case"]["initial_value"] == "CMP-1"
    assert "initial_date" not in inputs_of(view)["choice_offered"]
    bot.people.submit(JOAN, view["id"], {"acknowledged": {"day": None}})
    bot.settle()
    assert len(decision_on(bot, ts).evidence) == 2


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"acknowledged": TOMORROW, "case": "CMP-1"}, {"acknowledged"}),
        ({"happened": "2026-05-01", "aware": "2026-04-01"}, {"aware"}),
        ({"discretion": "accepted"}, {"discretion_reason"}),
        ({"discretion_reason": "In hospital all year."}, {"discretion"}),
        ({"linked_to": "ffffffff"}, {"linked_to"}),
    ],
)
def test_what_cannot_be_is_told_under_its_field_and_nothing_is_kept(
    bot: SlackBot, fields: dict[str, str], faulty: set[str]
) -> None:
    ts = agreed(bot)
    assert set(record(bot, ts, **fields).errors) == faulty
    assert decision_on(bot, ts).evidence == ()


def test_a_decision_is_linked_by_the_characters_at_the_foot_of_the_others_card(bot: SlackBot) -> None:
    request, complaint = agreed(bot, REQUEST), agreed(bot)
    other = decision_on(bot, request).decision.id
    record(bot, complaint, linked_to=other[:8])
    link = decision_on(bot, complaint).latest(EvidenceKind.LINKED)
    assert link is not None
    assert link.linked_to == other


def test_a_decision_is_linked_by_picking_it_from_the_thread(bot: SlackBot) -> None:
    ts = agreed(bot, REQUEST)
    later = bot.people.say(JOAN, CONTACT, "They wrote again.", thread_ts=ts)
    bot.settle()
    bot.people.shortcut(JOAN, CONTACT, later, "triage_message")
    bot.settle()
    other = decision_on(bot, later).decision.id
    record(bot, ts, linked_in_thread=other)
    link = decision_on(bot, ts).latest(EvidenceKind.LINKED)
    assert link is not None
    assert link.linked_to == other


def test_a_decision_is_not_linked_to_itself(bot: SlackBot) -> None:
    ts = agreed(bot)
    assert set(record(bot, ts, linked_to=decision_on(bot, ts).decision.id).errors) == {"linked_to"}


def test_a_confirmed_exclusion_asks_first_of_all_for_the_explanation_until_it_is_recorded(bot: SlackBot) -> None:
    ts = excluded(bot)
    assert buttons_of(card_of(bot, ts))[0] == "explanation_sent"
    view = press(bot, JOAN, ts, "explanation_sent")
    assert inputs_of(view)["explanation_sent"]["initial_date"] == TODAY
    assert bot.people.submit(JOAN, view["id"], {"ombudsman_right": {"choice": "yes"}}).ok
    bot.settle()
    sent = decision_on(bot, ts).latest(EvidenceKind.EXPLANATION_SENT)
    assert sent is not None
    assert (sent.on, sent.ombudsman_right) == (date(2026, 11, 2), True)
    assert "explanation_sent" not in buttons_of(card_of(bot, ts))


def test_an_explanation_without_the_right_to_the_ombudsman_is_not_shown_as_done(bot: SlackBot) -> None:
    ts = excluded(bot)
    view = press(bot, JOAN, ts, "explanation_sent")
    bot.people.submit(JOAN, view["id"], {"ombudsman_right": {"choice": "no"}})
    bot.settle()
    words = words_of(card_of(bot, ts))
    assert "went out on 2 November 2026 without that right: tell them of it" in words
    assert "☑ Explain" not in words


def test_an_explanation_cannot_have_gone_out_before_the_exclusion_was_confirmed(bot: SlackBot) -> None:
    ts = excluded(bot)
    view = press(bot, JOAN, ts, "explanation_sent")
    values = {"explanation_sent": {"day": "2026-11-01"}, "ombudsman_right": {"choice": "yes"}}
    refused = bot.people.submit(JOAN, view["id"], values)
    assert refused.errors == {"explanation_sent": "The exclusion was only confirmed on 2 November 2026."}


def test_what_the_ombudsman_decided_needs_its_day(bot: SlackBot) -> None:
    ts = excluded(bot)
    assert set(record(bot, ts, ombudsman_result="overturned").errors) == {"ombudsman_on"}
    record(bot, ts, ombudsman_result="overturned", ombudsman_on=TODAY)
    result = decision_on(bot, ts).latest(EvidenceKind.OMBUDSMAN_RESULT)
    assert result is not None
    assert result.result == "overturned"


def test_a_service_request_is_told_of_and_reviewed(bot: SlackBot) -> None:
    ts = agreed(bot, REQUEST)
    record(bot, ts, told_service_request=TODAY, request_reviewed=TODAY)
    assert words_of(card_of(bot, ts)).count("*done on 2 November 2026*") == 2
