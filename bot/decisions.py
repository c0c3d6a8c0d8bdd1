"""The vocabulary of the bot: the message that came in, the decision on it, and what people then did."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from classifier.labels import Label
from classifier.prediction import Prediction
from knowledge.edition import Edition
from knowledge.grounds import Ground

MAX_MESSAGE_CHARACTERS = 40_000  # Slack's own ceiling for a message; anything longer was not typed by a person.


class _Word(BaseModel):
    model_config = ConfigDict(frozen=True)


class Source(StrEnum):
    """How a message reached Clausewise."""

    SHORTCUT = "shortcut"
    COMMAND = "command"
    WATCHED_CHANNEL = "watched_channel"
    DIRECT_MESSAGE = "direct_message"
    COMMAND_LINE = "command_line"


class ResidentMessage(_Word):
    """A resident's message as somebody handed it to Clausewise. `(team, channel, ts)` names it once and for all."""

    team: str
    channel: str
    ts: str
    text: str = Field(min_length=1, max_length=MAX_MESSAGE_CHARACTERS, repr=False)
    received_on: date
    source: Source
    handed_in_by: str
    """The Slack user who posted it or asked for it to be triaged; never the resident."""


class CitedClause(_Word):
    """A clause a decision rests on, by edition and number; the words are looked up when shown."""

    edition: Edition
    id: str


class Decision(_Word):
    """What Clausewise proposed for one message."""

    id: str
    message: ResidentMessage
    prediction: Prediction
    edition: Edition
    policy: str | None
    clauses: tuple[CitedClause, ...]
    decided_at: AwareDatetime


class Agreement(_Word):
    """A person took the proposed label as their own decision."""

    by: str
    at: AwareDatetime


class Correction(_Word):
    """A person decided otherwise. A correction to `excluded` still has to pass the exclusion gate."""

    label: Label | None
    """None: no label fits (a thank-you, a wrong number); the message needs nothing under the Code."""
    ground: Ground | None = None
    reason: str = Field(min_length=1, max_length=3000, repr=False)
    by: str
    at: AwareDatetime

    @model_validator(mode="after")
    def ground_goes_with_excluded(self) -> Self:
        if (self.label is Label.EXCLUDED) != (self.ground is not None):
            raise ValueError("a ground is given when, and only when, the label is `excluded`")
        return self


class Explanation(_Word):
    """The first half of the exclusion gate: a person stands for the exclusion and for what the resident will be told.

    Source: 2020 Code 1.6 and 1.7; 2022 Code 1.9; 2024 Code 2.3 to 2.5.
    """

    ground: Ground
    rests_on: str = Field(min_length=1, max_length=3000)
    """The clause ("2024 Code 2.2") or the landlord's policy paragraph behind the ground."""
    letter: str = Field(min_length=1, max_length=3000, repr=False)
    """The explanation to the resident; it names the right to take the decision to the Ombudsman."""
    discretion: str = Field(min_length=1, max_length=3000, repr=False)
    """Whether discretion to accept the matter all the same was considered, and why it was not used."""
    reason: str | None = Field(default=None, max_length=3000, repr=False)
    """Why the person chose the ground, where they changed the proposal."""
    by: str
    at: AwareDatetime

    @model_validator(mode="after")
    def the_letter_names_the_ombudsman(self) -> Self:
        if "ombudsman" not in self.letter.casefold():
            raise ValueError("the explanation must name the resident's right to take the decision to the Ombudsman")
        return self


class SecondPerson(_Word):
    """The second half of the gate: somebody else confirms the exclusion, or sends it back."""

    confirmed: bool
    reason: str | None = Field(default=None, max_length=3000, repr=False)
    by: str
    at: AwareDatetime


Status = Literal["proposed", "agreed", "corrected", "awaiting_second_person", "excluded"]


class RecordedDecision(_Word):
    """A decision with what people have done about it so far, as the log holds it."""

    decision: Decision
    status: Status
    agreement: Agreement | None = None
    correction: Correction | None = None
    explanation: Explanation | None = None
    second_person: SecondPerson | None = None
    reply_ts: str | None = None
    """The `ts` of the card in Slack, once Slack has taken it."""

    @property
    def decided_label(self) -> Label | None:
        """The label a person decided; None while nobody has, and while an exclusion awaits its second person."""
        if self.status == "agreed":
            return self.decision.prediction.label
        if self.status == "excluded":
            return Label.EXCLUDED
        return self.correction.label if self.status == "corrected" and self.correction else None
