"""Why a proposal is what it is: what **Why?** shows, put together from the record and the model."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from bot.decisions import Decision
from bot.records.stored_words import REMOVED
from bot.triage import months_to_complain
from classifier.labels import Label

if TYPE_CHECKING:
    from classifier.model import TriageModel
    from classifier.what_if import Change
    from knowledge.policies import Policy

Changes = Callable[[Decision], "tuple[Change, ...]"]
"""Says what would give a decision's message another label."""


class Example(BaseModel):
    """A labelled message near the one at hand; `text` is None where it is no longer among those learned from."""

    model_config = ConfigDict(frozen=True)
    label: Label | None
    similarity: float
    text: str | None


class WhatIf(BaseModel):
    """A change of the message that would give it another label."""

    model_config = ConfigDict(frozen=True)
    change: str
    label: Label
    confidence: float


class Why(BaseModel):
    """A decision with the nearest labelled examples and what would change it.

    `changes` is None where that cannot be told: the message's text has been removed, or no model is at hand.
    """

    model_config = ConfigDict(frozen=True)
    decision: Decision
    examples: tuple[Example, ...]
    changes: tuple[WhatIf, ...] | None


def look_into(decision: Decision, *, changes: Changes | None) -> Why:
    """Look up the nearest examples and work out, from the message as it is kept, what would change the label."""
    texts = _example_texts()
    examples = tuple(
        Example(label=each.label, similarity=each.similarity, text=texts.get(each.id))
        for each in decision.prediction.neighbours
    )
    found = None
    if changes is not None and decision.message.text != REMOVED:
        found = tuple(WhatIf(change=c.change, label=c.label, confidence=c.confidence) for c in changes(decision))
    return Why(decision=decision, examples=examples, changes=found)


def changes_of(model: TriageModel, policy: Policy | None) -> Changes:
    """Return how `model` tells what would change a decision under the landlord's policy."""
    from classifier.what_if import what_would_change_it

    def changes(decision: Decision) -> tuple[Change, ...]:
        return what_would_change_it(
            model,
            decision.message.text,
            received_on=decision.message.received_on,
            months_to_complain=months_to_complain(decision.edition, policy),
        )

    return changes


@cache
def _example_texts() -> dict[str, str]:
    from classifier.messages import load_messages

    return {message.id: message.text for message in load_messages()}
