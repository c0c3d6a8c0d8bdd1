"""The replies that are still owed: which decision has to be answered where, and which process is at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy import Row, bindparam, insert, or_, select, update

from bot.records.tables import decisions, replies

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection


class ReplyTo(BaseModel):
    """Where the reply to a decision goes."""

    model_config = ConfigDict(frozen=True)
    channel: str
    thread_ts: str | None = None
    only_for: str | None = None
    """The Slack user who alone sees the reply (an ephemeral message); None: everybody in the channel."""
    claimed_by: str | None = None
    """The process that sends it as soon as the decision is kept; None: whoever takes it first."""
    claimed_until: AwareDatetime | None = None


# Made once: to make them anew for every reply takes longer than to run them.
_new = insert(replies)
_unsent = replies.c.replied_at.is_(None)
_owed_for = select(replies).where(replies.c.decision_id == bindparam("of"), _unsent)
_take = (
    update(replies)
    .where(replies.c.decision_id == bindparam("of"), _unsent)
    .where(or_(replies.c.claimed_until.is_(None), replies.c.claimed_until <= bindparam("now")))
    .values({name: bindparam(name) for name in ("claimed_by", "claimed_until", "attempted_at")})
)
_sent = (
    update(replies)
    .where(replies.c.decision_id == bindparam("of"), _unsent)
    .values({name: bindparam(name) for name in ("reply_ts", "replied_at")})
)


def owe(connection: Connection, decision_id: str, reply_to: ReplyTo, *, now: datetime) -> None:
    """Note that a reply is owed; if it is claimed, Slack may have it from now on."""
    attempted_at = now if reply_to.claimed_by else None
    connection.execute(_new, {"decision_id": decision_id, "attempted_at": attempted_at, **reply_to.model_dump()})


def claim(connection: Connection, decision_id: str, claimant: str, *, now: datetime, until: datetime) -> bool:
    """Take the reply on, unless it has been sent or somebody's claim still holds; from now on Slack may have it."""
    values = {"claimed_by": claimant, "claimed_until": until, "attempted_at": now}
    return connection.execute(_take, {"of": decision_id, "now": now, **values}).rowcount == 1


def sent(connection: Connection, decision_id: str, reply_ts: str | None, *, now: datetime) -> bool:
    """Note that Slack has taken the reply; False if that was known, or no reply was owed."""
    return connection.execute(_sent, {"of": decision_id, "reply_ts": reply_ts, "replied_at": now}).rowcount == 1


def owed(connection: Connection, now: datetime) -> Sequence[Row[Any]]:
    """Return the rows of `replies` that nobody has sent and nobody holds, the oldest decision first."""
    free = or_(replies.c.claimed_until.is_(None), replies.c.claimed_until <= now)
    waiting = select(replies).join(decisions).where(replies.c.replied_at.is_(None), free)
    return connection.execute(waiting.order_by(decisions.c.decided_at, decisions.c.id)).all()


def owed_for(connection: Connection, decision_id: str) -> Row[Any] | None:
    """Return the reply of one decision, if it is still owed."""
    return connection.execute(_owed_for, {"of": decision_id}).one_or_none()


def claimants(connection: Connection) -> set[str]:
    held = select(replies.c.claimed_by).where(replies.c.replied_at.is_(None), replies.c.claimed_by.is_not(None))
    return set(connection.execute(held.distinct()).scalars())


def release(connection: Connection, claimant: str) -> None:
    held = update(replies).where(replies.c.claimed_by == claimant, replies.c.replied_at.is_(None))
    connection.execute(held.values(claimed_by=None, claimed_until=None))
