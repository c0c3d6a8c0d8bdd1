"""The decision log as Parquet: typed columns, written a group of rows at a time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bot.decisions import RecordedDecision
from bot.evidence.columns import COLUMNS, Kind, row_of

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_IN_A_GROUP = 2000


def schema() -> pa.Schema:
    """Return the types of the columns; any of them may be null."""
    import pyarrow as pa

    types = {
        Kind.TEXT: pa.string(),
        Kind.NUMBER: pa.float64(),
        Kind.DATE: pa.date32(),
        Kind.TIME: pa.timestamp("ms", tz="UTC"),
        Kind.YES_NO: pa.bool_(),
    }
    return pa.schema([(column.name, types[column.kind]) for column in COLUMNS])


def write_parquet(decisions: Iterable[RecordedDecision], path: Path) -> None:
    """Write one row a decision, `ROWS_IN_A_GROUP` of them in memory at a time."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    columns, rows = schema(), map(row_of, decisions)
    with ParquetWriter(path, columns) as writer:
        while group := list(islice(rows, ROWS_IN_A_GROUP)):
            arrays = [
                pa.array(values, field.type) for values, field in zip(zip(*group, strict=True), columns, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, columns))
