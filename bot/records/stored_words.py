"""Taking people's words out of a decision before it is stored, and putting them back when it is read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from bot.records.column_types import storable
from bot.records.redaction import redact
from classifier.prediction import Prediction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.decisions import Decision
    from classifier.prediction import FoundDate

REMOVED = "(text removed)"
REDACTED = "[redacted]"
CUT = " […]"
OMBUDSMAN_NAMED = " […] (The letter names the Ombudsman.)"


def fit(text: str, most_characters: int) -> str:
    """Redact `text`; where that lengthens it beyond what a field takes, cut the end off."""
    redacted = redact(text)
    return redacted if len(redacted) <= most_characters else redacted[: most_characters - len(CUT)] + CUT


def fit_letter(text: str, most_characters: int) -> str:
    """The same for the letter of an explanation, which must still name the Ombudsman when it is read back."""
    redacted = fit(text, most_characters)
    if "ombudsman" in redacted.casefold():
        return redacted
    return redacted[: most_characters - len(OMBUDSMAN_NAMED)] + OMBUDSMAN_NAMED


def words_of(decision: Decision, redacted: str) -> dict[str, str]:
    """Return the texts, by kind, that go with the prediction: all that quotes, or may quote, the message."""
    prediction = decision.prediction
    known = _tokens(redacted)

    def hide(words: str) -> str:
        # A name hidden in the message must not come back through the words that spoke for the label.
        if words in redacted:
            return words
        return redact(words) if _tokens(words) <= known else REDACTED

    kept_dates = _dates_kept(prediction, decision.message.text, redacted)
    words = {
        "spoke_for": json.dumps([hide(spoken.words) for spoken in prediction.spoke_for], ensure_ascii=False),
        "spoke_against": json.dumps([hide(spoken.words) for spoken in prediction.spoke_against], ensure_ascii=False),
        "dates": json.dumps([hide(found.words) for found in kept_dates], ensure_ascii=False),
    }
    return words if prediction.why_person is None else {**words, "why_person": redact(prediction.why_person)}


def without_words(decision: Decision, redacted: str) -> dict[str, Any]:
    """Return the prediction as JSON without a word of the message."""
    prediction = decision.prediction
    bare = prediction.model_copy(
        update={
            "spoke_for": tuple(spoken.model_copy(update={"words": ""}) for spoken in prediction.spoke_for),
            "spoke_against": tuple(spoken.model_copy(update={"words": ""}) for spoken in prediction.spoke_against),
            "dates": tuple(
                found.model_copy(update={"words": ""})
                for found in _dates_kept(prediction, decision.message.text, redacted)
            ),
            "why_person": None,
        }
    )
    return bare.model_dump(mode="json")


def with_words(bare: Mapping[str, Any], words: Mapping[str, str]) -> Prediction:
    """Put the words back into a stored prediction; `REMOVED` stands for those that have been deleted."""

    def restored(kind: str) -> list[dict[str, Any]]:
        rows = bare.get(kind, [])  # Decisions of the first release have no words that spoke against the label.
        texts = json.loads(words[kind]) if kind in words else [REMOVED] * len(rows)
        return [{**row, "words": text} for row, text in zip(rows, texts, strict=True)]

    why_person = words.get("why_person", REMOVED) if bare["needs_person"] else None
    return Prediction.model_validate(
        {
            **bare,
            "spoke_for": restored("spoke_for"),
            "spoke_against": restored("spoke_against"),
            "dates": restored("dates"),
            "why_person": why_person,
        }
    )


def _dates_kept(prediction: Prediction, text: str, redacted: str) -> tuple[FoundDate, ...]:
    """Leave out a date that redaction hid, such as a date of birth: its day would give it away."""
    before, after = storable(text).casefold(), redacted.casefold()
    return tuple(
        found
        for found in prediction.dates
        if (words := storable(found.words).casefold()) in after or words not in before
    )


def _tokens(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
