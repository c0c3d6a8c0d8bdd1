"""Counting the figures in one pass over the matters of a period; only the counts are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.decisions import EvidenceKind
from bot.evidence.definitions import LENGTHS, LINKED_SHARES, SHARES
from bot.evidence.facts import OF_LABEL, Fact, facts_of, is_of_a_survey
from bot.evidence.figures import Decided, DeclinedOnGround, Figures, Month
from bot.evidence.shares import Days, Share
from bot.evidence.working_days import working_days_from
from bot.local_time import local_date
from classifier.labels import Label
from knowledge.edition import Edition
from knowledge.grounds import Ground

if TYPE_CHECKING:
    from bot.records.decision_log import DecisionLog
    from bot.records.matter import Matter
    from classifier.training import Progress

MOST_RESTS_ON = 50  # a ground: policy sections are few, but what is typed by hand may be anything
_LONGEST_RESTS_ON = 120
OTHERS = "others"
_SHOW_EVERY = 1000
EVERY_LABEL = (Label.SERVICE_REQUEST, Label.COMPLAINT, Label.EXCLUDED)


def count_figures(
    log: DecisionLog,
    from_on: date | None = None,
    to_on: date | None = None,
    edition: Edition | None = None,
    *,
    today: date,
    team: str | None = None,
    see: Callable[[Matter], object] = lambda _: None,
    progress: Progress = lambda *_: None,
) -> Figures:
    """Count the matters put to Clausewise from the one day to the other; `see` is shown each of them in passing.

    team : one Slack workspace's alone; by default all there are.
    """
    tally = Tally()
    with log.matters(from_on, to_on, edition, team=team) as matters:
        of_any_edition = matters.how_many_of_any_edition()
        for number, matter in enumerate(matters.each(), start=1):
            tally.add(matter)
            see(matter)
            if number % _SHOW_EVERY == 0:
                progress("Counting", number, of_any_edition)
        for matter, others in matters.linked():
            tally.add_link(matter, others)
    asked = {"from_on": from_on, "to_on": to_on, "edition": edition, "counted_on": today}
    return tally.figures(of_any_edition=of_any_edition, **asked)


class Tally:
    """The counts so far. It grows with months, grounds, people and lengths of time, not with matters."""

    def __init__(self) -> None:
        self._facts: Counter[Fact] = Counter()
        self._decided: Counter[tuple[Label, Label | None]] = Counter()
        self._months: dict[date, Counter[Label | Ground | None]] = {}
        self._rests_on: dict[Ground, Counter[str]] = {}
        self._reversed_by: Counter[str] = Counter()
        self._days: dict[str, Counter[int]] = {name: Counter() for name in LENGTHS}
        self._linked: Counter[str] = Counter()

    def add(self, matter: Matter) -> None:
        """Count one matter."""
        facts = set(facts_of(matter))
        self._facts.update(facts)
        if matter.decided_at is None:
            return
        decided_on = local_date(matter.decided_at)
        month = self._months.setdefault(local_date(matter.proposed_at).replace(day=1), Counter())
        month[matter.label] += 1
        self._decided[matter.proposed, matter.label] += 1
        self._days["message_to_decision"][working_days_from(matter.received_on, decided_on)] += 1
        if Fact.ACKNOWLEDGED in facts and (on := matter.done[EvidenceKind.ACKNOWLEDGED].on) is not None:
            self._days["message_to_acknowledgement"][working_days_from(matter.received_on, on)] += 1
        if Fact.DECLINED in facts and matter.exclusion is not None:
            month[matter.exclusion.ground] += 1
            self._count_rests_on(matter.exclusion.ground, matter.exclusion.rests_on)
        if Fact.SENT in facts and (on := matter.done[EvidenceKind.EXPLANATION_SENT].on) is not None:
            self._days["decision_to_letter"][working_days_from(decided_on, on)] += 1
        if Fact.REVERSED in facts and matter.reversed_by is not None:
            self._reversed_by[matter.reversed_by] += 1

    def add_link(self, matter: Matter, others: Iterable[Matter]) -> None:
        """Count a matter of the period that is linked to others."""
        complaints = [other for other in others if other.label is Label.COMPLAINT]
        if matter.decided and complaints:
            if matter.label is Label.SERVICE_REQUEST:
                first = min(complaint.received_on for complaint in complaints)
                self._linked["requests_became_complaints"] += 1
                self._days["request_to_complaint"][working_days_from(matter.received_on, first)] += 1
            if is_of_a_survey(matter) and matter.label is not Label.COMPLAINT:
                self._linked["surveys_then_complained"] += 1
        if matter.label is Label.COMPLAINT and any(other.label is Label.SERVICE_REQUEST for other in others):
            self._linked["complaints_with_request"] += 1

    def _count_rests_on(self, ground: Ground, rests_on: str) -> None:
        counted = self._rests_on.setdefault(ground, Counter())
        plain = " ".join(rests_on.split())
        short = plain if len(plain) <= _LONGEST_RESTS_ON else f"{plain[: _LONGEST_RESTS_ON - 1]}…"
        counted[short if short in counted or len(counted) < MOST_RESTS_ON else OTHERS] += 1

    def figures(self, *, of_any_edition: int, **asked: Any) -> Figures:
        """Return what was counted; `asked` is the period, the edition and the day."""
        n = self._facts
        matters = n[Fact.DECIDED] + n[Fact.UNDECIDED] + n[Fact.AWAITING]
        return Figures(
            matters=matters,
            of_other_editions=of_any_edition - matters,
            undecided=n[Fact.UNDECIDED],
            awaiting_second_person=n[Fact.AWAITING],
            decided=Share(count=n[Fact.DECIDED], of=matters),
            by_label={label: n[OF_LABEL[label]] for label in EVERY_LABEL},
            nothing_to_decide=n[Fact.NOTHING_TO_DECIDE],
            proposed_and_decided=tuple(self._proposed_and_decided()),
            by_month=tuple(self._month(first_day) for first_day in self._every_month()),
            declined_by_ground=tuple(self._grounds()),
            explanation_not_sent=Share(count=n[Fact.DECLINED] - n[Fact.SENT], of=n[Fact.DECLINED]),
            reversed_by=dict(self._reversed_by.most_common()),
            **{name: Days(matters_by_days=dict(sorted(days.items()))) for name, days in self._days.items()},
            **{name: Share(count=n[fact], of=n[of]) for name, (fact, of) in SHARES.items()},
            **{name: Share(count=self._linked[name], of=n[of]) for name, of in LINKED_SHARES.items()},
            **asked,
        )

    def _proposed_and_decided(self) -> Iterable[Decided]:
        for proposed in EVERY_LABEL:
            for decided in (*EVERY_LABEL, None):
                if count := self._decided[proposed, decided]:
                    yield Decided(proposed=proposed, decided=decided, count=count)

    def _grounds(self) -> Iterable[DeclinedOnGround]:
        """Yield the grounds that were used, the most frequent first."""
        used = [ground for ground in Ground if ground in self._rests_on]
        for ground in sorted(used, key=lambda ground: -self._rests_on[ground].total()):
            rests_on = self._rests_on[ground]
            yield DeclinedOnGround(ground=ground, count=rests_on.total(), rests_on=dict(rests_on.most_common()))

    def _month(self, first_day: date) -> Month:
        counted = self._months.get(first_day, Counter())
        return Month(
            first_day=first_day,
            by_label={label: counted[label] for label in EVERY_LABEL},
            nothing_to_decide=counted[None],
            declined_by_ground={ground: counted[ground] for ground in Ground if counted[ground]},
        )

    def _every_month(self) -> Iterable[date]:
        """Yield the months from the first with a matter to the last, those without one between them too."""
        if not self._months:
            return
        month, last = min(self._months), max(self._months)
        while month <= last:
            yield month
            month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
