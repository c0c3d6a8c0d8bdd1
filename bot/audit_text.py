"""What was found of the log, as a person and as a program reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.how_many import how_many

if TYPE_CHECKING:
    from bot.anchors import KeptAnchors
    from bot.records.audit import Audit


def verdicts_in_words(found: Audit, given: int, kept: KeptAnchors) -> str:
    """Return the two verdicts, each on its line, and below them what they do not speak of.

    given : how many anchors were handed in, besides those kept.
    """
    unaltered = (
        f"yes. All {how_many(found.events, 'event')} and {how_many(found.texts, 'text')} are as they were written."
        if found.unaltered
        else f"NO. The first that is not as it was written: {found.altered}."
    )
    lines = [f"Unaltered: {unaltered}", f"Complete:  {_complete(found, given, kept)}"]
    if found.erased:
        lines.append(f"The texts of {how_many(found.erased, 'decision')} were erased, and the log says when and why.")
    if found.gone:
        gone = f"{how_many(found.gone, 'text')} {'is' if found.gone == 1 else 'are'} gone"
        lines.append(f"{gone} without a record of erasure (the first: {found.first_gone}).")
    if kept.of_other_logs:
        lines.append(f"Not used: {how_many(kept.of_other_logs, 'anchor')} in the file, of another database.")
    if kept.unreadable:
        lines.append(f"Not used: {how_many(kept.unreadable, 'line')} of the file of anchors, which cannot be read.")
    return "\n".join(lines)


def _complete(found: Audit, given: int, kept: KeptAnchors) -> str:
    if not found.complete:
        return f"NO. What shows it: {found.missing}."
    if found.anchored is None:
        return (
            "as far as the log itself can tell; without an anchor kept elsewhere a cut end does not show "
            "(`clausewise audit anchor` makes one)."
        )
    newer = found.events - found.anchored
    vouched = f"yes. The anchors vouch for the first {found.anchored:,} of {how_many(found.events, 'event')}"
    vouched += f"; what came after ({newer:,}) is there as far as the log itself can tell." if newer else "."
    if given:
        return vouched
    posted = any(each.posted_to and each.count == found.anchored for each in kept.anchors)
    where = "hold the log against the one in Slack with --anchor" if posted else "post one with --post, or note it down"
    # Whoever can cut the log can as a rule also write the file beside it.
    return f"{vouched} They are all from the file beside the log: {where}."


def verdicts_as_json(found: Audit, given: int, kept: KeptAnchors) -> str:
    return json.dumps(
        {
            "unaltered": found.unaltered,
            "complete": found.complete,
            "first_altered": found.altered,
            "first_missing": found.missing,
            "events": found.events,
            "texts": found.texts,
            "head": found.head,
            "events_anchored": found.anchored,
            "anchors_given": given,
            "anchors_kept": len(kept.anchors),
            "anchors_of_other_logs": kept.of_other_logs,
            "anchors_unreadable": kept.unreadable,
            "decisions_erased": found.erased,
            "texts_gone_without_record": found.gone,
            "first_gone": found.first_gone,
        }
    )
