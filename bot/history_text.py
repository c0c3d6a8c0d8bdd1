"""What happened to a decision, in plain words, line by line."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.headline import likelihood
from bot.how_many import how_many
from bot.local_time import LONDON
from classifier.labels import LABEL_NAMES, Label
from knowledge.grounds import GROUND_NAMES, Ground

if TYPE_CHECKING:
    from bot.decisions import RecordedDecision
    from bot.records.reading import Happened

WIDTH = 100
_WROTE = {
    "reason": "Reason",
    "rests_on": "Rests on",
    "letter": "Letter",
    "discretion": "On discretion",
    "reference": "Case",
    "message": "Message",
    "full_message": "Message, as it came",
}
_WHY_ERASED = {"retention": "their time was over", "erasure_request": "somebody asked for it"}


def history_text(recorded: RecordedDecision, happened: Sequence[Happened]) -> str:
    """Return the decision and everything that happened to it, oldest first."""
    message = recorded.decision.message
    lines = [
        f"Decision {recorded.decision.id}, {recorded.status.replace('_', ' ')}",
        f"Message {message.ts} in {message.channel}, received {_day(message.received_on)} "
        f"({message.source.value.replace('_', ' ')}), handed in by {message.handed_in_by}",
        _quoted("Message", message.text),
        "",
    ]
    for event in happened:
        at = event.at.astimezone(LONDON)
        lines.append(f"{_day(at.date())}, {at:%H:%M}  {_said(event, recorded)}")
        lines += [_quoted(_WROTE[kind], body) for kind, body in event.words.items() if kind in _WROTE]
    return "\n".join(lines)


def _said(event: Happened, recorded: RecordedDecision) -> str:
    if event.kind == "proposed":
        return _proposal(recorded)
    say = _SAID.get(event.kind)
    return say(event) if say else f"{event.kind.replace('_', ' ').capitalize()} ({event.by})."


def _erased(event: Happened) -> str:
    why = _WHY_ERASED.get(event.details["why"], event.details["why"])
    return f"{how_many(event.details['texts'], 'text')} deleted: {why} ({event.by})."


def _put_forward(event: Happened) -> str:
    ground = GROUND_NAMES[Ground(event.details["ground"])].lower()
    return f"{event.by} put an exclusion forward ({ground}) and wrote the explanation."


def _proposal(recorded: RecordedDecision) -> str:
    prediction = recorded.decision.prediction
    clauses = ", ".join(f"{clause.edition.value} Code {clause.id}" for clause in recorded.decision.clauses)
    ground = f", {GROUND_NAMES[prediction.ground].lower()}" if prediction.ground else ""
    doubt = "; a person has to decide" if prediction.needs_person else ""
    sure = likelihood(prediction.confidence)
    return f"Clausewise proposed: {_label(prediction.label)}{ground} ({sure}{doubt}). {clauses}".rstrip()


def _label(label: str | None) -> str:
    return LABEL_NAMES[Label(label)].lower() if label else "nothing to do under the Code"


def _entered(details: Mapping[str, Any]) -> Iterator[str]:
    yield details["kind"].replace("_", " ")
    for name, value in details.items():
        if name in ("kind", "has_reason"):
            continue
        shown = _day(date.fromisoformat(value)) if name in ("on", "aware_on") else str(value).replace("_", " ")
        yield f"{name.replace('_', ' ')} {'yes' if value is True else 'no' if value is False else shown}"


def _quoted(name: str, body: str) -> str:
    return textwrap.fill(f"{name}: {body}", WIDTH, initial_indent="    ", subsequent_indent="    ")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


_SAID: dict[str, Callable[[Happened], str]] = {
    "agreed": lambda event: f"{event.by} agreed: {_label(event.details['label'])}.",
    "corrected": lambda event: f"{event.by} decided otherwise: {_label(event.details['label'])}.",
    "explanation_written": _put_forward,
    "second_person_confirmed": lambda event: f"{event.by} confirmed the exclusion as the second person.",
    "second_person_sent_back": lambda event: f"{event.by} sent the exclusion back.",
    "evidence": lambda event: f"{event.by} entered: {', '.join(_entered(event.details))}.",
    "replied": lambda _: "The card was posted in Slack.",
    "reply_given_up": lambda event: f"The card could not be posted in Slack ({event.details['why']}).",
    "texts_erased": _erased,
}
