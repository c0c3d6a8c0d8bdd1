"""The dialogs in which staff enter what was done about a matter: all of it, or that an explanation was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.decisions import Origin, RecordedDecision
from bot.evidence_words import DISCRETION_NAMES, OMBUDSMAN_NAMES, ORIGIN_NAMES, known_in_words
from bot.headline import headline
from bot.next_steps import is_dissatisfied
from bot.recording import MOST_REASON, MOST_REFERENCE, Entries
from bot.views.mrkdwn import escape, escaped_within, within
from classifier.labels import Label

RECORD_VIEW, EXPLANATION_SENT_VIEW = "record_evidence", "explanation_sent"
DAY, CHOICE, TEXT = "day", "choice", "text"
LINKED_IN_THREAD = "linked_in_thread"
"""The field in which the other decision is picked from the same thread."""
SHORT_ID = 8
_RIGHT = {"yes": "Yes, it names that right", "no": "No"}

_NAMES: dict[str, str] = {
    "acknowledged": "Acknowledged on",
    "explanation_sent": "Explanation sent on",
    "ombudsman_right": "Does it name the right to go to the Ombudsman?",
    "choice_offered": "Choice to complain offered on",
    "told_service_request": "Told that it is a service request on",
    "request_reviewed": "Request reviewed on",
    "told_how_to_complain": "Told how to complain on (after a survey)",
    "discretion": "Discretion to accept it all the same",
    "discretion_reason": "Why discretion was used, or not",
    "linked_to": "Linked decision",
    LINKED_IN_THREAD: "Linked decision, from this thread",
    "happened": "The matter happened on",
    "aware": "The resident has known since",
    "came_from": "It came from",
    "case": "Case reference",
    "ombudsman_result": "What the Ombudsman decided",
    "ombudsman_on": "Day of the Ombudsman's result",
}
_HINTS: dict[str, str] = {
    "linked_to": "The 8 characters after “decision” at the foot of its card.",
    "discretion_reason": "A sentence. It is kept as evidence, so leave out names and addresses.",
    "case": "In your own system. No name or address.",
}
_OPTIONS: dict[str, dict[str, str]] = {
    "ombudsman_right": _RIGHT,
    "discretion": DISCRETION_NAMES,
    "came_from": {origin.value: ORIGIN_NAMES[origin] for origin in Origin},
    "ombudsman_result": OMBUDSMAN_NAMES,
}
_TYPED = {"discretion_reason": MOST_REASON, "linked_to": 64, "case": MOST_REFERENCE}


def record_view(
    recorded: RecordedDecision, metadata: str, *, known: Entries, in_thread: Sequence[RecordedDecision] = ()
) -> View:
    """Return the dialog behind **Record…**: the fields that go with the label, filled with what is known already."""
    already = known_in_words(recorded.evidence)
    listed = "\n".join(f"• {escape(within(line, 200))}" for line in already) or "Nothing is recorded yet."
    inputs = [_field(name, known) for name in _fields_for(recorded)]
    if in_thread:
        others = {each.decision.id: f"{each.decision.id[:SHORT_ID]}: {headline(each)}" for each in in_thread}
        place = next(n for n, block in enumerate(inputs) if block.block_id == "linked_to")
        inputs.insert(place, _input(LINKED_IN_THREAD, _select(others, None)))
    intro = "Fill in what applies; an empty field changes nothing. Each entry is kept with your name and the time."
    blocks = [
        SectionBlock(text=f"*{escaped_within(headline(recorded), 200)}*\n{intro}"),
        SectionBlock(text=f"*Recorded so far*\n{listed}"),
        *inputs,
    ]
    return _modal(RECORD_VIEW, "Record", metadata, blocks)


def explanation_sent_view(metadata: str, *, today: date) -> View:
    """Return the dialog behind **Explanation sent…**, which asks for that alone, so the day is today by default."""
    known = Entries(explanation_sent=today)
    blocks = [
        SectionBlock(text="Enter it once the explanation has gone to the resident (2024 Code 2.4)."),
        _field("explanation_sent", known, optional=False),
        _field("ombudsman_right", known, optional=False),
    ]
    return _modal(EXPLANATION_SENT_VIEW, "Explanation sent", metadata, blocks)


def typed_in(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, str]:
    """Return what stands in the fields, by field; empty ones are left out."""
    held: dict[str, str | None] = {}
    for name, elements in values.items():
        for state in elements.values():
            option = state.get("selected_option") or {}
            held[name] = state.get("selected_date") or option.get("value") or state.get("value")
    return {name: value for name, value in held.items() if value}


def _fields_for(recorded: RecordedDecision) -> list[str]:
    label = recorded.shown_label
    fields: list[str] = []
    if label is Label.COMPLAINT:
        fields.append("acknowledged")
    if recorded.status == "excluded":
        fields += ["explanation_sent", "ombudsman_right"]
    if is_dissatisfied(recorded):
        fields.append("choice_offered")
    if label is Label.SERVICE_REQUEST:
        fields += ["told_service_request", "request_reviewed"]
    if label in {Label.COMPLAINT, Label.SERVICE_REQUEST}:
        fields.append("told_how_to_complain")
    if label in {Label.COMPLAINT, Label.EXCLUDED}:
        fields += ["discretion", "discretion_reason"]
    fields += ["linked_to", "happened", "aware", "came_from", "case"]
    return [*fields, "ombudsman_result", "ombudsman_on"] if label is Label.EXCLUDED else fields


def _field(name: str, known: Entries, *, optional: bool = True) -> InputBlock:
    value: Any = getattr(known, name)
    if name in _OPTIONS:
        chosen = ("yes" if value else "no") if isinstance(value, bool) else value
        return _input(name, _select(_OPTIONS[name], chosen), optional=optional)
    if name in _TYPED:
        shown = value[:SHORT_ID] if value and name == "linked_to" else value
        element = PlainTextInputElement(
            action_id=TEXT, initial_value=shown, max_length=_TYPED[name], multiline=name == "discretion_reason"
        )
        return _input(name, element, optional=optional)
    picker = DatePickerElement(action_id=DAY, initial_date=value.isoformat() if value else None)
    return _input(name, picker, optional=optional)


def _select(options: Mapping[str, str], chosen: str | None) -> StaticSelectElement:
    made = {value: Option(value=value, text=PlainTextObject(text=within(text, 75))) for value, text in options.items()}
    return StaticSelectElement(
        action_id=CHOICE,
        options=list(made.values()),
        initial_option=made.get(chosen) if chosen else None,
        placeholder="Choose",
    )


def _input(name: str, element: InputInteractiveElement, *, optional: bool = True) -> InputBlock:
    return InputBlock(block_id=name, label=_NAMES[name], hint=_HINTS.get(name), optional=optional, element=element)


def _modal(callback_id: str, title: str, metadata: str, blocks: Sequence[Block]) -> View:
    return View(
        type="modal",
        callback_id=callback_id,
        title=title,
        submit="Save",
        close="Cancel",
        private_metadata=metadata,
        blocks=list(blocks),
    )
