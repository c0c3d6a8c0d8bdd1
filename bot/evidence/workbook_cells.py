"""The cells of an Excel sheet, as its XML holds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from xml.sax.saxutils import escape

from bot.evidence.columns import COLUMNS, Kind, Value
from bot.evidence.spreadsheet import safe_cell, yes_no
from bot.local_time import LONDON

CHARACTERS_IN_A_CELL = 32_767
"""What a cell of Excel holds, counted in UTF-16."""
CUT = " [… cut: the other formats hold all of it]"
FIRST_DAY = date(1900, 3, 1)
"""Excel knows no day before 1900, and counts a 29 February in 1900; an earlier day is written as text."""
_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no zones
_DAY = timedelta(days=1)
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Excel reads "_x003D_" in a text as "=", which gets past every guard; written like this it stays what it is.
_EXCELS_OWN_MARK = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def column_letters(position: int) -> str:
    """Return the letters of a column; 0 is A."""
    letters = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


LETTERS = tuple(column_letters(position) for position in range(len(COLUMNS)))
_PLACES = tuple(zip(LETTERS, (column.kind for column in COLUMNS), strict=True))


def row_xml(number: int, values: Sequence[Value], styles: dict[Kind, int]) -> bytes:
    """Return one row of the sheet.

    styles : of the cells that hold a date or a time, by number in the workbook.
    """
    cells = [
        _cell(f"{letters}{number}", kind, value, styles)
        for (letters, kind), value in zip(_PLACES, values, strict=True)
        if value is not None
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()


def _cell(place: str, kind: Kind, value: Value, styles: dict[Kind, int]) -> str:
    if kind is Kind.NUMBER:
        return f'<c r="{place}"><v>{value!r}</v></c>'
    if isinstance(value, date) and (counted := _days(value)) is not None:
        return f'<c r="{place}" s="{styles[kind]}"><v>{counted!r}</v></c>'
    text = yes_no(value) if isinstance(value, bool) else str(value)
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{_text(text)}</t></is></c>'


def _days(value: date) -> float | None:
    """Return a day, or a moment in UK local time, as Excel counts it; None before the first day that it knows."""
    moment = value.astimezone(LONDON).replace(tzinfo=None) if isinstance(value, datetime) else None
    if value < FIRST_DAY if moment is None else moment.date() < FIRST_DAY:
        return None
    return (moment - _DAY_0) / _DAY if moment else float((datetime.combine(value, time.min) - _DAY_0).days)


def _text(text: str) -> str:
    whole = _EXCELS_OWN_MARK.sub("_x005F_", safe_cell(_NOT_IN_XML.sub("", text)))
    # A parser of XML would make a line feed of a bare carriage return.
    return escape(within_a_cell(whole), {"\r": "&#13;"})


def within_a_cell(text: str) -> str:
    """Return `text`, cut with a mark where a cell cannot hold it."""
    most = CHARACTERS_IN_A_CELL
    if len(text) <= most // 2 or len(text.encode("utf-16-le")) <= 2 * most:
        return text
    return text.encode("utf-16-le")[: 2 * (most - len(CUT))].decode("utf-16-le", "ignore") + CUT
