"""How one matter is named on the command line: by a decision, a case, or a message in Slack."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

from bot.json_lines import BadInput

_PERMALINK = re.compile(r"https://[^/\s]+/archives/([A-Z0-9]+)/p(\d{7,20})(?:[?#]\S*)?")


class Matter(BaseModel):
    """How one matter is named; exactly one way of it."""

    model_config = ConfigDict(frozen=True)
    decision: str | None = None
    case: str | None = None
    message: tuple[str | None, str, str] | None = None
    """Team (None: any), channel and `ts` in Slack."""


def matter_named(
    decision: str | None, case: str | None, link: str | None, team: str | None, channel: str | None, ts: str | None
) -> Matter:
    """Return what the options of the command name.

    Raises
    ------
    BadInput : unless they name it in exactly one way, and a link is one to a message in Slack.
    """
    message = (team, channel, ts) if channel and ts else None
    if (channel is None) != (ts is None) or (team is not None and message is None):
        raise BadInput("Give --channel and --ts together; --team goes with them.")
    if link is not None:
        found = _PERMALINK.fullmatch(link.strip())
        if found is None:
            raise BadInput("--message takes the link that Slack copies: https://….slack.com/archives/C…/p….")
        if message is not None:
            raise BadInput("Give --message, or --channel and --ts, not both.")
        message = (team, found[1], f"{found[2][:-6]}.{found[2][-6:]}")
    named = Matter(decision=decision, case=case, message=message)
    if sum(way is not None for way in (decision, case, message)) != 1:
        raise BadInput("Name the matter in one way: a decision's id, --case, --message, or --channel and --ts.")
    return named
