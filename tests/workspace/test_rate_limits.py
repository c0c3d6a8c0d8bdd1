"""How often Slack lets each method be called, by the workspace's own clock."""

import pytest

from bot.workspace.methods import METHODS
from bot.workspace.rate_limits import BURST, PER_MINUTE, TIER_2, TIER_3, TIER_4, RateLimits
from bot.workspace.stand_in import StandIn
from tests.workspace.building import AMARA, CONTACT, REPAIRS, Clock, a_home, a_stand_in, call, say


def test_every_method_has_its_tier() -> None:
    assert set(METHODS) <= set(PER_MINUTE)


@pytest.mark.parametrize(
    ("method", "tier"), [("files.upload", TIER_2), ("chat.update", TIER_3), ("views.publish", TIER_4)]
)
def test_a_minute_holds_the_calls_of_the_tier_and_no_more(method: str, tier: int) -> None:
    clock, limits = Clock(), RateLimits()
    assert [limits.take(method, None, clock()) for _ in range(tier)] == [0] * tier
    wait = limits.take(method, None, clock())
    assert wait == -(-60 // tier)
    clock.forward(seconds=wait)
    assert limits.take(method, None, clock()) == 0


def a_strict_slack(clock: Clock) -> StandIn:
    return a_stand_in(clock, burst=1)


def test_a_channel_takes_one_post_a_second_where_no_burst_is_allowed() -> None:
    clock = Clock()
    slack = a_strict_slack(clock)
    say(slack)
    limited = call(slack, "chat.postMessage", channel=CONTACT, text="x")
    assert (limited["error"], limited["retry_after"]) == ("ratelimited", 1)
    say(slack, channel=REPAIRS)
    clock.forward(seconds=1)
    say(slack)


def test_a_refused_post_is_not_said_and_does_not_count() -> None:
    clock = Clock()
    slack = a_strict_slack(clock)
    say(slack)
    for _ in range(5):
        assert not call(slack, "chat.postMessage", channel=CONTACT, text="x")["ok"]
    clock.forward(seconds=1)
    say(slack)
    assert len(slack.messages(CONTACT)) == 2


def test_a_workspace_that_is_used_by_hand_allows_a_burst() -> None:
    slack = a_stand_in()
    for _ in range(BURST):
        say(slack)
    assert call(slack, "chat.postMessage", channel=CONTACT, text="x")["error"] == "ratelimited"


def test_all_channels_together_have_a_limit_too() -> None:
    clock, limits = Clock(), RateLimits()
    for number in range(PER_MINUTE["chat.postMessage"]):
        assert limits.take("chat.postMessage", f"C{number}", clock()) == 0
    assert limits.take("chat.postMessage", "CONEMORE", clock()) == 1


def test_one_methods_calls_leave_anothers_alone() -> None:
    slack = a_stand_in()
    for _ in range(TIER_4):
        assert call(slack, "views.publish", user_id=AMARA, view=a_home())["ok"]
    assert call(slack, "views.publish", user_id=AMARA, view=a_home())["error"] == "ratelimited"
    say(slack)
