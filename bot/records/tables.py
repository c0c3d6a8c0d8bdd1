"""The tables of the decision log.

What a person decided stays for ever (`decisions`, `events`: rows are added, never changed or deleted). What anybody
wrote lies in `texts` and only there, and can be deleted without touching the rest. `replies` is the outbox and `chain`
the end of the chain over all events: their rows change.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
)

from bot.records.column_types import Document, Moment, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Words, primary_key=True),
    Column("team", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("ts", Words, nullable=False),
    Column("source", Words, nullable=False),
    Column("handed_in_by", Words, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("edition", Words, nullable=False),
    Column("policy", Words),
    Column("label", Words, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("ground", Words),
    Column("needs_person", Boolean, nullable=False),
    Column("model", Words, nullable=False),
    Column("prediction", Document, nullable=False),
    Column("clauses", Document, nullable=False),
    Column("decided_at", Moment, nullable=False),
    UniqueConstraint("team", "channel", "ts"),
    Index(None, "decided_at", "id"),
    Index(None, "handed_in_by", "decided_at"),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("decision_id", Words, ForeignKey("decisions.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", Words, nullable=False),
    Column("status", Words, nullable=False),  # of the decision, once this had happened
    Column("by", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("details", Document, nullable=False),
    # The event's place in the chain (`audit_chain`); null in a log of the first release until it is first opened.
    Column("position", Integer),
    Column("previous", Words),
    Column("mac", Words),
    UniqueConstraint("decision_id", "number"),
    Index(None, "status"),
    Index(None, "position", unique=True),
    sqlite_autoincrement=True,
)

texts = Table(
    "texts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("decision_id", Words, ForeignKey("decisions.id"), nullable=False),
    Column("event_id", Integer, ForeignKey("events.id")),
    Column("kind", Words, nullable=False),
    Column("body", Words, nullable=False),
    Column("mac", Words),
    Index(None, "decision_id"),
    Index(None, "event_id"),
    sqlite_autoincrement=True,
)

chain = Table(
    "chain",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # there is one row, 1
    Column("count", Integer, nullable=False),
    Column("head", Words, nullable=False),
    Column("key_check", Words, nullable=False),  # tells whether a key is the one the chain was begun with
)

replies = Table(
    "replies",
    metadata,
    Column("decision_id", Words, ForeignKey("decisions.id"), primary_key=True),
    Column("channel", Words, nullable=False),
    Column("thread_ts", Words),
    Column("only_for", Words),  # the Slack user who alone sees the reply; null: everybody in the channel
    Column("claimed_by", Words),
    Column("claimed_until", Moment),
    Column("attempted_at", Moment),
    Column("reply_ts", Words),
    Column("replied_at", Moment),
    Index(None, "replied_at"),
)
