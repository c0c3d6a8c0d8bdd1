"""Everything a card shows about one decision, looked up once, so that views look nothing up."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from bot.decisions import RecordedDecision
from bot.next_steps import NextStep, next_steps
from knowledge.clauses import Clause, find_clause
from knowledge.grounds import CODE_GROUNDS, GROUNDS_CLAUSE, OTHER_ROUTES, Ground
from knowledge.policies import Policy, PolicyExclusion


class Briefing(BaseModel):
    """A decision with the words of its clauses, the policy paragraph behind its ground and what happens next."""

    model_config = ConfigDict(frozen=True)
    recorded: RecordedDecision
    clauses: tuple[Clause, ...]
    policy_line: PolicyExclusion | None
    steps: tuple[NextStep, ...]


def brief(recorded: RecordedDecision, *, policy: Policy | None) -> Briefing:
    """Look up what goes with a decision."""
    decision = recorded.decision
    shown = recorded.decided_label
    if shown is None and recorded.status != "corrected":
        shown = decision.prediction.label
    ground = recorded.explanation.ground if recorded.explanation else decision.prediction.ground
    return Briefing(
        recorded=recorded,
        clauses=tuple(find_clause(cited.edition, cited.id) for cited in decision.clauses),
        policy_line=policy.exclusion_for(ground) if policy and ground else None,
        steps=next_steps(decision, shown, policy),
    )


def rests_on(recorded: RecordedDecision, ground: Ground, policy: Policy | None) -> str:
    """Say which clause, or which paragraph of the landlord's policy, is behind `ground`; empty if none is on file."""
    edition = recorded.decision.edition
    line = policy.exclusion_for(ground) if policy else None
    if line is not None and policy is not None:
        paragraph = f"paragraph {line.paragraph}: " if line.paragraph else ""
        return f"{policy.landlord}, complaints policy, {paragraph}“{line.text}”"
    if ground in CODE_GROUNDS:
        return f"{edition.code} {GROUNDS_CLAUSE[edition]}"
    return ""


def draft_letter(recorded: RecordedDecision, ground: Ground, policy: Policy | None) -> str:
    """Return a first draft of the explanation to the resident, for a person to finish.

    It names the ground in plain words, the other route and the right to the Ombudsman, and no member of staff. What
    the matter is and why the ground applies to this resident is left to the person, in square brackets.
    """
    basis = rests_on(recorded, ground, policy) or "[the paragraph of our complaints policy]"
    return (
        "Thank you for getting in touch about [the matter, in the resident's own terms].\n\n"
        f"We have looked carefully at what you told us. We are not able to take it through our complaints process "
        f"because {_BECAUSE[ground]}. This rests on {basis}. In your case, [why it applies to this resident].\n\n"
        f"{OTHER_ROUTES[ground]}\n\n"
        "If you do not agree with our decision not to accept this as a complaint, you have the right to take that "
        "decision to the Housing Ombudsman Service: www.housing-ombudsman.org.uk, telephone 0300 111 3000."
    )


_BECAUSE: dict[Ground, str] = {
    Ground.OUT_OF_TIME: "it happened, or you became aware of it, longer ago than the time limit for complaints",
    Ground.LEGAL_PROCEEDINGS: "court proceedings about it have started",
    Ground.ALREADY_CONSIDERED: "it has already been through our complaints process and you have had our final response",
    Ground.INSURANCE_CLAIM: "it is being dealt with by the insurers as a claim",
    Ground.RENT_OR_CHARGE_LEVEL: "it is about the amount of rent or service charge, not how we collected it",
    Ground.OTHER_APPEAL_ROUTE: "there is a separate right of review or appeal against this decision",
    Ground.NOT_OUR_SERVICE: "it is about a service that we do not provide and are not responsible for",
    Ground.LAW_OR_POLICY: "it is about the law or government policy itself, which we cannot change",
    Ground.EMPLOYMENT_MATTER: "it is about employment with us, which has its own procedure",
}
