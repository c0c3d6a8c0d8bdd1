"""Messages, predictions and decisions that are valid as they are: a test names only what matters to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.decisions import (
    Agreement,
    CitedClause,
    Correction,
    Decision,
    Explanation,
    ResidentMessage,
    SecondPerson,
    Source,
)
from bot.records.decision_log import DecisionLog
from bot.records.schema import upgrade_to_head
from classifier.labels import Label
from classifier.prediction import Prediction
from knowledge.edition import Edition
from knowledge.grounds import Ground

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
KEY = b"a key for tests, 32 letters long"
JOAN, SIAN, DEV, AMARA = "U0JOAN", "U0SIAN", "U0DEV", "U0AMARA"


def a_message(**changed: Any) -> ResidentMessage:
    usual: dict[str, Any] = {
        "team": "T0HAZEL",
        "channel": "C0CONTACT",
        "ts": "1762084800.000100",
        "text": "the boiler has broken again and nobody came",
        "received_on": date(2026, 11, 2),
        "source": Source.WATCHED_CHANNEL,
        "handed_in_by": AMARA,
    }
    return ResidentMessage(**usual | changed)


def a_prediction(**changed: Any) -> Prediction:
    label = changed.get("label", Label.COMPLAINT)
    usual: dict[str, Any] = {
        "label": label,
        "confidence": 0.9,
        "probabilities": {each: 0.9 if each is label else 0.05 for each in Label},
        "threshold": 0.6,
        "ground": Ground.OUT_OF_TIME if label is Label.EXCLUDED else None,
        "needs_person": False,
        "why_person": "Too close to call." if changed.get("needs_person") else None,
        "model": "test-model",
    }
    return Prediction(**usual | changed)


def a_decision(**changed: Any) -> Decision:
    """Build a decision; what belongs to its message (`text`, `ts`, …) may be named directly."""
    of_message = {name: changed.pop(name) for name in list(changed) if name in ResidentMessage.model_fields}
    usual: dict[str, Any] = {
        "id": "d-1",
        "message": a_message(**of_message) if "message" not in changed else None,
        "prediction": a_prediction() if "prediction" not in changed else None,
        "edition": Edition.CODE_2024,
        "policy": None,
        "clauses": (CitedClause(edition=Edition.CODE_2024, id="1.2"),),
        "decided_at": NOON,
    }
    return Decision(**usual | changed)


def a_decision_numbered(number: int, **changed: Any) -> Decision:
    """Build the `number`th decision, of another message and a minute later than the one before."""
    usual: dict[str, Any] = {
        "id": f"d-{number}",
        "ts": f"1762084800.{number:06}",
        "decided_at": NOON + timedelta(minutes=number),
    }
    return a_decision(**usual | changed)


def an_exclusion(**changed: Any) -> Decision:
    return a_decision(prediction=a_prediction(label=Label.EXCLUDED), **changed)


def an_agreement(by: str = JOAN) -> Agreement:
    return Agreement(by=by, at=NOON)


def a_correction(label: Label | None = Label.SERVICE_REQUEST, by: str = JOAN, **changed: Any) -> Correction:
    return Correction(**{"label": label, "reason": "It is a first report.", "by": by, "at": NOON} | changed)


def an_explanation(by: str = JOAN, **changed: Any) -> Explanation:
    usual: dict[str, Any] = {
        "ground": Ground.OUT_OF_TIME,
        "rests_on": "2024 Code 2.2",
        "letter": "This is too old for us. You may go to the Housing Ombudsman about that.",
        "discretion": "Considered; the records are gone.",
        "by": by,
        "at": NOON,
    }
    return Explanation(**usual | changed)


def a_second_person(by: str = SIAN, *, confirmed: bool = True, reason: str | None = None) -> SecondPerson:
    return SecondPerson(confirmed=confirmed, reason=reason, by=by, at=NOON)


def a_url(folder: Path) -> str:
    """Return the database that belongs to a folder: a file in it, or the one on a server that `each_store` noted."""
    on_a_server = folder / "database-url"
    return on_a_server.read_text() if on_a_server.exists() else f"sqlite:///{folder / 'log.db'}"


def a_log(folder: Path, **options: Any) -> DecisionLog:
    """Open a log in `folder`, whose clock stands at noon."""
    upgrade_to_head(a_url(folder))
    usual: dict[str, Any] = {"clock": lambda: NOON, "key": KEY}
    return DecisionLog(a_url(folder), **usual | options)
