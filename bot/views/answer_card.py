"""An answer as a card: the due date first, then the clause's own words, its reference, and what to see also."""

from __future__ import annotations

from slack_sdk.models.blocks import Block, ContextBlock, HeaderBlock, MarkdownTextObject, SectionBlock

from bot.answers import Answer
from bot.headline import NO_ANSWER
from bot.views.decision_card import clause_heading
from bot.views.mrkdwn import day, escape, escaped_within, quoted, within
from knowledge.clauses import Clause, load_edition
from knowledge.deadlines import START_NAMES, STEP_NAMES, Deadline

HELP = (
    "Ask in your own words what the Complaint Handling Code says, for example:\n"
    "• `/code how long do we have to acknowledge a complaint?`\n"
    "• `/code S1 acknowledged on 3 March, when is the response due?`\n"
    "• `/code can we refuse something that happened in 2019?`\n"
    "• `/code under the 2022 code, what must a stage 2 letter say?`\n"
    "You get the clause itself, or an honest “the Code does not answer that”."
)


def answer_in_a_line(answer: Answer) -> str:
    """Return the answer in one plain line, for notifications and screen readers."""
    if answer.deadline:
        return f"Due {day(answer.deadline.due_on)}: {STEP_NAMES[answer.deadline.step]}"
    return answer.clauses[0].clause.reference if answer.answered else NO_ANSWER


def answer_card(answer: Answer) -> list[Block]:
    """Return the blocks of the answer."""
    asked = ContextBlock(elements=[MarkdownTextObject(text=f"You asked: {escaped_within(answer.question, 500)}")])
    if not answer.answered:
        text = f"*{NO_ANSWER}*\nNo clause of the {answer.edition.code} was found for it. Try other words."
        return [asked, SectionBlock(text=text)]
    first, *others = [found.clause for found in answer.clauses]
    blocks: list[Block] = [asked]
    if answer.deadline:
        blocks += _deadline(answer.deadline)
    if answer.note:
        blocks.append(SectionBlock(text=f":warning: {escape(answer.note)}"))
    blocks.append(SectionBlock(text=f"{clause_heading(first)}\n{quoted(first.words)}"))
    for line in answer.policy:
        flag = "\n:warning: It goes beyond what the Code allows: keep to the Code." if line.exceeds_code else ""
        if line.counts_from:
            flag += f"\n:warning: It counts from {START_NAMES[line.counts_from]}, so its date may be earlier."
        paragraph = f" {line.paragraph}" if line.paragraph else ""
        blocks.append(SectionBlock(text=f"*Your policy{paragraph}* (not the Code)\n{quoted(line.text, 1500)}{flag}"))
    if others:
        lines = [f"• *{clause.reference}*: {escaped_within(_opening(clause), 200)}" for clause in others]
        blocks.append(SectionBlock(text="See also\n" + "\n".join(lines)))
    blocks.append(ContextBlock(elements=[MarkdownTextObject(text=_source(answer))]))
    return blocks


def _deadline(due: Deadline) -> list[Block]:
    counted = (
        f"{due.working_days} working days after {day(due.from_on)}, {START_NAMES[due.start]}. The next working day is "
        "day 1; weekends and England's bank holidays do not count."
    )
    if due.policy_time and not due.policy_exceeds_code and due.due_on != due.latest_on:
        counted += f" This is your policy's own time; the Code's last day is {day(due.latest_on)}."
    if due.policy_exceeds_code:
        counted += " Your policy allows longer than the Code does, so this is the Code's last day."
    return [
        HeaderBlock(text=within(f"{STEP_NAMES[due.step].capitalize()}: {day(due.due_on)}", 150)),
        SectionBlock(text=counted),
    ]


def _opening(clause: Clause) -> str:
    return within(clause.text, 180)


def _source(answer: Answer) -> str:
    edition = load_edition(answer.edition)
    page = f" <{edition.official_page}|Official page>" if edition.official_page else ""
    return f"{escape(edition.attribution)}{page}"
