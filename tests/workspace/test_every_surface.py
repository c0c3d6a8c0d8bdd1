"""All the bot can show, with the longest and nastiest words in it, shown in a Slack that refuses what is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from itertools import product
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.answers import Answer, PolicyLineShown, answer_question
from bot.app import NOTHING_DECIDED, NOTHING_LOGGED
from bot.basis import clauses_for
from bot.briefing import brief
from bot.dashboard import Dashboard, HomeState
from bot.decisions import Agreement, Correction, Explanation, RecordedDecision, SecondPerson, Status
from bot.demo import NOTE
from bot.evidence.figures import DeclinedOnGround, Figures, Month
from bot.evidence.periods import Period, Stretch
from bot.evidence.shares import Days, Share
from bot.headline import headline
from bot.letters import draft_letter, rests_on
from bot.listeners.cards import CardPlace
from bot.listeners.commands import TRIAGE_HELP
from bot.listeners.exclusions import ANOTHER_PERSON, WRITTEN_ANEW
from bot.views.answer_card import HELP, answer_card, answer_in_a_line
from bot.views.card_view import card_view
from bot.views.decision_card import decision_card
from bot.views.file_dialogs import evidence_view, export_view
from bot.views.home import HomeContent, home_view
from bot.views.modals import change_view, confirm_view, explain_view, send_back_view
from bot.views.question_view import question_view
from bot.workspace.stand_in import StandIn
from classifier.labels import SIGNALS, Label
from classifier.prediction import FoundDate, SpokenFact, SpokenWords
from knowledge.clauses import load_edition
from knowledge.deadlines import deadline
from knowledge.edition import Edition
from knowledge.grounds import Ground
from knowledge.policies import Step, load_policy
from tests.bot.records.builders import a_decision, a_message, a_prediction
from tests.workspace.building import AMARA, CONTACT, JOAN, a_stand_in, call, say

AT = datetime(2025, 11, 3, 12, tzinfo=UTC)
TODAY = AT.date()
MOST_BLOCKS = 60  # of the 100 that Slack takes: a Home is read, not searched
NASTY = {
    "broadcasts": "<!channel> & <https://x.example|y> *_~` ",
    "ampersands": "&",
    "one word": "x",
    "a line for each letter": "a\n",
    "empty lines": "\n\n.",
    "emoji": "👩🏽‍🔧",
    "line separators": "a\u2028",
}
WORDS = [pytest.param(text, id=name) for name, text in NASTY.items()]
STATUSES: tuple[Status, ...] = ("proposed", "agreed", "corrected", "awaiting_second_person", "excluded")
BARNET = load_policy("barnet")


def filled(words: str, length: int) -> str:
    return (words * length)[:length]


def the_longest(words: str, status: Status, label: Label, ground: Ground = Ground.OUT_OF_TIME) -> RecordedDecision:
    """A decision in which every text is as long as it may be."""
    spoken = tuple(SpokenWords(words=filled(words, 60), weight=1.0) for _ in range(6))
    excluded = label is Label.EXCLUDED
    prediction = a_prediction(
        label=label,
        ground=ground if excluded else None,
        ground_confidence=0.5 if excluded else None,
        signals=SIGNALS,
        needs_person=True,
        why_person=filled(words, 300),
        spoke_for=spoken,
        spoke_against=spoken,
        facts=tuple(SpokenFact(fact="x" * 100, weight=1.0) for _ in range(6)),
        dates=tuple(FoundDate(words=filled(words, 60), earliest=date(2020, 1, 1), latest=TODAY) for _ in range(20)),
        model="m" * 64,
    )
    long = filled(words, 3_000)
    return RecordedDecision(
        decision=a_decision(
            id="d" * 32,
            prediction=prediction,
            message=a_message(text=filled(words, 40_000), received_on=TODAY),
            policy=BARNET.name,
            clauses=clauses_for(label, prediction.ground, SIGNALS, Edition.CODE_2024),
        ),
        status=status,
        agreement=Agreement(by=AMARA, at=AT),
        correction=Correction(label=Label.COMPLAINT, reason=long, by=AMARA, at=AT),
        explanation=Explanation(
            ground=ground,
            rests_on=long,
            letter=f"Ombudsman {long}"[:3_000],
            discretion=long,
            reason=long,
            by=AMARA,
            at=AT,
        ),
        second_person=SecondPerson(confirmed=True, reason=long, by=JOAN, at=AT),
    )


def as_sent(blocks: list[Block]) -> list[dict[str, Any]]:
    return [block.to_dict() for block in blocks]


def show(text: str, blocks: list[Block]) -> None:
    """Post it, change a message into it, show it to one person and answer a command with it."""
    slack, sent = a_stand_in(), as_sent(blocks)
    ts = say(slack, text, blocks=sent)
    assert call(slack, "chat.update", channel=CONTACT, ts=ts, text=text, blocks=sent)["ok"]
    assert call(slack, "chat.postEphemeral", channel=CONTACT, user=AMARA, text=text, blocks=sent)["ok"]
    assert slack.alarms == []


def open_dialog(view: View) -> None:
    slack = a_stand_in()
    trigger = slack.state.triggers.issue(AMARA, slack.clock())
    answer = call(slack, "views.open", trigger_id=trigger, view=view.to_dict())
    assert answer["ok"], answer
    assert slack.alarms == []


@pytest.mark.parametrize("words", WORDS)
def test_every_card(words: str) -> None:
    for status, label in product(STATUSES, Label):
        recorded = the_longest(words, status, label)
        show(headline(recorded), decision_card(brief(recorded, policy=BARNET)))


@pytest.mark.parametrize("words", WORDS)
def test_every_dialog(words: str) -> None:
    metadata = CardPlace(
        decision="d" * 32, user="U" * 20, channel="C" * 20, ts="1" * 20, thread_ts="1" * 20, response_url="h" * 300,
        explained_at=AT,
    ).model_dump_json()  # fmt: skip
    for ground in Ground:
        recorded = the_longest(words, "awaiting_second_person", Label.EXCLUDED, ground)
        basis, letter, long = (
            rests_on(recorded, ground, BARNET),
            draft_letter(recorded, ground, BARNET),
            filled(words, 3_000),
        )
        open_dialog(change_view(metadata))
        open_dialog(send_back_view(metadata))
        open_dialog(confirm_view(recorded, metadata))
        open_dialog(explain_view(recorded, metadata, ground=ground, reason=long, rests_on=basis, letter=letter))


@pytest.mark.parametrize("words", WORDS)
def test_home(words: str) -> None:
    many = (the_longest(words, "awaiting_second_person", Label.EXCLUDED),) * 51
    for dashboard in (None, *(the_fullest_dashboard(period) for period in Period)):
        content = HomeContent(
            user="U9", note=NOTE, dashboard=dashboard, undecided=many, awaiting=many, to_send=many,
            recent=many,
        )  # fmt: skip
        charts, slack = dashboard.charts_key if dashboard else "", a_stand_in()
        files = tuple(uploaded(slack, name) for name in (dashboard.charts if dashboard else ()))
        view = home_view(content, HomeState(charts=charts, files=files)).to_dict()
        answer = call(slack, "views.publish", user_id=AMARA, view=view)
        assert answer["ok"], answer
        assert len(view["blocks"]) <= MOST_BLOCKS
        assert slack.alarms == []


def uploaded(slack: StandIn, name: str) -> str:
    """Return the id of a picture that Slack has taken."""
    given = call(slack, "files.getUploadURLExternal", filename=f"{name}.png", length="3")
    assert slack.receive_upload(given["upload_url"].rpartition("/")[2], b"png") == (200, "OK - 3")
    assert call(slack, "files.completeUploadExternal", files=[{"id": given["file_id"]}])["ok"]
    return str(given["file_id"])


def the_fullest_dashboard(period: Period) -> Dashboard:
    """A period in which every ground was used, each many times, and every month."""
    every = 10**6
    days = Days(matters_by_days=dict.fromkeys(range(20), every))
    all_of = {
        name: Share(count=every, of=every) for name, kind in Figures.model_fields.items() if kind.annotation is Share
    }
    all_days = {name: days for name, kind in Figures.model_fields.items() if kind.annotation is Days}
    labels, grounds = dict.fromkeys(Label, every), dict.fromkeys(Ground, every)
    months = (
        Month(first_day=date(2025, 12, 1), by_label=labels, nothing_to_decide=every, declined_by_ground=grounds),
    ) * 13
    figures = Figures(
        from_on=TODAY, to_on=TODAY, edition=None, counted_on=TODAY, matters=every, of_other_editions=every,
        undecided=every, awaiting_second_person=every, by_label=labels, nothing_to_decide=every,
        proposed_and_decided=(), by_month=months, reversed_by={},
        declined_by_ground=tuple(DeclinedOnGround(ground=g, count=every, rests_on={}) for g in Ground),
        **all_of, **all_days,
    )  # fmt: skip
    return Dashboard(period=period, first=TODAY, last=TODAY, figures=figures)


@pytest.mark.parametrize("stretch", Stretch)
def test_the_dialogs_for_files(stretch: Stretch) -> None:
    open_dialog(export_view(stretch, TODAY, drawn=10**6))
    open_dialog(evidence_view(stretch, TODAY, drawn=10**6))


@pytest.mark.parametrize("words", WORDS)
def test_every_card_in_a_dialog(words: str) -> None:
    for status, label in product(STATUSES, Label):
        recorded = the_longest(words, status, label)
        open_dialog(card_view(brief(recorded, policy=BARNET), HomeState(files=("F" * 20,) * 2).model_dump_json()))


@cache
def an_answer_with_each_clause(edition: Edition) -> tuple[Answer, ...]:
    return tuple(
        answer_question(clause.id, today=TODAY, edition=edition, policy=BARNET)
        for clause in load_edition(edition).clauses
    )


@pytest.mark.parametrize("words", WORDS)
def test_every_answer(words: str) -> None:
    """Every clause of every edition, asked for at length; then with the longest notes and policy lines beside it."""
    for edition in Edition:
        answers = an_answer_with_each_clause(edition)
        due = deadline(Step.STAGE_1_RESPONSE, TODAY, edition, BARNET)
        line = PolicyLineShown(policy="barnet", paragraph="1.1", text=filled(words, 3_000), exceeds_code=True)
        full = {
            "deadline": due, "also_due": (due, due), "notes": (filled(words, 1_000),) * 5, "policy": (line, line),
            "ended": filled(words, 400), "difference": filled(words, 400), "working_days_left": -1,
        }  # fmt: skip
        dateless = full | {"deadline": None, "clauses": ()}
        for answer, beside in [*((each, {}) for each in answers), (answers[0], full), (answers[0], dateless)]:
            shown = answer.model_copy(update={"question": filled(words, 3_000), **beside})
            show(answer_in_a_line(shown), answer_card(shown))
            open_dialog(question_view(shown, asked=1))


@pytest.mark.parametrize("text", [HELP, TRIAGE_HELP, NOTHING_DECIDED, NOTHING_LOGGED, ANOTHER_PERSON, WRITTEN_ANEW])
def test_what_the_bot_says_in_its_own_words(text: str) -> None:
    slack = a_stand_in()
    ts = say(slack, text)
    assert call(slack, "chat.update", channel=CONTACT, ts=ts, text=text)["ok"]
    assert slack.alarms == []
