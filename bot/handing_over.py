"""`clausewise handover`: one decision of the log as a form, printed or written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.failures import SetUpProblem
from bot.handover_form import handover, handover_json, handover_text
from bot.json_lines import BadInput, as_json
from bot.records.decision_log import DecisionNotFound
from bot.which_log import log_or_tried_out
from bot.whole_file import check_can_be_written, in_one_piece
from knowledge.policies import Policy, load_policy, shipped_policies

if TYPE_CHECKING:
    from bot.decisions import RecordedDecision
    from bot.records.decision_log import DecisionLog
    from bot.settings import Settings

SHORTEST = 8
"""How much of a decision's id its card shows."""


def hand_over(settings: Settings, decision: str, *, out: Path | None, json: bool, workspace: bool) -> str:
    """Return the form, or write it to `out` and say so.

    Raises
    ------
    BadInput, DecisionNotFound, SetUpProblem : for what cannot be used; each says what to do.
    """
    if out is not None:
        check_can_be_written(out, "case.txt")
        if out.suffix.casefold() not in {".txt", ".json"}:
            raise BadInput(f"The ending of {out} names no form: end the file's name in .txt or .json.")
    with log_or_tried_out(settings, workspace=workspace) as (log, note):
        recorded = named(log, decision)
    form = handover(recorded, policy=_policy(settings, recorded.decision.policy))
    structured = json or (out is not None and out.suffix.casefold() == ".json")
    content = as_json(handover_json(form)) if structured else handover_text(form)
    if out is None:
        return content
    try:
        with in_one_piece(out) as draft:
            draft.write_text(content + "\n", encoding="utf-8")
    except OSError as error:
        raise SetUpProblem(f"{out} cannot be written: {error.strerror}. Nothing was handed over.") from None
    return f"Decision {recorded.decision.id[:SHORTEST]} written to {out}{note}."


def named(log: DecisionLog, name: str) -> RecordedDecision:
    """Return the decision whose id is `name` or, as a card shows it, begins with it.

    Raises
    ------
    BadInput : if `name` is too short, or more than one decision's id begins with it.
    DecisionNotFound : if none does.
    """
    if (whole := log.find(name)) is not None:
        return whole
    if len(name) < SHORTEST:
        raise BadInput(f"{name!r} is too short for a decision: give at least the {SHORTEST} characters its card shows.")
    found = log.beginning_with(name)
    if len(found) > 1:
        raise BadInput(f"More than one decision begins with {name!r}: give more of it, as the export has it.")
    if not found:
        raise DecisionNotFound(
            f"The decision log holds no decision {name[:80]!r}. Its card names it in the last line; a decision of the "
            "local workspace is found with --workspace."
        )
    return found[0]


def _policy(settings: Settings, name: str | None) -> Policy | None:
    """Return the policy a decision was made under: the landlord's own, or one that is shipped."""
    own = load_policy(settings.policy) if settings.policy else None
    if own is not None and own.name == name:
        return own
    return load_policy(name) if name in shipped_policies() else None
