"""What a check of a landlord's policy finds: a line of the policy, the Code's clause, a verdict and why."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from knowledge.clauses import Clause
from knowledge.grounds import Ground
from knowledge.policies import PolicyLine


class Verdict(StrEnum):
    """How a line of the policy stands to the Code. The set is closed."""

    BEYOND_CODE = "beyond_code"
    """Stricter on residents than the Code allows."""
    NEEDS_PERSON = "needs_person"
    """It cannot be told from the words: a person must read it."""
    OWN_GROUND = "own_ground"
    """The landlord's own ground: allowed only if fair and reasonable, judged on its merits each time."""
    NOT_FOUND = "not_found"
    """Not found in what was read; it may stand elsewhere in the landlord's policy."""
    BETTER_FOR_RESIDENTS = "better_for_residents"
    KEEPS_TO_CODE = "keeps_to_code"


class Topic(StrEnum):
    """What a finding is about."""

    DEFINITION = "definition"
    SERVICE_REQUEST = "service_request"
    EXCLUSION = "exclusion"
    TIME_LIMIT = "time_limit"
    DISCRETION = "discretion"
    BLANKET = "blanket"
    EXPLANATION = "explanation"
    OMBUDSMAN = "ombudsman"
    CHANNELS = "channels"
    REPRESENTATIVES = "representatives"
    STAGES = "stages"
    ESCALATION = "escalation"
    RESPONSE_TIME = "response_time"


class Finding(BaseModel):
    """One finding. `line` is None where the policy, as far as it was read, has nothing on the matter."""

    model_config = ConfigDict(frozen=True)
    topic: Topic
    line: PolicyLine | None
    ground: Ground | None = None
    clauses: tuple[Clause, ...] = Field(min_length=1)
    """The clause the verdict rests on, and those beside it."""
    verdict: Verdict
    why: str = Field(min_length=1)
    note: str | None = None
    """What was taken as given in reading the line, for example an event the policy does not name."""


class PolicyCheck(BaseModel):
    """A policy held against an edition of the Code."""

    model_config = ConfigDict(frozen=True)
    name: str
    landlord: str | None
    source: str
    only_exclusions: bool
    """Whether no more than a list of exclusions was read, so that nothing is said of the rest of the policy."""
    passed_over: int = 0
    """Lines of a list that are neither an exclusion nor a rule the Code has a word on (headings, addresses, prose)."""
    findings: tuple[Finding, ...]

    @property
    def beyond(self) -> tuple[Finding, ...]:
        """The findings that go further than the Code allows."""
        return tuple(finding for finding in self.findings if finding.verdict is Verdict.BEYOND_CODE)
