"""What the bot does with a resident's message, without a word of Slack or SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from bot.basis import clauses_for
from bot.decisions import Decision, RecordedDecision, ResidentMessage
from classifier.prediction import Prediction
from knowledge.edition import MONTHS_TO_COMPLAIN, Edition, edition_on
from knowledge.policies import Policy

if TYPE_CHECKING:
    from bot.records.outbox import ReplyTo

Clock = Callable[[], datetime]
"""Gives the time, with its zone."""


class Predict(Protocol):
    """The classifier, as `classifier.model.TriageModel.predict`."""

    def __call__(self, text: str, *, received_on: date, months_to_complain: int) -> Prediction: ...


class Record(Protocol):
    """The log's way of taking a decision; the flag says whether it is a new one."""

    def __call__(self, decision: Decision, *, reply_to: ReplyTo | None) -> tuple[RecordedDecision, bool]: ...


def months_to_complain(edition: Edition, policy: Policy | None) -> int:
    """Return the months after which an issue may be out of time: the Code's, or a landlord's own where it is longer."""
    months = MONTHS_TO_COMPLAIN[edition]
    return max(months, policy.time_limit.months) if policy and policy.time_limit else months


def judge_message(
    message: ResidentMessage, *, predict: Predict, policy: Policy | None, now: Clock, edition: Edition | None = None
) -> Decision:
    """Return what Clausewise proposes for `message`; nothing is recorded.

    edition : by default the edition in force on the day of receipt.

    Raises
    ------
    NoEditionInForce : if the message was received before July 2020 and no edition is named.
    """
    in_force = edition or edition_on(message.received_on)
    months = months_to_complain(in_force, policy)
    prediction = predict(message.text, received_on=message.received_on, months_to_complain=months)
    return decision_on(message, prediction, policy=policy, now=now, edition=in_force)


def decision_on(
    message: ResidentMessage, prediction: Prediction, *, policy: Policy | None, now: Clock, edition: Edition
) -> Decision:
    """Return the prediction on a message as a decision under an edition, with the clauses it rests on."""
    return Decision(
        id=uuid4().hex,
        message=message,
        prediction=prediction,
        edition=edition,
        policy=policy.name if policy else None,
        clauses=clauses_for(prediction.label, prediction.ground, prediction.signals, edition),
        decided_at=now(),
    )


def triage_message(
    message: ResidentMessage,
    *,
    predict: Predict,
    record: Record,
    policy: Policy | None,
    now: Clock,
    reply_to: ReplyTo | None = None,
    edition: Edition | None = None,
) -> tuple[RecordedDecision, bool]:
    """Judge a message and record the decision; a message that was recorded before keeps its first decision.

    Returns the decision as recorded and whether it is new. It is committed when this returns.
    """
    decision = judge_message(message, predict=predict, policy=policy, now=now, edition=edition)
    return record(decision, reply_to=reply_to)
