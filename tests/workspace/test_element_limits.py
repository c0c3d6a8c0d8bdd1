"""What Slack refuses in the elements of blocks, in pictures, tables and feedback; one case for each rule."""

from typing import Any

import pytest

from bot.workspace.limits import BESIDE_MARKDOWN, refuse_blocks, refuse_view
from tests.workspace.building import a_button, a_modal, a_section, actions, an_input, an_option, plain

OPTIONS = [an_option("complaint"), an_option("excluded")]
GROUP = {"label": plain("The Code"), "options": OPTIONS}
FOCUSED = {"focus_on_load": True}
ON_THIS_MACHINE = "http://127.0.0.1:8080/chart.png"
ELSEWHERE = "https://example.org/chart.png"


def an_element(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "choice", **more}


def an_image(**more: Any) -> dict[str, Any]:
    return {"type": "image", "alt_text": "Decisions by week", **more}


def feedback(**more: Any) -> dict[str, Any]:
    good, bad = {"text": plain("Good"), "value": "good"}, {"text": plain("Bad"), "value": "bad"}
    return an_element("feedback_buttons", positive_button=good | more, negative_button=bad)


def a_number(**more: Any) -> dict[str, Any]:
    return a_modal(an_input(element=an_element("number_input", is_decimal_allowed=False, **more)))


def cell(text: str = "x", kind: str = "raw_text", **more: Any) -> dict[str, Any]:
    return {"type": kind, "text": text, **more}


def rich_cell(text: str) -> dict[str, Any]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def a_table(*cells: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "table", "rows": [list(cells)], **more}


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(actions(an_element("timepicker", initial_time="09:30")), id="time picker"),
        pytest.param(actions(an_element("users_select", initial_user="U0AMARA")), id="people"),
        pytest.param(actions(an_element("multi_static_select", options=OPTIONS, max_selected_items=1)), id="several"),
        pytest.param(actions(an_element("static_select", option_groups=[GROUP])), id="options in groups"),
        pytest.param({"type": "context_actions", "elements": [feedback()]}, id="feedback"),
        pytest.param(a_table(cell(), rich_cell("x"), column_settings=[{"align": "right", "is_wrapped": True}]),
                     id="table"),
        pytest.param(actions(a_button(url="https://example.org")), id="button that leads somewhere"),
    ],
)  # fmt: skip
def test_slack_takes(block: dict[str, Any]) -> None:
    assert refuse_blocks([block]) is None


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        pytest.param(actions(an_element("datepicker", initial_date="2 Nov 2026")), "YYYY-MM-DD", id="date in words"),
        pytest.param(actions(an_element("datepicker", initial_date="2026-02-30")), "YYYY-MM-DD", id="no such date"),
        pytest.param(actions(an_element("timepicker", initial_time="25:00")), "HH:mm", id="no such time"),
        pytest.param(actions(an_element("static_select", options=OPTIONS, option_groups=[GROUP])), "only one of",
                     id="options and groups of them"),
        pytest.param(actions(an_element("static_select", option_groups=[GROUP] * 101)), "no more than 100",
                     id="101 groups"),
        pytest.param(actions(an_element("multi_static_select", options=OPTIONS, initial_options=OPTIONS,
                                        max_selected_items=1)), "max_selected_items", id="more chosen than may be"),
        pytest.param(actions(an_element("overflow", options=[an_option() | {"type": "option"}])),
                     "invalid additional property: type", id="option with a type"),
        pytest.param(actions(an_element("static_select", options=[an_option() | {"value": ""}])), "more than 0",
                     id="option without a value"),
        pytest.param(actions(a_button(url="example.org")), "valid URL", id="address without a scheme"),
        pytest.param(actions(a_button() | {"text": {"type": "plain_text", "text": "Agree", "emoji": "yes"}}),
                     "true or false", id="emoji that is no yes or no"),
        pytest.param(an_image(image_url=ON_THIS_MACHINE), "downloading image failed", id="picture on this machine"),
        pytest.param(an_image(image_url=ELSEWHERE, slack_file={"id": "F1"}), "only one of", id="two pictures in one"),
        pytest.param(an_image(slack_file={}), "id or url", id="no file"),
        pytest.param(an_image(image_url=ELSEWHERE, title=plain("x" * 2_001)), "less than 2001", id="a picture's title"),
        pytest.param(a_section(accessory=an_image(image_url=ELSEWHERE) | {"alt_text": ""}), "more than 0",
                     id="picture described by nothing"),
        pytest.param({"type": "context_actions", "elements": [feedback()] * 6}, "no more than 5", id="six feedbacks"),
        pytest.param({"type": "context_actions", "elements": [a_button()]}, "unsupported type", id="another button"),
        pytest.param({"type": "context_actions", "elements": [feedback(text=plain("x" * 76))]}, "less than 76",
                     id="feedback text"),
        pytest.param({"type": "context_actions", "elements": [feedback(value="x" * 2_001)]}, "less than 2001",
                     id="feedback value"),
        pytest.param({"type": "context_actions", "elements": [feedback(accessibility_label="x" * 76)]}, "less than 76",
                     id="feedback label"),
        pytest.param(a_table(cell(kind="mrkdwn")), "raw_text or rich_text", id="mrkdwn in a cell"),
        pytest.param(a_table(cell(colour="red")), "invalid additional property", id="coloured cell"),
        pytest.param(a_table(*[rich_cell("x" * 600)] * 20), "10000", id="rich cells with too much in them"),
        pytest.param(a_table(cell(), column_settings=[{"align": "middle"}]), "left, center, right", id="column"),
        pytest.param(a_table(cell(), column_settings=[{"align": "left"}] * 21), "no more than 20", id="21 columns set"),
    ],
)  # fmt: skip
def test_slack_refuses(block: dict[str, Any], reason: str) -> None:
    refusal = str(refuse_blocks([block]))
    assert refusal.startswith("invalid_blocks: ")
    assert reason in refusal


