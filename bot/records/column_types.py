"""Column types that store the same on SQLite and PostgreSQL."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, DateTime, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect
    from sqlalchemy.types import TypeEngine

_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """Replace what no database takes: half a surrogate pair (not UTF-8) and NUL (PostgreSQL). The length stays."""
    return _NOT_STORABLE.sub("\ufffd", text)


def all_storable(value: Any) -> Any:
    """Make every string in a document, a list or a row `storable`; the rest stays as it is."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(key)): all_storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [all_storable(item) for item in value]
    return value


class Words(TypeDecorator[str]):
    """Text of any length and any origin."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Document(TypeDecorator[Any]):
    """A JSON document."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return all_storable(value)


class Moment(TypeDecorator[datetime]):
    """An aware time, kept in UTC: SQLite has no time zones, so they are taken off and put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time in the log carries its zone.")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Written(TypeDecorator[str]):
    """A time or a day, for reading only, as `isoformat` writes it: what is none any more comes as it stands."""

    impl = Text
    cache_ok = True

    def __init__(self, column_type: TypeEngine[Any]) -> None:
        super().__init__()
        self.column_type = column_type

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        # SQLite holds text, and would hold any; taking it as it is also spares making a time of it and text again.
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else self.column_type)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        if value is None or dialect.name != "sqlite":
            in_utc = value.astimezone(UTC) if isinstance(value, datetime) else value
            return in_utc.isoformat() if isinstance(in_utc, date) else None
        day, _, time = str(value).partition(" ")
        return f"{day}T{time.removesuffix('.000000')}+00:00" if time else day
