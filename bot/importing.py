"""`clausewise knowledge import`: quote the landlord's own copy of an edition, and say what was found in it."""

from __future__ import annotations

from pathlib import Path

from bot.local_time import local_date, now
from bot.views.mrkdwn import day, within
from knowledge.clauses import shipped_edition
from knowledge.edition import Edition
from knowledge.importer import CopyRead, numbered_ids, read_copy
from knowledge.own_copy import OwnCopyDamaged, read_own_copy, write_own_copy

FIRST_WORDS = 90


def own_copies_folder(home: Path) -> Path:
    """Where the imported editions are kept; `use_own_copies` is given it when the bot starts."""
    return home / "own-copies"


def import_edition(file: Path, edition: Edition, home: Path, *, dry_run: bool) -> str:
    """Read the landlord's copy of `edition`, keep it unless it is only tried, and return the report.

    Raises
    ------
    DocumentUnreadable, WrongFile : if the file is no copy of the edition. Nothing is changed then.
    OSError : if it cannot be read, or the copy cannot be written.
    """
    read = read_copy(file, edition)
    folder = own_copies_folder(home)
    earlier = _earlier(folder, edition)
    if dry_run:
        ending = "Nothing was changed: this was a trial. Leave out --dry-run to quote these words."
    else:
        write_own_copy(read.as_own_copy(local_date(now())), folder)
        ending = (
            f"{earlier}These clauses are quoted word for word from now on, in place of the words shipped. "
            "A bot that is running goes on with the words it started with: start it again."
        )
    return "\n".join([*_report(read), "", ending])


def _earlier(folder: Path, edition: Edition) -> str:
    try:
        copy = read_own_copy(folder, edition)
    except OwnCopyDamaged:
        return "It takes the place of an earlier copy that was damaged. "
    return f"It takes the place of {copy.source_name}, imported on {day(copy.imported_on)}. " if copy else ""


def _report(read: CopyRead) -> list[str]:
    document, code, known = read.document, read.edition.code, numbered_ids(read.edition)
    lines = [
        f"{document.name} ({document.kind}): {len(read.clauses)} of {len(known)} numbered clauses of the {code} found.",
        "",
        *(f"{clause.id:6} {within(clause.all_words, FIRST_WORDS)}" for clause in read.clauses),
        "",
    ]
    shipped = (
        "summaries in our own words" if shipped_edition(read.edition).wording == "summary" else "the words shipped"
    )
    if read.missing:
        lines.append(f"Not found ({len(read.missing)}), so they stay {shipped}: {', '.join(read.missing)}")
    unnumbered = len(shipped_edition(read.edition).clauses) - len(known)
    if unnumbered:
        lines.append(f"Not looked for, since they have no numbers: the {unnumbered} paragraphs of Part A.")
    if read.twice:
        lines.append(f"Found more than once, and the longer words taken: {', '.join(read.twice)}")
    if read.unknown:
        lines.append(f"Not taken, for the {code} in Clausewise has no such clause: {', '.join(read.unknown)}")
    if read.doubts:
        lines.append("Compare these with your document:")
        lines += [f"  {id_:6} {why}" for id_, why in read.doubts.items()]
    lines += [f"Note: {note}" for note in document.notes]
    return lines[:-1] if not lines[-1] else lines
