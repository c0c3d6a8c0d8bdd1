"""What the bot does with a question about the Code: the clause that answers it, the due date, or an honest no."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from knowledge.case_days import spoken
from knowledge.case_deadlines import due_dates
from knowledge.case_question import CaseAsked, case_asked
from knowledge.case_words import STEP_CONFIDENCE, step_asked
from knowledge.clauses import Clause, find_clause
from knowledge.counterparts import difference, ended, read_beside
from knowledge.deadlines import TIMESCALES, Deadline, days_allowed
from knowledge.edition import IN_FORCE_FROM, MONTHS_TO_COMPLAIN, Edition, NoEditionInForce, edition_on
from knowledge.policies import Policy, StartEvent, Step
from knowledge.retrieval import SEE_ALSO, FoundClause, find_clauses
from knowledge.working_days import bank_holidays, working_days_between

_YEAR = r"(2020|2022|2024)"
_EDITION_NAMED = re.compile(
    rf"\b{_YEAR}(?:['’]s|-era)?[\s-]+(?:complaint\s+handling\s+)?"
    r"(?:code|edition|version|rules?|(?:rule)?book|ones?|lot(?!\s+of)|text|wording|document|pdf|cl(?:ause)?|list\s+of"
    r"|policy did|terms)\b"
    rf"|\bunder\s+(?:the\s+)?{_YEAR}(?=\W*$|\s*[,:;?.])|\bunder\s+the\s+{_YEAR}\s+1\b"
    rf"|\bgoing\s+by\s+(?:the\s+)?{_YEAR}\b|\bwhere\s+in\s+{_YEAR}\W*$"
    rf"|\bone\W+(?:from|of)\W+{_YEAR}\b"
    rf"|\b(?:code|edition|version|rules?)\W+(?:of|from|in|for)?\W*(?:july\W+|march\W+|april\W+)?{_YEAR}\b"
    rf"|\bcode\W+(?:as\W+it\W+stood|published|in\W+force)\W+in\W+(?:july\W+|march\W+|april\W+)?{_YEAR}\b"
    rf"|\b(?:july|march|april)\W+{_YEAR}\s+(?:code|edition|version|one|document|pdf)\b"
    rf"|\bdid\W+{_YEAR}\W+(?:want|say|ask|require|allow|let)\b|\bin\W+{_YEAR}\W+(?:what|where|how|when)\W+did\W+the\W+code\b"
    rf"|^\W*{_YEAR}\s*:"
    rf"|[,(]\s*{_YEAR}\W*$",  # As in a search box: "remedy at any stage (2024)".
    re.IGNORECASE,
)
# "twenty twenty-two", as a telephone takes it down.
_TWENTIES = {"": "20", "two": "22", "four": "24"}
_SPOKEN_YEAR = re.compile(r"\btwenty[\s-]+twenty([\s-]+(?:two|four)|)\b", re.IGNORECASE)
# "late complaint discretion 2024", "2020 failure orders where": no sentence, and the year is no date of anything.
MOST_SEARCH_WORDS = 9
_SEARCH_WORDS = re.compile(
    rf"^\W*{_YEAR}[\s,]+(?:complaints? (?:def|handler|officer|polic)"
    r"|(?!(?:a|an|and|or|is|was|to|case|cases|complaint|complaints|incident|leak|repair|self)\b)[a-z])"
    rf"|\b(?!(?:in|since|from|of|until|till|by|during|for|before|after|to|and|or|back|year|early|late|mid|end|spring|summer"
    rf"|autumn|winter|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|\w+ed|postcode|flat|plot|room|job|ref|no|number)\b)"
    rf"[a-z]+\d?\s+{_YEAR}\W*$",
    re.IGNORECASE,
)
_OF_THAT_YEAR = re.compile(
    r"\b(?:code|rules?|edition|version)\s+of\s+(?:that|the)\s+(?:year|time|day)\b|\bthat\s+year['’]s\s+(?:code|rules?)\b"
    r"|\b(?:under|did|does|in)\s+that\s+(?:code|edition|version)\b",
    re.IGNORECASE,
)
_WITH_ITS_LEAD = re.compile(
    rf"(?:\b(?:under|per|in|by|of|from|for)\s+)?(?:\bthe\s+)?(?:{_EDITION_NAMED.pattern})", re.IGNORECASE
)
# Source: 2020 Code 1.5, 2022 Code 1.8, 2024 Code 2.2 and 2.3: the clauses a landlord's own time limit stands beside.
_TIME_LIMIT_CLAUSES = {
    Edition.CODE_2020: {"1.5"},
    Edition.CODE_2022: {"1.8"},
    Edition.CODE_2024: {"2.2", "2.3"},
}
# Within so many days of an edition's first, a case that had already come further may have been received under the last.
_STILL_OPEN = timedelta(days=45)
# A clause less likely than this gives its place under "see also" to one that has to be read with the first.
LEAST_TO_SEE = 0.1
_CHANGE_ASKED = re.compile(
    r"\b(?:chang\w+|differ\w*|compar\w+|used to|before 20\d\d|old (?:code|edition|version|rules?)|new (?:code|edition)"
    r"|other editions?|previous (?:code|edition|version))\b",
    re.IGNORECASE,
)


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
    also_due: tuple[Deadline, ...] = ()
    """Other dates that go with it: the acknowledgement still to come, or the same words read of the other stage."""
    notes: tuple[str, ...] = ()
    """What is not plain about the date, in words; where there is none, what is missing for it."""
    ended: str | None = None
    """How the first clause's rule ended, where no later edition has it; without clauses, that of an earlier edition."""
    difference: str | None = None
    """Where the other editions have the first clause's subject and what changed, where that matters or was asked."""
    working_days_left: int | None = None
    """Until the due date, today not counted; less than 0 once it has passed."""

    @property
    def answered(self) -> bool:
        return bool(self.clauses)


