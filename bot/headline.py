"""A decision in one plain line: for the card's header, notifications, screen readers and the terminal."""

from __future__ import annotations

from bot.decisions import RecordedDecision
from classifier.labels import LABEL_NAMES, Label
from classifier.prediction import confidence_in_words

NEARLY_CERTAIN = 0.99
NO_ANSWER = "The Code does not answer that."


def likelihood(probability: float) -> str:
    """Return a probability in per cent; nothing is ever shown as certain or impossible."""
    if probability > NEARLY_CERTAIN:
        return "over 99%"
    return f"{probability:.0%}" if probability >= 1 - NEARLY_CERTAIN else "under 1%"


def headline(recorded: RecordedDecision) -> str:
    """Return what the decision is now: the proposal with its confidence, or what people decided."""
    prediction = recorded.decision.prediction
    name = LABEL_NAMES[prediction.label]
    percent = likelihood(prediction.confidence)
    match recorded.status:
        case "agreed":
            return f"{name}: agreed"
        case "corrected":
            label = recorded.correction.label if recorded.correction else None
            return f"{LABEL_NAMES[label] if label else 'Nothing to do under the Code'}: decided by a person"
        case "awaiting_second_person":
            return "Excluded matter: waiting for a second person"
        case "excluded":
            return "Excluded matter: confirmed by a second person"
        case _ if prediction.needs_person:
            return f"Needs a person · most likely: {name.lower()} ({percent})"
        case _:
            proposed = "Excluded matter, proposed" if prediction.label is Label.EXCLUDED else name
            return f"{proposed} · {confidence_in_words(prediction)}, {percent}"


def steps_heading(recorded: RecordedDecision) -> str:
    """Return the heading over the next steps: conditional while a person has to decide."""
    prediction = recorded.decision.prediction
    if recorded.status == "proposed" and prediction.needs_person:
        article = "an" if prediction.label is Label.EXCLUDED else "a"
        return f"If it is {article} {LABEL_NAMES[prediction.label].lower()}, what happens next"
    return "What happens next"
