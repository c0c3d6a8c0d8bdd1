"""What staff enter about a matter besides deciding it: checked, and made into entries for the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.decisions import Evidence, EvidenceKind, RecordedDecision
from bot.local_time import local_date
from bot.time_limit import plain_day

MOST_REFERENCE = 100
MOST_REASON = 3000
_ON_A_DAY = ("choice_offered", "told_service_request", "request_reviewed", "told_how_to_complain", "acknowledged")
_DAYS = (*_ON_A_DAY, "explanation_sent", "happened", "aware", "ombudsman_on")

FindNamed = Callable[[str], RecordedDecision]
"""Finds a decision by its id or the beginning of it; LookupError where there is none."""


class Entries(BaseModel):
    """The fields as they were filled in; None: left empty, which changes nothing."""

    model_config = ConfigDict(frozen=True)
    choice_offered: date | None = None
    told_service_request: date | None = None
    request_reviewed: date | None = None
    told_how_to_complain: date | None = None
    acknowledged: date | None = None
    explanation_sent: date | None = None
    ombudsman_right: bool | None = None
    discretion: str | None = None
    discretion_reason: str | None = None
    linked_to: str | None = None
    happened: date | None = None
    aware: date | None = None
    came_from: str | None = None
    case: str | None = None
    ombudsman_result: str | None = None
    ombudsman_on: date | None = None


class Faulty(ValueError):
    """Some fields cannot be kept; `problems` says why, by field."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{field}: {problem}" for field, problem in problems.items()))


def known_entries(recorded: RecordedDecision) -> Entries:
    """Return what is recorded already, as the fields would hold it."""
    days = {name: _on(recorded, EvidenceKind(name)) for name in (*_ON_A_DAY, "explanation_sent")}
    sent, discretion = recorded.latest(EvidenceKind.EXPLANATION_SENT), recorded.latest(EvidenceKind.DISCRETION)
    matter, link = recorded.latest(EvidenceKind.MATTER_DATES), recorded.latest(EvidenceKind.LINKED)
    origin, case = recorded.latest(EvidenceKind.CAME_FROM), recorded.latest(EvidenceKind.CASE)
    ombudsman = recorded.latest(EvidenceKind.OMBUDSMAN_RESULT)
    return Entries(
        **days,
        ombudsman_right=sent.ombudsman_right if sent else None,
        discretion=discretion.result if discretion else None,
        discretion_reason=discretion.reason if discretion else None,
        linked_to=link.linked_to if link else None,
        happened=matter.on if matter else None,
        aware=matter.aware_on if matter else None,
        came_from=origin.result if origin else None,
        case=case.reference if case else None,
        ombudsman_result=ombudsman.result if ombudsman else None,
        ombudsman_on=ombudsman.on if ombudsman else None,
    )


def evidence_from(
    entries: Entries, recorded: RecordedDecision, *, find: FindNamed, today: date, by: str, at: datetime
) -> tuple[Evidence, ...]:
    """Return the entries for the log.

    Raises
    ------
    Faulty : if a field cannot be kept: a day to come, half of what belongs together, a decision that is not there.
    """
    entries = _completed(entries, known_entries(recorded))
    linked, problems = _linked(entries, recorded, find)
    problems |= _problems(entries, recorded, today)
    if problems:
        raise Faulty(problems)
    given: list[tuple[EvidenceKind, dict[str, Any]]] = [
        (EvidenceKind(name), {"on": on}) for name in _ON_A_DAY if (on := getattr(entries, name))
    ]
    if entries.explanation_sent:
        sent: dict[str, Any] = {"on": entries.explanation_sent, "ombudsman_right": entries.ombudsman_right}
        given.append((EvidenceKind.EXPLANATION_SENT, sent))
    if entries.discretion:
        why: dict[str, Any] = {"result": entries.discretion, "reason": entries.discretion_reason}
        given.append((EvidenceKind.DISCRETION, why))
    if linked:
        given.append((EvidenceKind.LINKED, {"linked_to": linked}))
    if entries.happened or entries.aware:
        given.append((EvidenceKind.MATTER_DATES, {"on": entries.happened, "aware_on": entries.aware}))
    if entries.came_from:
        given.append((EvidenceKind.CAME_FROM, {"result": entries.came_from}))
    if entries.case:
        given.append((EvidenceKind.CASE, {"reference": entries.case}))
    if entries.ombudsman_result:
        result: dict[str, Any] = {"on": entries.ombudsman_on, "result": entries.ombudsman_result}
        given.append((EvidenceKind.OMBUDSMAN_RESULT, result))
    return tuple(Evidence.model_validate({"kind": kind, "by": by, "at": at, **fields}) for kind, fields in given)


