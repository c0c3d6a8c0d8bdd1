"""A policy held against the Code, as text for a terminal and as JSON."""

from __future__ import annotations

import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

from bot.clean_text import printable
from bot.json_lines import as_json
from bot.plain_text import WIDTH
from knowledge.clauses import Clause, load_edition
from knowledge.edition import Edition
from knowledge.exclusion_list import read_exclusion_list
from knowledge.finding import Finding, PolicyCheck, Verdict
from knowledge.grounds import GROUND_NAMES
from knowledge.list_lines import SUFFIXES, ExclusionListUnreadable
from knowledge.policies import load_policy, shipped_policies
from knowledge.policy_check import check_exclusion_list, check_policy

VERDICT_NAMES: dict[Verdict, str] = {
    Verdict.BEYOND_CODE: "Goes further than the Code allows",
    Verdict.NEEDS_PERSON: "Cannot be told: a person must read it",
    Verdict.OWN_GROUND: "The landlord's own: allowed only if fair and reasonable, judged on its merits each time",
    Verdict.NOT_FOUND: "Not found in the policy",
    Verdict.BETTER_FOR_RESIDENTS: "Better for residents than the Code asks",
    Verdict.KEEPS_TO_CODE: "Keeps to the Code",
}
_POLICY_FILES = {"", ".yaml", ".yml"}


def policy_check(policy_or_file: str, edition: Edition, *, json: bool) -> tuple[str, bool]:
    """Return the check of a policy as text (or as one JSON object), and whether anything goes beyond the Code.

    `policy_or_file` is a shipped policy's name, the path of a policy file (YAML), or that of a plain list of exclusions
    (.txt in UTF-8, or .docx).

    Raises
    ------
    PolicyNotFound : if there is no such policy, or the YAML file holds none.
    ExclusionListUnreadable : if the list cannot be read.
    """
    check = _check(policy_or_file, edition)
    text = as_json(policy_check_as_json(check, edition)) if json else printable(policy_check_text(check, edition))
    return text, bool(check.beyond)


def _check(policy_or_file: str, edition: Edition) -> PolicyCheck:
    suffix = Path(policy_or_file).suffix.casefold()
    if policy_or_file in shipped_policies() or suffix in _POLICY_FILES:
        return check_policy(load_policy(policy_or_file), edition)
    if suffix in SUFFIXES:
        return check_exclusion_list(read_exclusion_list(Path(policy_or_file)), edition)
    raise ExclusionListUnreadable(
        f"{policy_or_file[:80]!r} is no policy that can be checked. Give a name ({', '.join(shipped_policies())}), "
        "a policy file (.yaml), or a list of exclusions (.txt or .docx)."
    )


def policy_check_text(check: PolicyCheck, edition: Edition) -> str:
    """Return the findings as a person reads them, the breaches first; a clause's words stand where it first comes."""
    parts = [_headline(check, edition)]
    ordered = [finding for verdict in Verdict for finding in check.findings if finding.verdict is verdict]
    given_at: dict[str, int] = {}
    verdict = None
    for number, finding in enumerate(ordered, start=1):
        if finding.verdict is not verdict:
            verdict = finding.verdict
            count = sum(other.verdict is verdict for other in ordered)
            parts.append(f"\n{VERDICT_NAMES[verdict].upper()} ({count})")
        parts.append(_finding_text(number, finding, given_at))
    parts.append(_closing(check, edition))
    return "\n".join(parts)


def _headline(check: PolicyCheck, edition: Edition) -> str:
    many = len(check.beyond)
    further = "nothing goes" if not many else "1 finding goes" if many == 1 else f"{many} findings go"
    what = "list of exclusions" if check.only_exclusions else "complaints policy"
    whose = check.name if check.only_exclusions or not check.landlord else check.landlord
    headline = f"{whose}, {what}, against the {edition.code}: {further} further than the Code allows."
    return f"{textwrap.fill(headline, WIDTH)}\n{textwrap.fill(f'Read from: {check.source}', WIDTH)}"


def _finding_text(number: int, finding: Finding, given_at: dict[str, int]) -> str:
    about = finding.topic.value.replace("_", " ").capitalize()
    ground = f", {GROUND_NAMES[finding.ground].lower()}" if finding.ground else ""
    where = f" ({finding.line.paragraph})" if finding.line and finding.line.paragraph else ""
    lines = [f"{number:3}. {about}{ground}{where}"]
    if finding.line:
        lines.append(_indented(f"Policy: “{finding.line.text}”"))
    first, *others = finding.clauses
    if first.reference in given_at:
        lines.append(_indented(f"Code:   {first.reference} (its words are at {given_at[first.reference]} above)"))
    else:
        given_at[first.reference] = number
        lines.append(_indented(f"Code:   {first.reference}{_kind(first)}: {' '.join(first.words.split())}"))
    if others:
        lines.append(_indented(f"See also {', '.join(clause.reference for clause in others)}."))
    lines.append(_indented(f"Why:    {finding.why}"))
    lines += [_indented(f"Note:   {finding.note}")] if finding.note else []
    return "\n".join(lines)


def _kind(clause: Clause) -> str:
    notes = [
        *(["summary in our own words, not the Code's wording"] if clause.summary else []),
        *(["not every word of it was read"] if not clause.verified else []),
        *(["not whole in our source"] if not clause.complete else []),
    ]
    return f" ({'; '.join(notes)})" if notes else ""


def _indented(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=" " * 5, subsequent_indent=" " * 13)


def _closing(check: PolicyCheck, edition: Edition) -> str:
    loaded = load_edition(edition)
    counts = Counter(finding.verdict for finding in check.findings)
    lines = [
        "",
        "; ".join(f"{VERDICT_NAMES[verdict]}: {counts[verdict]}" for verdict in Verdict if counts[verdict]) + ".",
    ]
    if check.only_exclusions:
        lines.append(
            "Only a list of exclusions was read: nothing is said of the definition, the times or the ways to complain."
        )
    if check.passed_over:
        lines.append(f"{check.passed_over} other lines are neither exclusions nor known here, and were passed over.")
    lines.append("What is not found in what was read may stand elsewhere in the landlord's policy.")
    lines.append("Clausewise reads words; whether a policy keeps to the Code, a person decides.")
    lines.append(" ".join(part for part in (loaded.attribution, loaded.official_page) if part))
    return "\n".join(textwrap.fill(line, WIDTH) for line in lines)


def policy_check_as_json(check: PolicyCheck, edition: Edition) -> dict[str, Any]:
    """Return the check for another program, the findings in the policy's own order."""
    counts = Counter(finding.verdict for finding in check.findings)
    return {
        "policy": check.name,
        "landlord": check.landlord,
        "source": check.source,
        "edition": edition.value,
        "goes_beyond_code": bool(check.beyond),
        "only_exclusions": check.only_exclusions,
        "passed_over": check.passed_over,
        "counts": {verdict.value: counts[verdict] for verdict in Verdict},
        "findings": [_finding_as_json(finding) for finding in check.findings],
    }


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "topic": finding.topic.value,
        "verdict": finding.verdict.value,
        "paragraph": finding.line.paragraph if finding.line else None,
        "text": finding.line.text if finding.line else None,
        "ground": finding.ground.value if finding.ground else None,
        "why": finding.why,
        "note": finding.note,
        "clauses": [
            {
                "edition": clause.edition.value,
                "id": clause.id,
                "reference": clause.reference,
                "text": clause.words,
                "summary": clause.summary,
                "verified": clause.verified,
                "complete": clause.complete,
            }
            for clause in finding.clauses
        ],
    }
