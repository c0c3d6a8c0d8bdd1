"""What Slack refuses in blocks and views; one case for each rule."""

from typing import Any

import pytest

from bot.workspace.limits import refuse_blocks, refuse_view
from tests.workspace.building import (
    a_button,
    a_home,
    a_modal,
    a_section,
    actions,
    an_input,
    an_option,
    plain,
)  # fmt: skip

FIFTY = [a_section()] * 50
IMAGE = {"type": "image", "alt_text": "Decisions by week", "image_url": "https://example.org/chart.png"}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def an_element(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "choice", **more}


def fields(count: int, text: str = "x") -> dict[str, Any]:
    return {"type": "section", "fields": [mrkdwn(text)] * count}


def options(count: int) -> list[dict[str, Any]]:
    return [an_option(str(number)) for number in range(count)]


def rich(text: str, kind: str = "text") -> dict[str, Any]:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": kind, "text": text}]}],
    }


def a_table(rows: int, columns: int = 2, text: str = "x") -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * columns] * rows}


CONFIRM = {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes"), "deny": plain("No")}

TAKEN = [
    pytest.param([a_section("x" * 3_000)], id="section text of 3,000"),
    pytest.param([fields(10, "x" * 2_000)], id="ten fields of 2,000"),
    pytest.param([{"type": "header", "text": plain("x" * 150)}], id="header of 150"),
    pytest.param([{"type": "context", "elements": [mrkdwn("x"), IMAGE]}], id="context with an image"),
    pytest.param([actions(*[a_button(action_id=str(n), confirm=CONFIRM) for n in range(25)])], id="25 buttons"),
    pytest.param([a_section(accessory=an_element("static_select", options=options(100)))], id="100 options"),
    pytest.param([a_section(accessory=an_element("overflow", options=options(5)))], id="overflow of five"),
    pytest.param([a_section(accessory=an_element("datepicker", initial_date="2026-11-01"))], id="date picker"),
    pytest.param([{"type": "divider"}, IMAGE, rich("<!channel> is safe here"), a_table(100, 20)], id="other blocks"),
    pytest.param(FIFTY, id="50 blocks"),
]

REFUSED = [
    pytest.param([*FIFTY, a_section()], "no more than 50 items", id="51 blocks in a message"),
    pytest.param([a_section("x" * 3_001)], "less than 3001", id="section text too long"),
    pytest.param([a_section("")], "more than 0", id="empty text"),
    pytest.param([{"type": "section"}], "missing required field", id="section without text and fields"),
    pytest.param([fields(11)], "no more than 10", id="eleven fields"),
    pytest.param([fields(1, "x" * 2_001)], "less than 2001", id="field too long"),
    pytest.param([{"type": "header", "text": plain("x" * 151)}], "less than 151", id="header too long"),
    pytest.param([{"type": "header", "text": mrkdwn("x")}], "plain_text", id="header in mrkdwn"),
    pytest.param([{"type": "context", "elements": [mrkdwn("x")] * 11}], "no more than 10", id="context of eleven"),
    pytest.param([{"type": "context", "elements": []}], "no fewer than 1", id="empty context"),
    pytest.param([actions(*[a_button(action_id=str(n)) for n in range(26)])], "no more than 25", id="26 actions"),
    pytest.param([actions()], "no fewer than 1", id="no actions"),
    pytest.param([actions(a_button("x" * 76))], "less than 76", id="button text too long"),
    pytest.param([actions(a_button(value="x" * 2_001))], "less than 2001", id="button value too long"),
    pytest.param([actions(a_button(action_id="x" * 256))], "less than 256", id="action_id too long"),
    pytest.param([actions(a_button(style="warning"))], "one of primary, danger", id="unknown style"),
    pytest.param([actions(a_button(confirm=CONFIRM | {"text": plain("x" * 301)}))], "less than 301", id="confirm text"),
    pytest.param([actions(a_button(), a_button())], "already exists", id="action_id twice in a block"),
    pytest.param([a_section(block_id="b"), a_section(block_id="b")], "already exists", id="block_id twice"),
    pytest.param([a_section(block_id="x" * 256)], "less than 256", id="block_id too long"),
    pytest.param([{"type": "carousel"}], "unsupported type", id="unknown block"),
    pytest.param([actions(an_element("slider"))], "unsupported type", id="unknown element"),
    pytest.param([actions(an_element("plain_text_input"))], "unsupported type", id="text input among actions"),
    pytest.param([a_section(colour="red")], "invalid additional property", id="property that Slack does not know"),
    pytest.param([actions(an_element("static_select", options=[]))], "no fewer than 1", id="select without options"),
    pytest.param([actions(an_element("static_select"))], "missing required", id="select of nothing"),
    pytest.param([actions(an_element("static_select", options=options(101)))], "no more than 100", id="101 options"),
    pytest.param([actions(an_element("radio_buttons", options=options(11)))], "no more than 10", id="eleven radios"),
    pytest.param([actions(an_element("checkboxes", options=options(11)))], "no more than 10", id="eleven checkboxes"),
    pytest.param([actions(an_element("overflow", options=options(6)))], "no more than 5", id="overflow of six"),
    pytest.param([actions(an_element("overflow", options=[an_option(text="x" * 76)]))], "less than 76", id="option"),
    pytest.param([actions(an_element("overflow", options=[an_option("x" * 151)]))], "less than 151", id="option value"),
    pytest.param(
        [actions(an_element("static_select", options=options(2), initial_option=an_option("9")))], "one of the options",
        id="initial option that is not offered",
    ),
    pytest.param(
        [actions(an_element("checkboxes", options=options(2), initial_options=[an_option("9")]))], "one of the options",
        id="initial tick that is not offered",
    ),
    pytest.param([actions(an_element("datepicker", placeholder=plain("x" * 151)))], "less than 151", id="placeholder"),
    pytest.param([{"type": "image", "image_url": "https://example.org/x.png"}], "alt_text", id="image undescribed"),
    pytest.param([{"type": "image", "alt_text": "x"}], "image_url or slack_file", id="image from nowhere"),
    pytest.param([rich("")], "more than 0", id="empty rich text"),
    pytest.param([rich("x", "marquee")], "unsupported type", id="unknown rich text element"),
    pytest.param([a_table(101)], "no more than 100", id="table of 101 rows"),
    pytest.param([a_table(1, 21)], "no more than 20", id="table of 21 columns"),
    pytest.param([a_table(1, 1, "")], "more than 0", id="empty cell"),
    pytest.param([a_table(100, 20, "xxxxxx")], "10000", id="table with too much in it"),
]  # fmt: skip


@pytest.mark.parametrize("blocks", TAKEN)
def test_slack_takes(blocks: list[dict[str, Any]]) -> None:
    assert refuse_blocks(blocks) is None


@pytest.mark.parametrize(("blocks", "reason"), REFUSED)
def test_slack_refuses(blocks: list[dict[str, Any]], reason: str) -> None:
    refusal = refuse_blocks(blocks)
    assert refusal is not None
    assert refusal.startswith("invalid_blocks: ")
    assert reason in refusal


def test_markdown_blocks_are_counted_together() -> None:
    half = {"type": "markdown", "text": "x" * 6_001}
    assert refuse_blocks([half]) is None
    assert str(refuse_blocks([half, half])).startswith("msg_blocks_too_long")


def test_blocks_that_are_no_list_are_a_format_error() -> None:
    assert str(refuse_blocks({"type": "divider"})).startswith("invalid_blocks_format")


def test_a_refusal_says_where() -> None:
    assert "[json-pointer:/blocks/1/text/text]" in str(refuse_blocks([a_section(), a_section("x" * 3_001)]))


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(a_modal(), id="modal"),
        pytest.param(a_modal(an_input(element={"max_length": 3_000})), id="modal with an input"),
        pytest.param(a_home(*[a_section()] * 100), id="Home of 100 blocks"),
        pytest.param(a_modal(private_metadata="x" * 3_000), id="metadata of 3,000"),
    ],
)
def test_slack_takes_the_view(view: dict[str, Any]) -> None:
    assert refuse_view(view) is None


