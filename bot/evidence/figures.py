"""The figures of a period: one set, from which the dashboard, the command line and every document are filled."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from bot.evidence.shares import Days, Share
from classifier.labels import Label
from knowledge.edition import Edition
from knowledge.grounds import CODE_GROUNDS, Ground


class _Figure(BaseModel):
    model_config = ConfigDict(frozen=True)


class DeclinedOnGround(_Figure):
    """How many matters were declined on one ground, and what the people who declined them said it rests on."""

    ground: Ground
    count: int
    rests_on: dict[str, int]
    """Clause or policy section, shortened, with how often it was given; the most frequent ones."""

    @property
    def kind(self) -> str:
        return "Code" if self.ground in CODE_GROUNDS else "policy"


class Decided(_Figure):
    """How many matters Clausewise proposed as one label and people decided as another, or as the same."""

    proposed: Label
    decided: Label | None
    """None: it needs nothing under the Code."""
    count: int


class Month(_Figure):
    """The decided matters that were put to Clausewise in one month."""

    first_day: date
    by_label: dict[Label, int]
    nothing_to_decide: int
    declined_by_ground: dict[Ground, int]


class Figures(_Figure):
    """Everything that is counted of the matters put to Clausewise in a period, as they stood on `counted_on`.

    Each share is defined by the two facts (`bot.evidence.facts`) it is made of. Only what a person decided counts;
    `undecided` and `awaiting_second_person` are apart.
    """

    from_on: date | None
    to_on: date | None
    edition: Edition | None
    """Only matters judged under this edition; None: under any."""
    counted_on: date

    matters: int
    of_other_editions: int
    """Matters of the period that were judged under another edition and are in no other figure."""
    undecided: int
    awaiting_second_person: int
    decided: Share
    by_label: dict[Label, int]
    nothing_to_decide: int
    as_proposed: Share
    needed_person: Share
    proposed_and_decided: tuple[Decided, ...]
    by_month: tuple[Month, ...]

    choice_offered: Share
    complaints_unasked: Share
    represented: Share
    represented_accepted: Share

    requests_told: Share
    requests_reviewed: Share
    requests_became_complaints: Share
    request_to_complaint: Days
    complaints_with_request: Share

    surveys: Share
    surveys_told: Share
    surveys_accepted: Share
    surveys_then_complained: Share

    acknowledged: Share
    acknowledged_in_time: Share
    message_to_acknowledgement: Days
    message_to_decision: Days

    accepted: Share
    declined: Share
    declined_by_ground: tuple[DeclinedOnGround, ...]
    declined_on_code_ground: Share
    declined_on_policy_ground: Share
    reasons_kept: Share
    own_reason: Share
    declined_by_others: Share
    ground_possible_accepted: Share

    explanation_sent: Share
    explanation_not_sent: Share
    explanation_with_right: Share
    decision_to_letter: Days

    reversed: Share
    reversed_by_another: Share
    reversed_by: dict[str, int]
    """By Slack user id: for the landlord's own eyes."""
    ombudsman_results: Share
    ombudsman_overturned: Share

    late: Share
    late_discretion_considered: Share
    late_accepted: Share
    late_declined: Share
    counted_from_awareness: Share

    @property
    def dissatisfied(self) -> int:
        """How many matters were accepted as complaints or declined."""
        return self.declined.of

    @property
    def complaints(self) -> int:
        return self.by_label[Label.COMPLAINT]

    @property
    def requests(self) -> int:
        return self.by_label[Label.SERVICE_REQUEST]
