"""What each figure counts, and of what: two facts."""

from __future__ import annotations

from bot.evidence.facts import Fact

# The figure's name, what is counted, and of what.
SHARES: dict[str, tuple[Fact, Fact]] = {
    "as_proposed": (Fact.AS_PROPOSED, Fact.DECIDED),
    "needed_person": (Fact.NEEDED_PERSON, Fact.DECIDED),
    "choice_offered": (Fact.CHOICE_OFFERED, Fact.DISSATISFIED),
    "complaints_unasked": (Fact.UNASKED, Fact.COMPLAINT),
    "represented": (Fact.REPRESENTED, Fact.DISSATISFIED),
    "represented_accepted": (Fact.REPRESENTED_ACCEPTED, Fact.REPRESENTED),
    "requests_told": (Fact.REQUEST_TOLD, Fact.REQUEST),
    "requests_reviewed": (Fact.REQUEST_REVIEWED, Fact.REQUEST),
    "surveys": (Fact.SURVEY, Fact.DECIDED),
    "surveys_told": (Fact.SURVEY_TOLD, Fact.SURVEY),
    "surveys_accepted": (Fact.SURVEY_ACCEPTED, Fact.SURVEY),
    "acknowledged": (Fact.ACKNOWLEDGED, Fact.COMPLAINT),
    "acknowledged_in_time": (Fact.ACKNOWLEDGED_IN_TIME, Fact.COMPLAINT),
    "accepted": (Fact.COMPLAINT, Fact.DISSATISFIED),
    "declined": (Fact.DECLINED, Fact.DISSATISFIED),
    "declined_on_code_ground": (Fact.ON_CODE_GROUND, Fact.DECLINED),
    "declined_on_policy_ground": (Fact.ON_POLICY_GROUND, Fact.DECLINED),
    "reasons_kept": (Fact.REASONS_KEPT, Fact.DECLINED),
    "own_reason": (Fact.OWN_REASON, Fact.DECLINED),
    "declined_by_others": (Fact.BY_OTHERS, Fact.DECLINED),
    "ground_possible_accepted": (Fact.GROUND_POSSIBLE_ACCEPTED, Fact.GROUND_POSSIBLE),
    "explanation_sent": (Fact.SENT, Fact.DECLINED),
    "explanation_with_right": (Fact.SENT_WITH_RIGHT, Fact.DECLINED),
    "reversed": (Fact.REVERSED, Fact.EVER_DECLINED),
    "reversed_by_another": (Fact.REVERSED_BY_ANOTHER, Fact.REVERSED),
    "ombudsman_results": (Fact.OMBUDSMAN, Fact.EVER_DECLINED),
    "ombudsman_overturned": (Fact.OVERTURNED, Fact.OMBUDSMAN),
    "late": (Fact.LATE, Fact.DISSATISFIED),
    "late_discretion_considered": (Fact.LATE_CONSIDERED, Fact.LATE),
    "late_accepted": (Fact.LATE_ACCEPTED, Fact.LATE),
    "late_declined": (Fact.LATE_DECLINED, Fact.LATE),
    "counted_from_awareness": (Fact.FROM_AWARENESS, Fact.DATED),
}
# The same where what is counted is a link to another matter (`counting.Tally.add_link`).
LINKED_SHARES: dict[str, Fact] = {
    "requests_became_complaints": Fact.REQUEST,
    "complaints_with_request": Fact.COMPLAINT,
    "surveys_then_complained": Fact.SURVEY,
}
LENGTHS = ("message_to_acknowledgement", "message_to_decision", "decision_to_letter", "request_to_complaint")
