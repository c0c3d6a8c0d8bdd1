"""Everything a card shows about one decision, looked up once, so that views look nothing up."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from bot.basis import clauses_for
from bot.decisions import CitedClause, Decision, RecordedDecision
from bot.next_steps import NextStep, next_steps
from classifier.labels import Label
from knowledge.clauses import Clause, find_clause
from knowledge.grounds import Ground
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
    shown = recorded.shown_label
    gated = recorded.explanation if recorded.status in {"awaiting_second_person", "excluded"} else None
    proposed = decision.prediction.ground if shown is Label.EXCLUDED else None
    ground = gated.ground if gated else proposed
    return Briefing(
        recorded=recorded,
        clauses=tuple(find_clause(cited.edition, cited.id) for cited in _cited(decision, shown, ground)),
        policy_line=policy.exclusion_for(ground) if policy and ground else None,
        steps=next_steps(recorded, shown, policy),
    )


def _cited(decision: Decision, shown: Label | None, ground: Ground | None) -> tuple[CitedClause, ...]:
    """Return the clauses behind the label that is shown: the proposal's own, or those of what people decided."""
    if shown is decision.prediction.label and ground is decision.prediction.ground:
        return decision.clauses
    return clauses_for(shown, ground, decision.prediction.signals, decision.edition) if shown else ()
