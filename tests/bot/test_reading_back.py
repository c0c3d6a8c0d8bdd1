"""**Why?** and **History**: what stands behind a card, in plain words and within Slack's limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.decisions import Decision, RecordedDecision
from bot.history_words import Told
from bot.views.history_view import MOST_EVENTS, history_view
from bot.views.why_view import why_view
from bot.why import Example, WhatIf, Why, look_into
from bot.workspace.limits import refuse_view
from classifier.labels import SIGNALS, Label
from classifier.messages import load_messages
from classifier.prediction import FoundDate, Neighbour, SpokenFact, SpokenWords
from classifier.what_if import Change
from knowledge.clauses import load_edition
from knowledge.edition import Edition
from tests.bot.cards import COMPLAINT, EXCLUDED, agreed, decision_on, excluded, press
from tests.bot.records.builders import a_decision, a_prediction
from tests.bot.slack_bot import SlackBot, a_slack_bot, words_of
from tests.workspace.building import AMARA, CONTACT, JOAN

LONG = "<!channel> & " * 400


def without_its_first_sentence(decision: Decision) -> tuple[Change, ...]:
    first = decision.message.text.split(",")[0]
    return (Change(change=f"without “{first}”", label=Label.SERVICE_REQUEST, confidence=0.8),)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[SlackBot]:
    with a_slack_bot(tmp_path, changes=without_its_first_sentence) as running:
        yield running
        assert running.stand_in.alarms == []


def test_why_says_how_sure_what_spoke_for_it_and_what_would_change_it(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    bot.card(CONTACT, ts)
    words = words_of(press(bot, JOAN, ts, "show_why"))
    assert "How likely: complaint 93%, service request 4%, excluded matter 4%. That is “sure”." in words
    assert "Below 70% for complaint a person has to decide" in words
    assert "“The”, strongly" in words
    assert "It would be: service request (80%) without “The boiler is off again”" in words
    assert "with personal details taken out" in words


def test_why_shows_at_once_what_is_on_record_before_the_rest_is_worked_out(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    bot.card(CONTACT, ts)
    press(bot, JOAN, ts, "show_why")
    [opened] = [arguments for method, arguments in bot.stand_in.calls if method == "views.open"]
    assert "Looking for them" in str(opened["view"])
    assert "Looking for them" not in str(bot.stand_in.open_view(JOAN))


def test_the_nearest_examples_are_shown_with_their_words_and_labels() -> None:
    example = load_messages()[0]
    near = (
        Neighbour(id=example.id, label=example.label, similarity=0.9),
        Neighbour(id="gone", label=None, similarity=0.5),
    )
    why = look_into(a_decision(prediction=a_prediction(neighbours=near)), changes=None)
    assert [(each.label, each.text) for each in why.examples] == [(example.label, example.text), (None, None)]
    assert "no longer among the examples" in str(why_view(why.decision, (), why).to_dict())


def test_without_the_messages_text_it_is_said_that_nothing_can_be_worked_out() -> None:
    why = look_into(a_decision(text="(text removed)"), changes=without_its_first_sentence)
    assert why.changes is None
    assert "the message's text is no longer kept" in str(why_view(why.decision, (), why).to_dict())


def test_the_longest_reasons_stay_within_slacks_limits() -> None:
    prediction = a_prediction(
        signals=SIGNALS,
        needs_person=True,
        why_person="Not sure enough. " * 20,
        spoke_for=tuple(SpokenWords(words=LONG, weight=1.0) for _ in range(20)),
        spoke_against=tuple(SpokenWords(words=LONG, weight=-1.0) for _ in range(20)),
        facts=tuple(SpokenFact(fact="<&>" * 20, weight=n - 5.0) for n in range(10)),
        dates=tuple(
            FoundDate(words=LONG, earliest=datetime(2020, 1, 1, tzinfo=UTC).date(), latest=datetime.now(UTC).date())
            for _ in range(20)
        ),
    )
    decision = a_decision(prediction=prediction)
    why = Why(
        decision=decision,
        examples=tuple(Example(label=Label.COMPLAINT, similarity=0.9, text=LONG) for _ in range(3)),
        changes=tuple(WhatIf(change=LONG, label=Label.EXCLUDED, confidence=0.9) for _ in range(3)),
    )
    view = why_view(decision, load_edition(Edition.CODE_2020).clauses[:6], why).to_dict()
    assert refuse_view(view) is None
    assert "<!channel>" not in str(view)


def test_the_history_tells_each_thing_that_happened_with_who_and_when(bot: SlackBot) -> None:
    ts = excluded(bot)
    bot.people.edit(AMARA, CONTACT, ts, EXCLUDED + " at last")
    bot.settle()
    view = press(bot, JOAN, ts, "explanation_sent")
    bot.people.submit(JOAN, view["id"], {"ombudsman_right": {"choice": "yes"}})
    bot.settle()
    bot.people.delete(AMARA, CONTACT, ts)
    bot.settle()
    view = press(bot, JOAN, ts, "show_history")
    told = [block["text"]["text"] for block in view["blocks"]][1:]
    expected = (
        ("<@U0AMARA>", "Handed in. Clausewise proposed: excluded matter (93%)"),
        ("Clausewise", "The card was posted in Slack"),
        ("<@U0AMARA>", "Proposed to exclude it (legal proceedings have started) and wrote the explanation"),
        ("<@U0SIAN>", "Confirmed the exclusion as the second person"),
        ("<@U0AMARA>", "Edited the message. Clausewise then proposed: excluded matter (93%)"),
        ("<@U0JOAN>", "Recorded: Explanation sent on 2 November 2026, with the right to the Ombudsman"),
        ("Clausewise", "The message was deleted in Slack; the record stays"),
    )
    assert len(told) == len(expected)
    for block, (who, what) in zip(told, expected, strict=True):
        assert block.startswith("*09:00 on Mon 2 November 2026*")
        assert who in block
        assert what in block


def test_a_correction_is_told_with_its_reason(bot: SlackBot) -> None:
    ts = agreed(bot)
    view = press(bot, JOAN, ts, "change")
    values = {"label": {"choice": "service_request"}, "reason": {"text": "It is a first report."}}
    bot.people.submit(JOAN, view["id"], values)
    bot.settle()
    words = words_of(press(bot, JOAN, ts, "show_history"))
    assert "Agreed with the proposal: complaint" in words
    assert "Decided: service request." in words
    assert "> It is a first report." in words


def test_the_clock_in_the_history_is_the_uks(bot: SlackBot) -> None:
    bot.clock.now = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    ts = bot.say(AMARA, CONTACT, COMPLAINT)
    bot.card(CONTACT, ts)
    assert "23:30 on Wed 1 July 2026" in words_of(press(bot, JOAN, ts, "show_history"))


def test_a_long_history_is_cut_in_the_middle_with_a_note() -> None:
    recorded = RecordedDecision(decision=a_decision(), status="agreed")
    start = datetime(2026, 1, 1, tzinfo=UTC)
    told = [
        Told(what=f"event {n}", by="U0JOAN", when=str(start + timedelta(n)), written=(LONG, LONG)) for n in range(300)
    ]
    view = history_view(recorded, told).to_dict()
    assert refuse_view(view) is None
    words = words_of(view)
    assert f"{300 - MOST_EVENTS} events are left out here" in words
    assert "event 0\n" in words
    assert "event 1\n" not in words
    assert "event 299" in words
    assert words.index("event 298") < words.index("event 299")
    assert "<!channel>" not in words


def test_the_history_of_a_decision_that_was_not_touched_is_its_proposal(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, "hello")
    bot.card(CONTACT, ts)
    words = words_of(press(bot, JOAN, ts, "show_history"))
    assert "Clausewise proposed: service request (93%, a person has to decide)" in words
    assert decision_on(bot, ts).decision.id[:8] in words
