"""What can go wrong in a way a person can put right, each in one sentence."""

from __future__ import annotations

from pydantic import ValidationError


class SetUpProblem(RuntimeError):
    """Something has to be installed, set or freed before the command can run; the message says what to do."""


def sentence(error: Exception) -> str | None:
    """Return the error as one sentence, or None if it is none that a person can put right."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        return f"The setting {'.'.join(str(part) for part in first['loc'])} cannot be used: {first['msg']}."
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename} cannot be used: {error.strerror}. Check the folder, its space and your rights to it."
    named = {kind.__name__ for kind in type(error).__mro__}
    # Named, not imported: a command that needs no database or model must not load one to know its errors.
    if isinstance(error, ValueError | LookupError | OSError) or named & {"SetUpProblem", *_ELSEWHERE}:
        return " ".join(str(error).split())
    return None


_ELSEWHERE = ("ModelRefused", "LogUnavailable", "SchemaTooNew", "WrongKey")
