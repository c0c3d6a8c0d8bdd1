"""What a ground of exclusion rests on: the paragraph of the landlord's policy, or the clause of the Code."""

from __future__ import annotations

import re

from knowledge.edition import MONTHS_TO_COMPLAIN, Edition
from knowledge.grounds import CODE_GROUNDS, GROUNDS_CLAUSE, Ground
from knowledge.policies import Policy, PolicyExclusion

LONGEST_POLICY_QUOTE = 260
_LONGEST_PARAGRAPH = 60
_NOT_COVERED = "This is one of the things that our complaints policy does not cover."
_PIECE = re.compile(r"(?<=[.;])\s+")
# Rules that ended on 1 October 2022; no edition's letter may send a resident that way.
_ENDED = re.compile(r"\bdesignated persons?\b|\b(?:eight|8) weeks\b", re.IGNORECASE)
# Square brackets are for what a person has to fill, and the quotation has marks of its own.
_OTHER_MARKS = str.maketrans({"[": "(", "]": ")", "“": "‘", "”": "’", '"': "'"})


def rests_on(edition: Edition, ground: Ground, policy: Policy | None) -> str:
    """Say which clause, or which paragraph of the landlord's policy, is behind `ground`; empty if none is on file."""
    line = policy_line(edition, ground, policy)
    if line is not None and policy is not None:
        paragraph = f"paragraph {line.paragraph}: " if line.paragraph else ""
        return f"{policy.landlord}, complaints policy, {paragraph}“{line.text}”"
    return f"{edition.code} {GROUNDS_CLAUSE[edition]}" if ground in CODE_GROUNDS else ""


def basis_for_resident(edition: Edition, ground: Ground, policy: Policy | None) -> list[str]:
    """Say the same to the resident, one sentence each; a paragraph that is not on file is left for a person to fill."""
    line = policy_line(edition, ground, policy)
    if line is not None:
        where = f"Paragraph {line.paragraph[:_LONGEST_PARAGRAPH]} says" if line.paragraph else "It says"
        return [_NOT_COVERED, f"{where}: “{_opening_words(line.text)}”."]
    if ground in CODE_GROUNDS:
        clause = f"{edition.code} {GROUNDS_CLAUSE[edition]}"
        return [f"The Housing Ombudsman's rules for landlords, the Complaint Handling Code, allow this ({clause})."]
    return [_NOT_COVERED, "It says: [the words of our policy, and the paragraph they stand in]."]


def policy_line(edition: Edition, ground: Ground, policy: Policy | None) -> PolicyExclusion | None:
    """Return the policy's paragraph for `ground`, but not a time limit shorter than the Code allows."""
    if policy is None:
        return None
    limit = policy.time_limit
    if ground is Ground.OUT_OF_TIME and limit and limit.months < MONTHS_TO_COMPLAIN[edition]:
        return None
    return policy.exclusion_for(ground)


def _opening_words(text: str) -> str:
    """Return how a paragraph begins, in whole sentences where they fit, and without a rule that has ended."""
    plain = " ".join(text.split()).translate(_OTHER_MARKS)
    kept = ""
    for piece in _PIECE.split(plain):
        if len(kept) + len(piece) >= LONGEST_POLICY_QUOTE or _ENDED.search(piece):
            break
        kept = f"{kept} {piece}".strip()
    if kept:
        return kept.rstrip(".;")
    cut = _ENDED.split(plain)[0][:LONGEST_POLICY_QUOTE]
    at_comma = cut.rpartition(",")[0]
    return f"{at_comma if len(at_comma) > len(cut) // 2 else cut.rpartition(' ')[0]} …"
