"""A landlord's complaints policy as data: its exclusions, time limit, channels and response times, word for word."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from yaml import YAMLError

from knowledge.clauses import read_yaml
from knowledge.grounds import Ground


class Step(StrEnum):
    """A step of the complaints process that has a time limit."""

    STAGE_1_ACKNOWLEDGEMENT = "stage_1_acknowledgement"
    STAGE_1_RESPONSE = "stage_1_response"
    STAGE_1_EXTENSION = "stage_1_extension"
    STAGE_2_ACKNOWLEDGEMENT = "stage_2_acknowledgement"
    STAGE_2_RESPONSE = "stage_2_response"
    STAGE_2_EXTENSION = "stage_2_extension"
    STAGE_3_RESPONSE = "stage_3_response"
    OMBUDSMAN_EVIDENCE = "ombudsman_evidence"


class StartEvent(StrEnum):
    """The event that starts a clock."""

    RECEIPT = "receipt"
    LOGGED = "logged"
    ACKNOWLEDGEMENT = "acknowledgement"
    STAGE_1_RESPONSE_DUE = "stage_1_response_due"
    ESCALATION_REQUEST = "escalation_request"
    STAGE_2_ACKNOWLEDGEMENT = "stage_2_acknowledgement"
    STAGE_2_RESPONSE_DUE = "stage_2_response_due"
    OMBUDSMAN_REQUEST = "ombudsman_request"


class PolicyNotFound(LookupError):
    """No policy of that name is shipped, and no file of that name can be read."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PolicyLine(_Data):
    """A paragraph of the policy: its number, if it has one, and its words."""

    paragraph: str | None
    text: str = Field(min_length=1)


class PolicyExclusion(PolicyLine):
    """An exclusion of the policy; `ground` is null where the line is no ground of exclusion under the Code."""

    ground: Ground | None
    note: str | None = None


class PolicyTimeLimit(PolicyLine):
    """How many months back the policy looks, and the discretion it keeps."""

    months: int = Field(ge=1)
    discretion: PolicyLine | None


class PolicyTime(_Data):
    """A response time of the policy, in working days after its starting event."""

    step: Step
    working_days: int = Field(ge=1)
    start: StartEvent = Field(alias="from")
    text: str
    source: str
    note: str | None = None


class Policy(_Data):
    """A landlord's complaints policy."""

    name: str = Field(pattern=r"^[a-z0-9-]+$")
    landlord: str
    source: str
    definition: PolicyLine | None
    exclusions: tuple[PolicyExclusion, ...]
    time_limit: PolicyTimeLimit | None
    channels: tuple[str, ...]
    times: tuple[PolicyTime, ...]
    escalation_refusals: tuple[PolicyLine, ...] = ()
    """Its reasons for not taking a complaint to stage 2."""
    process: tuple[PolicyLine, ...] = ()
    """Its other sentences on who may complain, how a complaint is taken and what a resident is told."""

    def exclusion_for(self, ground: Ground) -> PolicyExclusion | None:
        """Return the first paragraph that carries `ground`, or None if the policy does not have it."""
        return next((line for line in self.exclusions if line.ground is ground), None)

    def time_for(self, step: Step) -> PolicyTime | None:
        return next((time for time in self.times if time.step is step), None)


def shipped_policies() -> tuple[str, ...]:
    """Return the names of the policies that come with Clausewise."""
    folder = files("knowledge").joinpath("policies")
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


@cache
def load_policy(name: str) -> Policy:
    """Return the policy called `name`: one that is shipped ("barnet"), or the path of a landlord's own YAML file.

    Raises
    ------
    PolicyNotFound : if there is none, or the file does not hold a policy.
    """
    if name in shipped_policies():
        text = files("knowledge").joinpath("policies", f"{name}.yaml").read_text(encoding="utf-8")
    else:
        try:
            text = Path(name).read_text(encoding="utf-8")
        except (OSError, ValueError):
            raise PolicyNotFound(
                f"There is no policy {name[:80]!r} (there are: {', '.join(shipped_policies())}). "
                "Give one of these names, or the path of your own policy file in the same form."
            ) from None
    try:
        return Policy.model_validate(read_yaml(text))
    except (ValueError, YAMLError, RecursionError) as error:
        first = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        problem = "it is not YAML" if isinstance(error, YAMLError) else first
        raise PolicyNotFound(f"{name[:80]!r} does not hold a complaints policy: {problem}.") from None
