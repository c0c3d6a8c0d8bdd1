"""The chain over all events, and a code over every text.

What is written here must not change with the code: it names no type or table of `bot.records`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("events", sa.Column("position", sa.Integer))
    op.add_column("events", sa.Column("previous", sa.Text))
    op.add_column("events", sa.Column("mac", sa.Text))
    op.create_index("ix_events_position", "events", ["position"], unique=True)
    op.add_column("texts", sa.Column("mac", sa.Text))
    op.create_index("ix_texts_event_id", "texts", ["event_id"])
    op.create_table(
        "chain",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("head", sa.Text, nullable=False),
        sa.Column("key_check", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chain"),
    )
