"""What is true of one matter, as the figures count it: here, and only here, every count has its definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum, auto

from bot.decisions import EvidenceKind, Origin
from bot.evidence.working_days import working_days_from
from bot.records.matter import Exclusion, Matter
from classifier.dates import months_before
from classifier.labels import POSSIBLE_GROUND, Label
from knowledge.deadlines import timescale_for
from knowledge.edition import MONTHS_TO_COMPLAIN
from knowledge.grounds import CODE_GROUNDS, Ground
from knowledge.policies import Step


class Fact(StrEnum):
    """One thing that may be true of a matter. Unless it says otherwise, it is of matters that a person decided."""

    UNDECIDED = auto()
    """Proposed, and nobody has decided."""
    AWAITING = auto()
    """An exclusion that awaits its second person."""
    DECIDED = auto()
    NEEDED_PERSON = auto()
    """Clausewise asked for a person's judgement."""
    AS_PROPOSED = auto()
    """The person decided what Clausewise had proposed."""
    REQUEST = auto()
    COMPLAINT = auto()
    DECLINED = auto()
    """Excluded: with an explanation, confirmed by a second person, and not taken back."""
    NOTHING_TO_DECIDE = auto()
    """It needs nothing under the Code."""
    DISSATISFIED = auto()
    """Accepted as a complaint or declined: what residents were dissatisfied with."""
    CHOICE_OFFERED = auto()
    UNASKED = auto()
    """A complaint in which nothing asks to complain."""
    REPRESENTED = auto()
    """Dissatisfaction brought by a representative: as a person entered, else as Clausewise read it."""
    REPRESENTED_ACCEPTED = auto()
    REQUEST_TOLD = auto()
    REQUEST_REVIEWED = auto()
    SURVEY = auto()
    """Given in a survey: as a person entered, else as Clausewise read it."""
    SURVEY_TOLD = auto()
    SURVEY_ACCEPTED = auto()
    ACKNOWLEDGED = auto()
    ACKNOWLEDGED_IN_TIME = auto()
    """Within the Code's working days of receipt."""
    REASONS_KEPT = auto()
    """The declined matter's explanation is still on the record."""
    OWN_REASON = auto()
    """The person who declined gave a reason beside the explanation itself."""
    BY_OTHERS = auto()
    """Declined by two people neither of whom handed the message in."""
    ON_CODE_GROUND = auto()
    ON_POLICY_GROUND = auto()
    SENT = auto()
    """The explanation was sent."""
    SENT_WITH_RIGHT = auto()
    EVER_DECLINED = auto()
    """Declined, or declined and later taken back."""
    REVERSED = auto()
    REVERSED_BY_ANOTHER = auto()
    """Taken back by somebody who had neither written nor confirmed the explanation."""
    OMBUDSMAN = auto()
    """The Ombudsman's result on a matter that was declined at some time is recorded."""
    OVERTURNED = auto()
    DATED = auto()
    """Dissatisfaction for which somebody entered when it happened or when the resident became aware."""
    FROM_AWARENESS = auto()
    LATE = auto()
    """Dissatisfaction past the edition's time limit: declined on that ground, by the days entered, or accepted after
    discretion was considered."""
    LATE_CONSIDERED = auto()
    """Discretion was considered: in an entry of its own, or in the note without which nothing can be declined."""
    LATE_ACCEPTED = auto()
    LATE_DECLINED = auto()
    GROUND_POSSIBLE = auto()
    """Dissatisfaction in which Clausewise saw a possible ground, or that was declined at some time."""
    GROUND_POSSIBLE_ACCEPTED = auto()


OF_LABEL = {Label.SERVICE_REQUEST: Fact.REQUEST, Label.COMPLAINT: Fact.COMPLAINT, Label.EXCLUDED: Fact.DECLINED}


def facts_of(matter: Matter) -> Iterator[Fact]:
    """Yield everything that is true of the matter, each once."""
    if not matter.decided:
        yield Fact.AWAITING if matter.status == "awaiting_second_person" else Fact.UNDECIDED
        return
    yield Fact.DECIDED
    yield Fact.NOTHING_TO_DECIDE if matter.label is None else OF_LABEL[matter.label]
    yield from _if(matter.needs_person, Fact.NEEDED_PERSON)
    yield from _if(matter.label is matter.proposed, Fact.AS_PROPOSED)
    yield from _of_a_survey(matter)
    if matter.label is Label.SERVICE_REQUEST:
        yield from _if(EvidenceKind.TOLD_SERVICE_REQUEST in matter.done, Fact.REQUEST_TOLD)
        yield from _if(EvidenceKind.REQUEST_REVIEWED in matter.done, Fact.REQUEST_REVIEWED)
    if matter.label is Label.COMPLAINT:
        yield from _of_a_complaint(matter)
    if is_dissatisfied(matter):
        yield from _of_dissatisfaction(matter)
        yield from _of_time(matter)
    if matter.exclusion is not None:
        yield from _of_an_exclusion(matter, matter.exclusion)