def edition_asked(question: str) -> Edition | None:
    """Return the edition the question names ("under the 2022 code"), or None."""
    question = _SPOKEN_YEAR.sub(lambda spoken: "20" + _TWENTIES[spoken[1].casefold().strip("- ")], question)
    named = _EDITION_NAMED.search(question)
    if named is None and len(question.split()) <= MOST_SEARCH_WORDS:
        named = _SEARCH_WORDS.search(question)
    if named is None and _OF_THAT_YEAR.search(question):
        years = set(re.findall(rf"\b{_YEAR}\b", question))
        return Edition(years.pop()) if len(years) == 1 else None
    return Edition(next(year for year in named.groups() if year)) if named else None


def _told(answer: Answer) -> Answer:
    """Add what has to be known beside the first clause: its neighbours, whether its rule ended, the other editions."""
    if not answer.answered:
        return answer
    first, *others = answer.clauses
    named = first.confidence == 1.0  # By its number: nothing else was asked for.
    beside = [FoundClause(clause=c, confidence=LEAST_TO_SEE) for c in read_beside(first.clause) if not named]
    likely = [each for each in others if each.confidence >= LEAST_TO_SEE]
    rest = [each for each in others if each.confidence < LEAST_TO_SEE]
    see_also: dict[str, FoundClause] = {}
    for each in (*likely, *beside, *rest):
        see_also.setdefault(each.clause.id, each)
    return answer.model_copy(
        update={
            "clauses": (first, *see_also.values())[: 1 + SEE_ALSO],
            "ended": ended(first.clause),
            "difference": difference(first.clause, asked=bool(_CHANGE_ASKED.search(answer.question))),
        }
    )


def answer_question(
    question: str, *, today: date, edition: Edition | None = None, policy: Policy | None = None
) -> Answer:
    """Return the clause that answers `question`, up to two to see also, and the due date where it asks for one.

    edition : by default the one the question names, or else the one in force today.

    Raises
    ------
    NoEditionInForce : if today is before July 2020 and no edition is named.
    """
    named = edition or edition_asked(question)
    case = case_asked(question, today)
    asked_of, case, remarks = _edition_of(case, named, today)
    # Asked of another edition than its words name, those words would only mislead.
    found = find_clauses(
        _WITH_ITS_LEAD.sub(" ", question) if edition_asked(question) is not asked_of else question, asked_of
    )
    if case is None:
        answer = _told(_without_a_day(question, asked_of, found, policy))
        return (
            answer
            if answer.answered or named
            else answer.model_copy(update={"ended": _ended_before(question, asked_of)})
        )
    due = due_dates(case, asked_of, policy)
    told_of = due.deadline.start if due.deadline else None
    answer = Answer(
        question=question,
        edition=asked_of,
        clauses=_step_first(due.step, asked_of, found, tuple(each.clause for each in due.also)),
        policy=_time(policy, due.step, told_of, asked_of),
        deadline=due.deadline,
        also_due=due.also,
        notes=(*due.notes, *remarks),
        working_days_left=_working_days_left(due.deadline, today),
    )
    return _told(answer)


