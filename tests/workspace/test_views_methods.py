"""The stand-in's `views.*`: triggers, the stack, hashes."""

from typing import Any

from bot.workspace.stand_in import StandIn
from tests.workspace.building import (
    AMARA,
    Clock,
    a_home,
    a_modal,
    a_stand_in,
    an_input,
    call,
)  # fmt: skip

MARKDOWN = {"type": "markdown", "text": "x" * 9_000}
METADATA = {"event_type": "decision", "event_payload": {"id": "d1"}}


def a_trigger(stand_in: StandIn, user: str = AMARA) -> str:
    return stand_in.state.triggers.issue(user, stand_in.clock())


def open_modal(stand_in: StandIn, **view: Any) -> dict[str, Any]:
    answer = call(stand_in, "views.open", trigger_id=a_trigger(stand_in), view=a_modal(**view))
    assert answer["ok"], answer
    opened: dict[str, Any] = answer["view"]
    return opened


def test_a_trigger_lasts_three_seconds_and_serves_once() -> None:
    clock = Clock()
    slack = a_stand_in(clock)
    trigger, late = a_trigger(slack), a_trigger(slack)
    assert call(slack, "views.open", trigger_id=trigger, view=a_modal())["ok"]
    assert call(slack, "views.open", trigger_id=trigger, view=a_modal())["error"] == "exchanged_trigger_id"
    clock.forward(seconds=3.1)
    assert call(slack, "views.open", trigger_id=late, view=a_modal())["error"] == "expired_trigger_id"


def test_a_view_that_slack_refuses_does_not_use_up_the_trigger() -> None:
    slack = a_stand_in()
    trigger = a_trigger(slack)
    refused = call(slack, "views.open", trigger_id=trigger, view=a_modal(title=None))
    assert refused["error"] == "invalid_arguments"
    assert call(slack, "views.open", trigger_id=trigger, view=a_modal())["ok"]


def test_three_modals_fit_on_a_stack() -> None:
    slack = a_stand_in()
    root = open_modal(slack)
    for _ in range(2):
        pushed = call(slack, "views.push", trigger_id=a_trigger(slack), view=a_modal())
        assert pushed["view"]["root_view_id"] == root["id"]
    assert call(slack, "views.push", trigger_id=a_trigger(slack), view=a_modal())["error"] == "push_limit_reached"


def test_a_stale_hash_is_a_conflict() -> None:
    slack = a_stand_in()
    opened = open_modal(slack)
    changed = call(slack, "views.update", view_id=opened["id"], view=a_modal(an_input()), hash=opened["hash"])
    assert changed["view"]["hash"] != opened["hash"]
    stale = call(slack, "views.update", view_id=opened["id"], view=a_modal(), hash=opened["hash"])
    assert stale["error"] == "hash_conflict"


def test_a_stale_hash_of_home_is_a_conflict() -> None:
    slack = a_stand_in()
    first = call(slack, "views.publish", user_id=AMARA, view=a_home())["view"]
    assert call(slack, "views.publish", user_id=AMARA, view=a_home(), hash=first["hash"])["ok"]
    assert call(slack, "views.publish", user_id=AMARA, view=a_home(), hash=first["hash"])["error"] == "hash_conflict"


def test_an_external_id_serves_one_view() -> None:
    slack = a_stand_in()
    opened = open_modal(slack, external_id="correct-d1")
    assert call(slack, "views.update", external_id="correct-d1", view=a_modal())["view"]["id"] == opened["id"]
    open_modal(slack, external_id="correct-d2")
    again = call(slack, "views.push", trigger_id=a_trigger(slack), view=a_modal(external_id="correct-d2"))
    assert again["error"] == "duplicate_external_id"
