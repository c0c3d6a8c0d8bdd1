"""Everything a card shows about one decision, looked up once, so that views look nothing up."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from bot.basis import clauses_for
from bot.decisions import CitedClause, Decision, RecordedDecision
from bot.next_steps import NextStep, next_steps
from classifier.labels import Label
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
    shown = _label_shown(recorded)
    gated = recorded.explanation if recorded.status in {"awaiting_second_person", "excluded"} else None
    proposed = decision.prediction.ground if shown is Label.EXCLUDED else None
    ground = gated.ground if gated else proposed
    return Briefing(
        recorded=recorded,
        clauses=tuple(find_clause(cited.edition, cited.id) for cited in _cited(decision, shown, ground)),
        policy_line=policy.exclusion_for(ground) if policy and ground else None,
        steps=next_steps(decision, shown, policy, recorded.status),
    )


def _label_shown(recorded: RecordedDecision) -> Label | None:
    """Return the label the card is about: the one decided, the exclusion that waits, or else the proposal."""
    if recorded.status == "awaiting_second_person":
        return Label.EXCLUDED
    return recorded.decision.prediction.label if recorded.status == "proposed" else recorded.decided_label


def _cited(decision: Decision, shown: Label | None, ground: Ground | None) -> tuple[CitedClause, ...]:
    """Return the clauses behind the label that is shown: the proposal's own, or those of what people decided."""
    if shown is decision.prediction.label and ground is decision.prediction.ground:
        return decision.clauses
    return clauses_for(shown, ground, decision.prediction.signals, decision.edition) if shown else ()


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


def left_over_from(
    recorded: RecordedDecision, ground: Ground, policy: Policy | None, *, letter: str, basis: str
) -> dict[str, str]:
    """Return, by field, what still speaks of another ground than `ground`; empty if nothing does.

    A draft is made for one ground; whoever chooses another must not send the reasons of the first.
    """
    others = [other for other in Ground if other is not ground]
    problems = {}
    if any(_BECAUSE[other] in letter for other in others):
        problems["letter"] = f"It still gives the reason of another ground. Say: because {_BECAUSE[ground]}."
    own = rests_on(recorded, ground, policy)
    if basis != own and basis in {rests_on(recorded, other, policy) for other in others}:
        problems["rests_on"] = f"This is the paragraph of another ground. For this one: {own or 'name your own'}."[:150]
    return problems


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
