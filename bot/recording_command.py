"""What `clausewise record` does: the fields checked, kept in one go, and said back in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot import local_time
from bot.clean_text import printable
from bot.decisions import DISCRETION_RESULTS, OMBUDSMAN_RESULTS, Origin
from bot.evidence_words import known_in_words
from bot.json_lines import BadInput, read_day
from bot.recording import MOST_REASON, Entries, Faulty, evidence_from
from bot.records.opening import open_log
from bot.records.reading import DecisionNotFound
from bot.settings import workspace_log_url

if TYPE_CHECKING:
    from bot.settings import Settings

_CHOICES = {
    "discretion": DISCRETION_RESULTS,
    "ombudsman_result": OMBUDSMAN_RESULTS,
    "came_from": tuple(origin.value for origin in Origin),
}
_WORDS = ("discretion_reason", "linked_to", "case", *_CHOICES)


def record_entries(settings: Settings, name: str, given: dict[str, Any], *, by: str, workspace: bool) -> str:
    """Keep what is given for the decision whose id begins with `name`, and say what is recorded of it now.

    Raises
    ------
    BadInput : if nothing is given, or something that cannot be kept.
    DecisionNotFound : if there is no such decision.
    """
    entries = _read(given)
    url = workspace_log_url(settings.home) if workspace else settings.log_url
    log = open_log(url, key=settings.log_key)
    try:
        before = log.find_named(name)
        at = local_time.now()
        found = evidence_from(entries, before, find=log.find_named, today=at.date(), by=by, at=at)
        after = log.add_all_evidence(before.decision.id, found)
    except DecisionNotFound as error:
        elsewhere = "" if workspace else " A decision of the local workspace is found with --workspace."
        raise DecisionNotFound(f"{error}{elsewhere}") from None
    except Faulty as faulty:
        field, problem = next(iter(faulty.problems.items()))
        raise BadInput(f"{_option(field)}: {problem} Nothing was recorded.") from None
    finally:
        log.close()
    heading = "Recorded" if len(after.evidence) > len(before.evidence) else "Nothing new; all of it was recorded"
    lines = [f"{heading}. Decision {after.decision.id[:8]} now has:", *known_in_words(after.evidence)]
    return "\n  ".join(lines)


def _read(given: dict[str, Any]) -> Entries:
    named = {field: value for field, value in given.items() if value is not None}
    if not named:
        raise BadInput("Say what to record, for example: clausewise record 1a2b3c4d --acknowledged 2025-12-05")
    for field, value in named.items():
        if field in _CHOICES and value not in _CHOICES[field]:
            raise BadInput(f"{_option(field)} is one of {', '.join(_CHOICES[field])}, not {str(value)[:40]!r}.")
        if field in _WORDS:
            named[field] = _words(field, value)
        elif field != "ombudsman_right":
            named[field] = read_day(value, _option(field))
    return Entries(**named)


def _words(field: str, value: str) -> str:
    said = printable(value).strip()
    if not said or len(said) > MOST_REASON:
        raise BadInput(f"{_option(field)} needs words, at most {MOST_REASON:,} characters.")
    return said


def _option(field: str) -> str:
    return f"--{field.replace('_', '-')}"
