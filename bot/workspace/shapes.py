"""The shape of each block, element and small object, as data: what it must have, may have, and how long it may be.

Source: Slack's pages on blocks, block elements and composition objects. `limits.py` walks these and says what is wrong.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

Complaint = tuple[str, str]  # where it is (a JSON pointer) and what is wrong
Rule = Callable[[object, str], Iterator[Complaint]]

BLOCK_ID = ACTION_ID = 255
TEXT_OBJECT = 3_000


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
        extra = {"emoji"} if value["type"] == "plain_text" else {"verbatim"}
        for key in set(value) - {"type", "text"} - extra:
            yield f"{where}/{key}", f"invalid additional property: {key}"
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


@dataclass(frozen=True)
class Shape:
    """The keys of an object; a `Shape` is itself a rule, so that shapes nest."""

    must: Mapping[str, Rule] = field(default_factory=dict)
    may: Mapping[str, Rule] = field(default_factory=dict)
    either: tuple[str, ...] = ()  # at least one of these

    def __call__(self, value: object, where: str) -> Iterator[Complaint]:
        if not isinstance(value, Mapping):
            yield where, "must be an object"
            return
        rules = {"type": anything, **self.must, **self.may}
        for key in self.must:
            if value.get(key) is None:
                yield where, f"missing required field: {key}"
        if self.either and all(value.get(key) is None for key in self.either):
            yield where, f"missing required field: {' or '.join(self.either)}"
        for key, part in value.items():
            if key not in rules:
                yield f"{where}/{key}", f"invalid additional property: {key}"
            elif part is not None:
                yield from rules[key](part, f"{where}/{key}")


DAY = characters(10, least=10)
MOMENT = characters(5, least=5)
CONFIRM = Shape(
    {"title": plain(100), "text": text_object(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
SLACK_FILE = Shape(may={"id": characters(255), "url": characters(3_000)}, either=("id", "url"))
SHORT_OPTION = Shape({"text": plain(75), "value": characters(150)}, {"description": plain(75)})
LONG_OPTION = Shape({"text": text_object(75), "value": characters(150)}, {"description": text_object(75)})
MENU_OPTION = Shape({"text": plain(75), "value": characters(150)}, {"description": plain(75), "url": characters(3_000)})
OPTION_GROUP = Shape({"label": plain(75), "options": listing(100, SHORT_OPTION)})
FEEDBACK = Shape({"text": plain(75), "value": characters(2_000)}, {"accessibility_label": characters(75)})
DISPATCH = Shape({"trigger_actions_on": listing(2, one_of("on_enter_pressed", "on_character_entered"))})

_NAMED: dict[str, Rule] = {"action_id": characters(ACTION_ID)}
_ASKED: dict[str, Rule] = {**_NAMED, "confirm": CONFIRM, "focus_on_load": yes_or_no}
_SELECT: dict[str, Rule] = {**_ASKED, "placeholder": plain(150)}
_MANY: dict[str, Rule] = {**_SELECT, "max_selected_items": number(1, 10_000)}
_TYPED: dict[str, Rule] = {
    **_NAMED, "placeholder": plain(150), "focus_on_load": yes_or_no, "dispatch_action_config": DISPATCH,
}  # fmt: skip
_CHOICE: dict[str, Rule] = {"options": listing(100, SHORT_OPTION), "option_groups": listing(100, OPTION_GROUP)}

ELEMENTS: dict[str, Shape] = {
    "button": Shape(
        {"text": plain(75)},
        {**_NAMED, "value": characters(2_000), "url": characters(3_000), "style": one_of("primary", "danger"),
         "confirm": CONFIRM, "accessibility_label": characters(75)},
    ),
    "overflow": Shape({"options": listing(5, MENU_OPTION)}, {**_NAMED, "confirm": CONFIRM}),
    "static_select": Shape({}, {**_SELECT, **_CHOICE, "initial_option": SHORT_OPTION}, ("options", "option_groups")),
    "multi_static_select": Shape(
        {}, {**_MANY, **_CHOICE, "initial_options": listing(100, SHORT_OPTION)}, ("options", "option_groups")
    ),
    "users_select": Shape({}, {**_SELECT, "initial_user": characters(255)}),
    "radio_buttons": Shape({"options": listing(10, LONG_OPTION)}, {**_ASKED, "initial_option": LONG_OPTION}),
    "checkboxes": Shape(
        {"options": listing(10, LONG_OPTION)}, {**_ASKED, "initial_options": listing(10, LONG_OPTION)}
    ),
    "datepicker": Shape({}, {**_SELECT, "initial_date": DAY}),
    "timepicker": Shape({}, {**_SELECT, "initial_time": MOMENT, "timezone": characters(255)}),
    "plain_text_input": Shape(
        {}, {**_TYPED, "initial_value": characters(3_000), "multiline": yes_or_no,
             "min_length": number(0, 3_000), "max_length": number(1, 3_000)},
    ),
    "email_text_input": Shape({}, {**_TYPED, "initial_value": characters(3_000)}),
    "url_text_input": Shape({}, {**_TYPED, "initial_value": characters(3_000)}),
    "number_input": Shape(
        {"is_decimal_allowed": yes_or_no},
        {**_TYPED, "initial_value": characters(255), "min_value": characters(255), "max_value": characters(255)},
    ),
    "image": Shape(
        {"alt_text": characters(2_000)}, {"image_url": characters(3_000), "slack_file": SLACK_FILE},
        ("image_url", "slack_file"),
    ),
    "feedback_buttons": Shape({"positive_button": FEEDBACK, "negative_button": FEEDBACK}, _NAMED),
}  # fmt: skip

PRESSED = frozenset({"button", "overflow", "feedback_buttons"})  # they carry no state
SELECTS = frozenset({"static_select", "multi_static_select", "users_select"})
PICKED = SELECTS | {"radio_buttons", "checkboxes", "datepicker", "timepicker"}
TYPED = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})

# Which elements stand where. Source: each element's page, "Works with block types".
IN_ACTIONS = PICKED | {"button", "overflow"}
IN_SECTION = IN_ACTIONS | {"image"}
IN_INPUT = PICKED | TYPED
