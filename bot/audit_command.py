"""`clausewise audit`: is the log what was written, what to keep elsewhere to show it, what happened to a decision."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot import local_time
from bot.anchors import KeptAnchor, in_words, keep_if_new, kept_anchors, post, read_anchor
from bot.audit_text import verdicts_as_json, verdicts_in_words
from bot.failures import SetUpProblem
from bot.history_text import history_text
from bot.progress import progress_bar
from bot.which_log import the_log

if TYPE_CHECKING:
    from bot.records.decision_log import DecisionLog
    from bot.settings import Settings


def verify(settings: Settings, anchors: Sequence[str], *, as_json: bool, workspace: bool) -> tuple[str, bool]:
    """Return what to say of the log, and whether both verdicts hold."""
    given = [read_anchor(written) for written in anchors]
    with the_log(settings, workspace=workspace) as (log, folder):
        kept = kept_anchors(folder, log.name)
        to_come = log.anchor().count
        with progress_bar() as progress:
            found = log.verify(
                [*given, *(each.anchor for each in kept.anchors)],
                seen=lambda done: progress("Verifying", done, max(to_come, done)),
            )
    say = verdicts_as_json if as_json else verdicts_in_words
    return say(found, len(given), kept), found.unaltered and found.complete


def anchor(settings: Settings, channel: str | None, *, workspace: bool) -> str:
    """Keep where the log ends now, and post it if a channel is named; returns it in words.

    Raises
    ------
    SetUpProblem : if the log is empty, or Slack cannot be reached or does not take it.
    """
    with the_log(settings, workspace=workspace) as (log, folder):
        new = keep_if_new(log, folder, local_time.now())
    if new is None:
        raise SetUpProblem("The log holds no event yet, so there is nothing to anchor.")
    if channel is not None:
        _post(settings, channel, folder, new)
    return in_words(new) + (f"\nPosted to {channel}." if channel else "")


def _post(settings: Settings, channel: str, folder: Path, new: KeptAnchor) -> None:
    from slack_sdk.errors import SlackApiError, SlackClientError

    from bot.app import slack_client

    if settings.slack_bot_token is None:
        raise SetUpProblem("CLAUSEWISE_SLACK_BOT_TOKEN is not set. `clausewise doctor` says how to get it.")
    client = slack_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    try:
        post(client, channel, folder, new)
    except (SlackClientError, OSError) as error:
        why = error.response.get("error") if isinstance(error, SlackApiError) else type(error).__name__
        raise SetUpProblem(
            f"The anchor is kept but Slack did not take it ({why}). Give the channel's id and invite the bot to it."
        ) from None


def history(settings: Settings, decision: str, *, workspace: bool) -> str:
    """Return all that happened to a decision, in plain words."""
    with the_log(settings, workspace=workspace) as (log, _):
        decision_id = the_one(log, decision)
        return history_text(log.get(decision_id), log.history(decision_id))


def the_one(log: DecisionLog, decision: str) -> str:
    """Return the id that is written in full or by its first characters.

    Raises
    ------
    SetUpProblem : if no decision, or more than one, begins so.
    """
    start = decision.strip().lower()
    found = log.find_ids(start=start) if start else []
    if start in found:
        return start
    if len(found) != 1:
        which = "no decision" if not found else f"{len(found)} decisions"
        raise SetUpProblem(
            f"The log holds {which} whose id begins with {decision[:40]!r}. Copy it from the card or from an export; "
            "a decision of the local workspace is found with --workspace."
        )
    return found[0]
