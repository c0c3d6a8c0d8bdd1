"""The decision log: what Clausewise proposed, and everything people then did with it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, bindparam, func, insert, or_, select
from sqlalchemy.exc import IntegrityError

from bot.decisions import Evidence, EvidenceKind
from bot.records import appending, audit, audit_chain, erasure, finding, outbox, reading, worklists
from bot.records.audit import Audit
from bot.records.audit_chain import PROPOSED, Anchor
from bot.records.database import LogUnavailable, clear_write_ahead_log, make_engine, writing
from bot.records.database import reading as reading_from
from bot.records.erasure import Erased, Why
from bot.records.matters import Matters
from bot.records.outbox import ReplyTo
from bot.records.reading import Counts, DecisionNotFound, Happened
from bot.records.recorded import (
    MESSAGE_DELETED,
    REVISED,
    as_stored,
    decision_row,
    evidence_details,
    message_texts,
    newly_recorded,
    revision_details,
    status_before_explanation,
)
from bot.records.states import (
    AlreadyDecided,
    ExclusionNeedsGate,
    NeedsSecondPerson,
    after_agreement,
    after_correction,
    after_explanation,
    after_second_person,
)
from bot.records.tables import decisions, events
from classifier.labels import Label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Row

    from bot.decisions import (
        Agreement,
        Correction,
        Decision,
        Explanation,
        RecordedDecision,
        SecondPerson,
    )
    from classifier.prediction import Prediction
    from knowledge.edition import Edition

__all__ = [
    "AlreadyDecided",
    "Counts",
    "DecisionLog",
    "DecisionNotFound",
    "ExclusionNeedsGate",
    "LogUnavailable",
    "NeedsSecondPerson",
    "ReplyTo",
]

CLAUSEWISE = "clausewise"
_new_decision = insert(decisions)
_wait_for = select(decisions.c.id).where(decisions.c.id == bindparam("decision_id")).with_for_update()


class DecisionLog:
    """The log in one database. Every method is one transaction, committed before it returns; threads may share a log.

    What people wrote is redacted before it is stored; with `keep_full_text` the message is kept unredacted as well, for
    replay alone (`full_text`). Every method raises `LogUnavailable` when the database cannot be had, and every method
    that is handed a decision's id to add to raises `DecisionNotFound` when there is none.
    """

    def __init__(
        self,
        database: Engine | str,
        *,
        key: bytes,
        keep_full_text: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._key = key
        self._engine = make_engine(database) if isinstance(database, str) else database
        self._keep_full_text = keep_full_text
        self._clock = clock

    @property
    def name(self) -> str:
        """Which database this is: its kind and its own name, wherever the machine or the folder may be."""
        url = self._engine.url
        return f"{url.get_backend_name()} {PurePath(url.database or '').name}"

    def close(self) -> None:
        """Let go of the database's connections."""
        self._engine.dispose()

    def check_writable(self) -> None:
        """Raise `LogUnavailable` if nothing could be written now."""
        with writing(self._engine) as connection:
            # SQLite has locked by now; PostgreSQL grants a row's lock only where it may be written (on no standby).
            connection.execute(select(decisions.c.id).limit(1).with_for_update(skip_locked=True))

    def record(self, decision: Decision, *, reply_to: ReplyTo | None) -> tuple[RecordedDecision, bool]:
        """Keep the decision and the reply it owes; return it as kept and True.

        A message that already has a decision gets that first one, unchanged, and False.
        """
        message = decision.message
        stored = self._stored(decision)  # Before the lock: the others need not wait for it.
        try:
            with writing(self._engine) as connection:
                return self._record(connection, decision, stored, reply_to)
        except IntegrityError:
            # On PostgreSQL another process may have been between our look and our insert.
            first = self.find_message(message.team, message.channel, message.ts)
            if first is None:
                raise
            return first, False

    def _stored(self, decision: Decision) -> tuple[str, dict[str, str]]:
        """Return the message as it is stored, and all texts of the decision by kind."""
        return message_texts(decision, keep_full_text=self._keep_full_text)

    def _record(
        self, connection: Connection, decision: Decision, stored: tuple[str, dict[str, str]], reply_to: ReplyTo | None
    ) -> tuple[RecordedDecision, bool]:
        message, (redacted, words) = decision.message, stored
        first = reading.by_message(connection, message.team, message.channel, message.ts)
        if first is not None:
            return first, False
        row = decision_row(decision, redacted)
        connection.execute(_new_decision, row)
        whose = {"by": message.handed_in_by, "at": decision.decided_at}
        appending.append(connection, self._key, decision.id, PROPOSED, number=0, status=PROPOSED, **whose, details={})
        appending.write(connection, self._key, decision.id, None, words)
        if reply_to is not None:
            outbox.owe(connection, decision.id, reply_to, now=self._clock())
        return newly_recorded(row, words), True

    def record_complaint_of(
        self, request_id: str, decision: Decision, *, reply_to: ReplyTo | None
    ) -> tuple[RecordedDecision, bool] | None:
        """Keep a complaint that came of a service request, and link the two, in one piece.

        None, and nothing is kept, if the request is linked already to another matter that is, or may be, a complaint.
        """
        stored = self._stored(decision)
        with self._adding_to(request_id) as (connection, request):
            link = request.latest(EvidenceKind.LINKED)
            other = reading.by_id(connection, link.linked_to) if link and link.linked_to else None
            message = decision.message
            first = reading.by_message(connection, message.team, message.channel, message.ts)
            if other is not None and other.shown_label is Label.COMPLAINT and first != other:
                return None
            recorded, is_new = self._record(connection, decision, stored, reply_to)
            for here, there in ((request, recorded), (recorded, request)):
                linked = Evidence(
                    kind=EvidenceKind.LINKED, linked_to=there.decision.id, by=CLAUSEWISE, at=decision.decided_at
                )
                if here is request or here.latest(EvidenceKind.LINKED) is None:
                    self._add_evidence(connection, here, linked)
            return reading.existing(connection, recorded.decision.id), is_new

    def revise(self, decision_id: str, revised: Decision, *, by: str) -> RecordedDecision:
        """Keep what is proposed of a message once it has been edited. Nothing that people decided changes.

        The same words as before change nothing: Slack also tells of a link that unfolded.
        """
        redacted, words = self._stored(revised)
        with self._adding_to(decision_id) as (connection, now):
            if (now.edited_since or now.decision).message.text == redacted:
                return now
            event_id = appending.append(
                connection,
                self._key,
                decision_id,
                REVISED,
                status=now.status,
                by=by,
                at=revised.decided_at,
                details=revision_details(revised, redacted),
            )
            appending.write(connection, self._key, decision_id, event_id, words)
            return reading.existing(connection, decision_id)

    def message_deleted(self, decision_id: str, *, at: datetime) -> RecordedDecision:
        """Note that the message is gone from Slack, once. Nothing is taken back for it."""
        with self._adding_to(decision_id) as (connection, now):
            if now.deleted_at is not None:
                return now
            self._note(connection, decision_id, MESSAGE_DELETED, status=now.status, at=at, details={})
            return reading.existing(connection, decision_id)

    def find(self, decision_id: str) -> RecordedDecision | None:
        with reading_from(self._engine) as connection:
            return reading.by_id(connection, decision_id)

    def get(self, decision_id: str) -> RecordedDecision:
        """Return the decision; one that is not there raises `DecisionNotFound`."""
        with reading_from(self._engine) as connection:
            return reading.existing(connection, decision_id)

    def beginning_with(self, start: str, limit: int = 2) -> list[RecordedDecision]:
        """Return the decisions whose id begins with `start`, as a card names them; as a rule there is one."""
        begins = func.substr(decisions.c.id, 1, len(start)) == start
        return self._list(select(decisions).where(begins).order_by(decisions.c.id).limit(limit))

    def find_message(self, team: str, channel: str, ts: str) -> RecordedDecision | None:
        with reading_from(self._engine) as connection:
            return reading.by_message(connection, team, channel, ts)

    def text(self, decision_id: str) -> str | None:
        """Return the message as redacted, as the decision stands on it; None once that text has been deleted."""
        with reading_from(self._engine) as connection:
            return reading.text_of(connection, decision_id, "message")

    def full_text(self, decision_id: str) -> str | None:
        """Return the message unredacted, where the landlord has it kept."""
        with reading_from(self._engine) as connection:
            return reading.text_of(connection, decision_id, "full_message")

    def agree(self, decision_id: str, agreement: Agreement) -> RecordedDecision:
        """Take the proposal as decided, also one that needs a person. The same person's second click changes nothing.

        Raises
        ------
        AlreadyDecided : anything else has been done with the proposal.
        ExclusionNeedsGate : the proposal is to exclude, which goes through `explain` and `second_person`.
        """
        with self._adding_to(decision_id) as (connection, now):
            label = now.decision.prediction.label.value
            status = after_agreement(now, agreement)
            return appending.add(connection, self._key, now, "agreed", status, word=agreement, details={"label": label})

    def correct(self, decision_id: str, correction: Correction) -> RecordedDecision:
        """Decide otherwise, whatever has been decided before and by whomever: people change their minds, history stays.

        Only a correction to what is decided already (agreed or corrected) changes nothing, whoever makes it.

        Raises
        ------
        ExclusionNeedsGate : to `excluded` there is no way but `explain` and `second_person`.
        """
        correction = as_stored(correction)
        with self._adding_to(decision_id) as (connection, now):
            details = {"label": correction.label and correction.label.value, "ground": None, "was": now.status}
            status = after_correction(now, correction)
            return appending.add(connection, self._key, now, "corrected", status, word=correction, details=details)

    def explain(self, decision_id: str, explanation: Explanation) -> RecordedDecision:
        """Put an exclusion forward, on a proposal of any label. The same explanation once more changes nothing.

        With a `reason` this is open after an agreement or a correction too; if the second person sends it back, that
        decision stands again.

        Raises
        ------
        AlreadyDecided : another explanation awaits its second person, the matter is excluded, or somebody decided
            otherwise and no reason is given.
        ExclusionNeedsGate : the proposal was no exclusion or one on another ground, and no reason is given.
        """
        explanation = as_stored(explanation)
        with self._adding_to(decision_id) as (connection, now):
            details = {"ground": explanation.ground.value, "has_reason": explanation.reason is not None}
            status = after_explanation(now, explanation)
            return appending.add(
                connection, self._key, now, "explanation_written", status, word=explanation, details=details
            )

    def second_person(self, decision_id: str, second_person: SecondPerson) -> RecordedDecision:
        """Confirm the exclusion, or send it back: the decision is then again what it was before the explanation.

        Raises
        ------
        NeedsSecondPerson : the same person wrote the explanation.
        AlreadyDecided : another person has confirmed or sent it back, or decided otherwise.
        ExclusionNeedsGate : there is no explanation yet.
        """
        second_person = as_stored(second_person)
        with self._adding_to(decision_id) as (connection, now):
            before = status_before_explanation(reading.events_of(connection, decision_id))
            status = after_second_person(now, second_person, before)
            kind = "second_person_confirmed" if second_person.confirmed else "second_person_sent_back"
            details = {"has_reason": second_person.reason is not None}
            return appending.add(connection, self._key, now, kind, status, word=second_person, details=details)

    def add_evidence(self, decision_id: str, evidence: Evidence) -> RecordedDecision:
        """Keep what was done about a matter besides deciding it. The same once more changes nothing.

        Raises
        ------
        DecisionNotFound : this decision, or the one it is linked to, is not there.
        """
        return self.add_all_evidence(decision_id, (evidence,))

    def add_all_evidence(self, decision_id: str, entries: Iterable[Evidence]) -> RecordedDecision:
        """The same for several entries: all are kept, or none."""
        with self._adding_to(decision_id) as (connection, now):
            recorded = now
            for evidence in entries:
                recorded = self._add_evidence(connection, recorded, evidence)
            return recorded

    def _add_evidence(self, connection: Connection, now: RecordedDecision, evidence: Evidence) -> RecordedDecision:
        evidence = as_stored(evidence)
        if evidence.linked_to is not None:
            reading.existing(connection, evidence.linked_to)
        latest = now.latest(evidence.kind)
        known = latest is not None and latest.model_copy(update={"by": evidence.by, "at": evidence.at}) == evidence
        status = None if known else now.status
        details = evidence_details(evidence)
        return appending.add(connection, self._key, now, "evidence", status, word=evidence, details=details)

    def find_named(self, name: str, *, team: str | None = None) -> RecordedDecision:
        """Return the decision whose id is, or begins with, `name`: the characters at the foot of its card.

        Raises
        ------
        DecisionNotFound : there is none, or more than one.
        """
        start = name.strip().casefold()
        with reading_from(self._engine) as connection:
            found = reading.beginning_with(connection, team, start) if start else []
            if len(found) > 1:
                raise DecisionNotFound(f"More than one decision begins with {start[:80]!r}. Give more of its id.")
            if not found:
                raise DecisionNotFound(f"There is no decision {start[:80]!r}. The id is at the foot of its card.")
            return reading.existing(connection, found[0])

    def in_thread(self, decision_id: str, most: int = 20) -> list[RecordedDecision]:
        """Return the other decisions whose cards stand in the same Slack thread, oldest first."""
        with reading_from(self._engine) as connection:
            return reading.in_thread(connection, decision_id, most)

    def history(self, decision_id: str) -> tuple[Happened, ...]:
        """Return all that happened to a decision, in order."""
        with reading_from(self._engine) as connection:
            reading.existing(connection, decision_id)
            return reading.history(connection, decision_id)

    def first_proposal(self, decision_id: str) -> Prediction:
        """Return what was proposed of the message as it was first written."""
        with reading_from(self._engine) as connection:
            reading.existing(connection, decision_id)
            return reading.first_proposal(connection, decision_id)

    def verify(self, anchors: Sequence[Anchor] = (), seen: Callable[[int], None] = lambda _: None) -> Audit:
        """Say whether the log is unaltered and complete; see `bot.records.audit`."""
        with reading_from(self._engine) as connection:
            return audit.verify(connection, self._key, anchors, seen)

    def anchor(self) -> Anchor:
        """Return how long the chain of events is and where it ends."""
        with reading_from(self._engine) as connection:
            return audit_chain.anchor(connection)

    def find_ids(
        self, *, case: str | None = None, message: tuple[str | None, str, str] | None = None, start: str | None = None
    ) -> list[str]:
        """Return the ids of the decisions of a case, of a message (team, channel, `ts`), or that begin with `start`."""
        with reading_from(self._engine) as connection:
            found = [] if case is None else [*finding.by_case(connection, case)]
            found += [] if message is None else finding.by_message(connection, *message)
            return found + ([] if start is None else [*finding.by_start_of_id(connection, start)])

    def linked_with(self, ids: Sequence[str]) -> list[str]:
        """Return the ids of other decisions that somebody linked with these."""
        with reading_from(self._engine) as connection:
            return sorted(finding.linked_with(connection, ids))

    def texts_of(self, decision_id: str) -> list[tuple[int | None, str, str]]:
        """Return every text of a decision: the id of the event it was written with (None: the proposal), kind, body."""
        with reading_from(self._engine) as connection:
            return [(row.event_id, row.kind, row.body) for row in finding.texts_of(connection, [decision_id])]

    def old_texts(self, before: date) -> Erased:
        """Count the texts of what was decided before that day, or received before it if nobody decided."""
        with reading_from(self._engine) as connection:
            return erasure.old(connection, before)

    def erase_old_texts(self, before: date, at_most: int) -> Erased:
        """Delete those of the oldest `at_most` decisions, on record; nothing is left to do once this erases nothing."""
        with reading_from(self._engine) as connection:
            ids = erasure.some_old(connection, before, at_most)
        return self.erase_texts(ids, why="retention", by=CLAUSEWISE) if ids else Erased(decisions=0, texts=0)

    def erase_texts(self, ids: Sequence[str], *, why: Why, by: str) -> Erased:
        """Delete every text of these decisions, and note with each that it was done, when and why."""
        with writing(self._engine) as connection:
            erased = erasure.erase(connection, self._key, ids, why=why, by=by, at=self._clock())
        clear_write_ahead_log(self._engine)
        return erased

    def take_reply(
        self, decision_id: str, claimant: str, lease: timedelta
    ) -> tuple[RecordedDecision, ReplyTo, bool] | None:
        """Take the reply on for as long as `lease`, and note that it is about to be handed to Slack.

        If we die after this, Slack may or may not have it. Returns what `unanswered` says of it, as it was before; None
        if it is sent, or taken, by this claimant too.
        """
        now = self._clock()
        with writing(self._engine) as connection:
            row = outbox.owed_for(connection, decision_id)
            if row is None or not outbox.claim(connection, decision_id, claimant, now=now, until=now + lease):
                return None
            return _owed(connection, row)

    def reply_sent(
        self, decision_id: str, reply_ts: str | None, *, new: RecordedDecision | None = None
    ) -> RecordedDecision:
        """Note that Slack has taken the reply (`None`: it gave no `ts`) and return the decision as it was until now.

        A second call changes nothing.

        new : the decision as it was when it was recorded; unless something has happened since it is not read again.
        """
        with self._adding_to(decision_id, new=new) as (connection, now):
            at = self._clock()
            if outbox.sent(connection, decision_id, reply_ts, now=at):
                details = {"reply_ts": reply_ts}
                self._note(connection, decision_id, "replied", status=now.status, at=at, details=details)
            return now

    def reply_given_up(self, decision_id: str, why: str) -> None:
        """Note that Slack will never take the reply (the bot is not in the channel, the thread is gone)."""
        with self._adding_to(decision_id) as (connection, now):
            at = self._clock()
            if outbox.sent(connection, decision_id, None, now=at):
                details = {"why": why}
                self._note(connection, decision_id, "reply_given_up", status=now.status, at=at, details=details)

    def claimants(self) -> set[str]:
        """Return who holds a reply that is still owed."""
        with reading_from(self._engine) as connection:
            return outbox.claimants(connection)

    def release_claims(self, claimant: str) -> None:
        """Free what a process held that is known to be gone, so that its lease need not run out first."""
        with writing(self._engine) as connection:
            outbox.release(connection, claimant)

    def unanswered(self, now: datetime) -> list[tuple[RecordedDecision, ReplyTo, bool]]:
        """Return what is owed and held by nobody, oldest first, and whether it was handed to Slack before."""
        with reading_from(self._engine) as connection:
            return [_owed(connection, row) for row in outbox.owed(connection, now)]

    def rows(
        self, from_on: date | None = None, to_on: date | None = None, *, team: str | None = None
    ) -> Iterator[RecordedDecision]:
        """Yield the decisions made in the period, in order, with their texts; memory stays the same however many.

        team : one Slack workspace's alone; by default all there are, as in every method that takes a `team`.

        The database connection is held until the last one is taken or the iterator closed.
        """
        chosen = select(decisions).where(*reading.decided_between(from_on, to_on), *reading.of_team(team))
        with reading_from(self._engine) as connection:
            yield from reading.stream(connection, chosen.order_by(decisions.c.decided_at, decisions.c.id))

    @contextmanager
    def matters(
        self,
        from_on: date | None = None,
        to_on: date | None = None,
        edition: Edition | None = None,
        *,
        team: str | None = None,
    ) -> Iterator[Matters]:
        """Give the matters of a period, and of an edition, to be counted: one state of the log throughout."""
        with reading_from(self._engine) as connection:
            yield Matters(connection, [*reading.decided_between(from_on, to_on), *reading.of_team(team)], edition)

    def recent(
        self, handed_in_by: str | None = None, limit: int = 10, *, team: str | None = None
    ) -> list[RecordedDecision]:
        """Return the latest decisions, newest first."""
        of_team = select(decisions).where(*reading.of_team(team))
        chosen = of_team.order_by(decisions.c.decided_at.desc(), decisions.c.id.desc()).limit(limit)
        return self._list(chosen if handed_in_by is None else chosen.where(decisions.c.handed_in_by == handed_in_by))

    def awaiting_second_person(self, limit: int = 10, *, team: str | None = None) -> list[RecordedDecision]:
        """Return the exclusions somebody else has to look at, those that wait longest first."""
        some_event = select(events.c.decision_id).where(events.c.status == "awaiting_second_person")
        awaiting = reading.status == "awaiting_second_person"
        return self._waiting(limit, decisions.c.id.in_(some_event), awaiting, *reading.of_team(team))

    def needs_person_undecided(self, limit: int = 10, *, team: str | None = None) -> list[RecordedDecision]:
        """Return the proposals in doubt that nobody has decided, those that wait longest first."""
        # Doubt may have come, or gone, with an edit of the message; the row of the decision never changes.
        revised = decisions.c.id.in_(select(events.c.decision_id).where(events.c.kind == REVISED))
        which = (or_(decisions.c.needs_person, revised), reading.status == "proposed", *reading.of_team(team))
        chosen = select(decisions).where(*which).order_by(decisions.c.decided_at, decisions.c.id)
        with reading_from(self._engine) as connection:
            waiting = (each for each in reading.stream(connection, chosen) if each.decision.prediction.needs_person)
            return list(islice(waiting, limit))

    def explanations_to_send(self, limit: int = 10, *, team: str | None = None) -> list[RecordedDecision]:
        """Return the confirmed exclusions whose explanation is not recorded as sent, those that wait longest first."""
        return self._list(worklists.explanations_to_send(team).limit(limit))

    def latest_of(self, user: str, limit: int = 10, *, team: str | None = None) -> list[RecordedDecision]:
        """Return what a person last handed in, decided or recorded something of, the latest first."""
        with reading_from(self._engine) as connection:
            ids = worklists.latest_of(connection, user, limit, team)
            return [reading.existing(connection, each) for each in ids]

    def counts(self, from_on: date | None = None, to_on: date | None = None, *, team: str | None = None) -> Counts:
        with reading_from(self._engine) as connection:
            return reading.counts(connection, from_on, to_on, team)

    def _note(self, connection: Connection, decision_id: str, kind: str, **columns: Any) -> None:
        appending.append(connection, self._key, decision_id, kind, by=CLAUSEWISE, **columns)

    def _waiting(self, limit: int, *which: Any) -> list[RecordedDecision]:
        return self._list(select(decisions).where(*which).order_by(decisions.c.decided_at, decisions.c.id).limit(limit))

    def _list(self, chosen: Any) -> list[RecordedDecision]:
        with reading_from(self._engine) as connection:
            return list(reading.stream(connection, chosen))

    @contextmanager
    def _adding_to(
        self, decision_id: str, *, new: RecordedDecision | None = None
    ) -> Iterator[tuple[Connection, RecordedDecision]]:
        with writing(self._engine) as connection:
            # SQLite has locked already; on PostgreSQL this row is what two clicks wait for each other at.
            connection.execute(_wait_for, {"decision_id": decision_id})
            if new is not None and appending.how_many(connection, decision_id) == 1:
                yield connection, new
            else:
                yield connection, reading.existing(connection, decision_id)


def _owed(connection: Connection, row: Row[Any]) -> tuple[RecordedDecision, ReplyTo, bool]:
    return (
        reading.existing(connection, row.decision_id),
        ReplyTo(channel=row.channel, thread_ts=row.thread_ts, only_for=row.only_for),
        row.attempted_at is not None,
    )
