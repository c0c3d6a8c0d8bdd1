"""What the classifier is asked about one message, and what it says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from classifier.labels import SIGNALS, Label
from knowledge.grounds import Ground


@dataclass(frozen=True)
class ToJudge:
    """A message that the classifier is to judge.

    months_to_complain : months after which an issue may be out of time, by the edition or the landlord's policy.
    """

    text: str
    received_on: date
    months_to_complain: int


class FoundDate(BaseModel):
    """A date or duration read from the text, resolved against the day of receipt."""

    model_config = ConfigDict(frozen=True)
    words: str
    earliest: date
    """The first day the words can mean: "March 2023" is 1 March 2023."""
    latest: date
    """The last day they can mean: "March 2023" is 31 March 2023."""


class SpokenWords(BaseModel):
    """Words of the message and how far they moved the model towards (or, below zero, away from) its label.

    The weight is in units of the linear model's score for the label against the mean of the other two.
    """

    model_config = ConfigDict(frozen=True)
    words: str
    weight: float


class SpokenFact(BaseModel):
    """A fact about the message and how far it moved the model, in the same units as words."""

    model_config = ConfigDict(frozen=True)
    fact: str
    weight: float


class Neighbour(BaseModel):
    """A labelled training message near this one."""

    model_config = ConfigDict(frozen=True)
    id: str
    label: Label | None
    similarity: float = Field(ge=0, le=1)


class Prediction(BaseModel):
    """The most probable label with everything that goes with it.

    `label` is always the most probable of the three, also when a person is needed; `confidence` belongs to that label.
    """

    model_config = ConfigDict(frozen=True)
    label: Label
    confidence: float = Field(ge=0, le=1)
    """Calibrated probability of `label`."""
    probabilities: dict[Label, float]
    threshold: float = Field(ge=0, le=1)
    """The threshold in force for `label`, so that a record explains itself."""
    ground: Ground | None = None
    ground_confidence: float | None = Field(default=None, ge=0, le=1)
    signals: tuple[str, ...] = ()
    danger_in_doubt: bool = False
    """Whether `danger` was raised on little: so that none is missed it is raised for much that is none."""
    needs_person: bool
    why_person: str | None = None
    spoke_for: tuple[SpokenWords, ...] = ()
    spoke_against: tuple[SpokenWords, ...] = ()
    facts: tuple[SpokenFact, ...] = ()
    dates: tuple[FoundDate, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    model: str
    """The identity of the model that said so."""

    @model_validator(mode="after")
    def ground_goes_with_excluded(self) -> Self:
        if (self.label is Label.EXCLUDED) != (self.ground is not None):
            raise ValueError("a ground is given when, and only when, the label is `excluded`")
        if self.needs_person != (self.why_person is not None):
            raise ValueError("a reason is given when, and only when, a person is needed")
        if unknown := set(self.signals) - set(SIGNALS):
            raise ValueError(f"unknown signals: {sorted(unknown)}")
        return self


ConfidenceWord = Literal["sure", "fairly sure", "unsure"]


def confidence_in_words(prediction: Prediction) -> ConfidenceWord:
    """Say the confidence in a word; below its threshold the word is always "unsure"."""
    if prediction.needs_person or prediction.confidence < prediction.threshold:
        return "unsure"
    return "sure" if prediction.confidence >= 0.9 else "fairly sure"  # noqa: PLR2004 - a word, not a threshold
