"""Holds a landlord's complaints policy against an edition of the Code, line by line.

What is looked at is what was handed in. What it does not hold is "not found in the policy": whether the landlord has it
somewhere else is not known here.
"""

from __future__ import annotations

from knowledge.age_check import (
    AgeLimit,
    age_findings,
    age_limit_in,
    awareness_findings,
    discretion_among,
    has_own_discretion,
    parts_of,
)
from knowledge.channel_check import channel_findings
from knowledge.clauses import Clause, find_clause
from knowledge.definition_check import definition_findings
from knowledge.edition import Edition
from knowledge.exclusion_list import ExclusionList
from knowledge.finding import Finding, PolicyCheck, Topic, Verdict
from knowledge.grounds import CODE_GROUNDS, GROUNDS_CLAUSE, Ground
from knowledge.policies import Policy, PolicyLine
from knowledge.policy_rules import LineKind, main_rule, policy_rules, rules_beside
from knowledge.response_time_check import response_time_findings

# The clause that has a complaint accepted unless there is a valid reason, and those a refusal to escalate has to meet.
ACCEPT_UNLESS: dict[Edition, str] = {Edition.CODE_2020: "1.4", Edition.CODE_2022: "1.7", Edition.CODE_2024: "2.1"}
ESCALATE_UNLESS: dict[Edition, str] = {Edition.CODE_2020: "4.11", Edition.CODE_2022: "4.14", Edition.CODE_2024: "5.11"}

# What a reason for not escalating comes to that is none of the policy's exclusions.
_OTHER_REFUSAL: dict[Edition, tuple[Verdict, str]] = {
    Edition.CODE_2020: (
        Verdict.NEEDS_PERSON,
        "A refusal to escalate needs a clear and valid reason, and whether this is one turns on the case at hand.",
    ),
    Edition.CODE_2022: (
        Verdict.BEYOND_CODE,
        "It is none of the policy's reasons for not accepting a complaint, and a reason for not escalating has to be.",
    ),
    Edition.CODE_2024: (
        Verdict.OWN_GROUND,
        "A reason for not escalating has to meet the rules on exclusions, so it holds only on the merits of the case.",
    ),
}

# What a policy has to say somewhere: the topic, its clauses, and how it is called where it is not found.
_EXPECTED: tuple[tuple[Topic, dict[Edition, tuple[str, ...]], str], ...] = (
    (
        Topic.EXPLANATION,
        {Edition.CODE_2020: ("1.6",), Edition.CODE_2022: ("1.9",), Edition.CODE_2024: ("2.4",)},
        "That a resident whose complaint is not accepted is told why",
    ),
    (
        Topic.OMBUDSMAN,
        {Edition.CODE_2020: ("1.7",), Edition.CODE_2022: ("1.9",), Edition.CODE_2024: ("2.4",)},
        "That a resident may take a decision not to accept the complaint to the Ombudsman",
    ),
    (
        Topic.REPRESENTATIVES,
        {Edition.CODE_2020: ("4.3",), Edition.CODE_2022: ("1.3", "4.5"), Edition.CODE_2024: ("1.3", "3.6")},
        "That a representative may complain for a resident",
    ),
)


def check_policy(policy: Policy, edition: Edition) -> PolicyCheck:
    """Return what `edition` says of the policy, line by line, in the policy's order."""
    found = definition_findings(policy.definition, edition)
    found += _age_and_exclusions(policy, edition)
    for refusal in policy.escalation_refusals:
        found += _not_escalated(refusal, policy, edition)
    found += channel_findings(policy.channels, edition)
    for channel in policy.channels:
        found += _process(PolicyLine(paragraph=None, text=channel), LineKind.CHANNEL, edition)
    for sentence in policy.process:
        found += _process(sentence, LineKind.PROCESS, edition)
    found += response_time_findings(policy, edition)
    found += _not_found(found, edition, _EXPECTED)
    return PolicyCheck(
        name=policy.name,
        landlord=policy.landlord,
        source=policy.source,
        only_exclusions=False,
        findings=_once(found),
    )


def _age_and_exclusions(policy: Policy, edition: Edition) -> list[Finding]:
    found: list[Finding] = []
    limit = policy.time_limit
    kept = limit.discretion if limit else None
    discretion = kept or discretion_among([*policy.exclusions, *policy.process])
    if limit:
        stated = age_limit_in(limit.text) or AgeLimit(months=limit.months, words=f"{limit.months} months")
        if stated.months != limit.months:
            why = f"The file gives {limit.months} months, and the policy's words say {stated.words}."
            clauses = _clauses(edition, (GROUNDS_CLAUSE[edition],))
            found.append(
                Finding(topic=Topic.TIME_LIMIT, line=limit, clauses=clauses, verdict=Verdict.NEEDS_PERSON, why=why)
            )
        found += age_findings(limit, stated, discretion, edition)
    # A paragraph that is quoted both as the time limit and among the exclusions is looked at once.
    once = {limit.text if limit else "", kept.text if kept else ""}
    for line in policy.exclusions:
        if any(line.text in quoted for quoted in once):
            found += _beside(line, LineKind.EXCLUSION, line.ground, edition)
        else:
            found += _excluded(line, line.ground, discretion, edition, given=True)
    aged = [line for line in policy.exclusions if line.ground is Ground.OUT_OF_TIME and age_limit_in(line.text)]
    return found + awareness_findings([*([limit] if limit else []), *aged], discretion, edition)


