"""Holds a landlord's definition of a complaint against the Code's, part by part and word by word."""

from __future__ import annotations

import re

from knowledge.clauses import find_clause
from knowledge.edition import Edition
from knowledge.finding import Finding, Topic, Verdict
from knowledge.policies import PolicyLine

CLAUSE = "1.2"  # The definition, in every edition.

# The parts of the Code's definition, and how to know them in other words. Source: 2020 Code 1.2; 2022 Code 1.2.
PARTS: dict[str, str] = {
    "an expression of dissatisfaction": r"dissatisf|unhapp",
    "however made": r"however (?:it is |they are )?(?:made|expressed)|(?:any|whatever) (?:form|means|way)"
    r"|(?:verbal|oral|spoken)\w*[^.;]{0,30}\b(?:written|in writing)|(?:written|in writing)[^.;]{0,30}\b(?:verbal|oral)",
    "the standard of service": r"(?:standard|quality|level|delivery)\b.*\bservice|\bservice.*\b(?:standard|quality)",
    "actions or lack of action": r"lack of action|\bin-?action|did or (?:did not|failed)|fail\w* to|omission",
    "its own staff": r"\bstaff\b|employees?\b|officers?\b|colleagues",
    "those acting on its behalf": r"on (?:its|our|their|(?:the )?[\w']+'s?) behalf|contractors?|\bagents?\b",
    "a group of residents": r"\bgroups?\b",
}

# Words that make the definition narrower, each unless the others stand beside it.
NARROWER: tuple[tuple[str, str, str], ...] = (
    (
        "it leaves out what is settled at once, which is a complaint all the same",
        r"not (?:been |be )?(?:resolved|settled|put right)[^,.;]{0,30}(?:immediate|straight ?away|on the spot"
        r"|at once|first|there and then|within)|(?:cannot|could not|can't) be (?:resolved|settled)",
        r"^\b$",
    ),
    (
        "“formal” shuts out what is said informally, and the Code has “however made”",
        r"\bformal(?:ly)?\b",
        r"formal(?:ly)? or informal|informal(?:ly)? or formal|not (?:have|need) to be formal",
    ),
    (
        "“written” shuts out what is said, and the Code has “however made”",
        r"\bwritten\b|\bin writing\b",
        r"(?:written|in writing),? (?:or|and|/)|(?:or|and|/) ?(?:written|in writing)|verbal|oral|spoken|however made",
    ),
    (
        "it asks that a response be required, which the Code does not",
        r"requir\w+ (?:a |an |our )?(?:\w+ )?(?:response|reply)",
        r"^\b$",
    ),
    (
        "it asks that the dissatisfaction be justified, which the Code does not",
        r"\b(?:justified|valid|genuine|legitimate|reasonable|substantiated)\b",
        r"\bwhether\b",
    ),
    (
        "it asks that the matter be serious, which the Code does not",
        r"\b(?:serious|significant|substantial)\b",
        r"\bnot limited to\b",
    ),
    (
        "it waits until the landlord has had a chance to put things right, which the Code does not",
        r"(?:after|once|following|despite)\b[^.;]*\b(?:chance|opportunity|attempt)",
        r"^\b$",
    ),
)

# Words that take in more than the Code's definition does.
WIDER: dict[str, str] = {
    "concern": r"\bconcerns?\b",
    "whether justified or not": r"whether (?:or not )?(?:it is )?justified",
    "cost": r"\bcosts?\b",
    "customers who are no residents": r"\bcustomers?\b",
}

# Words of the editions before 2024 where its definition has others (the note of 2024 Code 1.2 tells which).
BEFORE_2024: dict[str, str] = {
    "“the organisation” for the landlord": r"\bthe organi[sz]ation\b",
    "“an individual resident” for a resident": r"\bindividual (?:resident|tenant|customer)",
}


def definition_findings(definition: PolicyLine | None, edition: Edition) -> list[Finding]:
    """Return what `edition` says of the policy's definition of a complaint."""

    def finding(verdict: Verdict, why: str) -> Finding:
        clause = find_clause(edition, CLAUSE)
        return Finding(topic=Topic.DEFINITION, line=definition, clauses=(clause,), verdict=verdict, why=why)

    if definition is None:
        return [finding(Verdict.NOT_FOUND, "A definition of a complaint is not found in the policy.")]
    text = definition.text.replace("’", "'")
    said = [
        finding(Verdict.BEYOND_CODE, f"Narrower than the Code's definition: {what}.")
        for what, words, unless in NARROWER
        if _has(words, text) and not _has(unless, text)
    ]
    if missing := [part for part, words in PARTS.items() if not _has(words, text)]:
        why = f"Narrower than the Code's definition, which it has to use: {_quoted(missing)} not found in it."
        said.append(finding(Verdict.BEYOND_CODE, why))
    if _has(r"\btenants?\b", text) and not _has(r"resident|customer|leaseholder", text):
        why = "It speaks of tenants where the Code has residents: a person must read whether leaseholders are left out."
        said.append(finding(Verdict.NEEDS_PERSON, why))
    older = [what for what, words in BEFORE_2024.items() if _has(words, text)]
    if edition is Edition.CODE_2024 and older:
        why = f"It has words of an earlier edition, where this one prescribes its own: {', '.join(older)}."
        said.append(finding(Verdict.NEEDS_PERSON, why))
    if wider := [what for what, words in WIDER.items() if _has(words, text)]:
        why = f"It takes in more than the Code's definition asks: {', '.join(wider)}."
        said.append(finding(Verdict.BETTER_FOR_RESIDENTS, why))
    return said or [
        finding(Verdict.KEEPS_TO_CODE, "Every part of the Code's definition is in it, and nothing narrows it.")
    ]


def _has(words: str, text: str) -> bool:
    return bool(re.search(words, text, re.IGNORECASE))


def _quoted(parts: list[str]) -> str:
    return ", ".join(f"“{part}”" for part in parts) + (" is" if len(parts) == 1 else " are")
