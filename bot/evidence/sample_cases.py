"""A few cases that show how people decided: short, only with the person's reason, and without anybody's name.

A case is left out in any doubt. What is left still has to be read by a person before it is published.
"""

from __future__ import annotations

import re
from collections import deque
from enum import StrEnum, auto
from typing import TYPE_CHECKING, NamedTuple

from bot.decisions import EvidenceKind
from bot.evidence.facts import Fact, facts_of
from bot.quotable import quotable_sentences
from bot.records.redaction import redact
from bot.records.redaction_ordinary_words import NOT_NAMES
from bot.records.stored_words import REMOVED
from classifier.labels import LABEL_NAMES, Label

if TYPE_CHECKING:
    from bot.decisions import RecordedDecision
    from bot.records.decision_log import DecisionLog
    from bot.records.matter import Matter

MOST_SAMPLES = 3
_CANDIDATES = 25  # the latest of each kind; those whose words cannot be shown safely are passed over
_LONGEST_REASON = 240
_SENTENCE_BEGINS = re.compile(r"(?:^|(?<=[.!?])\s+)(\S+)")
_UNSAFE = re.compile(r"[\[\]@]|\d{5,}")
# Capitals within a sentence that name nobody. Months that are given names too (April, May, June) are not among them.
_PLACES_IN_TIME = """
    january february march july september october november december monday tuesday wednesday thursday friday saturday
    sunday christmas easter i code ombudsman ombudsman's housing
"""
_WITHIN = frozenset(_PLACES_IN_TIME.split())
_MORE_BEGINNINGS = """
    although as both during each first however neither nobody only policy repair reported since though until while
"""
_BEGINS = (NOT_NAMES | _WITHIN | frozenset(_MORE_BEGINNINGS.split())) - {"will"}


class Sample(StrEnum):
    """Which cases a row of the form is illustrated by."""

    CORRECTED = auto()
    REVERSED = auto()
    DISCRETION = auto()
    DECLINED = auto()


class SampleCase(NamedTuple):
    """One case as it is shown."""

    month: str
    words: str | None
    proposed: Label
    decided: Label | None
    reason: str

    @property
    def shown(self) -> str:
        """The case in a sentence or two."""
        wrote = f"The resident wrote: “{self.words}”. " if self.words else ""
        decided = "nothing to decide under the Code" if self.decided is None else LABEL_NAMES[self.decided].lower()
        outcome = f"Proposed: {LABEL_NAMES[self.proposed].lower()}; decided: {decided}. Reason: “{self.reason}”"
        return f"{self.month}. {wrote}{outcome}"


class Candidates:
    """The latest matters that may serve as samples, by kind; shown every matter in passing."""

    def __init__(self) -> None:
        self._ids: dict[Sample, deque[str]] = {sample: deque(maxlen=_CANDIDATES) for sample in Sample}

    def see(self, matter: Matter) -> None:
        """Keep the matter in mind if it may serve."""
        facts = set(facts_of(matter))
        if Fact.LATE in facts and EvidenceKind.DISCRETION in matter.done:
            self._ids[Sample.DISCRETION].append(matter.id)
        elif Fact.REVERSED in facts:
            self._ids[Sample.REVERSED].append(matter.id)
        elif matter.has_reason and Fact.DECLINED in facts:
            self._ids[Sample.DECLINED].append(matter.id)
        elif matter.has_reason and matter.label is not matter.proposed:
            self._ids[Sample.CORRECTED].append(matter.id)

    def cases(self, log: DecisionLog, sample: Sample) -> list[SampleCase]:
        """Return at most three cases of the kind, the latest first."""
        found: list[SampleCase] = []
        for id_ in reversed(self._ids[sample]):
            recorded = log.find(id_)
            case = None if recorded is None else _case(recorded, sample)
            if case is not None:
                found.append(case)
            if len(found) == MOST_SAMPLES:
                break
        return found


def _case(recorded: RecordedDecision, sample: Sample) -> SampleCase | None:
    reason = _reason(recorded, sample)
    if reason is None or not names_nobody(reason):
        return None
    message = recorded.decision.message
    words = next(iter(quotable_sentences(redact(message.text))), None)
    return SampleCase(
        month=f"{message.received_on:%B %Y}",
        words=words,
        proposed=recorded.decision.prediction.label,
        decided=recorded.decided_label,
        reason=reason,
    )


def _reason(recorded: RecordedDecision, sample: Sample) -> str | None:
    if sample is Sample.DISCRETION:
        discretion = recorded.latest(EvidenceKind.DISCRETION)
        return discretion.reason if discretion else None
    if recorded.status == "corrected" and recorded.correction:
        return recorded.correction.reason
    return recorded.explanation.reason if recorded.explanation else None


def names_nobody(text: str) -> bool:
    """Say whether a reason can be shown: short, whole, and with no word that may be a name, however it begins."""
    if len(text) > _LONGEST_REASON or text == REMOVED or redact(text) != text or _UNSAFE.search(text):
        return False
    if not text[:1].isupper():  # Whoever types without capitals gives no sign where a name is.
        return False
    begins = {match.start(1) for match in _SENTENCE_BEGINS.finditer(text)}
    for match in re.finditer(r"\w[\w'’-]*", text):
        known = _BEGINS if match.start() in begins else _WITHIN
        if match[0][0].isupper() and match[0].replace("’", "'").casefold() not in known:
            return False
    return True