@pytest.mark.parametrize(
    ("view", "reason"),
    [
        pytest.param(a_number(min_value="5", max_value="1"), "must not be more than max_value", id="least over most"),
        pytest.param(a_number(initial_value="9", max_value="1"), "between", id="more than the most"),
        pytest.param(a_number(initial_value="1.5"), "whole number", id="part of a number"),
        pytest.param(a_number(initial_value="nine"), "number in a string", id="number in words"),
        pytest.param(a_modal(an_input(element=an_element("url_text_input", initial_value="my page"))), "valid URL",
                     id="an address that is none"),
        pytest.param(a_modal(an_input(element={"initial_value": "x" * 3_001})), "less than 3001", id="3,001 typed"),
        pytest.param(a_modal(an_input(element=an_element("file_input"))), "unsupported type", id="a file from people"),
        pytest.param(a_modal(an_input("a", element=FOCUSED), an_input("b", element=FOCUSED)), "focus_on_load",
                     id="two that want the cursor"),
        pytest.param(a_modal({"type": "context_actions", "elements": [feedback()]}), "unsupported type",
                     id="feedback in a modal"),
        pytest.param(a_modal(an_input(label=plain("x" * 2_001))), "less than 2001", id="label"),
        pytest.param(a_modal(an_input(hint=plain("x" * 2_001))), "less than 2001", id="hint"),
    ],
)  # fmt: skip
def test_slack_refuses_the_view(view: dict[str, Any], reason: str) -> None:
    refusal = str(refuse_view(view))
    assert refusal.startswith("invalid_arguments: ")
    assert reason in refusal


def test_a_message_with_markdown_holds_less_than_one_without() -> None:
    much = [a_section("x" * 3_000)] * 5
    assert BESIDE_MARKDOWN < 5 * 3_000
    assert refuse_blocks(much) is None
    assert str(refuse_blocks([*much, {"type": "markdown", "text": "x"}])).startswith("msg_blocks_too_long")
