"""The parts that sentences about figures are made of."""

from __future__ import annotations

from typing import NamedTuple

from bot.evidence.figures import DeclinedOnGround, Figures
from bot.evidence.sample_cases import Sample
from bot.evidence.shares import Share
from bot.time_limit import plain_day
from knowledge.grounds import GROUND_NAMES

NONE_DECLINED = "No matter was declined in the period."
NONE_DECIDED = "No matter was decided in the period."


class Commentary(NamedTuple):
    """The sentences on one subject; `not_shown` says where the log ends."""

    sentences: list[str]
    not_shown: str
    sample: Sample | None = None


def n_of(count: int, noun: str) -> str:
    """Say a number of things: "1 matter", "2 matters"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def share_of(share: Share, plural: str) -> str:
    """Say a share of things: "38 of 40 complaints (95%)"."""
    percent = "" if share.percent is None else f" ({share.percent:g}%)"
    return f"{share.count:,} of {share.of:,} {plural}{percent}"


def was(share: Share) -> str:
    return "was" if share.count == 1 else "were"


def between(figures: Figures) -> str:
    """Say the period: "1 April 2025 and 31 March 2026"."""
    first = "the first decision" if figures.from_on is None else plain_day(figures.from_on)
    return f"{first} and {plain_day(figures.to_on or figures.counted_on)}"


def ground_words(declined: DeclinedOnGround) -> str:
    """Say one ground with its count and what it rests on."""
    return f"{GROUND_NAMES[declined.ground].lower()} {declined.count:,} ({'; '.join(declined.rests_on)})"


def declined_words(figures: Figures) -> str:
    """Say how many matters were declined, of how many, and on which grounds."""
    by_ground = ", ".join(f"{GROUND_NAMES[each.ground].lower()} {each.count:,}" for each in figures.declined_by_ground)
    matters = "matters put to us as complaints or expressing dissatisfaction"
    return f"We declined {share_of(figures.declined, matters)}: {by_ground}."
