"""A later message in the thread of a service request: whether it is dissatisfaction with how the request was answered.

Source: 2022 Code 1.6; 2024 Code 1.5 and 1.6. The message is judged twice. By itself it must be a complaint, so that a
request that was nearly one does not make one of every "thank you". Then one of the two must be surely so, or "I've rung
the contractor" would do; the request's words alone must not outweigh plain dissatisfaction with how it was answered.
"""

from __future__ import annotations

from bot.decisions import MAX_MESSAGE_CHARACTERS, Decision, RecordedDecision, ResidentMessage
from bot.records.stored_words import REMOVED
from bot.triage import Clock, Predict, judge_message
from classifier.labels import Label
from knowledge.policies import Policy


def with_request(request: RecordedDecision, text: str) -> str:
    """Return what is judged, and kept, of a later message: the request's words and then its own."""
    earlier = (request.edited_since or request.decision).message.text
    if earlier == REMOVED:
        return text
    room = MAX_MESSAGE_CHARACTERS - len(text) - len("Earlier: \nNow: ")
    return f"Earlier: {earlier[:room]}\nNow: {text}" if room > 0 else text


def judge_follow_up(
    request: RecordedDecision, message: ResidentMessage, *, predict: Predict, policy: Policy | None, now: Clock
) -> Decision | None:
    """Return the complaint to propose of `message`; None where it is none, or not surely one."""
    if request.shown_label is not Label.SERVICE_REQUEST:
        return None
    alone = judge_message(message, predict=predict, policy=policy, now=now)
    if alone.prediction.label is not Label.COMPLAINT:
        return None
    both = message.model_copy(update={"text": with_request(request, message.text)})
    together = judge_message(both, predict=predict, policy=policy, now=now)
    return next((each for each in (together, alone) if _is_surely_a_complaint(each)), None)


def _is_surely_a_complaint(decision: Decision) -> bool:
    prediction = decision.prediction
    sure = not prediction.needs_person and prediction.confidence >= prediction.threshold
    return sure and prediction.label is Label.COMPLAINT


def judge_again(
    recorded: RecordedDecision,
    request: RecordedDecision | None,
    text: str,
    *,
    predict: Predict,
    policy: Policy | None,
    now: Clock,
) -> Decision:
    """Return what is proposed of an edited message; `request` is the one it was judged with, if it was."""
    edition, message = recorded.decision.edition, recorded.decision.message
    judged = [
        judge_message(
            message.model_copy(update={"text": each}), predict=predict, policy=policy, now=now, edition=edition
        )
        for each in ((with_request(request, text), text) if request else (text,))
    ]
    return next((each for each in judged if _is_surely_a_complaint(each)), judged[0])
