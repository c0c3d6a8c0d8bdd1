"""When a matter happened and how far back the time limit goes, in plain words for the resident."""

from __future__ import annotations

import re
from datetime import date

from bot.decisions import RecordedDecision
from classifier.dates import months_before, older_than
from classifier.prediction import FoundDate

_SINCE = re.compile(r"\b(?:since|from|for)\b", re.IGNORECASE)
# A day named with one of these is when something else began than what the resident is unhappy with.
_ANOTHER_EVENT = re.compile(
    r"\bmoved (?:in|here)\b|\blived? (?:here|at)\b|\btenan(?:t|cy)\b|\bborn\b|\bgot the keys\b|\bbought\b",
    re.IGNORECASE,
)
_MOST_NAMED = 3


def in_time_words(found: FoundDate) -> str:
    """Return when it was: "on 14 March 2024", "in March 2024", "in 2023", "between June and August 2023"."""
    first, last = found.earliest, found.latest
    if first == last:
        return f"on {plain_day(first)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"in {first:%B %Y}"
    if first.year != last.year:
        return f"between {first:%B %Y} and {last:%B %Y}"
    whole_year = first.month == 1 and last.month == 12  # noqa: PLR2004 - January to December
    return f"in {first.year}" if whole_year else f"between {first:%B} and {last:%B %Y}"


def plain_day(day: date) -> str:
    """Return a day as a letter says it: "3 November 2025"."""
    return f"{day.day} {day:%B %Y}"


def why_out_of_time(recorded: RecordedDecision, months: int, *, told: str = "You told us") -> list[str]:
    """Say when it happened, when the message came and what the limit is, one sentence each.

    The day is stated only where the message names one that is surely past the limit and no other; else a blank in
    square brackets names what was found, for a person to fill.
    """
    received_on = recorded.decision.message.received_on
    return [
        f"{told} this happened {_when(recorded, months)}.",
        f"We received your message on {plain_day(received_on)}.",
        f"The limit is {months} months, so we can go back as far as {plain_day(months_before(received_on, months))}.",
    ]


def past_the_limit(recorded: RecordedDecision, months: int) -> tuple[FoundDate, ...]:
    """Return the days in the message that lie past the limit on any reading."""
    decision = recorded.decision
    return older_than(decision.prediction.dates, decision.message.received_on, months)


def _when(recorded: RecordedDecision, months: int) -> str:
    message, dates = recorded.decision.message, recorded.decision.prediction.dates
    past = past_the_limit(recorded, months)
    named = list(dict.fromkeys(in_time_words(found) for found in dates if found.earliest <= message.received_on))
    if not past:
        return "[when it happened, or when they found out about it]"
    if len(named) > 1:
        listed = ", ".join(named[:_MOST_NAMED])
        return f"[when it happened: the message says {listed}]"
    if any(_may_be_another_event(message.text, found.words) for found in past):
        return f"[when it happened, and that it is over: the message says {named[0]}]"
    return named[0]


def _may_be_another_event(text: str, words: str) -> bool:
    """Say whether the day may be when something began that goes on, or when something else happened."""
    sentence = next((each for each in re.split(r"[.!?\n]", text) if words in each), words)
    before = sentence[: sentence.find(words)][-8:] if words in sentence else ""
    lead_in = f"{before} {words.split(maxsplit=1)[0]}" if words else before
    return bool(_SINCE.search(lead_in) or _ANOTHER_EVENT.search(sentence))