# What stands in one entry of the log: a part that is entered alone keeps the other part that is known.
_TOGETHER = (
    ("explanation_sent", "ombudsman_right"),
    ("discretion", "discretion_reason"),
    ("happened", "aware"),
    ("ombudsman_result", "ombudsman_on"),
)


def _completed(entries: Entries, known: Entries) -> Entries:
    more = {
        name: getattr(known, name)
        for pair in _TOGETHER
        if any(getattr(entries, each) is not None for each in pair)
        for name in pair
        if getattr(entries, name) is None
    }
    return entries.model_copy(update=more)


def _linked(entries: Entries, recorded: RecordedDecision, find: FindNamed) -> tuple[str | None, dict[str, str]]:
    if not entries.linked_to:
        return None, {}
    try:
        linked = find(entries.linked_to).decision.id
    except LookupError as error:
        return None, {"linked_to": str(error)}
    if linked == recorded.decision.id:
        return None, {"linked_to": "This is the decision itself. Give the id of the other one."}
    return linked, {}


def _problems(entries: Entries, recorded: RecordedDecision, today: date) -> dict[str, str]:
    """Return, by field, what cannot be."""
    problems = {
        name: f"That day is still to come: today is {plain_day(today)}."
        for name in _DAYS
        if (on := getattr(entries, name)) and on > today
    }
    if entries.explanation_sent:
        problems |= _about_the_explanation(entries, recorded)
    elif entries.ombudsman_right is not None:
        problems["explanation_sent"] = "Give the day on which the explanation went out."
    if entries.happened and entries.aware and entries.aware < entries.happened:
        problems["aware"] = "That is before it happened."
    if entries.discretion and not entries.discretion_reason:
        problems["discretion_reason"] = "Say why, in a sentence."
    if entries.discretion_reason and not entries.discretion:
        problems["discretion"] = "Say whether discretion was used."
    if entries.ombudsman_result and not entries.ombudsman_on:
        problems["ombudsman_on"] = "Give the day of the Ombudsman's result."
    if entries.ombudsman_on and not entries.ombudsman_result:
        problems["ombudsman_result"] = "Say what the Ombudsman decided."
    if entries.case and len(entries.case) > MOST_REFERENCE:
        problems["case"] = f"A reference has at most {MOST_REFERENCE} characters."
    return problems


def _about_the_explanation(entries: Entries, recorded: RecordedDecision) -> dict[str, str]:
    second = recorded.second_person
    if recorded.status != "excluded" or second is None:
        return {"explanation_sent": "The exclusion is not confirmed, so its explanation cannot have gone out yet."}
    confirmed_on = local_date(second.at)
    if entries.explanation_sent and entries.explanation_sent < confirmed_on:
        return {"explanation_sent": f"The exclusion was only confirmed on {plain_day(confirmed_on)}."}
    if entries.ombudsman_right is None:
        return {"ombudsman_right": "Say whether it names the right to go to the Ombudsman."}
    return {}


def _on(recorded: RecordedDecision, kind: EvidenceKind) -> date | None:
    entry = recorded.latest(kind)
    return entry.on if entry else None
