"""`clausewise person`: all that the log holds on one matter, handed out or erased."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import local_time
from bot.audit_command import the_one
from bot.failures import SetUpProblem
from bot.history_text import history_text
from bot.how_many import how_many
from bot.matter import Matter
from bot.which_log import the_log

if TYPE_CHECKING:
    from bot.records.decision_log import DecisionLog
    from bot.settings import Settings

COMMAND_LINE = "command_line"


class NothingFound(Exception):
    """The log holds nothing on what was asked for."""


def export(settings: Settings, named: Matter, out: Path, *, workspace: bool) -> str:
    """Write what the log holds to `out` as JSON and beside it as text; returns what was written.

    Raises
    ------
    NothingFound : if that is nothing.
    SetUpProblem : if there is no such folder, or `out` is no .json file.
    """
    if out.suffix != ".json" or out.is_dir() or not out.resolve().parent.is_dir():
        raise SetUpProblem(f"{out} cannot be written. Name a .json file in a folder that exists, say person.json.")
    readable = out.with_suffix(".txt")
    with the_log(settings, workspace=workspace) as (log, _):
        ids = _found(log, named)
        held, also = [_held(log, each) for each in ids], _also(log, ids)
        text = "\n\n".join(_as_text(log, each) for each in ids)
    whole = {"exported_at": local_time.now().isoformat(timespec="seconds"), "decisions": held}
    _write(out, json.dumps(whole, ensure_ascii=False, indent=2, default=_plain) + "\n")
    _write(readable, text + "\n")
    return f"{how_many(len(ids), 'decision')} written to {out} and {readable}.{also}"


def erase(settings: Settings, named: Matter, *, for_real: bool, workspace: bool) -> str:
    """Erase every text of the matter, or say what would go.

    Raises
    ------
    NothingFound : if the log holds nothing.
    """
    with the_log(settings, workspace=workspace) as (log, _):
        ids = _found(log, named)
        also = _also(log, ids)
        kinds = {each: [kind for _, kind, _ in log.texts_of(each)] for each in ids}
        if not any(kinds.values()):
            raise NothingFound(f"The texts of {how_many(len(ids), 'decision')} are gone already.{also}")
        if for_real:
            erased = log.erase_texts(ids, why="erasure_request", by=COMMAND_LINE)
            count = f"{how_many(erased.texts, 'text')} of {how_many(erased.decisions, 'decision')}"
            return f"{count} deleted; the log says so with each.{also}"
    lines = [f"{each}: {', '.join(of).replace('_', ' ')}" for each, of in kinds.items() if of]
    would_go = how_many(sum(len(of) for of in kinds.values()), "text")
    lines.append(f"{would_go} would go. Nothing was deleted: run it again with --for-real.{also}")
    return "\n".join(lines)


def _found(log: DecisionLog, named: Matter) -> list[str]:
    if named.decision is not None:
        try:
            return [the_one(log, named.decision)]
        except SetUpProblem as problem:
            raise NothingFound(str(problem)) from None
    ids = log.find_ids(case=named.case, message=named.message)
    if not ids:
        what = "case" if named.case is not None else "message"
        erased = " A case's reference goes when its texts are erased: try the decision's id." if named.case else ""
        raise NothingFound(f"The log holds no decision on that {what}.{erased}")
    return ids


def _held(log: DecisionLog, decision_id: str) -> dict[str, Any]:
    """Return the decision as it stands, its history with what people wrote, and the texts kept with the proposal."""
    return {
        "decision": log.get(decision_id).model_dump(mode="json"),
        "texts": {kind: body for event_id, kind, body in log.texts_of(decision_id) if event_id is None},
        "history": [event.model_dump(mode="json") for event in log.history(decision_id)],
    }


def _as_text(log: DecisionLog, decision_id: str) -> str:
    text = history_text(log.get(decision_id), log.history(decision_id))
    full = log.full_text(decision_id)
    return text if full is None else f"{text}\n\n    The message as it came: {full}"


def _also(log: DecisionLog, ids: Sequence[str]) -> str:
    linked = log.linked_with(ids)
    return f" Linked with it, and not part of this: {', '.join(linked)}." if linked else ""


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _write(path: Path, content: str) -> None:
    """Write a file in one piece, for this user alone: it holds what a resident wrote."""
    handle, draft = tempfile.mkstemp(dir=path.resolve().parent, prefix=".clausewise-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        Path(draft).replace(path.resolve())
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
