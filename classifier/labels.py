"""The words a prediction is made of: the three labels and the signals."""

from __future__ import annotations

from enum import StrEnum

from knowledge.grounds import Ground


class Label(StrEnum):
    """What the Code makes of a message."""

    SERVICE_REQUEST = "service_request"
    COMPLAINT = "complaint"
    EXCLUDED = "excluded"


LABELS: tuple[Label, ...] = (Label.COMPLAINT, Label.EXCLUDED, Label.SERVICE_REQUEST)
"""The labels in the order of `classes_`: alphabetical."""

LABEL_NAMES: dict[Label, str] = {
    Label.SERVICE_REQUEST: "Service request",
    Label.COMPLAINT: "Complaint",
    Label.EXCLUDED: "Excluded matter",
}

POSSIBLE_GROUND = "possible_ground:"

# Signals never change the label; they tell the person handling the message what else to do.
SIGNAL_NAMES: dict[str, str] = {
    "danger": "Possible danger",
    "vulnerable": "May be vulnerable",
    "representative": "Somebody acting for the resident: check consent",
    "asks_to_complain": "Asks to complain",
    "survey_feedback": "Given in a survey: say how to complain",
    "mentions_ombudsman": "Mentions the Ombudsman",
    "legal_threat": "Threatens legal action (not proceedings)",
}

SIGNALS: tuple[str, ...] = (*SIGNAL_NAMES, *(f"{POSSIBLE_GROUND}{ground.value}" for ground in Ground))
