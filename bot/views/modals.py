"""The dialogs: change a decision, propose an exclusion with its explanation, confirm it or send it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    MarkdownTextObject,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.decisions import RecordedDecision
from bot.views.mrkdwn import escaped_within, quoted, within
from classifier.labels import LABEL_NAMES, Label
from knowledge.grounds import CODE_GROUNDS, GROUND_NAMES, Ground

CHANGE_VIEW, EXPLAIN_VIEW, CONFIRM_VIEW, SEND_BACK_VIEW = (
    "change_decision",
    "explain_exclusion",
    "confirm_exclusion",
    "send_back",
)
NOTHING = "nothing"
"""The choice for a message that needs nothing under the Code."""
INPUT_LIMIT = 3000

_CHOICES: tuple[tuple[str, str], ...] = (
    (Label.SERVICE_REQUEST.value, LABEL_NAMES[Label.SERVICE_REQUEST]),
    (Label.COMPLAINT.value, LABEL_NAMES[Label.COMPLAINT]),
    (Label.EXCLUDED.value, f"{LABEL_NAMES[Label.EXCLUDED]} (needs an explanation and a second person)"),
    (NOTHING, "Nothing to do under the Code"),
)


def _modal(callback_id: str, metadata: str, *, title: str, submit: str, blocks: Sequence[Block]) -> View:
    return View(
        type="modal",
        callback_id=callback_id,
        title=title,
        submit=submit,
        close="Cancel",
        private_metadata=metadata,
        blocks=list(blocks),
    )


def _option(value: str, text: str) -> Option:
    return Option(value=value, text=PlainTextObject(text=within(text, 75)))


def _text(
    block_id: str, label: str, *, value: str | None = None, hint: str | None = None, optional: bool = False
) -> InputBlock:
    return InputBlock(
        block_id=block_id,
        label=label,
        hint=hint,
        optional=optional,
        element=PlainTextInputElement(
            action_id="text",
            multiline=True,
            max_length=INPUT_LIMIT,
            initial_value=within(value, INPUT_LIMIT) if value else None,
        ),
    )


def _message(recorded: RecordedDecision) -> SectionBlock:
    return SectionBlock(text=f"*The message*\n{quoted(recorded.decision.message.text, 2000)}")


def _edited(recorded: RecordedDecision) -> list[SectionBlock]:
    """Show the message as it was edited after the explanation had been written."""
    if recorded.edited_since is None:
        return []
    text = quoted(recorded.edited_since.message.text, 2000)
    return [SectionBlock(text=f"*The message was edited since the explanation was written. It now says*\n{text}")]


def _grounds(initial: Ground | None) -> InputBlock:
    options = {
        ground: _option(ground.value, f"{GROUND_NAMES[ground]} ({'the Code' if ground in CODE_GROUNDS else 'policy'})")
        for ground in Ground
    }
    return InputBlock(
        block_id="ground",
        label="Ground",
        dispatch_action=True,  # Another ground wants another explanation: see `listeners/exclusions`.
        element=StaticSelectElement(
            action_id="choice",
            options=list(options.values()),
            initial_option=options[initial] if initial else None,
            placeholder="Choose the ground",
        ),
    )


def change_view(metadata: str) -> View:
    """Return the dialog behind **Change…**: another label, and why. Choosing *excluded* leads on to the gate."""
    return _modal(
        CHANGE_VIEW,
        metadata,
        title="Change the decision",
        submit="Save",
        blocks=[
            InputBlock(
                block_id="label",
                label="What is it?",
                element=RadioButtonsElement(action_id="choice", options=[_option(*choice) for choice in _CHOICES]),
            ),
            _text("reason", "Why?", hint="A sentence. It is kept as evidence, so leave out names and addresses."),
        ],
    )


def explain_view(
    recorded: RecordedDecision,
    metadata: str,
    *,
    ground: Ground,
    rests_on: str,
    letter: str,
    reason: str | None = None,
    discretion: str | None = None,
    blocks_named: Mapping[str, str] | None = None,
) -> View:
    """Return the first half of the exclusion gate: the ground, what it rests on, the explanation and the discretion.

    blocks_named : other block ids for `rests_on` and `letter`. Slack keeps what was typed in a block of the same id,
        so a draft that takes the place of another needs a new one.
    """
    named = blocks_named or {}
    blocks = [
        _message(recorded),
        SectionBlock(
            text=MarkdownTextObject(
                text=(
                    "An exclusion stands only with a ground, what it rests on, an explanation fit to send to the "
                    "resident, a note on discretion, and a second person who confirms it."
                )
            )
        ),
        _grounds(ground),
        _text(
            named.get("rests_on", "rests_on"),
            "Clause or policy paragraph",
            value=rests_on,
            hint="For example “2024 Code 2.2”, or your policy's words.",
        ),
        _text(
            named.get("letter", "letter"),
            "Explanation to the resident",
            value=letter,
            hint="Fill the square brackets. It must name the Ombudsman.",
        ),
        _text(
            "discretion",
            "Was discretion considered?",
            value=discretion,
            hint="Is there a good reason to accept it all the same? Say why not (2024 Code 2.3).",
        ),
        _text(
            "reason",
            "Why, if the ground is not the one proposed",
            value=reason,
            optional=recorded.decision.prediction.label is Label.EXCLUDED,
        ),
    ]
    return _modal(
        EXPLAIN_VIEW,
        metadata,
        title="Propose an exclusion",
        submit="Propose",
        blocks=blocks,
    )


def confirm_view(recorded: RecordedDecision, metadata: str) -> View:
    """Return the second half of the gate: the whole explanation to read before it is confirmed."""
    explanation = recorded.explanation
    shown = (
        [
            SectionBlock(text=f"*{GROUND_NAMES[explanation.ground]}*\n{escaped_within(explanation.rests_on, 2500)}"),
            SectionBlock(text=f"*Explanation to the resident*\n{quoted(explanation.letter, 2600)}"),
            SectionBlock(text=f"*Discretion*\n{quoted(explanation.discretion, 2600)}"),
        ]
        if explanation
        else []
    )
    return _modal(
        CONFIRM_VIEW,
        metadata,
        title="Confirm the exclusion",
        submit="Confirm",
        blocks=[
            _message(recorded),
            *_edited(recorded),
            *shown,
            _text("reason", "Anything to add?", optional=True),
        ],
    )


def send_back_view(metadata: str) -> View:
    """Return the dialog in which the second person says why the exclusion does not stand."""
    return _modal(
        SEND_BACK_VIEW,
        metadata,
        title="Send back",
        submit="Send back",
        blocks=[_text("reason", "Why does the exclusion not stand?")],
    )
