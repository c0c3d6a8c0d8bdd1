"""What each figure is called, in the order in which they are shown, wherever they are shown one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.evidence.figures import Figures
from bot.evidence.shares import Days, Share
from bot.time_limit import plain_day

_NAMES: dict[str, dict[str, str]] = {
    "What was decided": {
        "matters": "matters put to Clausewise",
        "decided": "decided by a person",
        "undecided": "not decided: nobody has decided yet",
        "awaiting_second_person": "not decided: an exclusion awaits its second person",
        "requests": "service requests",
        "complaints": "complaints accepted",
        "excluded": "declined (excluded, and confirmed by a second person)",
        "nothing_to_decide": "nothing to decide under the Code",
        "as_proposed": "decided as Clausewise proposed",
        "needed_person": "for which Clausewise asked for a person's judgement",
        "message_to_decision": "median time from message to decision",
    },
    "The word, the choice, representatives (2024 Code 1.3)": {
        "complaints_unasked": "complaints accepted in which nothing asks to complain",
        "choice_offered": "dissatisfaction for which the choice to complain is recorded as offered",
        "represented": "dissatisfaction brought by a representative",
        "represented_accepted": "of that, accepted as a complaint",
        "acknowledged": "complaints whose acknowledgement is recorded",
        "acknowledged_in_time": "complaints acknowledged within the Code's five working days",
        "message_to_acknowledgement": "median time from message to acknowledgement",
    },
    "Service requests (2024 Code 1.4, 1.5)": {
        "requests_told": "requests where the resident was told it is handled as one",
        "requests_reviewed": "requests reviewed at least once",
        "requests_became_complaints": "requests later raised as a complaint, by the links recorded",
        "request_to_complaint": "median time from the request to the complaint",
        "complaints_with_request": "complaints with a linked request",
    },
    "Surveys (2024 Code 1.6)": {
        "surveys": "matters given in a survey",
        "surveys_told": "of them, told how to complain",
        "surveys_accepted": "of them, accepted as a complaint as they were",
        "surveys_then_complained": "of them, followed by a linked complaint",
    },
    "Accepted and declined (2024 Code 2.1, 2.2, 2.5)": {
        "accepted": "dissatisfaction accepted as a complaint",
        "declined": "dissatisfaction declined",
        "declined_on_code_ground": "declined on a ground of the Code",
        "declined_on_policy_ground": "declined on a ground of the landlord's policy",
        "reasons_kept": "declined with the written explanation still on the record",
        "own_reason": "declined with a reason of the person's own besides",
        "declined_by_others": "declined by two people neither of whom handed the message in",
        "ground_possible_accepted": "accepted although a ground was possible",
        "reversed": "declined and later taken back",
        "reversed_by_another": "of those, taken back by somebody who had not declined them",
    },
    "Time limit and discretion (2024 Code 2.3)": {
        "late": "dissatisfaction past the time limit",
        "late_discretion_considered": "of it, discretion considered",
        "late_accepted": "of it, accepted under discretion",
        "late_declined": "of it, declined",
        "counted_from_awareness": "dated matters counted from when the resident became aware",
    },
    "Explanations and the Ombudsman (2024 Code 2.4)": {
        "explanation_sent": "declined and the explanation sent",
        "explanation_with_right": "declined and the explanation sent with the right to go to the Ombudsman",
        "explanation_not_sent": "declined and no explanation recorded as sent",
        "decision_to_letter": "median time from the decision to the explanation",
        "ombudsman_results": "declined at some time, with the Ombudsman's result recorded",
        "ombudsman_overturned": "of those, overturned by the Ombudsman",
    },
}


class NamedFigure(NamedTuple):
    """One figure with its name and the heading it stands under."""

    heading: str
    field: str
    name: str
    value: Share | Days | int

    @property
    def words(self) -> str:
        return f"{self.value:,}" if isinstance(self.value, int) else self.value.words


def named_figures(figures: Figures) -> Iterator[NamedFigure]:
    """Yield every single figure in order; the tables (by month, by ground, proposed and decided) are apart."""
    for heading, names in _NAMES.items():
        for field, name in names.items():
            value = figures.declined.count if field == "excluded" else getattr(figures, field)
            yield NamedFigure(heading, field, name, value)


def period_words(figures: Figures) -> str:
    """Say which matters were counted: "1 April 2025 to 31 March 2026, 2024 Code"."""
    first = "the first decision" if figures.from_on is None else plain_day(figures.from_on)
    last = plain_day(figures.to_on or figures.counted_on)
    return f"{first} to {last}" + (f", {figures.edition.code}" if figures.edition else "")
