"""Holds a landlord's limit on how old a matter may be, and its discretion over late ones, against the Code's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from knowledge.clauses import find_clause
from knowledge.edition import MONTHS_TO_COMPLAIN, Edition
from knowledge.finding import Finding, Topic, Verdict
from knowledge.grounds import GROUNDS_CLAUSE, Ground
from knowledge.policies import PolicyLine

_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "eighteen": 18,
    "twenty-four": 24,
}
_DAYS_IN_A_MONTH = 365.25 / 12
_SPAN = re.compile(
    rf"\b(\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})[ -]?(?:\(\w+\) ?)?(?:of )?"
    r"(?:calendar |consecutive |full |whole )*(day|week|month|year)s?\b'?(?: time)?",
    re.IGNORECASE,
)
_OF_AGE = re.compile(
    r"\bago\b|\bold(?:er)?\b|\bafter\b|\bsince\b|\bwithin\b|\boccur\w*|\bhappen\w*|\barose\b|\barising\b|\bincident\b"
    r"|\bevents?\b|\bdelay\w*|\bpassed\b|\baware\b|\blate\b|\bpast\b|\bprior\b|\bbefore\b|\bearlier\b|\bhistoric",
    re.IGNORECASE,
)
# Times of something else than how old the matter is.
_NOT_OF_AGE = re.compile(
    r"\bescalat\w*|stage ?(?:2|two)|\breview\b|\bappeal|\barrears\b|\bour (?:\w+ )?(?:response|reply|decision|letter)\b"
    r"|\balready\b|\bpreviously considered\b|\bproceedings\b|\bwe (?:will|aim|shall)(?! not)"
    r"|\bfinal (?:response|decision|letter|reply)\b|\backnowledg\w+|\brespond\b"
    r"|\brepairs?\b|\btargets?\b|\btimescales?\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[.;:]\s|;|,? \bor\b (?!more|over|longer|later|older)|,? \band\b ", re.IGNORECASE)
_AWARE = re.compile(
    r"\baware\b|\bfound out\b|\bknew\b|\bknown\b|\bknowledge\b|\bcame to (?:light|their|your)\b|\blearn\w*",
    re.IGNORECASE,
)
_DISCRETION = re.compile(
    r"\bdiscretion\w*|\b(?:own|individual) merits\b|\bcase[- ]by[- ]case\b|\bindividual circumstances\b"
    r"|\bexceptions? (?:may|can|will|are)\b",
    re.IGNORECASE,
)
_NO_DISCRETION = re.compile(
    r"\bno (?:\w+ )?(?:discretion|exceptions?)|\bwithout (?:any )?(?:discretion|exception)"
    r"|\bnot (?:\w+ )?(?:any |our )?discretion|\beven (?:if|in|where)\b",
    re.IGNORECASE,
)
# These make room only where they stand beside the limit itself: elsewhere they speak of other things.
_DISCRETION_BESIDE = re.compile(r"\bexceptional\b|\bgood reasons?\b|\bunless\b|\bmay still\b|\bexcept\b", re.IGNORECASE)
_SOFT = re.compile(r"\busually\b|\bnormally\b|\bgenerally\b|\busual\b|\bnormal\b", re.IGNORECASE)

# The clause that asks for discretion over a late complaint; the 2022 Code, as far as it is held here, has none.
DISCRETION_CLAUSE: dict[Edition, str] = {Edition.CODE_2020: "4.10", Edition.CODE_2024: "2.3"}


class AgeLimit(BaseModel):
    """How old a matter may be, in months to the nearest, and the words that say so."""

    model_config = ConfigDict(frozen=True)
    months: int
    words: str


def parts_of(text: str) -> list[str]:
    """Return the alternatives and sentences a line is made of."""
    return _PARTS.split(text[:2_000])


def age_limit_in(text: str) -> AgeLimit | None:
    """Return the limit on a matter's age that `text` states ("12 months", "two years", "90 days"), or None."""
    for part in parts_of(text):
        if _OF_AGE.search(part) and not _NOT_OF_AGE.search(part) and (span := _SPAN.search(part)):
            many = _NUMBERS.get(span[1].casefold()) or float(span[1])
            unit = span[2].casefold()
            months = {"year": many * 12, "month": many, "week": many * 7 / _DAYS_IN_A_MONTH}.get(unit)
            return AgeLimit(months=round(many / _DAYS_IN_A_MONTH if months is None else months), words=span[0].strip())
    return None


def discretion_among(lines: Sequence[PolicyLine]) -> PolicyLine | None:
    """Return the first line that keeps a discretion, or None."""
    return next((line for line in lines if _leaves_room(line, _DISCRETION)), None)


