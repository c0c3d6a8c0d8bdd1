"""How good redaction is, as text: measured on hand-written snippets that no rule was changed for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.records.redaction_measured import KindFigures, RedactionFigures, measure
from bot.records.redaction_snippets import Kind, measuring_snippets

# Said in `docs/redaction.md` in the same words.
CANNOT_CATCH = (
    "A name that nothing announces: its row shows how many are hidden all the same, and no rule will find them all.",
    "A nickname, a name in small letters in mid-sentence, a name that is an ordinary word (Will, Rose, May).",
    "A block, street or estate named without a number: these stay on purpose, since repairs are told by them.",
    "A date of birth that nothing announces; dates stay on purpose, since decisions rest on them.",
    "A handle on social media, a vehicle's registration, a tenancy or claim number, a picture or an attachment.",
    "What only somebody who knows the resident would recognise: an illness, an event, a job, a family.",
    "It hides too much at times: a brand that sounds like a person, a company in a signature, a block after a number.",
)


def redaction_report() -> str:
    """Measure redaction on the shipped snippets and say it in words."""
    figures = measure(measuring_snippets())
    marked = sum(each.marked for each in figures.kinds)
    return "\n".join(
        [
            f"{figures.snippets} snippets written by hand, {marked} personal details marked in them.",
            "A detail is hidden when no letter or digit of it is left. A placeholder is right when it hides at least a",
            "part of a marked detail, of any kind.",
            "",
            *table(figures),
            "",
            *in_words(figures),
            *([f"  {identity}: {words}" for identity, words in figures.taken]),
            "",
            "What it cannot catch",
            *(f"  {each}" for each in CANNOT_CATCH),
            "What comes out is less personal, not anonymous: treat it as personal data.",
            "",
        ]
    )


def table(figures: RedactionFigures) -> list[str]:
    """Return the figures by kind as a Markdown table, which can also be read as it stands."""
    head = ("kind", "marked", "hidden", "recall", "letters and digits", "placeholders", "right", "precision")
    rows = [_row(each) for each in figures.kinds]
    announced = [each for each in figures.kinds if each.kind is not Kind.NAME_WITHOUT_A_CUE]
    marked, hidden = sum(each.marked for each in announced), sum(each.hidden for each in announced)
    placed, right = (
        sum(getattr(each, what) or 0 for each in announced) for what in ("placeholders", "placeholders_right")
    )
    rows.append(
        (
            "without the row above",
            *(str(marked), str(hidden), _share(figures.recall), ""),
            *(str(placed), str(right), _share(figures.precision)),
        )
    )
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return ["| " + " | ".join(_padded(row, widths)) + " |" for row in [head, rule, *rows]]


def in_words(figures: RedactionFigures) -> list[str]:
    """Return what the table does not say: what redaction took that it must leave."""
    return [
        f"Snippets in which nothing is personal: {figures.nothing_personal}; unchanged: {figures.untouched}.",
        f"Words that must survive: at {figures.keep} places; wrongly hidden, in whole or in part: {len(figures.taken)}"
        + (":" if figures.taken else "."),
    ]


def _row(each: KindFigures) -> tuple[str, ...]:
    precision = each.precision
    return (
        each.kind.value,
        str(each.marked),
        str(each.hidden),
        _share(each.recall),
        _share(each.recall_of_characters),
        "–" if each.placeholders is None else str(each.placeholders),
        "–" if each.placeholders_right is None else str(each.placeholders_right),
        "–" if precision is None else _share(precision),
    )


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    first, *others = row
    return [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]


def _share(value: float) -> str:
    return f"{value:.3f}"
