"""What a value may be, as rules that say where it is wrong: lengths, numbers, lists, addresses and objects.

A rule takes the value and where it stands (a JSON pointer), and yields each complaint. The words are Slack's own.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from urllib.parse import urlsplit

Complaint = tuple[str, str]  # where it is and what is wrong
Rule = Callable[[object, str], Iterator[Complaint]]


def characters(most: int, least: int = 1) -> Rule:
    """A bare string of `least` to `most` characters."""

    def rule(value: object, where: str) -> Iterator[Complaint]:
        if not isinstance(value, str):
            yield where, "must be a string"
        elif len(value) > most:
            yield where, f"must be less than {most + 1} characters"
        elif len(value) < least:
            yield where, f"must be more than {least - 1} characters"

    return rule


def text_object(most: int, *kinds: str) -> Rule:
    """A text object of 1 to `most` characters; of any kind where none is named."""
    allowed = kinds or ("plain_text", "mrkdwn")

    def rule(value: object, where: str) -> Iterator[Complaint]:
        if not isinstance(value, Mapping) or value.get("type") not in allowed:
            yield where, f"must be a text object of type {' or '.join(allowed)}"
            return
        extra = "emoji" if value["type"] == "plain_text" else "verbatim"
        for key in set(value) - {"type", "text", extra}:
            yield f"{where}/{key}", f"invalid additional property: {key}"
        if extra in value:
            yield from yes_or_no(value[extra], f"{where}/{extra}")
        yield from characters(most)(value.get("text"), f"{where}/text")

    return rule


def plain(most: int) -> Rule:
    return text_object(most, "plain_text")


def number(least: int, most: int) -> Rule:
    def rule(value: object, where: str) -> Iterator[Complaint]:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            yield where, f"must be a number from {least} to {most}"

    return rule


def one_of(*values: str) -> Rule:
    def rule(value: object, where: str) -> Iterator[Complaint]:
        if value not in values:
            yield where, f"must be one of {', '.join(values)}"

    return rule


def listing(most: int, item: Rule, least: int = 1) -> Rule:
    """A list of `least` to `most` items, each of which keeps `item`."""

    def rule(value: object, where: str) -> Iterator[Complaint]:
        if not isinstance(value, list | tuple):
            yield where, "must be a list"
            return
        if len(value) > most:
            yield where, f"no more than {most} items allowed"
        if len(value) < least:
            yield where, f"no fewer than {least} items allowed"
        for place, one in enumerate(value):
            yield from item(one, f"{where}/{place}")

    return rule


def yes_or_no(value: object, where: str) -> Iterator[Complaint]:
    if not isinstance(value, bool):
        yield where, "must be true or false"


def anything(value: object, where: str) -> Iterator[Complaint]:
    yield from ()


def day(value: object, where: str) -> Iterator[Complaint]:
    """A date as Slack's date pickers have it, "2026-11-02"."""
    if not _reads(date.fromisoformat, r"\d{4}-\d\d-\d\d", value):
        yield where, "must be a date in the format YYYY-MM-DD"


def moment(value: object, where: str) -> Iterator[Complaint]:
    """A time of day as Slack's time pickers have it, "09:30"."""
    if not _reads(time.fromisoformat, r"\d\d:\d\d", value):
        yield where, "must be a time in the format HH:mm"


def decimal(value: object, where: str) -> Iterator[Complaint]:
    """A number in a string, as number inputs have it."""
    if not isinstance(value, str) or not re.fullmatch(r"-?\d+(\.\d+)?", value):
        yield where, "must be a number in a string"


def _reads(read: Callable[[str], object], pattern: str, value: object) -> bool:
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        return False
    try:
        read(value)
    except ValueError:
        return False
    return True


def address(value: object, where: str) -> Iterator[Complaint]:
    """Any address with a scheme, of at most 3,000 characters."""
    yield from characters(3_000)(value, where)
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S+$", str(value)):
        yield where, "must be a valid URL"


def picture_address(value: object, where: str) -> Iterator[Complaint]:
    """The address of a picture, which Slack fetches itself: nothing on this machine or its network will do."""
    yield from characters(3_000)(value, where)
    parts = urlsplit(str(value))
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or "." not in host or re.fullmatch(r"[\d.]+", host):
        yield where, "downloading image failed"


@dataclass(frozen=True)
class Shape:
    """The keys of an object; a `Shape` is itself a rule, so that shapes nest."""

    must: Mapping[str, Rule] = field(default_factory=dict)
    may: Mapping[str, Rule] = field(default_factory=dict)
    either: tuple[str, ...] = ()  # at least one of these
    just_one: bool = False  # of `either`
    typed: bool = True  # it has a `type`; an option or a confirmation has none

    def __call__(self, value: object, where: str) -> Iterator[Complaint]:
        if not isinstance(value, Mapping):
            yield where, "must be an object"
            return
        rules = {**({"type": anything} if self.typed else {}), **self.must, **self.may}
        for key in self.must:
            if value.get(key) is None:
                yield where, f"missing required field: {key}"
        given = [key for key in self.either if value.get(key) is not None]
        if self.either and not given:
            yield where, f"missing required field: {' or '.join(self.either)}"
        if self.just_one and len(given) > 1:
            yield where, f"only one of {' and '.join(given)} is allowed"
        for key, part in value.items():
            if key not in rules:
                yield f"{where}/{key}", f"invalid additional property: {key}"
            elif part is not None:
                yield from rules[key](part, f"{where}/{key}")
