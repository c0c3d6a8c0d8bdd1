"""What the bot does with a question about the Code: the clause that answers it, the due date, or an honest no."""

from __future__ import annotations

import re
from datetime import date

from pydantic import BaseModel, ConfigDict

from classifier.dates import find_dates
from classifier.prediction import FoundDate
from knowledge.case_words import STEP_CONFIDENCE, StepAsked, step_asked
from knowledge.clauses import find_clause
from knowledge.deadlines import TIMESCALES, Deadline, days_allowed, deadline
from knowledge.edition import MONTHS_TO_COMPLAIN, Edition, edition_on
from knowledge.policies import Policy, StartEvent
from knowledge.retrieval import SEE_ALSO, FoundClause, find_clauses
from knowledge.working_days import BankHolidaysUnknown

_EDITION_NAMED = re.compile(
    r"\b(2020|2022|2024)[\s-]+(?:complaint\s+handling\s+)?(?:code|edition|version|rules?)\b"
    r"|\bthe\s+(2020|2022|2024)\s+one\b"
    r"|\b(?:code|edition|version|rules?)\W+(?:of|from|in|for)?\W*(?:july\W+|march\W+|april\W+)?(2020|2022|2024)\b"
    r"|\b(?:july|march|april)\W+(2020|2022|2024)\s+(?:code|edition|version)\b",
    re.IGNORECASE,
)
# Source: 2020 Code 1.5, 2022 Code 1.8, 2024 Code 2.2 and 2.3: the clauses a landlord's own time limit stands beside.
_TIME_LIMIT_CLAUSES = {
    Edition.CODE_2020: {"1.5"},
    Edition.CODE_2022: {"1.8"},
    Edition.CODE_2024: {"2.2", "2.3"},
}
_TODAY = re.compile(r"\b(?:today|this morning|this afternoon|just now)\b", re.IGNORECASE)


class PolicyLineShown(BaseModel):
    """A line of the landlord's own policy beside the Code's answer."""

    model_config = ConfigDict(frozen=True)
    policy: str
    paragraph: str | None
    text: str
    exceeds_code: bool
    """The line goes beyond what the Code allows, so the Code's limit is the one to keep."""
    counts_from: StartEvent | None = None
    """The event a response time counts from, where it is another than the one the question tells of."""


class Answer(BaseModel):
    """The answer to a question. Without clauses, the Code does not answer it."""

    model_config = ConfigDict(frozen=True)
    question: str
    edition: Edition
    clauses: tuple[FoundClause, ...]
    policy: tuple[PolicyLineShown, ...]
    deadline: Deadline | None
    note: str | None = None
    """What was not clear about the date, in words."""

    @property
    def answered(self) -> bool:
        return bool(self.clauses)


def edition_asked(question: str) -> Edition | None:
    """Return the edition the question names ("under the 2022 code"), or None."""
    named = _EDITION_NAMED.search(question)
    return Edition(next(year for year in named.groups() if year)) if named else None


def answer_question(
    question: str, *, today: date, edition: Edition | None = None, policy: Policy | None = None
) -> Answer:
    """Return the clause that answers `question`, up to two to see also, and the due date where it asks for one.

    edition : by default the one the question names, or else the one in force today.

    Raises
    ------
    NoEditionInForce : if today is before July 2020 and no edition is named.
    """
    asked_of = edition or edition_asked(question) or edition_on(today)
    found = find_clauses(question, asked_of)
    step = step_asked(question, asked_of)
    if step is None:
        lines = _time_limit(policy, found, asked_of)
        return Answer(question=question, edition=asked_of, clauses=found, policy=lines, deadline=None)
    timescale = TIMESCALES[asked_of][step.step]
    first = FoundClause(clause=find_clause(asked_of, timescale.clause), confidence=STEP_CONFIDENCE)
    others = tuple(f for f in found if f.clause.id != first.clause.id)[:SEE_ALSO]
    due, note = _due(question, step, asked_of, today, policy)
    return Answer(
        question=question,
        edition=asked_of,
        clauses=(first, *others),
        policy=_time(policy, step, asked_of),
        deadline=due,
        note=note,
    )


def _due(
    question: str, step: StepAsked, edition: Edition, today: date, policy: Policy | None
) -> tuple[Deadline | None, str | None]:
    dates = [found for found in find_dates(question, today, past_only=False) if found.earliest == found.latest]
    if not dates and _TODAY.search(question):
        dates = [FoundDate(words="today", earliest=today, latest=today)]
    if not dates:
        return None, None
    if len({found.earliest for found in dates}) > 1:
        spelt = ", ".join(f"“{found.words}” ({found.earliest:%-d %B %Y})" for found in dates)
        return None, f"The question holds more than one date ({spelt}); ask again with the one to count from."
    try:
        return deadline(step.step, dates[0].earliest, edition, policy, step.told_of), None
    except BankHolidaysUnknown as error:
        return None, str(error)


def _time(policy: Policy | None, step: StepAsked, edition: Edition) -> tuple[PolicyLineShown, ...]:
    line = policy.time_for(step.step) if policy else None
    if policy is None or line is None:
        return ()
    exceeds = line.working_days > days_allowed(step.step, line.start, edition)
    counts_from = line.start if line.start is not step.told_of else None
    shown = PolicyLineShown(
        policy=policy.name, paragraph=None, text=line.text, exceeds_code=exceeds, counts_from=counts_from
    )
    return (shown,)


def _time_limit(policy: Policy | None, found: tuple[FoundClause, ...], edition: Edition) -> tuple[PolicyLineShown, ...]:
    """Show the policy's time limit where the answer is about the Code's."""
    about_time = any(each.clause.id in _TIME_LIMIT_CLAUSES[edition] for each in found)
    if policy is None or policy.time_limit is None or not about_time:
        return ()
    limit = policy.time_limit
    shorter = limit.months < MONTHS_TO_COMPLAIN[edition]
    return (PolicyLineShown(policy=policy.name, paragraph=limit.paragraph, text=limit.text, exceeds_code=shorter),)