def check_exclusion_list(listed: ExclusionList, edition: Edition) -> PolicyCheck:
    """Return what `edition` says of each line of a list of exclusions. Nothing is said of the rest of the policy."""
    found: list[Finding] = []
    for line in listed.lines:
        if line.kind is LineKind.PROCESS:
            found += _process(line, LineKind.PROCESS, edition)
        else:
            found += _excluded(line, line.ground, listed.discretion, edition, given=False)
    limits = [line for line in listed.lines if line.age_limit]
    found += awareness_findings(limits, listed.discretion, edition)
    found += _not_found(found, edition, _EXPECTED[:2])
    return PolicyCheck(
        name=listed.name,
        landlord=None,
        source=listed.name,
        only_exclusions=True,
        passed_over=listed.passed_over,
        findings=_once(found),
    )


def _excluded(
    line: PolicyLine, ground: Ground | None, discretion: PolicyLine | None, edition: Edition, *, given: bool
) -> list[Finding]:
    """Return the findings on an exclusion. `given`: its ground was set by a person and not read from its words."""
    rule = main_rule(line.text, LineKind.EXCLUSION, ground if given else None)
    found = [rule.finding(line, edition)] if rule else []
    limit = age_limit_in(line.text)
    if limit and (not given or ground in {None, Ground.OUT_OF_TIME}):
        on_age = age_findings(line, limit, line if has_own_discretion(line) else discretion, edition)
        found = on_age if rule is None or rule.ground not in CODE_GROUNDS - {Ground.OUT_OF_TIME} else found + on_age
    if not given:
        found += _other_grounds(line, {finding.ground for finding in found}, edition)
    beside = _beside(line, LineKind.EXCLUSION, ground, edition)
    # "Legal action threatened or started" is one line: what is too wide in it is not also right.
    too_wide = {finding.ground for finding in beside if finding.verdict is Verdict.BEYOND_CODE and finding.ground}
    found = [finding for finding in found if finding.ground not in too_wide] + beside
    return found or [_unknown(line, ground, edition)]


def _other_grounds(line: PolicyLine, found: set[Ground | None], edition: Edition) -> list[Finding]:
    """Return the findings on the Code's own grounds that a line names beside its first."""
    rules = [main_rule(part, LineKind.EXCLUSION) for part in parts_of(line.text)]
    others = {rule.ground: rule for rule in rules if rule and rule.ground in CODE_GROUNDS - found}
    return [rule.finding(line, edition) for rule in others.values()]


def _unknown(line: PolicyLine, ground: Ground | None, edition: Edition) -> Finding:
    """Return the finding on a line in words that are not known here."""
    if ground and ground not in CODE_GROUNDS:
        verdict = Verdict.OWN_GROUND
        why = "It is the landlord's own ground, so it holds only where it is fair and reasonable in the case at hand."
    else:
        verdict = Verdict.NEEDS_PERSON
        why = "Its words are none that are known here, so a person must say whether this is a valid reason."
    clauses = _clauses(edition, (ACCEPT_UNLESS[edition],))
    return Finding(topic=Topic.EXCLUSION, line=line, ground=ground, clauses=clauses, verdict=verdict, why=why)


def _beside(line: PolicyLine, kind: LineKind, ground: Ground | None, edition: Edition) -> list[Finding]:
    rules = rules_beside(line.text, kind, ground)
    return [rule.finding(line, edition) for rule in rules if edition in rule.clauses]


def _process(line: PolicyLine, kind: LineKind, edition: Edition) -> list[Finding]:
    """Return the findings on a sentence about how complaints are taken; one the Code has no word on has none."""
    # The paragraph is read too: a leaflet says "from first receipt" under the heading of stage 2.
    placed = f"{line.paragraph}: {line.text}" if line.paragraph else line.text
    return [
        rule.finding(line, edition) for rule in policy_rules() if edition in rule.clauses and rule.fits(placed, kind)
    ]


def _not_escalated(line: PolicyLine, policy: Policy, edition: Edition) -> list[Finding]:
    """Return the finding on a reason for not escalating, which is to be one of those for not accepting a complaint."""
    rule = main_rule(line.text, LineKind.ESCALATION_REFUSAL)
    if rule and rule.topic is Topic.ESCALATION:
        return [rule.finding(line, edition)]
    if rule and rule.ground and policy.exclusion_for(rule.ground):
        found = rule.finding(line, edition)
        clauses = (find_clause(edition, ESCALATE_UNLESS[edition]), *found.clauses)
        return [found.model_copy(update={"topic": Topic.ESCALATION, "clauses": clauses})]
    verdict, why = _OTHER_REFUSAL[edition]
    return [
        Finding(
            topic=Topic.ESCALATION,
            line=line,
            clauses=_clauses(edition, (ESCALATE_UNLESS[edition],)),
            verdict=verdict,
            why=why,
        )
    ]


def _not_found(
    found: list[Finding], edition: Edition, expected: tuple[tuple[Topic, dict[Edition, tuple[str, ...]], str], ...]
) -> list[Finding]:
    missing = []
    for topic, clauses, what in expected:
        answers = [
            finding
            for finding in found
            if finding.topic is topic
            and finding.verdict is not Verdict.BEYOND_CODE
            and {clause.id for clause in finding.clauses} & set(clauses[edition])
        ]
        if not answers:
            missing.append(
                Finding(
                    topic=topic,
                    line=None,
                    clauses=_clauses(edition, clauses[edition]),
                    verdict=Verdict.NOT_FOUND,
                    why=f"{what} is not found in the policy.",
                )
            )
    return missing


def _once(found: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings without repeats: what is not found in the policy need be said only once."""
    return tuple(dict.fromkeys(found))


def _clauses(edition: Edition, numbers: tuple[str, ...]) -> tuple[Clause, ...]:
    return tuple(find_clause(edition, number) for number in numbers)
