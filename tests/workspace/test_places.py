"""Where the bot may write and what it hears there: membership, archived and private channels, subscriptions."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.workspace import seeds
from bot.workspace.deliveries import Deliveries
from bot.workspace.seeds import Channel
from bot.workspace.stand_in import StandIn
from bot.workspace.state import RefusedError
from tests.workspace.building import (
    AMARA,
    AMARAS_DM,
    CONTACT,
    DEV,
    SCOPES,
    SECRET,
    a_section,
    a_stand_in,
    call,
    say,
)  # fmt: skip
from tests.workspace.listening import Bot, Listening, Setup

LEGAL, BOARD = "G0LEGAL", "G0BOARD"
PRIVATE = (
    Channel(LEGAL, "legal", "Claims", frozenset({AMARA, DEV, seeds.BOT_USER})),
    Channel(BOARD, "board", "Papers", frozenset({DEV})),
)


def with_private_channels(**more: Any) -> StandIn:
    return a_stand_in(channels=(*seeds.CHANNELS, *PRIVATE), **more)


@pytest.fixture
def heard(listening: Listening) -> Iterator[Any]:
    """Deliveries to a listening bot, for whichever stand-in the test makes."""
    made: list[Deliveries] = []

    def start(stand_in: StandIn) -> Setup:
        listening.bot = Bot()
        people = Deliveries(stand_in, f"{listening.address}/slack/events", SECRET, retry_delays=())
        made.append(people)
        return Setup(stand_in, people, listening.bot, stand_in.clock)  # type: ignore[arg-type]  # a Clock

    yield start
    for people in made:
        people.stop()


@pytest.mark.parametrize("method", ["chat.update", "chat.delete", "chat.postEphemeral", "chat.getPermalink"])
def test_only_a_post_takes_a_persons_id_for_a_channel(method: str) -> None:
    slack = a_stand_in()
    ts = say(slack, channel=AMARA)
    arguments = {"ts": ts, "message_ts": ts, "text": "x", "user": AMARA}
    assert call(slack, method, channel=AMARA, **arguments)["error"] == "channel_not_found"


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("chat.postMessage", {"text": "x"}),
        ("chat.postEphemeral", {"text": "x", "user": AMARA}),
        ("chat.update", {"text": "x", "ts": "1.0"}),
        ("files.completeUploadExternal", {}),
        ("assistant.threads.setStatus", {"thread_ts": "1.0", "status": "is reading"}),
    ],
)
def test_nothing_is_written_into_an_archived_channel(method: str, arguments: dict[str, Any]) -> None:
    slack = a_stand_in()
    begun = call(slack, "files.getUploadURLExternal", filename="a.csv", length=3)
    slack.receive_upload(begun["upload_url"].rpartition("/")[2], b"a,b")
    slack.archive(CONTACT)
    files = {"files": [{"id": begun["file_id"]}]}
    assert call(slack, method, channel=CONTACT, channel_id=CONTACT, **arguments, **files)["error"] == "is_archived"


def test_people_write_nothing_into_an_archived_channel_either(slack: Setup) -> None:
    slack.stand_in.archive(CONTACT)
    with pytest.raises(RefusedError, match="is_archived"):
        slack.people.say(AMARA, CONTACT, "The tap drips")


def test_a_private_channel_without_the_bot_is_not_even_known_to_it() -> None:
    slack = with_private_channels()
    assert call(slack, "chat.postMessage", channel=BOARD, text="x")["error"] == "channel_not_found"
    say(slack, channel=LEGAL)


def test_reading_a_private_channel_takes_its_own_scope() -> None:
    slack = with_private_channels(scopes=SCOPES - {"groups:history"})
    answer = call(slack, "conversations.replies", channel=LEGAL, ts="1.0")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "groups:history")
    assert answer["provided"] == ",".join(sorted(SCOPES - {"groups:history"}))


def test_a_message_in_a_private_channel_says_so(heard: Any) -> None:
    slack = heard(with_private_channels())
    slack.people.say(AMARA, LEGAL, "A claim was issued")
    assert slack.events()[0]["channel_type"] == "group"


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"scopes": SCOPES - {"channels:history"}}, id="no scope"),
        pytest.param({"events": frozenset({"message.im", "app_home_opened"})}, id="no subscription"),
    ],
)
def test_the_bot_hears_only_what_it_has_a_scope_for_and_subscribed_to(heard: Any, more: dict[str, Any]) -> None:
    slack = heard(a_stand_in(**more))
    slack.people.say(AMARA, CONTACT, "Not for the bot")
    slack.people.say(AMARA, AMARAS_DM, "For the bot")
    assert [event["text"] for event in slack.events()] == ["For the bot"]


def test_home_is_told_of_only_to_who_subscribed(heard: Any) -> None:
    slack = heard(a_stand_in(events=frozenset({"message.im"})))
    slack.people.open_home(AMARA)
    assert slack.events() == []


@pytest.mark.parametrize("name", ["/weather", "triage"])
def test_only_commands_of_the_app_can_be_given(slack: Setup, name: str) -> None:
    with pytest.raises(RefusedError, match="unknown_command"):
        slack.people.command(AMARA, CONTACT, name)


def test_only_shortcuts_of_the_app_can_be_used(slack: Setup) -> None:
    ts = slack.people.say(AMARA, CONTACT, "The tap drips")
    with pytest.raises(RefusedError, match="unknown_shortcut"):
        slack.people.shortcut(AMARA, CONTACT, ts, "delete_everything")


def test_blocks_without_a_text_raise_an_alarm() -> None:
    slack = a_stand_in()
    assert call(slack, "chat.postMessage", channel=CONTACT, blocks=[a_section()])["ok"]
    assert ["screen readers" in alarm["text"] for alarm in slack.alarms] == [True]


def test_what_was_refused_is_remembered() -> None:
    slack = a_stand_in()
    call(slack, "chat.postMessage", channel=CONTACT, text="x", blocks=[a_section("")])
    slack.fail_next(error="restricted_action")
    assert call(slack, "chat.postMessage", channel=CONTACT, text="x")["error"] == "restricted_action"
    slack.respond("gone", {"text": "x"})
    assert slack.refusals == [("chat.postMessage", "invalid_blocks"), ("response_url", "invalid_url")]
