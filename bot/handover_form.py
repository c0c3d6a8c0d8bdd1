"""One decision as a form for a case system: what came in, what was decided and why, what was done, what is due when."""

from __future__ import annotations

import textwrap
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.briefing import brief
from bot.decisions import EvidenceKind, RecordedDecision
from bot.evidence.columns import Value, cells_of
from bot.evidence.json_rows import as_object
from bot.evidence.spreadsheet import yes_no
from bot.headline import headline, likelihood, steps_heading
from bot.local_time import LONDON
from bot.next_steps import NextStep
from bot.timetable_text import details, timetable_as_json, when
from bot.views.mrkdwn import day
from classifier.labels import LABEL_NAMES, Label
from knowledge.deadlines import STEP_NAMES
from knowledge.grounds import GROUND_NAMES, Ground
from knowledge.policies import Policy, Step
from knowledge.timetable import CaseEvents, EventsOutOfOrder, Timetable, timetable
from knowledge.working_days import BankHolidaysUnknown

WIDTH, LABEL_WIDTH = 100, 34
SECTIONS: dict[str, tuple[str, ...]] = {
    "The matter": (
        *("decision", "case_reference", "received_on", "came_from", "source", "channel", "message_ts", "handed_in_by"),
        *("signals", "issue_date", "awareness_date", "linked_decision"),
    ),
    "The decision": (
        *("status", "decided_label", "decided_by", "decided_at", "reason", "edition", "policy", "clauses"),
        *("proposed_label", "confidence", "why_person", "proposed_at", "model"),
    ),
    "The exclusion": (
        *("ground", "kind_of_ground", "ground_rests_on", "explanation", "exclusion_proposed_by"),
        *("exclusion_proposed_at", "second_person", "second_person_confirmed", "second_person_at"),
        *("second_person_reason", "discretion_considered", "discretion_result", "discretion_reason"),
        *("explanation_sent_on", "ombudsman_right_given", "reversed_on", "reversed_by", "reversed_reason"),
        *("ombudsman_result", "ombudsman_result_on"),
    ),
    "What was done": (
        *("choice_to_complain_offered_on", "told_service_request_on", "request_reviewed_on"),
        *("told_how_to_complain_on", "acknowledged_on"),
    ),
    "The message, redacted": ("message",),
}
_STAGE_1 = (Step.STAGE_1_ACKNOWLEDGEMENT, Step.STAGE_1_RESPONSE)


class Handover(BaseModel):
    """What goes on the form besides the fields of the log."""

    model_config = ConfigDict(frozen=True)
    recorded: RecordedDecision
    due: Timetable | None
    """The dates of stage 1, for a complaint."""
    steps: tuple[NextStep, ...]
    notes: tuple[str, ...]


def handover(recorded: RecordedDecision, *, policy: Policy | None) -> Handover:
    """Look up what goes with a decision."""
    due, notes = _due(recorded, policy)
    steps = brief(recorded, policy=policy).steps
    undated = tuple(step for step in steps if due is None or step.due_on is None)
    return Handover(recorded=recorded, due=due, steps=undated, notes=notes)


def _due(recorded: RecordedDecision, policy: Policy | None) -> tuple[Timetable | None, tuple[str, ...]]:
    """Count from the day of receipt and, once it is entered, of the acknowledgement."""
    decision, acknowledged = recorded.decision, recorded.latest(EvidenceKind.ACKNOWLEDGED)
    label = decision.prediction.label if recorded.status == "proposed" else recorded.decided_label
    if label is not Label.COMPLAINT:
        return None, ()
    events = CaseEvents(
        received_on=decision.message.received_on, acknowledged_on=acknowledged.on if acknowledged else None
    )
    try:
        table = timetable(events, decision.edition, policy)
    except (BankHolidaysUnknown, EventsOutOfOrder) as error:
        return None, (str(error),)
    return table, table.notes


def handover_json(form: Handover) -> dict[str, Any]:
    """Return the form's fields, named as the columns of the export; null where nothing is known."""
    fields = as_object(form.recorded)
    stage_1 = [row for row in timetable_as_json(form.due)["steps"] if row["step"] in _STAGE_1] if form.due else []
    return {name: fields[name] for names in SECTIONS.values() for name in names} | {
        "due": stage_1,
        "next_steps": [step.model_dump(mode="json") for step in form.steps],
        "notes": list(form.notes),
    }


def handover_text(form: Handover) -> str:
    """Return the form as a person reads it, or pastes it into a case."""
    fields = cells_of(form.recorded)
    excluding = form.recorded.explanation is not None
    parts = [f"Hand-over form: {headline(form.recorded)}"]
    for heading, names in SECTIONS.items():
        if heading != "The exclusion" or excluding:
            parts += ["", heading, *(_line(name, fields[name]) for name in names)]
    parts += ["", steps_heading(form.recorded), *_what_is_due(form)]
    parts += [textwrap.fill(f"Note: {note}", WIDTH, subsequent_indent="  ") for note in form.notes]
    return "\n".join([*parts, "", "Made from Clausewise's decision log. Clausewise proposes; a person decides."])


def _line(name: str, value: Value) -> str:
    label = "" if name == "message" else f"{name.replace('_', ' ').capitalize()}:"
    indent = " " * (LABEL_WIDTH if label else 2)
    lines = [textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent) for line in _said(name, value)]
    return f"  {label}".ljust(len(indent)) + "\n".join(lines)[len(indent) :]


def _said(name: str, value: Value) -> list[str]:
    match value:
        case None:
            return ["–"]
        case bool():
            return [yes_no(value)]
        case datetime():
            local = value.astimezone(LONDON)
            return [f"{day(local.date())}, {local:%H:%M}"]
        case date():
            return [day(value)]
        case float():
            return [likelihood(value)]
        case _:
            return _named(name, value).splitlines()


def _named(name: str, value: str) -> str:
    """Return a label or a ground as people say it, and any other text as it is."""
    if name.endswith("_label"):
        return LABEL_NAMES[Label(value)]
    return GROUND_NAMES[Ground(value)] if name == "ground" else value


def _what_is_due(form: Handover) -> list[str]:
    lines = []
    for row in form.due.rows if form.due else ():
        if row.step in _STAGE_1:
            lines += [f"  {STEP_NAMES[row.step].capitalize()}: {when(row)}", *(f"    {each}" for each in details(row))]
    for step in form.steps:
        by = f" by {day(step.due_on)}" if step.due_on else ""
        said = f"- {'NOW: ' if step.urgent else ''}{step.what}{by}{f' ({step.clause})' if step.clause else ''}"
        lines.append(textwrap.fill(said, WIDTH, initial_indent="  ", subsequent_indent="    "))
    return lines or ["  Nothing under the Code."]
