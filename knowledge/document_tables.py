"""Tables of a self-assessment form: the number and the requirement are read, the landlord's own columns are not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.document_lines import CLAUSE_NUMBER, HEADING

# The words at the head of a form's columns, each of which may stand on a line of its own.
COLUMN_HEAD = re.compile(r"(?i:(?:code\s+)?(?:provision|section|requirement)s?|code)")
OTHER_COLUMN = re.compile(
    r"(?:Do we comply|Comply|Compliance|Compliant|Evidence|Commentary|Comments?|Explanations?)\s*(?:[:?/,(&].*)?"
)
ANSWER = re.compile(
    r"\W*(?:(?i:yes|no|n/?a|not applicable|partial(?:ly)?(?: compliant)?|(?:non-?)?compliant)|[xX✓✔✗✘☒☑☐])\W*"
)
FORM_WORDS = re.compile("|".join(words.pattern for words in (COLUMN_HEAD, OTHER_COLUMN, ANSWER)))

_LONGEST_HEAD = 60


def is_number(cell: str) -> bool:
    """Whether a cell holds a clause's number and nothing else."""
    return bool(CLAUSE_NUMBER.fullmatch(cell.strip(" \n*#")))


def is_head(cells: Sequence[str]) -> bool:
    """Whether a row is the head of a form: one of its cells is "Code requirement"."""
    return len(cells) > 1 and any(_is_requirement(cell) for cell in cells)


def _is_requirement(cell: str) -> bool:
    return "requirement" in cell.casefold() and len(cell) <= _LONGEST_HEAD


def requirement_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield number and requirement of each row of a table, and a mark where the table ends.

    A row without a number goes on with the one above (a row broken by a page). Other rows are titles.
    """
    column = 1
    for row in rows:
        cells = [*row, "", ""]
        first, requirement = cells[0].strip(), cells[column]
        if is_head(row):
            column = next(i for i, cell in enumerate(row) if _is_requirement(cell))
        elif is_number(first):
            yield from ("", first, *requirement.splitlines())
        elif not first and requirement.strip():
            yield from requirement.splitlines()
        elif CLAUSE_NUMBER.match(first):
            yield from ("", *first.splitlines())
        elif first:
            yield HEADING + " ".join(first.split())
    yield HEADING.strip()


def rows_of_tabs(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the rows of a form whose columns are parted by tabs, its head first. A cell may run over several lines."""
    row: list[str] = []
    width = 0
    for line in lines:
        cells = line.split("\t")
        if is_head(cells):
            width = len(cells)
        elif not (is_number(cells[0]) and len(cells) > 1) and not _goes_on(cells, row, width):
            # Still inside the row: its last cell goes on, and a tab begins the next.
            row[-1:] = [f"{row[-1]}\n{cells[0]}", *cells[1:]] if row else cells
            continue
        if row:
            yield row
        row = cells
    if row:
        yield row


def _goes_on(cells: list[str], row: list[str], width: int) -> bool:
    return len(cells) > 1 and not cells[0].strip() and len(row) >= width
