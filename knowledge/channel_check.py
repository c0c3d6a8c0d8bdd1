"""Holds a landlord's list of the ways to complain against the Code, which has residents complain in any."""

from __future__ import annotations

import re

from knowledge.clauses import find_clause
from knowledge.edition import Edition
from knowledge.finding import Finding, Topic, Verdict
from knowledge.policies import PolicyLine

CHANNEL_CLAUSES: dict[Edition, tuple[str, ...]] = {
    Edition.CODE_2020: ("2.1",),
    Edition.CODE_2022: ("2.1",),
    Edition.CODE_2024: ("3.1", "3.2"),
}
# The usual ways, as the 2022 Code 2.1 names them.
_WAYS: dict[str, str] = {
    "in person": r"in person|face|visit|reception|verbal",
    "by telephone": r"phone|\bcall|verbal",
    "in writing": r"letter|\bpost\b|writing|written",
    "by email": r"e-?mail",
    "online": r"online|website|web|portal|digital|\bapp\b",
}
_ANY_WAY = r"\b(?:all|any) (?:forms?|ways?|means|routes?|methods?|channels?)\b"
_ANY_STAFF = r"any (?:member of (?:our |the )?)?(?:staff|officer|employee|colleague)"


def channel_findings(channels: tuple[str, ...], edition: Edition) -> list[Finding]:
    """Return what the list of channels leaves out."""
    text = "; ".join(channels)
    line = PolicyLine(paragraph=None, text=text) if text else None

    def finding(verdict: Verdict, why: str) -> list[Finding]:
        clauses = tuple(find_clause(edition, number) for number in CHANNEL_CLAUSES[edition])
        return [Finding(topic=Topic.CHANNELS, line=line, clauses=clauses, verdict=verdict, why=why)]

    if line is None:
        return finding(Verdict.NOT_FOUND, "A list of the ways to complain is not found in the policy.")
    any_way = bool(re.search(_ANY_WAY, text, re.IGNORECASE))
    missing = [way for way, words in _WAYS.items() if not any_way and not re.search(words, text, re.IGNORECASE)]
    if len(channels) == 1 and len(missing) >= len(_WAYS) - 1:
        why = "There is only one way to complain, where the Code has residents complain through different channels."
        return finding(Verdict.BEYOND_CODE, why)
    if edition is Edition.CODE_2024 and not re.search(_ANY_STAFF, text, re.IGNORECASE):
        missing.append("to any member of staff")
    if missing:
        return finding(Verdict.NOT_FOUND, f"Not found in the policy's list of ways to complain: {', '.join(missing)}.")
    return finding(Verdict.KEEPS_TO_CODE, "The list names every usual way to complain.")
