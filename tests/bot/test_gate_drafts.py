"""The exclusion dialog drafts the explanation anew for the ground that is chosen, and keeps what people have typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.letters import draft_letter, rests_on
from knowledge.grounds import Ground
from tests.bot.cards import EXCLUDED, LETTER, decision_on, inputs_of, press
from tests.bot.slack_bot import SlackBot, a_slack_bot
from tests.workspace.building import AMARA, CONTACT


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[SlackBot]:
    with a_slack_bot(tmp_path) as running:
        yield running


@pytest.fixture
def ts(bot: SlackBot) -> str:
    said = bot.say(AMARA, CONTACT, EXCLUDED)
    bot.card(CONTACT, said)
    press(bot, AMARA, said, "explain")
    return said


def gate(bot: SlackBot) -> dict[str, Any]:
    view = bot.stand_in.open_view(AMARA)
    assert view is not None
    return view


def choose(bot: SlackBot, ground: Ground, **typed: str) -> dict[str, Any]:
    """Amara chooses a ground with this in the fields, and sees the dialog as it then is."""
    view = gate(bot)
    blocks = {name: block_of(view, name) for name in typed}
    values = {blocks[name]: {"text": words} for name, words in typed.items()}
    assert bot.people.click(AMARA, {"view_id": view["id"]}, "choice", ground.value, block_id="ground", values=values).ok
    return gate(bot)


def block_of(view: dict[str, Any], name: str) -> str:
    return next(block for block in inputs_of(view) if block == name or block.startswith(f"{name}-"))


def shown(view: dict[str, Any], name: str) -> str:
    words: str = inputs_of(view)[block_of(view, name)].get("initial_value", "")
    return words


def test_another_ground_brings_its_own_letter_and_paragraph(bot: SlackBot, ts: str) -> None:
    view = choose(bot, Ground.INSURANCE_CLAIM)
    recorded = decision_on(bot, ts)
    assert shown(view, "letter") == draft_letter(recorded, Ground.INSURANCE_CLAIM, bot.services.policy)
    assert shown(view, "rests_on") == rests_on(recorded, Ground.INSURANCE_CLAIM, bot.services.policy)
    assert inputs_of(view)["ground"]["initial_option"]["value"] == "insurance_claim"


def test_a_new_draft_stands_in_a_block_of_its_own_or_slack_would_keep_the_old_words(bot: SlackBot, ts: str) -> None:
    first = gate(bot)
    second = choose(bot, Ground.INSURANCE_CLAIM)
    third = choose(bot, Ground.LEGAL_PROCEEDINGS)
    for name in ("letter", "rests_on"):
        assert len({block_of(view, name) for view in (first, second, third)}) == 3


def test_a_letter_that_was_worked_on_is_kept_where_it_stands(bot: SlackBot, ts: str) -> None:
    view = choose(bot, Ground.INSURANCE_CLAIM, letter=LETTER)
    assert (block_of(view, "letter"), shown(view, "letter")) == ("letter", LETTER)
    assert "rests_on-insurance_claim" in block_of(view, "rests_on")
    again = choose(bot, Ground.OUT_OF_TIME)
    assert shown(again, "letter") == LETTER


def test_discretion_and_reason_are_kept(bot: SlackBot, ts: str) -> None:
    view = choose(bot, Ground.INSURANCE_CLAIM, discretion="The insurers decide it.", reason="They have the claim.")
    assert shown(view, "discretion") == "The insurers decide it."
    assert shown(view, "reason") == "They have the claim."


def test_going_back_to_the_first_ground_brings_its_draft_back(bot: SlackBot, ts: str) -> None:
    first = shown(gate(bot), "letter")
    choose(bot, Ground.INSURANCE_CLAIM)
    assert shown(choose(bot, Ground.LEGAL_PROCEEDINGS), "letter") == first


def test_no_word_of_the_resident_travels_in_the_dialogs_metadata(bot: SlackBot, ts: str) -> None:
    view = choose(bot, Ground.INSURANCE_CLAIM)
    assert "damp" not in view["private_metadata"]


def test_a_redrafted_gate_is_submitted_with_errors_under_its_own_fields(bot: SlackBot, ts: str) -> None:
    view = choose(bot, Ground.INSURANCE_CLAIM)
    values = {"discretion": {"text": "The insurers decide it."}, "reason": {"text": "They have the claim."}}
    refused = bot.people.submit(AMARA, view["id"], values)
    assert set(refused.errors) == {block_of(view, "letter")}
    kept = bot.people.submit(AMARA, view["id"], values | {block_of(view, "letter"): {"text": LETTER}})
    assert kept.ok
    bot.settle()
    explanation = decision_on(bot, ts).explanation
    assert explanation is not None
    assert (explanation.ground, explanation.letter) == (Ground.INSURANCE_CLAIM, LETTER)


def test_a_choice_that_another_has_overtaken_changes_nothing(bot: SlackBot, ts: str) -> None:
    """Two quick choices: the second is sent while the dialog still has the first one's hash."""
    stale = gate(bot)
    seen = bot.services.log.get

    def meanwhile(decision_id: str) -> Any:
        bot.stand_in.call("views.update", {"view_id": stale["id"], "view": _bare(stale)}, bot.stand_in.bot_token)
        return seen(decision_id)

    object.__setattr__(bot.services.log, "get", meanwhile)
    view = choose(bot, Ground.INSURANCE_CLAIM)
    assert shown(view, "letter") == shown(stale, "letter")


def _bare(view: dict[str, Any]) -> dict[str, Any]:
    """Return a view as the bot would send it."""
    names = ("type", "callback_id", "title", "submit", "close", "private_metadata", "blocks")
    return {name: view[name] for name in names}
