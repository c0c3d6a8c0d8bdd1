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
    MENTION = "mention"
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


class EvidenceKind(StrEnum):
    """What was done about a matter besides deciding it, as the self-assessment asks for it."""

    CHOICE_OFFERED = "choice_offered"
    """The resident was offered the choice to make a complaint (2024 Code 1.3)."""
    TOLD_SERVICE_REQUEST = "told_service_request"
    """The resident was told that it is handled as a service request (2024 Code 1.4)."""
    REQUEST_REVIEWED = "request_reviewed"
    """Somebody looked at the service request again (2024 Code 1.4)."""
    TOLD_HOW_TO_COMPLAIN = "told_how_to_complain"
    """After a survey: the resident was told how to pursue it as a complaint (2024 Code 1.6)."""
    ACKNOWLEDGED = "acknowledged"
    EXPLANATION_SENT = "explanation_sent"
    """The explanation of an exclusion went to the resident (2024 Code 2.4)."""
    DISCRETION = "discretion"
    """Discretion to accept the matter all the same was considered (2024 Code 2.3)."""
    LINKED = "linked"
    """The complaint came of that service request, or the request led to that complaint (2024 Code 1.5)."""
    MATTER_DATES = "matter_dates"
    """When the matter happened, and when the resident became aware of it, as far as that is known."""
    CAME_FROM = "came_from"
    CASE = "case"
    """The case in the landlord's own system."""
    OMBUDSMAN_RESULT = "ombudsman_result"
    """What the Ombudsman made of the exclusion."""


class Origin(StrEnum):
    """Who brought the matter."""

    RESIDENT = "resident"
    REPRESENTATIVE = "representative"
    STAFF_RELAY = "staff_relay"
    SURVEY = "survey"


DISCRETION_RESULTS = ("accepted", "refused")
OMBUDSMAN_RESULTS = ("upheld", "overturned")
# Which fields each kind of evidence needs.
_NEEDED: dict[EvidenceKind, frozenset[str]] = {
    EvidenceKind.CHOICE_OFFERED: frozenset({"on"}),
    EvidenceKind.TOLD_SERVICE_REQUEST: frozenset({"on"}),
    EvidenceKind.REQUEST_REVIEWED: frozenset({"on"}),
    EvidenceKind.TOLD_HOW_TO_COMPLAIN: frozenset({"on"}),
    EvidenceKind.ACKNOWLEDGED: frozenset({"on"}),
    EvidenceKind.EXPLANATION_SENT: frozenset({"on", "ombudsman_right"}),
    EvidenceKind.DISCRETION: frozenset({"result", "reason"}),
    EvidenceKind.LINKED: frozenset({"linked_to"}),
    EvidenceKind.MATTER_DATES: frozenset(),
    EvidenceKind.CAME_FROM: frozenset({"result"}),
    EvidenceKind.CASE: frozenset({"reference"}),
    EvidenceKind.OMBUDSMAN_RESULT: frozenset({"on", "result"}),
}
_MAY_HAVE: dict[EvidenceKind, frozenset[str]] = {EvidenceKind.MATTER_DATES: frozenset({"on", "aware_on"})}
_RESULTS: dict[EvidenceKind, tuple[str, ...]] = {
    EvidenceKind.DISCRETION: DISCRETION_RESULTS,
    EvidenceKind.OMBUDSMAN_RESULT: OMBUDSMAN_RESULTS,
    EvidenceKind.CAME_FROM: tuple(origin.value for origin in Origin),
}


class Evidence(_Word):
    """One thing that was done about a matter, entered by a person. A later entry of the same kind takes its place.

    Source: the fields the self-assessment's rows draw on, 2024 Code 1.2 to 2.5 and 8.1.
    """

    kind: EvidenceKind
    on: date | None = None
    """The day it was done; for `matter_dates` the day the matter happened."""
    aware_on: date | None = None
    result: str | None = None
    ombudsman_right: bool | None = None
    """Whether the explanation that was sent names the right to go to the Ombudsman."""
    linked_to: str | None = None
    """The id of the other decision."""
    reference: str | None = Field(default=None, min_length=1, max_length=100, repr=False)
    reason: str | None = Field(default=None, min_length=1, max_length=3000, repr=False)
    by: str
    at: AwareDatetime

    @model_validator(mode="after")
    def fields_go_with_the_kind(self) -> Self:
        given = {name for name in _DETAILS if getattr(self, name) is not None}
        needed = _NEEDED[self.kind]
        if missing := needed - given:
            raise ValueError(f"{self.kind.value} needs {', '.join(sorted(missing))}")
        if foreign := given - needed - _MAY_HAVE.get(self.kind, frozenset()) - {"reason"}:
            raise ValueError(f"{self.kind.value} takes no {', '.join(sorted(foreign))}")
        if self.kind in _RESULTS and self.result not in _RESULTS[self.kind]:
            raise ValueError(f"the result of {self.kind.value} is one of {', '.join(_RESULTS[self.kind])}")
        return self


_DETAILS = ("on", "aware_on", "result", "ombudsman_right", "linked_to", "reference", "reason")

Status = Literal["proposed", "agreed", "corrected", "awaiting_second_person", "excluded"]


class RecordedDecision(_Word):
    """A decision with what people have done about it so far, as the log holds it."""

    decision: Decision
    """What is proposed; where the message was edited, what was last proposed before a person decided."""
    status: Status
    agreement: Agreement | None = None
    agreed_label: Label | None = None
    """What was proposed when a person agreed; the proposal may have been revised since."""
    correction: Correction | None = None
    explanation: Explanation | None = None
    second_person: SecondPerson | None = None
    evidence: tuple[Evidence, ...] = ()
    """What was done besides, in the order in which it was entered."""
    reversed_exclusion: Correction | None = None
    """The correction that took a confirmed exclusion back, with who did it and when."""
    edited_since: Decision | None = None
    """The message as it was edited after people had decided, and what is proposed of it now."""
    deleted_at: AwareDatetime | None = None
    """When the message was deleted in Slack."""
    reply_ts: str | None = None
    """The `ts` of the card in Slack, once Slack has taken it."""

    def latest(self, kind: EvidenceKind) -> Evidence | None:
        """Return what holds now of one kind: the last entry."""
        return next((entry for entry in reversed(self.evidence) if entry.kind is kind), None)

    @property
    def shown_label(self) -> Label | None:
        """The label in force for what has to be done: the one decided, the exclusion that waits, or the proposal."""
        if self.status == "awaiting_second_person":
            return Label.EXCLUDED
        return self.decision.prediction.label if self.status == "proposed" else self.decided_label

    @property
    def decided_label(self) -> Label | None:
        """The label a person decided; None while nobody has, and while an exclusion awaits its second person."""
        if self.status == "agreed":
            return self.agreed_label or self.decision.prediction.label
        if self.status == "excluded":
            return Label.EXCLUDED
        return self.correction.label if self.status == "corrected" and self.correction else None