def is_dissatisfied(matter: Matter) -> bool:
    return matter.label in (Label.COMPLAINT, Label.EXCLUDED)


def _if(true: bool, fact: Fact) -> Iterable[Fact]:
    return (fact,) if true else ()


def _came_from(matter: Matter, origin: Origin, signal: str) -> bool:
    entered = matter.done.get(EvidenceKind.CAME_FROM)
    return signal in matter.signals if entered is None else entered.result == origin.value


def is_of_a_survey(matter: Matter) -> bool:
    return _came_from(matter, Origin.SURVEY, "survey_feedback")


def _of_a_survey(matter: Matter) -> Iterator[Fact]:
    if is_of_a_survey(matter):
        yield Fact.SURVEY
        yield from _if(EvidenceKind.TOLD_HOW_TO_COMPLAIN in matter.done, Fact.SURVEY_TOLD)
        yield from _if(matter.label is Label.COMPLAINT, Fact.SURVEY_ACCEPTED)


def _of_a_complaint(matter: Matter) -> Iterator[Fact]:
    yield from _if("asks_to_complain" not in matter.signals, Fact.UNASKED)
    acknowledged = matter.done.get(EvidenceKind.ACKNOWLEDGED)
    if acknowledged is not None and acknowledged.on is not None:
        yield Fact.ACKNOWLEDGED
        limit = timescale_for(Step.STAGE_1_ACKNOWLEDGEMENT, matter.edition).working_days
        yield from _if(working_days_from(matter.received_on, acknowledged.on) <= limit, Fact.ACKNOWLEDGED_IN_TIME)


def _of_dissatisfaction(matter: Matter) -> Iterator[Fact]:
    accepted = matter.label is Label.COMPLAINT
    yield Fact.DISSATISFIED
    yield from _if(EvidenceKind.CHOICE_OFFERED in matter.done, Fact.CHOICE_OFFERED)
    if _came_from(matter, Origin.REPRESENTATIVE, "representative"):
        yield Fact.REPRESENTED
        yield from _if(accepted, Fact.REPRESENTED_ACCEPTED)
    possible = any(signal.startswith(POSSIBLE_GROUND) for signal in matter.signals)
    if possible or matter.proposed is Label.EXCLUDED or matter.exclusion is not None:
        yield Fact.GROUND_POSSIBLE
        yield from _if(accepted, Fact.GROUND_POSSIBLE_ACCEPTED)


def _of_time(matter: Matter) -> Iterator[Fact]:
    accepted = matter.label is Label.COMPLAINT
    dates, discretion = matter.done.get(EvidenceKind.MATTER_DATES), matter.done.get(EvidenceKind.DISCRETION)
    began_on = None if dates is None else dates.aware_on or dates.on
    if dates is not None and began_on is not None:
        yield Fact.DATED
        yield from _if(dates.aware_on is not None, Fact.FROM_AWARENESS)
    if (
        matter.label is Label.EXCLUDED
        and matter.exclusion is not None
        and matter.exclusion.ground is Ground.OUT_OF_TIME
    ):
        late = True
    elif began_on is not None:
        # Source: 2024 Code 2.2 and 2.3 (12 months, from awareness where that is later); six in the older editions.
        late = began_on < months_before(matter.received_on, MONTHS_TO_COMPLAIN[matter.edition])
    else:
        late = accepted and discretion is not None
    if late:
        yield Fact.LATE
        yield from _if(discretion is not None or not accepted, Fact.LATE_CONSIDERED)
        yield from _if(accepted and discretion is not None and discretion.result == "accepted", Fact.LATE_ACCEPTED)
        yield from _if(not accepted, Fact.LATE_DECLINED)


def _of_an_exclusion(matter: Matter, exclusion: Exclusion) -> Iterator[Fact]:
    yield Fact.EVER_DECLINED
    result = matter.done.get(EvidenceKind.OMBUDSMAN_RESULT)
    if result is not None:
        yield Fact.OMBUDSMAN
        yield from _if(result.result == "overturned", Fact.OVERTURNED)
    people = (exclusion.written_by, exclusion.confirmed_by)
    if matter.label is not Label.EXCLUDED:
        yield Fact.REVERSED
        yield from _if(matter.reversed_by not in people, Fact.REVERSED_BY_ANOTHER)
        return
    yield Fact.ON_CODE_GROUND if exclusion.ground in CODE_GROUNDS else Fact.ON_POLICY_GROUND
    yield from _if(exclusion.letter_kept, Fact.REASONS_KEPT)
    yield from _if(exclusion.own_reason, Fact.OWN_REASON)
    yield from _if(matter.handed_in_by not in people, Fact.BY_OTHERS)
    sent = matter.done.get(EvidenceKind.EXPLANATION_SENT)
    if sent is not None:
        yield Fact.SENT
        yield from _if(bool(sent.ombudsman_right), Fact.SENT_WITH_RIGHT)
