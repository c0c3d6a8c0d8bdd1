"""Holds a landlord's response times against the Code's, step by step, from the same starting event."""

from __future__ import annotations

from knowledge.clauses import find_clause
from knowledge.deadlines import START_NAMES, STEP_NAMES, TIMESCALES, StepNotInEdition, days_allowed, timescale_for
from knowledge.edition import Edition
from knowledge.finding import Finding, Topic, Verdict
from knowledge.policies import Policy, PolicyLine, PolicyTime, StartEvent, Step

# The order of the events. Logging and acknowledging are one step (2020 Code 3.11, 2022 Code 4.1, 2024 Code 6.2).
_ORDER: dict[StartEvent, int] = {
    StartEvent.RECEIPT: 0,
    StartEvent.LOGGED: 1,
    StartEvent.ACKNOWLEDGEMENT: 1,
    StartEvent.STAGE_1_RESPONSE_DUE: 2,
    StartEvent.ESCALATION_REQUEST: 3,
    StartEvent.STAGE_2_ACKNOWLEDGEMENT: 4,
    StartEvent.STAGE_2_RESPONSE_DUE: 5,
    StartEvent.OMBUDSMAN_REQUEST: 6,
}
# The step between an event and the next one, where there is one.
_STEP_TO: dict[int, Step] = {1: Step.STAGE_1_ACKNOWLEDGEMENT, 4: Step.STAGE_2_ACKNOWLEDGEMENT}


def response_time_findings(policy: Policy, edition: Edition) -> list[Finding]:
    """Return what `edition` says of each of the policy's times, and which of the Code's steps it has no time for."""
    found = [_on_time(time, policy, edition) for time in policy.times]
    stated = {time.step for time in policy.times} | {Step.STAGE_3_RESPONSE, Step.OMBUDSMAN_EVIDENCE}
    for step, timescale in TIMESCALES[edition].items():
        if step not in stated:
            why = f"A time for the {STEP_NAMES[step]} is not found in the policy."
            found.append(_finding(None, timescale.clause, edition, Verdict.NOT_FOUND, why))
    return found


def _on_time(time: PolicyTime, policy: Policy, edition: Edition) -> Finding:
    line = PolicyLine(paragraph=time.source, text=time.text or f"{time.working_days} working days")
    try:
        clause = timescale_for(time.step, edition).clause
    except StepNotInEdition:
        return _step_without_time(line, time.step, edition)
    verdict, why = _compared(time, policy, edition)
    return _finding(line, clause, edition, verdict, f"{STEP_NAMES[time.step].capitalize()}: {why}", time.note)


def _step_without_time(line: PolicyLine, step: Step, edition: Edition) -> Finding:
    if step is Step.STAGE_3_RESPONSE:
        why = "A third stage is never acceptable, whatever its time."
        return _finding(line, "5.3", edition, Verdict.BEYOND_CODE, why)
    if step is Step.OMBUDSMAN_EVIDENCE:
        clause = "4.1" if edition is Edition.CODE_2024 else "3.1"
        why = "This edition sets no time for evidence: the date is the one in the Ombudsman's own request."
        return _finding(line, clause, edition, Verdict.NEEDS_PERSON, why)
    clause = "3.11" if edition is Edition.CODE_2020 else "5.10"
    why = f"This edition sets no time for the {STEP_NAMES[step]}, so the landlord's own is more than it asks."
    return _finding(line, clause, edition, Verdict.BETTER_FOR_RESIDENTS, why)


def _compared(time: PolicyTime, policy: Policy, edition: Edition) -> tuple[Verdict, str]:
    """Compare a time of the policy with the Code's for the same step, the days of the step between reckoned in."""
    timescale = timescale_for(time.step, edition)
    ours, theirs = _ORDER[time.start], _ORDER[timescale.start]
    said = f"{time.working_days} working days from {START_NAMES[time.start]}"
    codes = f"the Code's {timescale.working_days} from {START_NAMES[timescale.start]}"
    if ours != theirs and (abs(ours - theirs) > 1 or max(ours, theirs) not in _STEP_TO):
        return Verdict.NEEDS_PERSON, f"{said} cannot be set beside {codes}, since they count from different stages."
    if ours < theirs:
        return _from_an_earlier_event(time, timescale.working_days, edition, said, codes)
    if ours > theirs:
        return _from_a_later_event(time, timescale.working_days, policy, edition, said, codes)
    if time.working_days > timescale.working_days:
        return Verdict.BEYOND_CODE, f"{said} is longer than {codes}."
    if time.working_days < timescale.working_days:
        return Verdict.BETTER_FOR_RESIDENTS, f"{said} is shorter than {codes}."
    return Verdict.KEEPS_TO_CODE, f"{said} is the Code's own time."


def _from_an_earlier_event(time: PolicyTime, code: int, edition: Edition, said: str, codes: str) -> tuple[Verdict, str]:
    if time.working_days <= code:
        return Verdict.BETTER_FOR_RESIDENTS, f"{said} is never later than {codes}, which starts at a later event."
    latest = days_allowed(time.step, time.start, edition)
    if time.working_days > latest:
        why = f"{said} is longer than the {latest} from then which {codes} can come to."
        return Verdict.BEYOND_CODE, why
    late = time.working_days - code
    return Verdict.NEEDS_PERSON, f"{said} keeps to {codes} only if that event comes {late} working days later or more."


def _from_a_later_event(
    time: PolicyTime, code: int, policy: Policy, edition: Edition, said: str, codes: str
) -> tuple[Verdict, str]:
    step = _STEP_TO[_ORDER[time.start]]
    before = policy.time_for(step) or TIMESCALES[edition].get(step)
    if before is None and time.working_days <= code:
        return Verdict.NEEDS_PERSON, f"{said} starts later than {codes}, and by how much is not found in the policy."
    total = time.working_days + (before.working_days if before else 0)
    if total > code:
        return Verdict.BEYOND_CODE, f"{said} can come to {total} working days or more, and so to longer than {codes}."
    return Verdict.KEEPS_TO_CODE, f"{said} comes to {total} with the step before it, no more than {codes}."


def _finding(
    line: PolicyLine | None, clause: str, edition: Edition, verdict: Verdict, why: str, note: str | None = None
) -> Finding:
    topic = Topic.STAGES if clause == "5.3" else Topic.RESPONSE_TIME
    quoted = (find_clause(edition, clause),)
    return Finding(topic=topic, line=line, clauses=quoted, verdict=verdict, why=why, note=note)
