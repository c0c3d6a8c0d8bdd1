"""A decision as a card: what it is, how surely, on which clause, and what happens next by when, done or not."""

from __future__ import annotations

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
from bot.decisions import EvidenceKind, RecordedDecision
from bot.headline import headline, likelihood, steps_heading
from bot.local_time import moment_in_words
from bot.next_steps import NextStep
from bot.views.mrkdwn import day, escape, escaped_within, quoted, within
from classifier.labels import SIGNAL_NAMES, Label
from knowledge.clauses import Clause
from knowledge.grounds import GROUND_NAMES

AGREE, CHANGE, EXPLAIN, CONFIRM, SEND_BACK = "agree", "change", "explain", "confirm_exclusion", "send_back_exclusion"
RECORD, EXPLANATION_SENT, HISTORY, WHY = "record_evidence", "explanation_sent", "show_history", "show_why"
CLAUSE_AT_A_GLANCE = 160
_WHY_LINE = 150
_TELLING = 0.3  # in units of the linear model's score: what weighs less, such as a "the", tells an officer nothing
_TEXT = 2000  # chat.update refuses a text of more than 4,000 characters.
_EVERYDAY = "_Clausewise proposes; a person decides._"


def card_text(briefing: Briefing) -> str:
    """Return what the card says, for notifications and to be read aloud: danger first, what it is, what is to do."""
    recorded = briefing.recorded
    urgent = [step.what for step in briefing.steps if step.urgent]
    steps = [_in_plain_words(step) for step in briefing.steps if not step.urgent]
    parts = [
        *urgent,
        f"{headline(recorded)}.",
        *(["The message was edited since."] if recorded.edited_since else []),
        *(["The message was deleted in Slack."] if recorded.deleted_at else []),
        *([f"{steps_heading(recorded)}: {'; '.join(steps)}."] if steps else []),
    ]
    return escaped_within(" ".join(parts), _TEXT)


def _in_plain_words(step: NextStep) -> str:
    due = f" by {day(step.due_on)}" if step.due_on else ""
    return f"{step.what}: done {step.done}" if step.done else f"{step.what}{due}"


def decision_card(briefing: Briefing) -> list[Block]:
    """Return the blocks of the card; the buttons are those that make sense in its state."""
    recorded = briefing.recorded
    why = _why(recorded)
    return [
        *_danger(briefing),
        HeaderBlock(text=within(headline(recorded), 150)),
        *_what_people_did(recorded),
        *_edited(recorded),
        *_doubt(recorded),
        *_clauses(briefing),
        SectionBlock(text=_steps(briefing)),
        *([ContextBlock(elements=[MarkdownTextObject(text=why)])] if why else []),
        _buttons(recorded),
        ContextBlock(elements=[MarkdownTextObject(text=_footer(recorded))]),
    ]


def _danger(briefing: Briefing) -> list[Block]:
    """Put a danger first, as loudly as a card can, and by when under Awaab's Law."""
    urgent = [step.what for step in briefing.steps if step.urgent]
    if not urgent:
        return []
    lines = [f"• {escape(line)}" for line in urgent[1:]]
    times = [SectionBlock(text="\n".join(lines))] if lines else []
    return [HeaderBlock(text=within(f":rotating_light: {urgent[0]}", 150)), *times, DividerBlock()]


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


def _edited(recorded: RecordedDecision) -> list[Block]:
    """Say what became of the message since, which changes nothing that people decided."""
    lines = []
    if since := recorded.edited_since:
        proposed = headline(RecordedDecision(decision=since, status="proposed"))
        lines.append(
            f"*The message was edited since* ({moment_in_words(since.decided_at)}). What people decided stands. "
            f"Of the new words Clausewise proposes: {escape(proposed)}"
        )
        lines.append(quoted(since.message.text, 500))
    if recorded.deleted_at:
        when = moment_in_words(recorded.deleted_at)
        lines.append(f"*The message was deleted in Slack* ({when}). The decision and its record stay.")
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
    """Return two lines at most; the rest stands behind **Why?**."""
    prediction = recorded.decision.prediction
    lines = []
    words = ", ".join(said(spoken.words) for spoken in prediction.spoke_for[:3] if spoken.weight >= _TELLING)
    if words:
        lines.append(f"*Words that spoke for it:* {words}")
    known = [SIGNAL_NAMES[signal] for signal in prediction.signals if signal in SIGNAL_NAMES and signal != "danger"]
    if known:
        lines.append(f"*Notice:* {within('; '.join(known), _WHY_LINE)}")
    return "\n".join(lines)


def said(words: str) -> str:
    """Return words of the message in quotation marks; two words may have any number of signs between them."""
    return f"“{escaped_within(words, 60)}”"


def _clauses(briefing: Briefing) -> list[Block]:
    if not briefing.clauses:
        return []
    first, *others = briefing.clauses
    text = f"{clause_heading(first)}\n{quoted(first.words, CLAUSE_AT_A_GLANCE)}"
    if others:
        text += f"\nAlso: {', '.join(clause.reference for clause in others)}"
    blocks: list[Block] = [SectionBlock(text=text)]
    if briefing.policy_line:
        line = briefing.policy_line
        paragraph = f" {line.paragraph}" if line.paragraph else ""
        words = quoted(line.text, CLAUSE_AT_A_GLANCE)
        blocks.append(SectionBlock(text=f"*Your policy{paragraph}* (not the Code)\n{words}"))
    return blocks


def clause_heading(clause: Clause) -> str:
    """Return the clause's reference, and say where what follows is our summary and not the Code's words."""
    kind = " · _summary in our own words, not the Code's wording_" if clause.summary else ""
    return f"*{clause.reference}*{kind}"


def _steps(briefing: Briefing) -> str:
    lines = [_step(step) for step in briefing.steps if not step.urgent] or ["• Nothing under the Code."]
    return "\n".join([f"*{steps_heading(briefing.recorded)}*", *lines])


def _step(step: NextStep) -> str:
    """Return one line of the checklist; that it is done is said in words, the mark only repeats it."""
    clause = f" ({step.clause})" if step.clause else ""
    if step.done:
        return f"☑ {escape(step.what)}{clause}: *done {escape(step.done)}*"
    due = f" by *{day(step.due_on)}*" if step.due_on else ""
    return f"{'☐' if step.to_record else '•'} {escape(step.what)}{due}{clause}"


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
    if recorded.status == "excluded" and recorded.latest(EvidenceKind.EXPLANATION_SENT) is None:
        buttons.append(ButtonElement(text="Explanation sent…", action_id=EXPLANATION_SENT, value=id_, style="primary"))
    buttons.append(ButtonElement(text="Change…", action_id=CHANGE, value=id_))
    if recorded.status in {"agreed", "corrected", "excluded"}:
        buttons.append(ButtonElement(text="Record…", action_id=RECORD, value=id_))
    buttons.append(ButtonElement(text="Why?", action_id=WHY, value=id_))
    buttons.append(ButtonElement(text="History", action_id=HISTORY, value=id_))
    return ActionsBlock(elements=buttons, block_id=f"decision-{recorded.status}")


def _footer(recorded: RecordedDecision) -> str:
    decision = recorded.decision
    policy = f" · policy: {decision.policy}" if decision.policy else ""
    return (
        f"{_EVERYDAY} Received {day(decision.message.received_on)} · {decision.edition.code}{policy} · "
        f"decision {decision.id[:8]}"
    )
