"""An answer as a card: the due date first, then the clause's own words, its reference, and what to see also."""

from __future__ import annotations

from slack_sdk.models.blocks import Block, ContextBlock, HeaderBlock, MarkdownTextObject, SectionBlock

from bot.answers import Answer
from bot.deadline_words import clock, counted, extended, in_a_line, landlords_own, left
from bot.headline import NO_ANSWER
from bot.views.decision_card import clause_heading
from bot.views.mrkdwn import day, escape, escaped_within, quoted, within
from knowledge.clauses import Clause, load_edition
from knowledge.deadlines import START_NAMES, STEP_NAMES

MOST_NOTES = 3  # Slack takes 3,000 characters a section.
HELP = (
    "Ask in your own words what the Complaint Handling Code says, for example:\n"
    "• `/code how long do we have to acknowledge a complaint?`\n"
    "• `/code S1 acknowledged on 3 March, when is the response due?`\n"
    "• `/code escalated last Tuesday`\n"
    "• `/code can we refuse something that happened in 2019?`\n"
    "• `/code under the 2022 code, what must a stage 2 letter say?`\n"
    "You get the clause itself, or an honest “the Code does not answer that”."
)


def answer_in_a_line(answer: Answer) -> str:
    """Return the answer in one plain line, for notifications and screen readers."""
    if answer.deadline:
        return f"Due {day(answer.deadline.due_on)}: {STEP_NAMES[answer.deadline.step]}"
    if answer.notes:
        return escaped_within(f"No due date: {answer.notes[0]}", 300)
    return answer.clauses[0].clause.reference if answer.answered else NO_ANSWER


def answer_card(answer: Answer) -> list[Block]:
    """Return the blocks of the answer."""
    asked = ContextBlock(elements=[MarkdownTextObject(text=f"You asked: {escaped_within(answer.question, 500)}")])
    blocks: list[Block] = [asked, *_due(answer)]
    if not answer.answered:
        text = f"*{NO_ANSWER}*\nNo clause of the {answer.edition.code} was found for it. Try other words."
        return [*blocks, SectionBlock(text=text), *_ended(answer)]
    first, *others = [found.clause for found in answer.clauses]
    blocks.append(SectionBlock(text=f"{clause_heading(first)}\n{quoted(first.words)}"))
    blocks += _ended(answer)
    for line in answer.policy:
        flag = "\n:warning: It goes beyond what the Code allows: keep to the Code." if line.exceeds_code else ""
        if line.counts_from:
            flag += f"\n:warning: It counts from {START_NAMES[line.counts_from]}, so its date may be earlier."
        paragraph = f" {line.paragraph}" if line.paragraph else ""
        blocks.append(SectionBlock(text=f"*Your policy{paragraph}* (not the Code)\n{quoted(line.text, 1500)}{flag}"))
    if others:
        lines = [f"• *{clause.reference}*: {escaped_within(_opening(clause), 200)}" for clause in others]
        blocks.append(SectionBlock(text="See also\n" + "\n".join(lines)))
    if answer.difference:
        blocks.append(ContextBlock(elements=[MarkdownTextObject(text=escape(answer.difference))]))
    blocks.append(ContextBlock(elements=[MarkdownTextObject(text=_source(answer))]))
    return blocks


def _ended(answer: Answer) -> list[Block]:
    return [SectionBlock(text=f":warning: *Ended.* {escape(answer.ended)}")] if answer.ended else []


def _due(answer: Answer) -> list[Block]:
    """Return the due date, how it was counted and what more time would take; then what is not plain about it."""
    blocks: list[Block] = []
    if due := answer.deadline:
        said = [counted(due), clock(due), landlords_own(due)]
        if answer.working_days_left is not None:
            said.insert(0, left(answer.working_days_left))
        blocks.append(HeaderBlock(text=within(f"{STEP_NAMES[due.step].capitalize()}: {day(due.due_on)}", 150)))
        blocks.append(SectionBlock(text=escape(" ".join(each for each in said if each))))
        if more := extended(due):
            heading, sent = more
            blocks.append(SectionBlock(text=escape("\n".join([heading, *(f"• {each}" for each in sent)]))))
    if answer.also_due:
        lines = [f"• {escape(in_a_line(due))}" for due in answer.also_due]
        blocks.append(SectionBlock(text="Also due\n" + "\n".join(lines)))
    if answer.notes:
        notes = [f":warning: {escaped_within(note, 900)}" for note in answer.notes[:MOST_NOTES]]
        blocks.append(SectionBlock(text="\n".join(notes)))
    return blocks


def _opening(clause: Clause) -> str:
    return within(clause.text, 180)


def _source(answer: Answer) -> str:
    edition = load_edition(answer.edition)
    page = f" <{edition.official_page}|Official page>" if edition.official_page else ""
    return f"{escape(edition.attribution)}{page}"
