"""Why a proposal is what it is, in a dialog: what spoke for and against, examples, and what would change it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import Block, ContextBlock, MarkdownTextObject, SectionBlock
from slack_sdk.models.views import View

from bot.decisions import Decision, RecordedDecision
from bot.headline import headline, likelihood
from bot.views.decision_card import clause_heading, said
from bot.views.mrkdwn import day, escape, escaped_within, quoted, within
from bot.why import Why
from classifier.labels import LABEL_NAMES, SIGNAL_NAMES
from classifier.prediction import Prediction, confidence_in_words
from knowledge.clauses import Clause

_SECTION = 2900
_STRONG, _WEAK = 1.0, 0.3  # in units of the linear model's score


def why_view(decision: Decision, clauses: Sequence[Clause], why: Why | None) -> View:
    """Return the dialog; without `why` it says that examples and changes are still being looked up."""
    prediction = decision.prediction
    proposal = headline(RecordedDecision(decision=decision, status="proposed"))
    blocks: list[Block] = [SectionBlock(text=f"*Proposed: {escape(within(proposal, 200))}*\n{_how_sure(prediction)}")]
    for heading, lines in (
        ("What spoke for it", _for(prediction)),
        ("What spoke against it", _against(prediction)),
        ("Dates in it", _dates(prediction)),
        ("Notice", [SIGNAL_NAMES[name] for name in prediction.signals if name in SIGNAL_NAMES]),
        ("Nearest labelled examples", _examples(why)),
        ("What would change it", _changes(why, prediction)),
    ):
        if lines:
            listed = "\n".join(f"• {line}" for line in lines)
            blocks.append(SectionBlock(text=f"*{heading}*\n{listed}"))
    blocks += [SectionBlock(text=f"{clause_heading(each)}\n{quoted(each.words, 1800)}") for each in clauses[:5]]
    note = (
        "Worked out from the message as it is kept, with personal details taken out, so it can differ a little from "
        f"what was proposed at first. Model {escape(prediction.model)}. Clausewise proposes; a person decides."
    )
    blocks.append(ContextBlock(elements=[MarkdownTextObject(text=note)]))
    return View(type="modal", callback_id="why", title="Why?", close="Close", blocks=blocks)


def _how_sure(prediction: Prediction) -> str:
    """Say the probabilities and the threshold in words."""
    others = sorted(((p, label) for label, p in prediction.probabilities.items()), reverse=True)
    chances = ", ".join(f"{LABEL_NAMES[label].lower()} {likelihood(p)}" for p, label in others)
    needed = (
        f"Below {likelihood(prediction.threshold)} for {LABEL_NAMES[prediction.label].lower()} a person has to decide"
    )
    doubt = f" *A person has to decide here:* {escape(prediction.why_person)}" if prediction.why_person else ""
    return f"How likely: {chances}. That is “{confidence_in_words(prediction)}”. {needed}.{doubt}"


def _for(prediction: Prediction) -> list[str]:
    words = [f"{said(each.words)}, {_strength(each.weight)}" for each in prediction.spoke_for[:8]]
    return words + [f"{escape(each.fact)}, {_strength(each.weight)}" for each in prediction.facts if each.weight > 0]


def _against(prediction: Prediction) -> list[str]:
    words = [f"{said(each.words)}, {_strength(each.weight)}" for each in prediction.spoke_against[:8]]
    return words + [f"{escape(each.fact)}, {_strength(each.weight)}" for each in prediction.facts if each.weight < 0]


def _strength(weight: float) -> str:
    if abs(weight) >= _STRONG:
        return "strongly"
    return "somewhat" if abs(weight) >= _WEAK else "a little"


def _dates(prediction: Prediction) -> list[str]:
    return [f"{said(found.words)}: {_span(found.earliest, found.latest)}" for found in prediction.dates[:8]]


def _span(earliest: date, latest: date) -> str:
    return day(earliest) if earliest == latest else f"{day(earliest)} to {day(latest)}"


def _examples(why: Why | None) -> list[str]:
    if why is None:
        return ["Looking for them…"]
    return [
        f"{LABEL_NAMES[each.label] if each.label else 'Nobody could judge it'}: "
        + (f"“{escaped_within(' '.join(each.text.split()), 300)}”" if each.text else "no longer among the examples")
        for each in why.examples
    ]


def _changes(why: Why | None, prediction: Prediction) -> list[str]:
    if why is None:
        return ["Trying the message without each of its sentences…"]
    if why.changes is None:
        return ["It cannot be worked out: the message's text is no longer kept, or no model is at hand."]
    return [
        f"It would be: {LABEL_NAMES[each.label].lower()} ({likelihood(each.confidence)}) "
        f"{escaped_within(each.change, 400)}"
        for each in why.changes
    ] or [f"No single sentence decides it: it stays {LABEL_NAMES[prediction.label].lower()} without any one of them."]
