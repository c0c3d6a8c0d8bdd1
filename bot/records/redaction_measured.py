"""How well redaction finds what is personal, and what it takes that is not: measured on marked snippets."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from bot.records.redaction import KINDS, redact
from bot.records.redaction_snippets import Detail, Kind, Snippet, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_PLACEHOLDER = re.compile(rf"\[({'|'.join(map(re.escape, KINDS))})\]")
# What redaction calls each kind. A name is a name, whether or not anything announced it.
_WRITTEN = {
    Kind.EMAIL: "email",
    Kind.TELEPHONE: "phone",
    Kind.POSTCODE: "postcode",
    Kind.ADDRESS: "address",
    Kind.NATIONAL_INSURANCE: "national insurance",
    Kind.BANK_OR_CARD: "card or account",
    Kind.DATE_OF_BIRTH: "date of birth",
    Kind.NAME: "name",
}


class KindFigures(BaseModel):
    """The figures of one kind of detail; those of precision are None where redaction has no placeholder of its own."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    marked: int
    hidden: int  # no letter or digit of the detail is left
    characters: int  # letters and digits of the marked details
    characters_hidden: int
    placeholders: int | None
    placeholders_right: int | None  # hide at least a part of a marked detail, of whatever kind

    @property
    def recall(self) -> float:
        return _share(self.hidden, self.marked)

    @property
    def recall_of_characters(self) -> float:
        return _share(self.characters_hidden, self.characters)

    @property
    def precision(self) -> float | None:
        if self.placeholders is None or self.placeholders_right is None:
            return None
        return _share(self.placeholders_right, self.placeholders)


class RedactionFigures(BaseModel):
    """What was measured on one set of snippets."""

    model_config = ConfigDict(frozen=True)

    snippets: int
    kinds: tuple[KindFigures, ...]
    keep: int  # places where words stand that must survive
    taken: tuple[tuple[str, str], ...]  # the snippet's id, and words of its `keep` of which something was hidden
    nothing_personal: int  # snippets without a marked detail
    untouched: int  # of those, the ones that come out as they went in
    missed: tuple[tuple[str, Detail], ...]  # the snippet's id, and a detail of which something is left

    def of(self, kind: Kind) -> KindFigures:
        """Return the figures of one kind."""
        return next(each for each in self.kinds if each.kind is kind)

    @property
    def recall(self) -> float:
        """The share of all details that are wholly hidden, without those expected to be missed: names without a cue."""
        expected = [each for each in self.kinds if each.kind is not Kind.NAME_WITHOUT_A_CUE]
        return _share(sum(each.hidden for each in expected), sum(each.marked for each in expected))

    @property
    def precision(self) -> float:
        """The share of all placeholders that hide something personal."""
        right, placed = (
            sum(getattr(each, name) or 0 for each in self.kinds) for name in ("placeholders_right", "placeholders")
        )
        return _share(right, placed)


@dataclass
class _Count:
    marked: Counter[Kind] = field(default_factory=Counter)
    hidden: Counter[Kind] = field(default_factory=Counter)
    characters: Counter[Kind] = field(default_factory=Counter)
    characters_hidden: Counter[Kind] = field(default_factory=Counter)
    placeholders: Counter[str] = field(default_factory=Counter)
    placeholders_right: Counter[str] = field(default_factory=Counter)
    keep: int = 0
    taken: list[tuple[str, str]] = field(default_factory=list)
    missed: list[tuple[str, Detail]] = field(default_factory=list)


def measure(snippets: Sequence[Snippet], redact: Callable[[str], str] = redact) -> RedactionFigures:
    """Redact every snippet and count what was hidden, what was missed and what was taken wrongly."""
    count = _Count()
    untouched = 0
    for snippet in snippets:
        redacted = redact(snippet.text)
        untouched += not snippet.personal and redacted == snippet.text
        _count_snippet(snippet, hidden_spans(snippet.text, redacted), count)
    return RedactionFigures(
        snippets=len(snippets),
        kinds=tuple(_figures(kind, count) for kind in Kind),
        keep=count.keep,
        taken=tuple(count.taken),
        nothing_personal=sum(not snippet.personal for snippet in snippets),
        untouched=untouched,
        missed=tuple(count.missed),
    )


def hidden_spans(text: str, redacted: str) -> tuple[tuple[str, Span], ...]:
    """Return what each placeholder of `redacted` stands for, as (what redaction calls it, its span in `text`).

    Raises
    ------
    ValueError : if `redacted` differs from `text` in more than its placeholders.
    """
    pieces = _PLACEHOLDER.split(redacted)
    literal, kinds = pieces[::2], pieces[1::2]
    match = re.fullmatch("(.+?)".join(map(re.escape, literal)), text, re.DOTALL)
    if match is None:
        raise ValueError("Redaction changed more than what it put placeholders for, so nothing can be measured.")
    return tuple((kind, match.span(number)) for number, kind in enumerate(kinds, start=1))


def _count_snippet(snippet: Snippet, hidden: Sequence[tuple[str, Span]], count: _Count) -> None:
    gone = _positions(span for _, span in hidden)
    personal = snippet.personal_spans()
    for detail, span in zip(snippet.personal, personal, strict=True):
        telling = {at for at in range(*span) if snippet.text[at].isalnum()}
        count.marked[detail.kind] += 1
        count.characters[detail.kind] += len(telling)
        count.characters_hidden[detail.kind] += len(telling & gone)
        if telling <= gone:
            count.hidden[detail.kind] += 1
        else:
            count.missed.append((snippet.id, detail))
    marked = _positions(personal)
    for kind, span in hidden:
        count.placeholders[kind] += 1
        count.placeholders_right[kind] += not marked.isdisjoint(range(*span))
    for words in snippet.keep:
        places = snippet.keep_spans(words)
        count.keep += len(places)
        count.taken += [(snippet.id, words) for place in places if not gone.isdisjoint(range(*place))]


def _figures(kind: Kind, count: _Count) -> KindFigures:
    written = _WRITTEN.get(kind)
    return KindFigures(
        kind=kind,
        marked=count.marked[kind],
        hidden=count.hidden[kind],
        characters=count.characters[kind],
        characters_hidden=count.characters_hidden[kind],
        placeholders=count.placeholders[written] if written else None,
        placeholders_right=count.placeholders_right[written] if written else None,
    )


def _positions(spans: Iterable[Span]) -> set[int]:
    return {at for span in spans for at in range(*span)}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
