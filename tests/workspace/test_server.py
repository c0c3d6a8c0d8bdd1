"""The workspace over HTTP: who is let in, what the SDK gets, and what the page reads."""

import http.client
import json
import signal
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
import uvicorn
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette

from bot.workspace.page_actions import ACTIONS
from bot.workspace.server import PAGE, PAGE_HEADER
from bot.workspace.serving import WorkspaceServer
from tests.workspace.building import AMARA, CONTACT, SIAN, TOKEN, Workspace, a_home, a_workspace, call, say

FROM_PAGE = {PAGE_HEADER: "1", "content-type": "application/json"}


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    def listeners(app: App) -> None:
        @app.event("message")
        def leave_alone() -> None:
            pass

    with a_workspace(listeners) as made:
        yield made


def ask(
    workspace: Workspace, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(workspace.address).netloc, timeout=60)
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None, headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("path", ["/", "/workspace/state", "/workspace/stream", "/page/main.js"])
def test_another_name_for_this_machine_is_refused(workspace: Workspace, path: str) -> None:
    assert ask(workspace, "GET", path, headers={"host": "evil.example:80"})[0] == HTTPStatus.FORBIDDEN


def test_another_name_is_refused_at_the_web_api_too(workspace: Workspace) -> None:
    assert ask(workspace, "POST", "/api/auth.test", headers={"host": "evil.example"})[0] == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_only_the_page_itself_acts_for_people(workspace: Workspace, action: str) -> None:
    body = {"user": AMARA, "channel": CONTACT, "text": "x"}
    plain = {"content-type": "application/json"}
    assert ask(workspace, "POST", f"/workspace/{action}", body, plain)[0] == HTTPStatus.FORBIDDEN
    foreign = FROM_PAGE | {"origin": "https://evil.example"}
    assert ask(workspace, "POST", f"/workspace/{action}", body, foreign)[0] == HTTPStatus.FORBIDDEN


def test_the_page_says_something_for_a_person(workspace: Workspace) -> None:
    body = {"user": AMARA, "channel": CONTACT, "text": "From the page"}
    status, _, answer = ask(workspace, "POST", "/workspace/say", body, FROM_PAGE | {"origin": workspace.address})
    assert status == HTTPStatus.OK
    told = {one["ts"]: one["text"] for one in workspace.stand_in.messages(CONTACT)}
    assert told[json.loads(answer)["ts"]] == "From the page"


def test_what_slack_would_not_let_a_person_do_is_a_bad_request(workspace: Workspace) -> None:
    body = {"user": SIAN, "channel": "C0REPAIRS", "text": "x"}
    status, _, answer = ask(workspace, "POST", "/workspace/say", body, FROM_PAGE)
    assert (status, json.loads(answer)) == (HTTPStatus.BAD_REQUEST, {"error": "user_not_in_channel"})


def test_each_person_sees_their_own(workspace: Workspace) -> None:
    call(workspace.stand_in, "views.publish", user_id=SIAN, view=a_home())
    call(workspace.stand_in, "chat.postEphemeral", channel=CONTACT, user=AMARA, text="Only Amara")
    hers, his = (json.loads(ask(workspace, "GET", f"/workspace/state?user={user}")[2]) for user in (AMARA, SIAN))
    assert [one["id"] for one in hers["channels"]] == ["C0CONTACT", "C0REPAIRS", "C0GENERAL"]
    assert [one["id"] for one in his["channels"]] == ["C0CONTACT", "C0GENERAL"]
    assert (len(hers["ephemerals"]), len(his["ephemerals"])) == (1, 0)
    assert (hers["home"], his["home"]["type"]) == (None, "home")
    assert "D0AMARA" not in his["messages"]


def test_the_sdk_gets_slacks_answers(workspace: Workspace) -> None:
    client = WebClient(token=TOKEN, base_url=f"{workspace.address}/api/")
    assert client.auth_test().headers["x-oauth-scopes"].startswith("assistant:write,")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=CONTACT, text="x", blocks=[{"type": "carousel"}])
    assert refused.value.response["error"] == "invalid_blocks"
    assert "/blocks/0" in refused.value.response["response_metadata"]["messages"][0]


@pytest.mark.parametrize(("status", "error"), [(429, "ratelimited"), (500, "internal_error")])
def test_forced_failures_have_slacks_status(workspace: Workspace, status: int, error: str) -> None:
    client = WebClient(token=TOKEN, base_url=f"{workspace.address}/api/")
    workspace.stand_in.fail_next(status=status)
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    assert (refused.value.response.status_code, refused.value.response["error"]) == (status, error)
    assert status != 429 or {k.lower(): v for k, v in refused.value.response.headers.items()}["retry-after"] == "1"


def test_a_permalink_leads_to_the_page(workspace: Workspace) -> None:
    ts = say(workspace.stand_in)
    link = call(workspace.stand_in, "chat.getPermalink", channel=CONTACT, message_ts=ts)["permalink"]
    assert link == f"{workspace.address}/archives/{CONTACT}/p{ts.replace('.', '')}"
    assert ask(workspace, "GET", urlsplit(link).path)[0] == HTTPStatus.OK


def test_the_page_may_load_nothing_from_elsewhere(workspace: Workspace) -> None:
    status, headers, body = ask(workspace, "GET", "/")
    assert status == HTTPStatus.OK
    assert "default-src 'self'" in headers["content-security-policy"]
    assert b"http://" not in body.replace(b"http://www.w3.org/2000/svg", b"")


def test_only_the_pages_own_files_are_served(workspace: Workspace) -> None:
    for path in PAGE.iterdir():
        assert ask(workspace, "GET", f"/page/{path.name}")[0] == HTTPStatus.OK
    assert ask(workspace, "GET", "/page/..%2Fserver.py")[0] == HTTPStatus.NOT_FOUND


def test_no_words_become_html() -> None:
    for path in PAGE.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not [name for name in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write") if name in text]


def test_the_stream_tells_of_changes(workspace: Workspace) -> None:
    connection = http.client.HTTPConnection(urlsplit(workspace.address).netloc, timeout=60)
    connection.request("GET", "/workspace/stream")
    answer = connection.getresponse()
    assert b"event: changed" in b"".join(answer.readline() for _ in range(5))
    say(workspace.stand_in)
    assert answer.readline() == b"event: changed\n"
    connection.close()


def test_a_server_that_is_told_to_stop_ends_the_streams_first() -> None:
    with a_workspace(lambda app: None) as workspace:
        connection = http.client.HTTPConnection(urlsplit(workspace.address).netloc, timeout=60)
        connection.request("GET", "/workspace/stream")
        answer = connection.getresponse()
        assert answer.readline()
        server = WorkspaceServer(uvicorn.Config(Starlette()), workspace.stand_in)
        server.handle_exit(signal.SIGINT, None)
        answer.read()  # comes to an end
        assert server.should_exit
        connection.close()
