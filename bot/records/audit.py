"""Whether the log is what was written: two verdicts, *unaltered* and *complete*, that do not stand for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select

from bot.records.audit_chain import BEGINNING, PROPOSED, Anchor, code_over, covered, text_code
from bot.records.gone_texts import erased_decisions, gone_texts
from bot.records.tables import chain, decisions, events, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from sqlalchemy import Connection, Row

ROWS_AT_A_TIME = 1000


class Audit(BaseModel):
    """The two verdicts, each with what is wrong first, in words; None where nothing is."""

    model_config = ConfigDict(frozen=True)
    events: int
    texts: int
    head: str
    altered: str | None
    """The first event or text that is not as it was written."""
    missing: str | None
    """What shows that an event is gone."""
    anchored: int | None
    """How many of the first events an anchor vouches for; None: no anchor was given, so a cut end need not show."""
    erased: int
    """Of how many decisions texts were erased, on record."""
    gone: int
    """How many texts are gone without a record of erasure. Neither verdict speaks of them."""
    first_gone: str | None

    @property
    def unaltered(self) -> bool:
        return self.altered is None

    @property
    def complete(self) -> bool:
        return self.missing is None


def verify(
    connection: Connection, key: bytes, anchors: Sequence[Anchor] = (), seen: Callable[[int], None] = lambda _: None
) -> Audit:
    """Go through the whole chain and every text.

    anchors : counts and heads that were kept elsewhere. seen : told how many events have been looked at.
    """
    altered: list[str] = []
    missing: list[str] = []
    heads: dict[int, set[str]] = {}
    for anchor in anchors:
        heads.setdefault(anchor.count, set()).add(anchor.head)
    count, head, proposals = 0, BEGINNING, 0
    for count, row in enumerate(_in_order(connection), start=1):
        kind, position, previous, mac = row.kind, row.position, row.previous, row.mac or ""
        if code_over(key, row, position=position or 0, previous=previous or "") != mac and not altered:
            altered.append(_names(row))
        # The code holds each event to the one before it, so a gap shows even where every event left is genuine.
        if not missing and (position != count or previous != head):
            missing.append(f"before {_names(row)} an event is missing or out of its place")
        if count in heads and heads[count] != {mac} and not missing:
            missing.append(f"event {count:,} is not the one the anchor names")
        head = mac
        proposals += kind == PROPOSED
        if count % ROWS_AT_A_TIME == 0:
            seen(count)
    missing += _at_the_end(connection, Anchor(count=count, head=head), anchors, proposals)
    how_many_texts, of_texts = _texts(connection, key)
    gone, first_gone = gone_texts(connection)
    return Audit(
        events=count,
        texts=how_many_texts,
        head=head,
        altered=next(iter(altered + of_texts), None),
        missing=next(iter(missing), None),
        anchored=max((anchor.count for anchor in anchors), default=None),
        erased=erased_decisions(connection),
        gone=gone,
        first_gone=first_gone,
    )


def _in_order(connection: Connection) -> Iterator[Row[Any]]:
    chained = covered().where(events.c.position.is_not(None)).order_by(events.c.position)
    # What was never chained comes last, and fails there.
    outside = covered().where(events.c.position.is_(None)).order_by(events.c.id)
    for which in (chained, outside):  # Two questions: an index gives the order of the first.
        with connection.execute(which.execution_options(yield_per=ROWS_AT_A_TIME)) as rows:
            yield from rows


def _names(row: Row[Any]) -> str:
    place = f"event {row.position}" if row.position else "an event outside the chain"
    return f"{place} ({row.kind.replace('_', ' ')}, decision {row.decision_id}, {row.at[:16].replace('T', ' ')} UTC)"


def _at_the_end(connection: Connection, end: Anchor, anchors: Sequence[Anchor], proposals: int) -> Iterator[str]:
    row = connection.execute(select(chain.c.count, chain.c.head)).one_or_none()
    noted = None if row is None else Anchor(count=row[0], head=row[1])
    if noted is None and end.count:
        yield "the note of where the chain ends is gone"
    elif noted is not None and noted != end:
        yield f"the chain was {noted.count:,} events long and {end.count:,} are there: the end is cut off or changed"
    longest = max(anchors, key=lambda anchor: anchor.count, default=None)
    if longest is not None and longest.count > end.count:
        yield f"an anchor names {longest.count:,} events and {end.count:,} are there: the end is cut off"
    if (how_many := connection.execute(select(func.count()).select_from(decisions)).scalar_one()) != proposals:
        yield f"there are {how_many:,} decisions and {proposals:,} events that propose one"


def _texts(connection: Connection, key: bytes) -> tuple[int, list[str]]:
    """Return how many texts are kept, and the first that is not as it was written."""
    count, altered = 0, list[str]()
    kept = select(texts.c.decision_id, texts.c.event_id, texts.c.kind, texts.c.body, texts.c.mac).order_by(texts.c.id)
    with connection.execute(kept.execution_options(yield_per=ROWS_AT_A_TIME)) as rows:
        for decision_id, event_id, kind, body, mac in rows:
            count += 1
            if text_code(key, decision_id, event_id, kind, body) != mac and not altered:
                altered.append(f"the {kind.replace('_', ' ')} kept with decision {decision_id}")
    return count, altered
