"""The grounds on which a matter may be excluded, and what each of them rests on.

Three grounds stand in the Code itself. The other six are the landlord's own: they hold only if that landlord's policy
has them, and each use must still pass the Code (2024 Code 2.1, 2.5).
"""

from __future__ import annotations

from enum import StrEnum

from knowledge.edition import Edition


class Ground(StrEnum):
    """Why a matter may be excluded from the complaints process."""

    OUT_OF_TIME = "out_of_time"
    LEGAL_PROCEEDINGS = "legal_proceedings"
    ALREADY_CONSIDERED = "already_considered"
    INSURANCE_CLAIM = "insurance_claim"
    RENT_OR_CHARGE_LEVEL = "rent_or_charge_level"
    OTHER_APPEAL_ROUTE = "other_appeal_route"
    NOT_OUR_SERVICE = "not_our_service"
    LAW_OR_POLICY = "law_or_policy"
    EMPLOYMENT_MATTER = "employment_matter"


CODE_GROUNDS = frozenset({Ground.OUT_OF_TIME, Ground.LEGAL_PROCEEDINGS, Ground.ALREADY_CONSIDERED})

# The clause that lists the Code's own grounds and asks that any other be set out in the policy and be fair.
GROUNDS_CLAUSE: dict[Edition, str] = {Edition.CODE_2020: "1.5", Edition.CODE_2022: "1.8", Edition.CODE_2024: "2.2"}

GROUND_NAMES: dict[Ground, str] = {
    Ground.OUT_OF_TIME: "Out of time",
    Ground.LEGAL_PROCEEDINGS: "Legal proceedings have started",
    Ground.ALREADY_CONSIDERED: "Already been through the complaints process",
    Ground.INSURANCE_CLAIM: "With the insurers as a claim",
    Ground.RENT_OR_CHARGE_LEVEL: "The amount of rent or service charge",
    Ground.OTHER_APPEAL_ROUTE: "Has its own review or appeal",
    Ground.NOT_OUR_SERVICE: "Not a service of the landlord",
    Ground.LAW_OR_POLICY: "The law or government policy itself",
    Ground.EMPLOYMENT_MATTER: "A member of staff's own employment",
}
