"""Which step of the process a question asks about, and which event it has just told of."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

from knowledge.deadlines import TIMESCALES
from knowledge.edition import Edition
from knowledge.policies import StartEvent, Step

ASKS_WHEN = re.compile(
    r"\bhow (?:much )?long(?:er)?\b|\bhow many (?:working )?days\b|\bby when\b|\bby what (?:day|date)\b"
    r"|\bwhen(?:'?s| is| are| must| do| does| should| will|'?ll)\b|\bdue\b|\bdeadline\b|\btime ?scales?\b"
    r"|\bturn ?around\b|\blast day\b|\bwhich day\b|\blatest\b",
    re.IGNORECASE,
)
_STAGE_2 = re.compile(
    r"\b(?:stage|stg|st) ?(?:2|two)\b|\bs2\b|\bsecond stage\b|\bescalat\w*|\bfinal response\b", re.IGNORECASE
)
_STAGE_3 = re.compile(r"\b(?:stage|stg|st) ?(?:3|three)\b|\bs3\b|\bthird stage\b", re.IGNORECASE)
# "Response" and "log" are said of many things; they are steps of the process only beside one of these words.
_PROCESS = re.compile(r"\b(?:stage|stg|st) ?(?:1|one)\b|\bs1\b|\bfirst.stage\b|\bcomplain\w*|\back\w*\b", re.IGNORECASE)
_EXTENSION = re.compile(
    r"\bexten\w+|\bextra time\b|\bmore time\b|\bext\b|\blonger\b|\bpush (?:it|this|that)\b", re.IGNORECASE
)
_TO_BE_ACKNOWLEDGED = r"(?:be|been|get it|have it|getting it) acknowledged"
_ACKNOWLEDGED = re.compile(
    r"(?<!be )(?<!been )(?<!it )\back(?:ed|d|'d|nowledged)\b"
    r"|\backnowledgement (?:was )?(?:sent|went)\b|\bsent the ack\w*",
    re.IGNORECASE,
)
_ACKNOWLEDGE = re.compile(rf"{_TO_BE_ACKNOWLEDGED}|\back(?:nowledge|nowledging|nowledgement|ing|s)?\b", re.IGNORECASE)
_RESPONSE = re.compile(r"\brespon\w+|\breply\b|\banswer\b|\bdecision\b|\bresp\b", re.IGNORECASE)
EVIDENCE = re.compile(r"\bevidence\b.*\b(?:ombudsman|hos)\b|\b(?:ombudsman|hos)\b.*\bevidence\b", re.IGNORECASE)
_LOGGED = re.compile(r"\blogged\b", re.IGNORECASE)
_LOG_IT = re.compile(r"\blog (?:it|this|one|a complaint)\b", re.IGNORECASE)
_STAGE_1 = re.compile(r"\b(?:stage|stg|st) ?(?:1|one)\b|\bs1\b|\bfirst.stage\b", re.IGNORECASE)

COMPLAINT_WORD = re.compile(
    r"\bcomplain\w*|\bcomps?\b|\bs[123]\b|\b(?:stage|stg) ?(?:[123]|one|two|three)\b|\back\w*|\bescalat\w*|\breview\b"
    r"|\b(?:first|second|final|full)[- ](?:stage|response|reply|answer)\b",
    re.IGNORECASE,
)
PROCESS_WORD = re.compile(rf"{COMPLAINT_WORD.pattern}|\blog(?:ged|ging)?\b|\bexten(?:d|sion)\w*", re.IGNORECASE)


# The share of the shipped staff questions that name a step for which its clause is the right one is 13 of 13; so few
# say no more than "about nine in ten". A test counts it again.
STEP_CONFIDENCE = 0.9


class StepAsked(BaseModel):
    """The step asked about and the event the question tells of, which the count has to start at."""

    model_config = ConfigDict(frozen=True)
    step: Step
    told_of: StartEvent


def step_asked(question: str, edition: Edition) -> StepAsked | None:
    """Return the step a "by when" question is about, or None if it asks nothing of the kind.

    The step is one the edition sets a time for: the 2020 and 2022 Codes have no stage 2 acknowledgement, so there an
    escalation leads to the response.
    """
    named = any(p.search(question) for p in (_STAGE_2, _STAGE_3, EVIDENCE, _STAGE_1, _ACKNOWLEDGE, _ACKNOWLEDGED))
    beside = _PROCESS.search(question) and any(p.search(question) for p in (_RESPONSE, _LOGGED, _LOG_IT, _EXTENSION))
    if not ASKS_WHEN.search(question) or not (named or beside):
        return None
    asked = _asked(question, edition)
    return asked if asked and asked.step in TIMESCALES[edition] else None


def _asked(question: str, edition: Edition) -> StepAsked | None:  # noqa: PLR0911 - one case a line of the table
    if EVIDENCE.search(question):
        return StepAsked(step=Step.OMBUDSMAN_EVIDENCE, told_of=StartEvent.OMBUDSMAN_REQUEST)
    second = bool(_STAGE_2.search(question))
    if _EXTENSION.search(question):
        step = Step.STAGE_2_EXTENSION if second else Step.STAGE_1_EXTENSION
        return StepAsked(step=step, told_of=TIMESCALES[edition][step].start)
    if _STAGE_3.search(question):
        return StepAsked(step=Step.STAGE_3_RESPONSE, told_of=StartEvent.ESCALATION_REQUEST)
    acknowledged = bool(_ACKNOWLEDGED.search(question))
    wants_acknowledgement = not acknowledged and bool(_ACKNOWLEDGE.search(question)) and not _RESPONSE.search(question)
    if second:
        if acknowledged and edition is Edition.CODE_2024:
            return StepAsked(step=Step.STAGE_2_RESPONSE, told_of=StartEvent.STAGE_2_ACKNOWLEDGEMENT)
        step = Step.STAGE_2_ACKNOWLEDGEMENT if wants_acknowledgement else Step.STAGE_2_RESPONSE
        return StepAsked(step=step, told_of=StartEvent.ESCALATION_REQUEST)
    if acknowledged and edition is not Edition.CODE_2020:
        told_of = StartEvent.ACKNOWLEDGEMENT if edition is Edition.CODE_2024 else StartEvent.LOGGED
        return StepAsked(step=Step.STAGE_1_RESPONSE, told_of=told_of)
    if _LOGGED.search(question) and edition is Edition.CODE_2022:
        return StepAsked(step=Step.STAGE_1_RESPONSE, told_of=StartEvent.LOGGED)
    step = Step.STAGE_1_ACKNOWLEDGEMENT if wants_acknowledgement or _LOG_IT.search(question) else Step.STAGE_1_RESPONSE
    return StepAsked(step=step, told_of=StartEvent.RECEIPT)
