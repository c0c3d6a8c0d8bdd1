"""One matter as the figures count it: what was decided, when, by whom and what was done, without what anybody wrote.

A `RecordedDecision` with its texts costs ten times as much to read; a year's figures need every decision and no text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from bot.decisions import EvidenceKind, Status
from bot.records.recorded import revisions
from bot.records.stored_words import REMOVED
from classifier.labels import Label
from knowledge.edition import Edition
from knowledge.grounds import Ground

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Row

WordsKept = Mapping[tuple[int, str], str | None]
"""Which words of explanations are still kept, by event and kind, and what each exclusion rests on."""


@dataclass(frozen=True, slots=True)
class Done:
    """What `Evidence` says, without words: the latest entry of its kind."""

    on: date | None
    aware_on: date | None
    result: str | None
    ombudsman_right: bool | None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An exclusion that passed the gate: an explanation by one person, confirmed by another."""

    ground: Ground
    rests_on: str
    own_reason: bool
    letter_kept: bool
    written_by: str
    confirmed_by: str
    confirmed_at: datetime


# Not pydantic: a year has a hundred thousand of them, straight from the database's own types.
@dataclass(frozen=True, slots=True)
class Matter:
    """One decision with what people made of it."""

    id: str
    received_on: date
    edition: Edition
    handed_in_by: str
    proposed: Label
    needs_person: bool
    signals: tuple[str, ...]
    proposed_at: datetime
    status: Status
    label: Label | None
    """What a person decided; None with a decided status: it needs nothing under the Code."""
    decided_by: str | None
    decided_at: datetime | None
    has_reason: bool
    """Whether the person who decided gave a reason of their own."""
    exclusion: Exclusion | None
    """The exclusion that stands, or the one that was taken back."""
    reversed_by: str | None
    done: Mapping[EvidenceKind, Done]

    @property
    def decided(self) -> bool:
        return self.decided_at is not None


@dataclass(slots=True)
class _Happened:
    """The latest event of each kind that says what a matter is now."""

    agreed: Row[Any] | None = None
    corrected: Row[Any] | None = None
    explained: Row[Any] | None = None
    exclusion: Exclusion | None = None
    reversed_by: str | None = None


def matter_of(row: Row[Any], events: Sequence[Row[Any]], kept: WordsKept) -> Matter:
    """Put a matter together from its row and its events in order."""
    happened = _happened(events, kept)
    status, label, by, at, has_reason = _outcome(events[-1].status if events else "proposed", happened)
    standing, _ = revisions(events)
    proposed = standing.details["prediction"] if standing else row._mapping
    return Matter(
        id=row.id,
        received_on=row.received_on,
        edition=Edition(row.edition),
        handed_in_by=row.handed_in_by,
        proposed=Label(proposed["label"]),
        needs_person=proposed["needs_person"],
        signals=tuple(proposed["signals"] or ()),
        proposed_at=row.decided_at,
        status=status,
        label=label,
        decided_by=by,
        decided_at=at,
        has_reason=has_reason,
        exclusion=happened.exclusion,
        reversed_by=happened.reversed_by,
        done={
            EvidenceKind(event.details["kind"]): _done(event.details) for event in events if event.kind == "evidence"
        },
    )


def _happened(events: Iterable[Row[Any]], kept: WordsKept) -> _Happened:
    happened = _Happened()
    for event in events:
        if event.kind == "agreed":
            happened.agreed = event
        elif event.kind == "corrected":
            happened.corrected = event
            if event.details["was"] == "excluded":
                happened.reversed_by = event.by
        elif event.kind == "explanation_written":
            happened.explained = event
        elif event.kind == "second_person_confirmed":
            written = happened.explained
            if written is not None and written.by != event.by:
                happened.exclusion, happened.reversed_by = _exclusion(written, event, kept), None
    return happened


def _outcome(status: Status, happened: _Happened) -> tuple[Status, Label | None, str | None, datetime | None, bool]:
    """Return the status, and what was decided, by whom, when and whether with a reason of their own."""
    agreed, corrected, exclusion = happened.agreed, happened.corrected, happened.exclusion
    if status == "agreed" and agreed is not None and agreed.details["label"] != Label.EXCLUDED:
        return status, Label(agreed.details["label"]), agreed.by, agreed.at, False
    if status == "corrected" and corrected is not None and corrected.details["label"] != Label.EXCLUDED:
        label = corrected.details["label"]
        return status, None if label is None else Label(label), corrected.by, corrected.at, True
    if status == "excluded" and exclusion is not None and happened.reversed_by is None:
        return status, Label.EXCLUDED, exclusion.confirmed_by, exclusion.confirmed_at, exclusion.own_reason
    # Whatever else the log says, no exclusion counts without an explanation and a second person.
    return "proposed" if status == "proposed" else "awaiting_second_person", None, None, None, False


def _done(details: Mapping[str, Any]) -> Done:
    return Done(
        on=_day(details.get("on")),
        aware_on=_day(details.get("aware_on")),
        result=details.get("result"),
        ombudsman_right=details.get("ombudsman_right"),
    )


def _exclusion(written: Row[Any], confirmed: Row[Any], kept: WordsKept) -> Exclusion:
    return Exclusion(
        ground=Ground(written.details["ground"]),
        rests_on=kept.get((written.id, "rests_on")) or REMOVED,
        own_reason=written.details["has_reason"],
        letter_kept=(written.id, "letter") in kept,
        written_by=written.by,
        confirmed_by=confirmed.by,
        confirmed_at=confirmed.at,
    )


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
