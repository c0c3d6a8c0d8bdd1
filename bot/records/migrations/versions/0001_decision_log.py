"""The first tables of the decision log.

What is written here must not change with the code: it names no type or table of `bot.records`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("ts", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("handed_in_by", sa.Text, nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("policy", sa.Text),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("ground", sa.Text),
        sa.Column("needs_person", sa.Boolean, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("prediction", sa.JSON, nullable=False),
        sa.Column("clauses", sa.JSON, nullable=False),
        sa.Column("decided_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.UniqueConstraint("team", "channel", "ts", name="uq_decisions_team_channel_ts"),
    )
    op.create_index("ix_decisions_decided_at_id", "decisions", ["decided_at", "id"])
    op.create_index("ix_decisions_handed_in_by_decided_at", "decisions", ["handed_in_by", "decided_at"])
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("decision_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_events_decision_id_decisions"),
        sa.UniqueConstraint("decision_id", "number", name="uq_events_decision_id_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_status", "events", ["status"])
    op.create_table(
        "texts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("decision_id", sa.Text, nullable=False),
        sa.Column("event_id", sa.Integer),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_texts"),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_texts_decision_id_decisions"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_texts_event_id_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_texts_decision_id", "texts", ["decision_id"])
    op.create_table(
        "replies",
        sa.Column("decision_id", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("thread_ts", sa.Text),
        sa.Column("only_for", sa.Text),
        sa.Column("claimed_by", sa.Text),
        sa.Column("claimed_until", moment),
        sa.Column("attempted_at", moment),
        sa.Column("reply_ts", sa.Text),
        sa.Column("replied_at", moment),
        sa.PrimaryKeyConstraint("decision_id", name="pk_replies"),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_replies_decision_id_decisions"),
    )
    op.create_index("ix_replies_replied_at", "replies", ["replied_at"])
