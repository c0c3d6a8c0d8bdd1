"""Decisions, answers and due dates as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.deadline_words import clock, extended, in_a_line, landlords_own, left
from bot.headline import NO_ANSWER, headline, steps_heading
from bot.views.mrkdwn import day
from classifier.labels import LABEL_NAMES, SIGNAL_NAMES
from knowledge.clauses import Clause, load_edition
from knowledge.deadlines import START_NAMES, STEP_NAMES, Deadline
from knowledge.grounds import GROUND_NAMES

if TYPE_CHECKING:
    from bot.answers import Answer
    from bot.briefing import Briefing
    from classifier.prediction import Prediction
    from classifier.what_if import Change

WIDTH = 100


def _wrapped(text: str, indent: str = "  ") -> str:
    lines = [textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent) for line in text.splitlines()]
    return "\n".join(lines)


def decision_text(briefing: Briefing) -> str:
    """Return a decision as a person reads it."""
    recorded = briefing.recorded
    prediction = recorded.decision.prediction
    parts = [headline(recorded)]
    if prediction.why_person:
        parts.append(f"A person has to decide: {prediction.why_person}")
    if prediction.ground:
        parts.append(f"Ground: {GROUND_NAMES[prediction.ground]}")
    if prediction.signals:
        parts.append("Also: " + "; ".join(SIGNAL_NAMES.get(signal, signal) for signal in prediction.signals))
    if briefing.clauses:
        parts.append(clause_text(briefing.clauses[0]))
        if briefing.clauses[1:]:
            parts.append("  Also: " + ", ".join(clause.reference for clause in briefing.clauses[1:]))
    parts.append(steps_heading(recorded))
    for step in briefing.steps:
        due = f" by {day(step.due_on)}" if step.due_on else ""
        clause = f" ({step.clause})" if step.clause else ""
        parts.append(_wrapped(f"- {'NOW: ' if step.urgent else ''}{step.what}{due}{clause}"))
    parts.append("Clausewise proposes; a person decides. Nothing was logged.")
    return "\n".join(parts)


def why_text(prediction: Prediction, changes: Sequence[Change]) -> str:
    """Return what spoke for the label and against it, the nearest examples, and what would change it."""
    name = LABEL_NAMES[prediction.label].lower()
    parts = [f"Why {name}?"]
    for heading, words in (("Words for it", prediction.spoke_for), ("Words against it", prediction.spoke_against)):
        if words:
            parts.append(_wrapped(f"{heading}: " + ", ".join(f"“{w.words}” ({w.weight:+.2f})" for w in words)))
    if prediction.facts:
        facts = ", ".join(f"{fact.fact} ({fact.weight:+.2f})" for fact in prediction.facts)
        parts.append(_wrapped(f"Facts: {facts}"))
    nearest = ", ".join(
        f"{n.id} ({LABEL_NAMES[n.label].lower() if n.label else 'nobody could judge'})" for n in prediction.neighbours
    )
    parts.append(_wrapped(f"Nearest examples: {nearest}"))
    if changes:
        parts += [
            _wrapped(f"It would be: {LABEL_NAMES[c.label].lower()} ({c.confidence:.0%}) {c.change}") for c in changes
        ]
    else:
        parts.append(_wrapped(f"No single sentence decides it: it stays {name} without any one of them."))
    return "\n".join(parts)


def clause_text(clause: Clause) -> str:
    """Return a clause with its reference; a summary is marked as one."""
    kind = " (summary in our own words, not the Code's wording)" if clause.summary else ""
    return f"{clause.reference}{kind}\n{_wrapped(clause.words)}"


def answer_text(answer: Answer) -> str:
    """Return an answer as a person reads it."""
    parts = [deadline_text(answer.deadline, answer.working_days_left)] if answer.deadline else []
    parts += [f"Also: {in_a_line(due)}" for due in answer.also_due]
    parts += [textwrap.fill(f"Note: {note}", WIDTH, subsequent_indent="  ") for note in answer.notes]
    if not answer.answered:
        ended = [_wrapped(f"Ended. {answer.ended}")] if answer.ended else []
        return "\n".join([f"{NO_ANSWER} (Asked of the {answer.edition.code}.)", *ended, *parts])
    first, *others = [found.clause for found in answer.clauses]
    parts.append(clause_text(first))
    if answer.ended:
        parts.append(_wrapped(f"Ended. {answer.ended}"))
    for line in answer.policy:
        flag = "\n  It goes beyond what the Code allows: keep to the Code." if line.exceeds_code else ""
        if line.counts_from:
            flag += f"\n  It counts from {START_NAMES[line.counts_from]}, so its date may be earlier."
        paragraph = f" {line.paragraph}" if line.paragraph else ""
        parts.append(f"Your policy{paragraph} (not the Code)\n{_wrapped(line.text)}{flag}")
    if others:
        parts.append("See also: " + ", ".join(clause.reference for clause in others))
    if answer.difference:
        parts.append(textwrap.fill(answer.difference, WIDTH))
    edition = load_edition(answer.edition)
    parts.append(" ".join(part for part in (edition.attribution, edition.official_page) if part))
    return "\n".join(parts)


def deadline_text(due: Deadline, working_days_left: int | None = None) -> str:
    """Return a due date with how it was counted, what starts its clock, and what more time would take."""
    parts = [
        f"{STEP_NAMES[due.step].capitalize()}: due {day(due.due_on)}",
        *([] if working_days_left is None else [f"  {left(working_days_left)}"]),
        f"  {due.working_days} working days after {day(due.from_on)}, {START_NAMES[due.start]} "
        f"({due.clause.reference}).",
        "  The next working day is day 1; weekends and England's bank holidays do not count.",
    ]
    if starts := clock(due):
        parts.append(f"  {starts}")
    if own := landlords_own(due):
        parts.append(f"  {own}")
    if more := extended(due):
        heading, sent = more
        parts.append(_wrapped(heading))
        parts += [textwrap.fill(each, WIDTH, initial_indent="    - ", subsequent_indent="      ") for each in sent]
    return "\n".join(parts)
