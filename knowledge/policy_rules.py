"""What a line of a complaints policy is about, and what each edition says of it: `policy_rules.yaml`, read once."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from knowledge.clauses import find_clause, read_yaml
from knowledge.edition import Edition
from knowledge.finding import Finding, Topic, Verdict
from knowledge.grounds import CODE_GROUNDS, Ground
from knowledge.policies import PolicyLine

# Longer than any line of a policy; more is not looked through, so that no text can hold the check up.
_READ = 4_000


class LineKind(StrEnum):
    """Where in the policy a line stands: the same words turn somebody away in one place and welcome them in another."""

    EXCLUSION = "exclusion"
    PROCESS = "process"
    CHANNEL = "channel"
    ESCALATION_REFUSAL = "escalation_refusal"


class PolicyRule(BaseModel):
    """A way landlords put a thing, and the verdict on it in each edition that has a word on it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    id: str
    topic: Topic = Topic.EXCLUSION
    ground: Ground | None = None
    kinds: tuple[LineKind, ...] = (LineKind.EXCLUSION, LineKind.ESCALATION_REFUSAL)
    beside: Literal["any", "code_ground", "other"] | None = None
    """Set where the finding stands beside what the line is about: with any line, or by what that is."""
    words: tuple[str, ...] = Field(min_length=1)
    with_: tuple[str, ...] = Field(default=(), alias="with")
    but_not: tuple[str, ...] = ()
    clauses: dict[Edition, tuple[str, ...]]
    verdict: dict[Edition, Verdict]
    why: dict[Edition, str]

    @field_validator("verdict", "why", mode="before")
    @classmethod
    def the_same_in_every_edition(cls, value: Any) -> Any:
        return dict.fromkeys(Edition, value) if isinstance(value, str) else value

    def fits(self, text: str, kind: LineKind) -> bool:
        """Say whether the rule is about `text`, a line that stands in a place of that `kind`."""
        text = text[:_READ].replace("’", "'")
        return (
            kind in self.kinds
            and bool(_any_of(self.words).search(text))
            and (not self.with_ or bool(_any_of(self.with_).search(text)))
            and not (self.but_not and _any_of(self.but_not).search(text))
        )

    def finding(self, line: PolicyLine, edition: Edition, ground: Ground | None = None) -> Finding:
        """Return what `edition` says of `line`."""
        return Finding(
            topic=self.topic,
            line=line,
            ground=ground or self.ground,
            clauses=tuple(find_clause(edition, number) for number in self.clauses[edition]),
            verdict=self.verdict[edition],
            why=self.why[edition],
        )


@cache
def policy_rules() -> tuple[PolicyRule, ...]:
    """Return the rules in their order: the first that fits a line says what it is about."""
    raw = read_yaml(files("knowledge").joinpath("policy_rules.yaml").read_text(encoding="utf-8"))
    names = {name: f"(?:{'|'.join(alternatives)})" for name, alternatives in raw["names"].items()}

    def spelt_out(patterns: list[str]) -> list[str]:
        return [re.sub(r"@(\w+)", lambda found: names[found[1]], pattern) for pattern in patterns]

    lists = ("words", "with", "but_not")
    return tuple(
        PolicyRule.model_validate(rule | {key: spelt_out(rule[key]) for key in lists if key in rule})
        for rule in raw["rules"]
    )


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def main_rule(text: str, kind: LineKind, ground: Ground | None = None) -> PolicyRule | None:
    """Return the rule that says what a line is about, or None if none does.

    `ground` is the one a person has given the line, if any; a rule of another ground is then passed over.
    """
    fitting = [rule for rule in policy_rules() if rule.fits(text, kind) and ground in {None, rule.ground}]
    return next((rule for rule in fitting if rule.beside is None), fitting[0] if fitting and ground else None)


def rules_beside(text: str, kind: LineKind, ground: Ground | None) -> tuple[PolicyRule, ...]:
    """Return what else is to be said of a line whose ground is `ground`, whatever it is about."""
    place = "code_ground" if ground in CODE_GROUNDS else "other"
    return tuple(rule for rule in policy_rules() if rule.beside in {"any", place} and rule.fits(text, kind))


def ground_of(text: str) -> Ground | None:
    """Return the ground of exclusion a line rests on, going by its words alone, or None if it is none of them."""
    if rule := main_rule(text, LineKind.EXCLUSION):
        return rule.ground
    return next((rule.ground for rule in rules_beside(text, LineKind.EXCLUSION, None) if rule.ground), None)
