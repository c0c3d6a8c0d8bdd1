"""A decision as a card: what it is, how surely, on which clause, why, and what happens next by when."""

from __future__ import annotations

from datetime import date

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    SectionBlock,
)

from bot.briefing import Briefing
from bot.decisions import RecordedDecision
from bot.headline import headline, likelihood, steps_heading
from bot.views.mrkdwn import day, escape, escaped_within, quoted, within
from classifier.labels import LABEL_NAMES, SIGNAL_NAMES, Label
from knowledge.clauses import Clause
from knowledge.grounds import GROUND_NAMES

AGREE, CHANGE, EXPLAIN, CONFIRM, SEND_BACK = "agree", "change", "explain", "confirm_exclusion", "send_back_exclusion"

_EVERYDAY = "_Clausewise proposes; a person decides._"


def decision_card(briefing: Briefing) -> list[Block]:
    """Return the blocks of the card; the buttons are those that make sense in its state."""
    recorded = briefing.recorded
    return [
        *_danger(briefing),
        HeaderBlock(text=within(headline(recorded), 150)),
        *_what_people_did(recorded),
        *_doubt(recorded),
        SectionBlock(text=_steps(briefing)),
        *_clauses(briefing),
        ContextBlock(elements=[MarkdownTextObject(text=_why(recorded))]),
        _buttons(recorded),
        ContextBlock(elements=[MarkdownTextObject(text=_footer(recorded))]),
    ]


def _danger(briefing: Briefing) -> list[Block]:
    urgent = [step for step in briefing.steps if step.urgent]
    if not urgent:
        return []
    return [SectionBlock(text=f":rotating_light: *{escape(urgent[0].what)}*"), DividerBlock()]


def _what_people_did(recorded: RecordedDecision) -> list[Block]:
    lines = []
    if recorded.agreement and recorded.status == "agreed":
        lines.append(f"<@{recorded.agreement.by}> agreed.")
    if recorded.correction and recorded.status == "corrected":
        lines.append(f"<@{recorded.correction.by}> decided: {escaped_within(recorded.correction.reason, 1000)}")
    if recorded.explanation and recorded.status in {"awaiting_second_person", "excluded", "proposed"}:
        explanation = recorded.explanation
        lines.append(
            f"<@{explanation.by}> proposed to exclude it: {GROUND_NAMES[explanation.ground].lower()} "
            f"({escaped_within(explanation.rests_on, 300)})."
        )
    if recorded.second_person and recorded.status in {"excluded", "proposed"}:
        second = recorded.second_person
        lines.append(f"<@{second.by}> {'confirmed it' if second.confirmed else 'sent it back'}.")
        if second.reason:
            lines.append(quoted(second.reason, 500))
    return [SectionBlock(text="\n".join(lines))] if lines else []


def _doubt(recorded: RecordedDecision) -> list[Block]:
    """Say why a person has to decide, and on which ground an exclusion is proposed."""
    prediction = recorded.decision.prediction
    if recorded.status != "proposed":
        return []
    lines = []
    if prediction.why_person:
        lines.append(f"*A person has to decide.* {escape(prediction.why_person)}")
    if prediction.ground and prediction.ground_confidence is not None:
        lines.append(f"*Ground:* {GROUND_NAMES[prediction.ground]} ({likelihood(prediction.ground_confidence)})")
    return [SectionBlock(text="\n".join(lines))] if lines else []


def _why(recorded: RecordedDecision) -> str:
    prediction = recorded.decision.prediction
    lines = []
    words = [_said(spoken.words) for spoken in prediction.spoke_for[:5]]
    if words:
        lines.append(f"*Words that spoke for it:* {', '.join(words)}")
    against = [_said(spoken.words) for spoken in prediction.spoke_against[:3]]
    if against:
        lines.append(f"*Words against it:* {', '.join(against)}")
    facts = [escape(fact.fact) for fact in prediction.facts if fact.weight > 0]
    if facts:
        lines.append(f"*Facts for it:* {'; '.join(facts)}")
    if prediction.dates:
        dates = [f"{_said(found.words)} ({_span(found.earliest, found.latest)})" for found in prediction.dates[:4]]
        lines.append(f"*Dates in it:* {', '.join(dates)}")
    known = [SIGNAL_NAMES[signal] for signal in prediction.signals if signal in SIGNAL_NAMES]
    if known:
        lines.append(f"*Notice:* {'; '.join(known)}")
    others = sorted(((p, label) for label, p in prediction.probabilities.items()), reverse=True)[1:]
    lines.append("*Otherwise:* " + ", ".join(f"{LABEL_NAMES[label].lower()} {likelihood(p)}" for p, label in others))
    return "\n".join(lines)


def _said(words: str) -> str:
    return f"“{escaped_within(words, 100)}”"  # Two words may have any number of signs between them.


def _span(earliest: date, latest: date) -> str:
    return day(earliest) if earliest == latest else f"{day(earliest)} to {day(latest)}"


def _clauses(briefing: Briefing) -> list[Block]:
    if not briefing.clauses:
        return []
    first, *others = briefing.clauses
    text = f"{clause_heading(first)}\n{quoted(first.words, 1800)}"
    if others:
        text += f"\nAlso: {', '.join(clause.reference for clause in others)}"
    blocks: list[Block] = [SectionBlock(text=text)]
    if briefing.policy_line:
        line = briefing.policy_line
        paragraph = f" {line.paragraph}" if line.paragraph else ""
        blocks.append(SectionBlock(text=f"*Your policy{paragraph}* (not the Code)\n{quoted(line.text, 800)}"))
    return blocks


def clause_heading(clause: Clause) -> str:
    """Return the clause's reference, and say where what follows is our summary and not the Code's words."""
    kind = " · _summary in our own words, not the Code's wording_" if clause.summary else ""
    return f"*{clause.reference}*{kind}"


def _steps(briefing: Briefing) -> str:
    lines = [f"*{steps_heading(briefing.recorded)}*"]
    for step in briefing.steps:
        if step.urgent:
            continue
        due = f" by *{day(step.due_on)}*" if step.due_on else ""
        clause = f" ({step.clause})" if step.clause else ""
        lines.append(f"• {escape(step.what)}{due}{clause}")
    if len(lines) == 1:
        lines.append("• Nothing under the Code.")
    return "\n".join(lines)


def _buttons(recorded: RecordedDecision) -> ActionsBlock:
    id_ = recorded.decision.id
    excluded = recorded.decision.prediction.label is Label.EXCLUDED
    buttons: list[ButtonElement] = []
    if recorded.status == "proposed" and not excluded:
        buttons.append(ButtonElement(text="Agree", action_id=AGREE, value=id_, style="primary"))
    if recorded.status == "proposed" and excluded:
        buttons.append(ButtonElement(text="Propose the exclusion…", action_id=EXPLAIN, value=id_, style="primary"))
    if recorded.status == "awaiting_second_person":
        buttons.append(ButtonElement(text="Confirm the exclusion…", action_id=CONFIRM, value=id_, style="primary"))
        buttons.append(ButtonElement(text="Send back…", action_id=SEND_BACK, value=id_))
    buttons.append(ButtonElement(text="Change…", action_id=CHANGE, value=id_))
    return ActionsBlock(elements=buttons, block_id=f"decision-{recorded.status}")


def _footer(recorded: RecordedDecision) -> str:
    decision = recorded.decision
    policy = f" · policy: {decision.policy}" if decision.policy else ""
    return (
        f"{_EVERYDAY} Received {day(decision.message.received_on)} · {decision.edition.code}{policy} · "
        f"model {decision.prediction.model} · decision {decision.id[:8]}"
    )