def has_own_discretion(line: PolicyLine) -> bool:
    """Say whether a time limit has its discretion in the same line."""
    return _leaves_room(line, _DISCRETION) or _leaves_room(line, _DISCRETION_BESIDE)


def _leaves_room(line: PolicyLine, words: re.Pattern[str]) -> bool:
    return bool(words.search(line.text)) and not _NO_DISCRETION.search(line.text)


def age_findings(line: PolicyLine, limit: AgeLimit, discretion: PolicyLine | None, edition: Edition) -> list[Finding]:
    """Return what `edition` says of a limit on a matter's age, and of the discretion that goes with it."""
    allowed = MONTHS_TO_COMPLAIN[edition]
    inferred = " (six months is not in our source of this edition, which leaves its examples out)"
    code = f"{allowed} months{inferred if edition is Edition.CODE_2022 else ''}"
    if limit.months < allowed:
        verdict, why = Verdict.BEYOND_CODE, f"{limit.words} is shorter than the Code's {code}."
    elif limit.months > allowed:
        verdict, why = Verdict.BETTER_FOR_RESIDENTS, f"{limit.words} is longer than the Code's {code}."
    else:
        verdict, why = Verdict.KEEPS_TO_CODE, f"{limit.words} is the same as the Code's {code}."
        if re.search(rf"{re.escape(limit.words)} or (?:more|over|longer|later)", line.text, re.IGNORECASE):
            why = f"{why[:-1]}, save for a matter of exactly {limit.words}, which “or more” would turn away."
    why = why[0].upper() + why[1:]
    clauses = ("2.2", "2.3") if edition is Edition.CODE_2024 else (GROUNDS_CLAUSE[edition],)
    found = [_finding(Topic.TIME_LIMIT, line, clauses, edition, verdict, why, Ground.OUT_OF_TIME)]
    return found + _discretion(line, discretion, edition)


def _discretion(line: PolicyLine, discretion: PolicyLine | None, edition: Edition) -> list[Finding]:
    if discretion is not None:
        clause = DISCRETION_CLAUSE.get(edition, GROUNDS_CLAUSE[edition])
        why = "It leaves room to take a late complaint where there is good reason."
        return [_finding(Topic.DISCRETION, discretion, (clause,), edition, Verdict.KEEPS_TO_CODE, why)]
    if edition is Edition.CODE_2022:
        return []
    clause = DISCRETION_CLAUSE[edition]
    if edition is Edition.CODE_2020:
        why = "When, and by whom, discretion is used over a late complaint is not found in the policy."
        return [_finding(Topic.DISCRETION, None, (clause,), edition, Verdict.NOT_FOUND, why)]
    if _SOFT.search(line.text):
        why = (
            "Its words leave room, but that discretion is considered over a late complaint is not found in the policy."
        )
        return [_finding(Topic.DISCRETION, line, (clause,), edition, Verdict.NEEDS_PERSON, why)]
    why = (
        "As it stands it turns every late complaint away: a sentence on discretion, which has to be considered, is not "
        "found in the policy."
    )
    return [_finding(Topic.DISCRETION, line, (clause,), edition, Verdict.BEYOND_CODE, why)]


def awareness_findings(limits: Sequence[PolicyLine], discretion: PolicyLine | None, edition: Edition) -> list[Finding]:
    """Return whether the time also runs from when the resident became aware of the matter (2024 Code 2.3).

    `limits` are the policy's lines on how old a matter may be.
    """
    if edition is not Edition.CODE_2024 or not limits or any(_AWARE.search(line.text) for line in limits):
        return []
    if discretion and _AWARE.search(discretion.text):
        why = (
            "Somebody who found out later comes in only under the discretion, where the Code has the twelve months run "
            "from that day."
        )
        return [_finding(Topic.TIME_LIMIT, discretion, ("2.3",), edition, Verdict.NEEDS_PERSON, why)]
    why = "That the time may also run from when the resident became aware of the matter is not found in the policy."
    return [_finding(Topic.TIME_LIMIT, None, ("2.3",), edition, Verdict.NOT_FOUND, why)]


def _finding(
    topic: Topic,
    line: PolicyLine | None,
    clauses: tuple[str, ...],
    edition: Edition,
    verdict: Verdict,
    why: str,
    ground: Ground | None = None,
) -> Finding:
    quoted = tuple(find_clause(edition, number) for number in clauses)
    return Finding(topic=topic, line=line, ground=ground, clauses=quoted, verdict=verdict, why=why)
