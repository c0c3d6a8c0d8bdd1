"""Cards, answers and dialogs: what they say, and that the longest inputs stay within Slack's limits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.answers import answer_question
from bot.briefing import brief
from bot.dashboard import HomeState
from bot.decisions import Correction, Explanation, RecordedDecision, SecondPerson, Status
from bot.letters import draft_letter, rests_on
from bot.listeners.cards import CardPlace
from bot.views.answer_card import answer_card
from bot.views.decision_card import decision_card
from bot.views.home import HomeContent, home_view
from bot.views.modals import change_view, confirm_view, explain_view, send_back_view
from bot.views.mrkdwn import day, escape, escaped_within, quoted
from bot.workspace.limits import refuse_blocks, refuse_view
from classifier.labels import SIGNALS, Label
from classifier.prediction import FoundDate, SpokenWords
from knowledge.clauses import load_edition
from knowledge.edition import Edition
from knowledge.grounds import Ground
from knowledge.policies import load_policy
from tests.bot.records.builders import a_decision, a_message, a_prediction

AT = datetime(2025, 11, 3, 12, tzinfo=UTC)
LONG = "<&>*_~` " * 370
NASTY = ("<!channel> & <https://x|y> " * 1500)[:40_000]
STATUSES: tuple[Status, ...] = ("proposed", "agreed", "corrected", "awaiting_second_person", "excluded")


def blocks_of(blocks: list[Block]) -> list[dict[str, Any]]:
    return [block.to_dict() for block in blocks]


def the_longest(
    status: Status, label: Label, edition: Edition, ground: Ground = Ground.OUT_OF_TIME
) -> RecordedDecision:
    prediction = a_prediction(
        label=label,
        ground=ground if label is Label.EXCLUDED else None,
        ground_confidence=0.5 if label is Label.EXCLUDED else None,
        signals=SIGNALS,
        needs_person=True,
        why_person="Not sure enough: " + "<&> " * 50,
        spoke_for=tuple(SpokenWords(words="<!channel>" * 10, weight=1.0) for _ in range(6)),
        dates=tuple(FoundDate(words="<&>" * 10, earliest=date(2020, 1, 1), latest=date(2021, 1, 1)) for _ in range(20)),
    )
    message = a_message(text=NASTY, received_on=date(2025, 11, 3))
    decision = a_decision(prediction=prediction, message=message, edition=edition)
    from bot.basis import clauses_for

    decision = decision.model_copy(update={"clauses": clauses_for(label, prediction.ground, SIGNALS, edition)})
    letter = (LONG + " Ombudsman")[-3000:]
    return RecordedDecision(
        decision=decision,
        status=status,
        correction=Correction(label=Label.COMPLAINT, reason=LONG[:3000], by="U1", at=AT),
        explanation=Explanation(
            ground=ground,
            rests_on=LONG[:3000],
            letter=letter,
            discretion=LONG[:3000],
            reason=LONG[:3000],
            by="U1",
            at=AT,
        ),
        second_person=SecondPerson(confirmed=True, reason=LONG[:3000], by="U2", at=AT),
    )


@pytest.mark.parametrize("edition", list(Edition))
@pytest.mark.parametrize("label", list(Label))
@pytest.mark.parametrize("status", STATUSES)
def test_the_longest_card_stays_within_slacks_limits(status: Status, label: Label, edition: Edition) -> None:
    recorded = the_longest(status, label, edition)
    blocks = blocks_of(decision_card(brief(recorded, policy=load_policy("barnet"))))
    assert refuse_blocks(blocks) is None
    assert "<!channel>" not in str(blocks)


@pytest.mark.parametrize("edition", list(Edition))
def test_every_clause_can_be_shown_as_an_answer(edition: Edition) -> None:
    for clause in load_edition(edition).clauses:
        answer = answer_question(f"{clause.id} {NASTY[:3000]}", today=date(2025, 11, 3), edition=edition)
        assert refuse_blocks(blocks_of(answer_card(answer))) is None


def test_every_dialog_stays_within_slacks_limits_for_every_ground() -> None:
    barnet = load_policy("barnet")
    metadata = CardPlace(
        decision="d" * 32, user="U" * 20, channel="C" * 20, ts="1" * 20, response_url="h" * 300, explained_at=AT
    ).model_dump_json()
    for ground in Ground:
        recorded = the_longest("awaiting_second_person", Label.EXCLUDED, Edition.CODE_2024, ground)
        views: list[View] = [
            change_view(metadata),
            explain_view(
                recorded,
                metadata,
                ground=ground,
                rests_on=rests_on(recorded, ground, barnet),
                letter=draft_letter(recorded, ground, barnet),
                reason=LONG[:3000],
            ),
            confirm_view(recorded, metadata),
            send_back_view(metadata),
        ]
        assert [refuse_view(view.to_dict()) for view in views] == [None] * 4


def test_a_full_home_stays_within_slacks_limits() -> None:
    many = tuple(the_longest("awaiting_second_person", Label.EXCLUDED, Edition.CODE_2024) for _ in range(51))
    content = HomeContent(user="U9", undecided=many, awaiting=many, to_send=many, recent=many)
    view = home_view(content, HomeState()).to_dict()
    assert refuse_view(view) is None
    assert "<!channel>" not in str(view)


def test_a_ground_of_the_landlords_own_without_a_policy_is_said_to_have_no_paragraph() -> None:
    recorded = the_longest("proposed", Label.EXCLUDED, Edition.CODE_2024, Ground.INSURANCE_CLAIM)
    assert rests_on(recorded, Ground.INSURANCE_CLAIM, None) == ""
    assert any("no such paragraph is on file" in step.what for step in brief(recorded, policy=None).steps)


def test_a_complaint_is_acknowledged_and_answered_by_the_dates_of_its_edition() -> None:
    message = a_message(received_on=date(2024, 6, 3))
    for edition, days in (
        (Edition.CODE_2020, ["2024-06-10", "2024-06-17"]),
        (Edition.CODE_2024, ["2024-06-10", "2024-06-24"]),
    ):
        decision = a_decision(prediction=a_prediction(label=Label.COMPLAINT), message=message, edition=edition)
        steps = brief(RecordedDecision(decision=decision, status="proposed"), policy=None).steps
        assert [step.due_on.isoformat() for step in steps if step.due_on] == days


def test_what_is_cut_is_cut_before_it_is_escaped() -> None:
    assert escaped_within("&" * 100, 20) == "&amp;&amp;&amp;…"
    assert escaped_within("details of the claim (for example a claim form)", 23) == "details of the claim…"
    assert all(escaped_within("nobody came & nobody rang " * 20, limit).endswith("…") for limit in range(10, 200))
    assert len(escaped_within("<" * 5000, 3000)) <= 3000
    assert escape("<@U1> & co") == "&lt;@U1&gt; &amp; co"
    assert quoted("one\ntwo") == "> one\n> two"
    assert day(date(2025, 6, 9)) == "Mon 9 June 2025"
