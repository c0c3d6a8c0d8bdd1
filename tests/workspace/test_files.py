"""Files: three steps to upload, shown afterwards, and downloaded by those who are where they were shared."""

from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bot.workspace.stand_in import StandIn
from tests.workspace.building import (
    AMARA,
    CONTACT,
    DEV,
    REPAIRS,
    SIAN,
    a_home,
    a_stand_in,
    a_workspace,
    call,
    say,
)  # fmt: skip


def an_upload(slack: StandIn, content: bytes = b"a,b") -> str:
    """The first two steps; return the file's id."""
    begun = call(slack, "files.getUploadURLExternal", filename="a.csv", length=len(content))
    assert slack.receive_upload(begun["upload_url"].rpartition("/")[2], content)[0] == HTTPStatus.OK
    return str(begun["file_id"])


def complete(slack: StandIn, file_id: str, **more: Any) -> dict[str, Any]:
    return call(slack, "files.completeUploadExternal", files=[{"id": file_id}], **more)


def a_picture(**file: str) -> dict[str, Any]:
    return {"type": "image", "alt_text": "Decisions by week", "slack_file": file}


def test_a_file_is_shown_only_after_slack_has_answered() -> None:
    slack = a_stand_in()
    assert complete(slack, an_upload(slack), channel_id=CONTACT)["ok"]
    assert slack.messages(CONTACT) == []
    slack.finish_sharing()
    assert [message["files"][0]["name"] for message in slack.messages(CONTACT)] == ["a.csv"]
    slack.finish_sharing()
    assert len(slack.messages(CONTACT)) == 1


def test_a_file_without_a_channel_is_shared_nowhere() -> None:
    slack = a_stand_in()
    file_id = an_upload(slack)
    assert complete(slack, file_id)["ok"]
    slack.finish_sharing()
    assert slack.download(file_id, DEV) is None


@pytest.mark.parametrize("length", [0, -1, "many"])
def test_a_file_has_a_length(length: object) -> None:
    answer = call(a_stand_in(), "files.getUploadURLExternal", filename="a.csv", length=length)
    assert answer["error"] == "invalid_arguments"


def test_a_file_answers_a_message_and_no_reply() -> None:
    slack = a_stand_in()
    reply = say(slack, thread_ts=say(slack))
    assert complete(slack, an_upload(slack), channel_id=CONTACT, thread_ts=reply)["error"] == "thread_not_found"


def test_only_people_in_the_channel_get_the_file() -> None:
    with a_workspace(lambda app: None) as workspace:
        slack = workspace.stand_in
        file_id = an_upload(slack)
        assert complete(slack, file_id, channel_id=REPAIRS)["ok"]
        address = f"{workspace.address}/workspace/files/{file_id}?user="
        with urlopen(address + AMARA, timeout=60) as answer:  # noqa: S310 - an address of this test
            assert answer.read() == b"a,b"
        with pytest.raises(HTTPError) as refused:
            urlopen(address + SIAN, timeout=60)  # noqa: S310 - as above
        with refused.value:
            assert refused.value.code == HTTPStatus.NOT_FOUND


def test_a_picture_in_blocks_is_a_file_that_was_uploaded() -> None:
    slack = a_stand_in()
    file_id = an_upload(slack)
    assert call(slack, "views.publish", user_id=AMARA, view=a_home(a_picture(id="F0")))["error"] == "invalid_blocks"
    unfinished = call(slack, "chat.postMessage", channel=CONTACT, text="x", blocks=[a_picture(id=file_id)])
    assert unfinished["error"] == "invalid_blocks"
    assert complete(slack, file_id)["ok"]
    say(slack, blocks=[a_picture(id=file_id)])
    assert call(slack, "views.publish", user_id=AMARA, view=a_home(a_picture(id=file_id)))["ok"]
