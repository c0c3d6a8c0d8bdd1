"""More time for a response: how much each edition allows, and what the landlord owes the resident with it."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from knowledge.clauses import Clause, find_clause
from knowledge.edition import Edition
from knowledge.policies import Step


class ExtensionDuty(BaseModel):
    """Something to be sent or agreed when a response is extended, in our words, with the clause that asks for it."""

    model_config = ConfigDict(frozen=True)
    what: str
    clause: Clause


class Extension(BaseModel):
    """How far a response may be put off without good reason, and what goes with it.

    `latest_on` is the Code's last day; `due_on` the landlord's own, where its policy is shorter. Both are None at
    stage 3, for which the Code gives no number of days, and where the count leaves the known bank holidays.
    """

    model_config = ConfigDict(frozen=True)
    working_days: int | None
    due_on: date | None
    latest_on: date | None
    clause: Clause
    duties: tuple[ExtensionDuty, ...]


EXTENSION_OF: dict[Step, Step] = {
    Step.STAGE_1_RESPONSE: Step.STAGE_1_EXTENSION,
    Step.STAGE_2_RESPONSE: Step.STAGE_2_EXTENSION,
}
RESPONSE_EXTENDED: dict[Step, Step] = {extension: response for response, extension in EXTENSION_OF.items()}

_WITH_A_DATE = "an explanation, and the date by which the response should be received"
_CLEAR_TIMEFRAME = "an explanation with a clear timeframe for when the response will be received"
_NO_AGREEMENT = (
    "if it cannot be agreed: the Housing Ombudsman's contact details, so that the resident can challenge the plan or "
    "the time it takes"
)
_DAY_TO_EXPECT_IT = "the day to expect the response, decided with regard to the complaint's complexity"
_WHY = "a clear account of why more time is needed"
_CONTACT_DETAILS = "the Ombudsman's contact details, every time"
_FOR_A_PANEL = "only the convening of a panel justifies more time"

# The clause that allows the extension comes first.
_DUTIES: dict[tuple[Edition, Step], tuple[tuple[str, str], ...]] = {
    (Edition.CODE_2020, Step.STAGE_1_RESPONSE): ((_WITH_A_DATE, "3.11"),),
    (Edition.CODE_2020, Step.STAGE_2_RESPONSE): ((_WITH_A_DATE, "3.11"),),
    (Edition.CODE_2020, Step.STAGE_3_RESPONSE): ((_WITH_A_DATE, "3.11"), (_FOR_A_PANEL, "3.11")),
    (Edition.CODE_2022, Step.STAGE_1_RESPONSE): (
        (_CLEAR_TIMEFRAME, "5.1"),
        ("beyond 20 working days in all: the agreement of both parties", "5.2"),
        (_NO_AGREEMENT, "5.3"),
    ),
    (Edition.CODE_2022, Step.STAGE_2_RESPONSE): (
        (_CLEAR_TIMEFRAME, "5.13"),
        ("an extension beyond 10 working days: the agreement of both parties", "5.14"),
        (_NO_AGREEMENT, "5.15"),
    ),
    (Edition.CODE_2022, Step.STAGE_3_RESPONSE): (
        ("an explanation, and a date for when the response will be received", "5.18"),
        (_FOR_A_PANEL, "5.18"),
        (_NO_AGREEMENT, "5.19"),
    ),
    (Edition.CODE_2024, Step.STAGE_1_RESPONSE): (
        (_WHY, "6.4"),
        (_DAY_TO_EXPECT_IT, "6.4"),
        (_CONTACT_DETAILS, "6.5"),
    ),
    (Edition.CODE_2024, Step.STAGE_2_RESPONSE): (
        (_WHY, "6.15"),
        (_DAY_TO_EXPECT_IT, "6.15"),
        (_CONTACT_DETAILS, "6.16"),
    ),
}  # fmt: skip


def extension(
    step: Step, edition: Edition, working_days: int | None, due_on: date | None, latest_on: date | None
) -> Extension | None:
    """Return what putting off `step` means in `edition`, or None if it is no response that can be put off."""
    duties = _DUTIES.get((edition, RESPONSE_EXTENDED.get(step, step)))
    if duties is None:
        return None
    return Extension(
        working_days=working_days,
        due_on=due_on,
        latest_on=latest_on,
        clause=find_clause(edition, duties[0][1]),
        duties=tuple(ExtensionDuty(what=what, clause=find_clause(edition, clause)) for what, clause in duties),
    )
