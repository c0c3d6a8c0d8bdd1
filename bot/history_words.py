"""A decision's history told in plain words, one event at a time, with who and when."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import BaseModel, ConfigDict

from bot.decisions import Evidence, EvidenceKind
from bot.evidence_words import evidence_in_words
from bot.headline import likelihood
from bot.local_time import moment_in_words
from bot.records.reading import Happened
from bot.records.recorded import MESSAGE_DELETED, REVISED
from bot.records.stored_words import REMOVED
from classifier.labels import LABEL_NAMES, Label
from classifier.prediction import Prediction
from knowledge.grounds import GROUND_NAMES, Ground


class Told(BaseModel):
    """One event in words: what happened, by whom, when, and what was written with it."""

    model_config = ConfigDict(frozen=True)
    what: str
    by: str
    when: str
    written: tuple[str, ...] = ()


def history_in_words(happened: tuple[Happened, ...], first_proposal: Prediction) -> tuple[Told, ...]:
    """Return the whole history, oldest first."""
    return tuple(_told(event, first_proposal) for event in happened)


def _told(event: Happened, first_proposal: Prediction) -> Told:
    say = _SAY.get(event.kind)
    what = say(event) if say else event.kind.replace("_", " ").capitalize()
    if event.kind == "proposed":
        what = f"Handed in. Clausewise proposed: {_proposal(first_proposal)}"
    written = tuple(event.words[kind] for kind in _SHOWN if kind in event.words)
    return Told(what=what, by=event.by, when=moment_in_words(event.at), written=_shown(event, written))


def _shown(event: Happened, written: tuple[str, ...]) -> tuple[str, ...]:
    """An entry of evidence has its words in the line itself."""
    return () if event.kind == "evidence" else written


_SHOWN = ("reason", "rests_on", "letter", "discretion", "message")


def _proposal(prediction: Prediction) -> str:
    unsure = ", a person has to decide" if prediction.needs_person else ""
    return f"{LABEL_NAMES[prediction.label].lower()} ({likelihood(prediction.confidence)}{unsure})"


def _agreed(event: Happened) -> str:
    label = event.details.get("label")
    return f"Agreed with the proposal: {LABEL_NAMES[Label(label)].lower()}" if label else "Agreed with the proposal"


def _corrected(event: Happened) -> str:
    label = event.details.get("label")
    decided = LABEL_NAMES[Label(label)].lower() if label else "nothing to do under the Code"
    taken_back = " A confirmed exclusion was taken back by this." if event.details.get("was") == "excluded" else ""
    return f"Decided: {decided}.{taken_back}"


def _explained(event: Happened) -> str:
    ground = GROUND_NAMES[Ground(event.details["ground"])]
    return f"Proposed to exclude it ({ground.lower()}) and wrote the explanation"


def _evidence(event: Happened) -> str:
    details = {name: value for name, value in event.details.items() if name != "has_reason"}
    needs_reference = details["kind"] == EvidenceKind.CASE
    reason = event.words.get("reason", REMOVED) if event.details.get("has_reason") else None
    reference = event.words.get("reference", REMOVED) if needs_reference else None
    entry = Evidence(**details, reason=reason, reference=reference, by=event.by, at=event.at)
    return f"Recorded: {evidence_in_words(entry)}"


def _revised(event: Happened) -> str:
    bare = event.details["prediction"]
    unsure = ", a person has to decide" if bare["needs_person"] else ""
    label = LABEL_NAMES[Label(bare["label"])].lower()
    return f"Edited the message. Clausewise then proposed: {label} ({likelihood(bare['confidence'])}{unsure})"


_SAY: dict[str, Callable[[Happened], str]] = {
    "agreed": _agreed,
    "corrected": _corrected,
    "explanation_written": _explained,
    "second_person_confirmed": lambda _: "Confirmed the exclusion as the second person",
    "second_person_sent_back": lambda _: "Sent the exclusion back as the second person",
    "evidence": _evidence,
    "replied": lambda _: "The card was posted in Slack",
    "reply_given_up": lambda event: f"The card could not be posted in Slack ({event.details.get('why', 'unknown')})",
    REVISED: _revised,
    MESSAGE_DELETED: lambda _: "The message was deleted in Slack; the record stays",
}