def _ended_before(question: str, asked_of: Edition) -> str | None:
    """Return which rule of an earlier edition `question` is about, and how it ended; None if there is no such rule."""
    for edition in reversed(Edition):
        if IN_FORCE_FROM[edition] < IN_FORCE_FROM[asked_of] and (found := find_clauses(question, edition)):
            first = found[0].clause
            how = ended(first)
            return how and f"{how} It was {first.reference}; ask of the {edition.code} to read it."
    return None


def _without_a_day(question: str, edition: Edition, found: tuple[FoundClause, ...], policy: Policy | None) -> Answer:
    step = step_asked(question, edition)
    clauses = _step_first(step.step, edition, found) if step else found
    lines = _time(policy, step.step, step.told_of, edition) if step else _time_limit(policy, found, edition)
    return Answer(question=question, edition=edition, clauses=clauses, policy=lines, deadline=None)


def _edition_of(
    case: CaseAsked | None, named: Edition | None, today: date
) -> tuple[Edition, CaseAsked | None, tuple[str, ...]]:
    """Return the edition to answer under: the one named, else the one in force on the case's first day, else today's.

    The case comes back with what is unclear about it where no edition was in force yet; then, why it is an old edition.

    Raises
    ------
    NoEditionInForce : if no edition is named and today is before July 2020.
    """
    if named:
        return named, case, ()
    now = edition_on(today)
    if case is None or not case.events:
        return now, case, ()
    first = min(case.events, key=lambda each: each.on)
    try:
        then = edition_on(min(first.on, today))
    except NoEditionInForce as error:
        return now, case.model_copy(update={"unclear": str(error)}), ()
    remarks = []
    if then is not now:
        remarks.append(f"Counted under the {then.code}, in force on {spoken(first.on)}.")
    just_begun = first.on - IN_FORCE_FROM[then] < _STILL_OPEN and then is not Edition.CODE_2020
    if just_begun and first.event is not StartEvent.RECEIPT:
        remarks.append(
            f"A complaint received before {spoken(IN_FORCE_FROM[then])} is counted under the edition before: "
            "if this one was, ask again and name that edition."
        )
    return then, case, tuple(remarks)


def _step_first(
    step: Step, edition: Edition, found: tuple[FoundClause, ...], also: tuple[Clause, ...] = ()
) -> tuple[FoundClause, ...]:
    """Put the clause that sets the time for `step`, and then those for what is due beside it, before what was found."""
    timescale = TIMESCALES[edition].get(step)
    set_by = [find_clause(edition, timescale.clause), *also] if timescale else list(also)
    first = [FoundClause(clause=clause, confidence=STEP_CONFIDENCE) for clause in dict.fromkeys(set_by)]
    others = [each for each in found if each.clause not in set_by]
    return (*first, *others)[: 1 + SEE_ALSO]


def _working_days_left(due: Deadline | None, today: date) -> int | None:
    if due is None:
        return None
    if due.due_on < today:
        return -working_days_between(due.due_on, today, bank_holidays())
    return working_days_between(today, due.due_on, bank_holidays())


def _time(
    policy: Policy | None, step: Step, told_of: StartEvent | None, edition: Edition
) -> tuple[PolicyLineShown, ...]:
    line = policy.time_for(step) if policy else None
    if policy is None or line is None or step not in TIMESCALES[edition]:
        return ()
    shown = PolicyLineShown(
        policy=policy.name,
        paragraph=None,
        text=line.text,
        exceeds_code=line.working_days > days_allowed(step, line.start, edition),
        counts_from=line.start if told_of and line.start is not told_of else None,
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