@pytest.mark.parametrize(
    ("view", "reason"),
    [
        pytest.param(a_modal(*[a_section()] * 101), "no more than 100", id="101 blocks"),
        pytest.param(a_modal(title=plain("x" * 25)), "less than 25", id="title too long"),
        pytest.param(a_modal(submit=plain("x" * 25)), "less than 25", id="submit too long"),
        pytest.param(a_modal(close=plain("x" * 25)), "less than 25", id="close too long"),
        pytest.param(a_modal(title=None), "missing required field: title", id="no title"),
        pytest.param(a_modal(an_input(), submit=None), "submit is required", id="inputs without submit"),
        pytest.param(a_modal(private_metadata="x" * 3_001), "less than 3001", id="metadata too long"),
        pytest.param(a_modal(callback_id="x" * 256), "less than 256", id="callback_id too long"),
        pytest.param(a_modal(an_input(element={"max_length": 3_001})), "1 to 3000", id="input longer than 3,000"),
        pytest.param(
            a_modal(an_input(element={"max_length": 5, "initial_value": "longer"})), "less than 6", id="initial"
        ),
        pytest.param(a_modal(an_input(element={"min_length": 9, "max_length": 5})), "max_length", id="min over max"),
        pytest.param(a_modal({"type": "markdown", "text": "x"}), "unsupported type", id="markdown in a modal"),
        pytest.param(a_home(a_table(1)), "unsupported type", id="table in Home"),
        pytest.param(a_home(title=plain("x")), "invalid additional property", id="Home with a title"),
        pytest.param({"type": "workflow_step", "blocks": []}, "unsupported type", id="unknown view"),
    ],
)
def test_slack_refuses_the_view(view: dict[str, Any], reason: str) -> None:
    refusal = refuse_view(view)
    assert refusal is not None
    assert refusal.startswith("invalid_arguments: ")
    assert reason in refusal


def test_a_view_of_more_than_250_kilobytes_is_too_large() -> None:
    big = [fields(10, "é" * 1_500)] * 10
    assert str(refuse_view(a_home(*big))).startswith("view_too_large")
