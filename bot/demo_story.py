"""What people do with one made-up message: the steps of its story, each with its moment, for the demo workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.decisions import (
    Agreement,
    Correction,
    Decision,
    Evidence,
    EvidenceKind,
    Explanation,
    RecordedDecision,
    SecondPerson,
)
from bot.letters import rests_on
from bot.local_time import LONDON, local_date
from bot.records.decision_log import DecisionLog
from bot.workspace.seeds import PEOPLE
from classifier.labels import Label
from knowledge.grounds import Ground
from knowledge.policies import Policy
from knowledge.working_days import add_working_days, bank_holidays

Step = tuple[datetime, str, Evidence | Callable[[DecisionLog], object]]
"""When it happens, to which decision, and what is entered about it or done to the log."""

_DECIDERS = [person.id for person in PEOPLE]
_QUIET_DAYS = timedelta(days=9)
_EXCLUSIONS_TAKE = timedelta(days=21)
_SENT_BACK = "The message is also about how we dealt with it, and that part can be complained of."
_TAKEN_BACK = "The resident sent papers that we had not seen, so the matter is looked at after all."
_LATE_ACCEPTED = "Accepted all the same: the resident was in hospital for most of that year."


class DemoMessage(BaseModel):
    """A message and what people make of it; `label` None: it needs nothing under the Code."""

    model_config = ConfigDict(frozen=True)
    text: str
    label: Label | None
    why: str
    ground: Ground | None = None
    letter: str = ""
    discretion: str = ""
    came_from: str | None = None


@dataclass(frozen=True)
class Story:
    """One message, what Clausewise proposed for it, and chance."""

    decision: Decision
    message: DemoMessage
    policy: Policy | None
    now: datetime
    chance: Random
    earlier_request: str | None
    """A service request that a complaint may have come of."""

    def steps(self) -> Iterator[Step]:
        """Yield what people did, in order; of what came in lately some still waits."""
        yield self.decision.decided_at, self.decision.id, lambda log: log.record(self.decision, reply_to=None)
        lately = self.now - self.decision.decided_at < _QUIET_DAYS
        if lately and self._happens(0.75 if self.decision.prediction.needs_person else 0.05):
            return
        at = self._after(self.decision.decided_at, self.chance.choice((0, 0, 0, 0, 1, 1, 2, 4)))
        first, second = self.chance.sample(_DECIDERS, 2)
        if self.message.label is Label.EXCLUDED:
            fresh = self.now - self.decision.decided_at < _EXCLUSIONS_TAKE
            yield from self._exclusion(at, first, second, lately=fresh)
        else:
            yield at, self.decision.id, self._decided(at, first)
            yield from self._recorded(at, first)

    def _decided(self, at: datetime, by: str) -> Callable[[DecisionLog], object]:
        id_ = self.decision.id
        if self.message.label is self.decision.prediction.label:
            return lambda log: log.agree(id_, Agreement(by=by, at=at))
        correction = Correction(label=self.message.label, reason=self.message.why, by=by, at=at)
        return lambda log: log.correct(id_, correction)

    def _exclusion(self, at: datetime, first: str, second: str, *, lately: bool) -> Iterator[Step]:
        id_, prediction, ground = self.decision.id, self.decision.prediction, self.message.ground or Ground.OUT_OF_TIME
        proposed = prediction.label is Label.EXCLUDED and prediction.ground is ground
        basis = rests_on(RecordedDecision(decision=self.decision, status="proposed"), ground, self.policy)
        explanation = Explanation(
            ground=ground,
            rests_on=basis or "Complaints policy, list of what it does not cover",
            letter=self.message.letter,
            discretion=self.message.discretion,
            reason=None if proposed and self._happens(0.6) else self.message.why,
            by=first,
            at=at,
        )
        yield at, id_, lambda log: log.explain(id_, explanation)
        if lately and self._happens(0.5):
            return
        read_at = self._after(at, self.chance.choice((0, 0, 1, 2)))
        if self._happens(0.06):
            back = SecondPerson(confirmed=False, reason=_SENT_BACK, by=second, at=read_at)
            yield read_at, id_, lambda log: log.second_person(id_, back)
            yield from self._accepted(self._after(read_at, 1), first, _SENT_BACK)
            return
        confirmed = SecondPerson(confirmed=True, by=second, at=read_at)
        yield read_at, id_, lambda log: log.second_person(id_, confirmed)
        yield from self._explained(read_at, first, lately=lately)

    def _explained(self, at: datetime, by: str, *, lately: bool) -> Iterator[Step]:
        if not self._happens(0.4 if lately else 0.04):
            sent_at = self._after(at, self.chance.choice((0, 1, 1, 2, 5)))
            right = not self._happens(0.03)
            yield self._did(EvidenceKind.EXPLANATION_SENT, sent_at, by, on_that_day=True, ombudsman_right=right)
        if self.message.ground is Ground.OUT_OF_TIME:
            happened = local_date(at) - timedelta(days=self.chance.randrange(500, 1500))
            yield self._did(EvidenceKind.MATTER_DATES, at, by, on=happened, aware_on=happened)
        yield self._did(EvidenceKind.CASE, at, by, reference=self._case())
        if self._happens(0.05):
            yield from self._accepted(self._after(at, 15), by, _TAKEN_BACK)
        elif self._happens(0.05):
            result = "overturned" if self._happens(0.3) else "upheld"
            yield self._did(EvidenceKind.OMBUDSMAN_RESULT, self._after(at, 45), by, on_that_day=True, result=result)

    def _accepted(self, at: datetime, by: str, why: str) -> Iterator[Step]:
        """Yield that the matter is a complaint after all."""
        correction = Correction(label=Label.COMPLAINT, reason=why, by=by, at=at)
        yield at, self.decision.id, lambda log: log.correct(self.decision.id, correction)
        yield from self._complaint(at, by)

    def _recorded(self, at: datetime, by: str) -> Iterator[Step]:
        if self.message.came_from:
            yield self._did(EvidenceKind.CAME_FROM, at, by, result=self.message.came_from)
        if self.message.came_from == "survey":
            yield self._did(EvidenceKind.TOLD_HOW_TO_COMPLAIN, at, by, on_that_day=True)
        if self.message.label is Label.SERVICE_REQUEST:
            if self._happens(0.85):
                yield self._did(EvidenceKind.TOLD_SERVICE_REQUEST, at, by, on_that_day=True)
            if self._happens(0.55):
                yield self._did(EvidenceKind.REQUEST_REVIEWED, self._after(at, 10), by, on_that_day=True)
        if self.message.label is Label.COMPLAINT:
            yield from self._complaint(at, by)

    def _complaint(self, at: datetime, by: str) -> Iterator[Step]:
        if self._happens(0.85):
            yield self._did(EvidenceKind.CHOICE_OFFERED, at, by, on_that_day=True)
        if self._happens(0.95):
            after = self.chance.choice((0, 0, 1, 1, 1, 2, 2, 3)) if self._happens(0.93) else 7
            yield self._did(EvidenceKind.ACKNOWLEDGED, self._after(at, after), by, on_that_day=True)
        if self._happens(0.8):
            yield self._did(EvidenceKind.CASE, at, by, reference=self._case())
        if self._happens(0.03):
            happened = local_date(at) - timedelta(days=500)
            yield self._did(EvidenceKind.MATTER_DATES, at, by, on=happened)
            yield self._did(EvidenceKind.DISCRETION, at, by, result="accepted", reason=_LATE_ACCEPTED)
        if self.earlier_request and self._happens(0.3):
            yield self._did(EvidenceKind.LINKED, at, by, linked_to=self.earlier_request)

    def _did(self, kind: EvidenceKind, at: datetime, by: str, *, on_that_day: bool = False, **fields: Any) -> Step:
        on = {"on": local_date(at)} if on_that_day else {}
        return at, self.decision.id, Evidence(kind=kind, by=by, at=at, **on, **fields)

    def _case(self) -> str:
        return f"CMP-{self.chance.randrange(10_000, 100_000)}"

    def _happens(self, how_often: float) -> bool:
        return self.chance.random() < how_often

    def _after(self, moment: datetime, working_days: int) -> datetime:
        """Return a moment in working hours so many working days later; on the same day an hour or so later."""
        if not working_days:
            return moment + timedelta(minutes=self.chance.randrange(4, 90))
        return in_working_hours(add_working_days(local_date(moment), working_days, bank_holidays()), self.chance)


def in_working_hours(day: date, chance: Random) -> datetime:
    """Return some moment of a day between half past eight and five, by the clock in England."""
    opened = datetime.combine(day, time(8, 30), LONDON)
    return (opened + timedelta(minutes=chance.randrange(0, 510))).astimezone(UTC)
