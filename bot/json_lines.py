"""One JSON object a line in, one a line out, in order: how other programs use `classify` and `ask`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from stat import S_ISREG
from typing import IO, TYPE_CHECKING, Any

from bot.clean_text import printable

if TYPE_CHECKING:
    from bot.answers import Answer
    from bot.decisions import Decision
    from knowledge.deadlines import Deadline


class BadInput(ValueError):
    """Something handed in that cannot be used; the message says what to do."""


def read_day(value: object, name: str) -> date:
    """Return the ISO date in `value`.

    Raises
    ------
    BadInput : if it is none.
    """
    try:
        text = str(value)
        return date.fromisoformat(text) if len(text) <= len("2025-11-03") else datetime.fromisoformat(text).date()
    except ValueError:
        raise BadInput(
            f"{name} {str(value)[:40]!r} is not a date. Write it as year-month-day, for example 2025-11-03."
        ) from None


Answered = dict[str, Any] | ValueError | LookupError
"""What a line is answered with: the fields of its answer, or why there is none."""

AT_A_TIME = 64


def answer_lines(
    lines: IO[bytes], out: IO[str], answer: Callable[[Sequence[dict[str, Any]]], Iterable[Answered]]
) -> int:
    """Write one line to `out` for each of `lines`; a bad one gets `{"id", "error"}`. Returns how many failed.

    Of a file, `AT_A_TIME` lines are handed to `answer` at a time, which can be faster. From a pipe each is answered as
    it comes: whoever writes may wait for the answer before the next one.
    """
    failed, at_a_time = 0, AT_A_TIME if _is_file(lines) else 1
    while some := list(islice(lines, at_a_time)):
        read = [_read(line) for line in some]
        answers = iter(answer([given for given in read if isinstance(given, dict)]))
        for given in read:
            id_ = given.get("id") if isinstance(given, dict) else None
            answered = next(answers) if isinstance(given, dict) else given
            failed += isinstance(answered, Exception)
            result = {"id": id_} | (answered if isinstance(answered, dict) else {"error": str(answered)})
            try:
                said = as_json(result)
            except ValueError:
                failed += "error" not in result
                said = as_json({"id": None, "error": "The id is a number too large for JSON."})
            out.write(said + "\n")
            out.flush()
    return failed


def one_by_one(
    answer: Callable[[dict[str, Any]], dict[str, Any]],
) -> Callable[[Sequence[dict[str, Any]]], Iterator[Answered]]:
    """Let `answer_lines` be answered line by line; `answer` raises ValueError or LookupError for what it cannot use."""

    def each(given: Sequence[dict[str, Any]]) -> Iterator[Answered]:
        for fields in given:
            try:
                yield answer(fields)
            except (ValueError, LookupError) as error:
                yield error

    return each


def _is_file(stream: IO[bytes]) -> bool:
    try:
        return S_ISREG(os.fstat(stream.fileno()).st_mode)
    except OSError:
        return False


def as_json(value: dict[str, Any]) -> str:
    # ASCII only: a terminal in another encoding, or a lone surrogate in an id, must not stop the run.
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def _no_constant(constant: str) -> None:
    raise ValueError(constant)


def _read(line: bytes) -> dict[str, Any] | BadInput:
    try:
        given = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        return BadInput("The line is not UTF-8 text.")
    except (ValueError, RecursionError):
        return BadInput("The line is not valid JSON.")
    return given if isinstance(given, dict) else BadInput("The line is JSON, but not an object with fields.")


def required_text(given: dict[str, Any], name: str) -> str:
    """Return a text field, made printable.

    Raises
    ------
    BadInput : if it is missing, blank or no text.
    """
    value = given.get(name)
    if not isinstance(value, str) or not printable(value).strip():
        raise BadInput(f"The field {name!r} is missing, blank or not text.")
    return printable(value)


def decision_as_json(decision: Decision) -> dict[str, Any]:
    """Return the contract's fields of a classified message, the id aside."""
    prediction = decision.prediction
    return {
        "label": prediction.label.value,
        "confidence": round(prediction.confidence, 4),
        "probabilities": {label.value: round(p, 4) for label, p in prediction.probabilities.items()},
        "ground": prediction.ground.value if prediction.ground else None,
        "signals": list(prediction.signals),
        "needs_person": prediction.needs_person,
        "why_person": prediction.why_person,
        "clauses": [{"edition": clause.edition.value, "id": clause.id} for clause in decision.clauses],
        "edition": decision.edition.value,
        "model": prediction.model,
    }


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """Return the contract's fields of an answered question, the id aside.

    `also_due` and `notes` are there only where there are any: other dates that go with the due date, and what is not
    plain about it or missing for it, in words.
    """
    more: dict[str, Any] = {}
    if answer.also_due:
        more["also_due"] = [deadline_as_json(due) for due in answer.also_due]
    if answer.notes:
        more["notes"] = list(answer.notes)
    return {
        "answered": answer.answered,
        "clauses": [
            {
                "edition": found.clause.edition.value,
                "id": found.clause.id,
                "confidence": round(found.confidence, 4),
                "text": found.clause.words,
                "summary": found.clause.summary,
            }
            for found in answer.clauses
        ],
        "policy": [line.model_dump() for line in answer.policy],
        "deadline": deadline_as_json(answer.deadline) | _more_of(answer) if answer.deadline else None,
    } | more


def _more_of(answer: Answer) -> dict[str, Any]:
    due = answer.deadline
    extension = due.extension if due else None
    return {
        "clock_starts_at": due.clock.value if due else None,
        "working_days_left": answer.working_days_left,
        "extension": {
            "working_days": extension.working_days,
            "due": extension.due_on.isoformat() if extension.due_on else None,
            "latest": extension.latest_on.isoformat() if extension.latest_on else None,
            "send": [
                {"what": duty.what, "clause": {"edition": duty.clause.edition.value, "id": duty.clause.id}}
                for duty in extension.duties
            ],
        }
        if extension
        else None,
    }


def deadline_as_json(due: Deadline) -> dict[str, Any]:
    """Return a due date with its count and its clause."""
    return {
        "step": due.step.value,
        "from": due.from_on.isoformat(),
        "starts_at": due.start.value,
        "due": due.due_on.isoformat(),
        "latest": due.latest_on.isoformat(),
        "working_days": due.working_days,
        "clause": {"edition": due.edition.value, "id": due.clause.id},
        "policy_exceeds_code": due.policy_exceeds_code,
    }
