"""The dialog in which a question about the Code is asked and answered."""

from __future__ import annotations

from slack_sdk.models.blocks import Block, DividerBlock, InputBlock, PlainTextInputElement, SectionBlock
from slack_sdk.models.views import View

from bot.answers import Answer
from bot.clean_text import MAX_QUESTION_CHARACTERS
from bot.views.answer_card import answer_card

ASK_VIEW = "ask_the_code"
QUESTION, TEXT = "question", "text"


def question_view(answer: Answer | None = None, *, said: str = "", asked: int = 0) -> View:
    """Return the dialog, the answer above the next question.

    said : what stands there instead of an answer.
    asked : how many questions were answered in it; each input is a new one, or Slack would keep what was typed.
    """
    shown: list[Block] = [*answer_card(answer), DividerBlock()] if answer else []
    if said:
        shown = [SectionBlock(text=said), DividerBlock()]
    return View(
        type="modal",
        callback_id=ASK_VIEW,
        title="Ask the Code",
        submit="Ask",
        close="Close",
        private_metadata=str(asked),
        blocks=[
            *shown,
            InputBlock(
                block_id=f"{QUESTION}-{asked}",
                label="Another question" if shown else "Your question",
                hint=None if shown else "For example: S1 acknowledged on 3 March, when is the response due?",
                element=PlainTextInputElement(
                    action_id=TEXT,
                    multiline=True,
                    max_length=min(MAX_QUESTION_CHARACTERS, 3000),
                    focus_on_load=True,
                ),
            ),
        ],
    )
