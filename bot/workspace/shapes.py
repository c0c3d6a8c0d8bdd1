"""The shape of each block element and small object, as data: what it must have, may have, and how long it may be.

Source: Slack's pages "Block elements" and "Composition objects", one for each.
"""

from bot.workspace.rules import (
    Rule,
    Shape,
    address,
    characters,
    day,
    decimal,
    listing,
    moment,
    number,
    one_of,
    picture_address,
    plain,
    text_object,
    yes_or_no,
)  # fmt: skip

BLOCK_ID = ACTION_ID = 255
TEXT_OBJECT = 3_000

CONFIRM = Shape(
    {"title": plain(100), "text": text_object(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
    typed=False,
)
SLACK_FILE = Shape(may={"id": characters(255), "url": address}, either=("id", "url"), just_one=True, typed=False)
PICTURE: dict[str, Rule] = {"image_url": picture_address, "slack_file": SLACK_FILE}
SHORT_OPTION = Shape({"text": plain(75), "value": characters(150)}, {"description": plain(75)}, typed=False)
LONG_OPTION = Shape({"text": text_object(75), "value": characters(150)}, {"description": text_object(75)}, typed=False)
MENU_OPTION = Shape(SHORT_OPTION.must, {"description": plain(75), "url": address}, typed=False)
OPTION_GROUP = Shape({"label": plain(75), "options": listing(100, SHORT_OPTION)}, typed=False)
FEEDBACK = Shape({"text": plain(75), "value": characters(2_000)}, {"accessibility_label": characters(75)}, typed=False)
DISPATCH = Shape({"trigger_actions_on": listing(2, one_of("on_enter_pressed", "on_character_entered"))}, typed=False)

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
        {**_NAMED, "value": characters(2_000), "url": address, "style": one_of("primary", "danger"),
         "confirm": CONFIRM, "accessibility_label": characters(75)},
    ),
    "overflow": Shape({"options": listing(5, MENU_OPTION)}, {**_NAMED, "confirm": CONFIRM}),
    "static_select": Shape({}, {**_SELECT, **_CHOICE, "initial_option": SHORT_OPTION}, tuple(_CHOICE), just_one=True),
    "multi_static_select": Shape(
        {}, {**_MANY, **_CHOICE, "initial_options": listing(100, SHORT_OPTION)}, tuple(_CHOICE), just_one=True
    ),
    "users_select": Shape({}, {**_SELECT, "initial_user": characters(255)}),
    "radio_buttons": Shape({"options": listing(10, LONG_OPTION)}, {**_ASKED, "initial_option": LONG_OPTION}),
    "checkboxes": Shape(
        {"options": listing(10, LONG_OPTION)}, {**_ASKED, "initial_options": listing(10, LONG_OPTION)}
    ),
    "datepicker": Shape({}, {**_SELECT, "initial_date": day}),
    "timepicker": Shape({}, {**_SELECT, "initial_time": moment, "timezone": characters(255)}),
    "plain_text_input": Shape(
        {}, {**_TYPED, "initial_value": characters(3_000), "multiline": yes_or_no,
             "min_length": number(0, 3_000), "max_length": number(1, 3_000)},
    ),
    "email_text_input": Shape({}, {**_TYPED, "initial_value": characters(3_000)}),
    "url_text_input": Shape({}, {**_TYPED, "initial_value": address}),
    "number_input": Shape(
        {"is_decimal_allowed": yes_or_no},
        {**_TYPED, "initial_value": decimal, "min_value": decimal, "max_value": decimal},
    ),
    "image": Shape({"alt_text": characters(2_000)}, PICTURE, tuple(PICTURE), just_one=True),
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
