"""Two workspaces that may install the bot: a stand-in each behind one address, told apart by the token."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.app import build_app, build_services, slack_client
from bot.http_routes import http_app
from bot.installing import Installing, installing
from bot.records.decision_log import DecisionLog
from bot.records.opening import open_log
from bot.services import Services
from bot.slack_manifest import EVENTS_PATH, bot_scopes
from bot.workspace import seeds
from bot.workspace.sending import FORM_TYPE, JSON_TYPE, Answer, Sender
from bot.workspace.server import as_slack_answers, bearer, read_arguments
from bot.workspace.stand_in import StandIn
from tests.bot.records.builders import KEY
from tests.bot.slack_bot import plain_kind, plain_predict
from tests.workspace.building import CONTACT, DEV, SECRET, Clock
from tests.workspace.running import running

CLIENT_ID, CLIENT_SECRET = "111.222", "a-client-secret"
HAZELMERE, ELMBRIDGE = "T0HAZEL", "T0ELM"


class Team(StandIn):
    """A workspace with an id of its own; a code from its consent page buys its token once."""

    def __init__(self, team: str, clock: Clock) -> None:
        super().__init__(scopes=bot_scopes(), bot_token=f"xoxb-{team}", clock=clock)
        self.team = team
        self.codes = {f"code-{team}", f"again-{team}"}

    def call(self, method: str, arguments: Mapping[str, Any], token: str) -> dict[str, Any]:
        answer = super().call(method, arguments, token)
        return answer | {"team_id": self.team} if method == "auth.test" and answer["ok"] else answer


@dataclass
class Slack:
    """Slack for both: `oauth.v2.access` belongs to none of them yet."""

    clock: Clock
    teams: dict[str, Team] = field(init=False)

    def __post_init__(self) -> None:
        self.teams = {team: Team(team, self.clock) for team in (HAZELMERE, ELMBRIDGE)}

    async def answer(self, request: Request) -> Response:
        arguments = await read_arguments(request)
        token = bearer(request) or str(arguments.pop("token", "") or "")
        method = request.path_params["method"]
        if method == "oauth.v2.access":
            return as_slack_answers(self._token_for(request, arguments), bot_scopes())
        team = next((one for one in self.teams.values() if one.bot_token == token), None)
        if team is None:
            return as_slack_answers({"ok": False, "error": "invalid_auth"}, frozenset())
        return as_slack_answers(await run_in_threadpool(team.call, method, arguments, token), team.scopes)

    async def take_upload(self, request: Request) -> Response:
        content = await request.body()
        team = self.teams[request.path_params["team"]]
        status, text = await run_in_threadpool(team.receive_upload, request.path_params["upload"], content)
        return PlainTextResponse(text, status)

    def _token_for(self, request: Request, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Answer as Slack does. Source: its page "oauth.v2.access"; the SDK sends the secret as HTTP basic auth."""
        known = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {known}":
            return {"ok": False, "error": "bad_client_secret"}
        team = next((one for one in self.teams.values() if arguments.get("code") in one.codes), None)
        if team is None:
            return {"ok": False, "error": "invalid_code"}
        team.codes.remove(arguments["code"])
        return {
            "ok": True,
            "app_id": seeds.APP,
            "access_token": team.bot_token,
            "token_type": "bot",
            "scope": ",".join(sorted(team.scopes)),
            "bot_user_id": seeds.BOT_USER,
            "team": {"id": team.team, "name": f"Workspace {team.team}"},
            "enterprise": None,
            "authed_user": {"id": DEV},
            "is_enterprise_install": False,
        }


@dataclass(frozen=True)
class SeveralBot:
    """The bot as several workspaces use it, and hands to use it with."""

    slack: Slack
    log: DecisionLog
    services: Services
    several: Installing
    address: str
    sender: Sender

    def get(self, path: str, cookie: str = "") -> tuple[int, dict[str, str], str]:
        """Open a page; return its status, its headers and its text."""
        place = urlsplit(self.address)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        try:
            connection.request("GET", path, headers={"cookie": cookie} if cookie else {})
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode()
        finally:
            connection.close()

    def begin(self) -> tuple[str, str, dict[str, list[str]]]:
        """Open the install page; return the state, the cookie, and what Slack is asked for."""
        status, headers, _ = self.get("/slack/install")
        assert status == 302
        assert headers["location"].startswith("https://slack.com/oauth/v2/authorize?")
        asked = parse_qs(urlsplit(headers["location"]).query)
        return asked["state"][0], headers["set-cookie"].partition(";")[0], asked

    def install(self, team: str, code: str = "code") -> int:
        """Install the bot into a workspace, as an administrator's browser does; return the last page's status."""
        state, cookie, _ = self.begin()
        query = urlencode({"code": f"{code}-{team}", "state": state})
        return self.get(f"/slack/oauth_redirect?{query}", cookie)[0]

    def event(self, team: str, event: dict[str, Any]) -> Answer:
        envelope = {
            "type": "event_callback", "team_id": team, "api_app_id": seeds.APP, "event": event, "event_id": "Ev1",
            "event_time": 1, "authorizations": [
                {"enterprise_id": None, "team_id": team, "user_id": seeds.BOT_USER, "is_bot": True,
                 "is_enterprise_install": False}],
        }  # fmt: skip
        answer = self.sender.post(json.dumps(envelope).encode(), JSON_TYPE)
        assert self.services.replies.wait_idle()
        return answer

    def say(self, team: str, user: str, text: str) -> str:
        """Write a message into the workspace's watched channel, and let Slack tell the bot of it."""
        state = self.slack.teams[team].state
        message = {"type": "message", "user": user, "text": text, "ts": state.next_ts(), "team": team}
        state.add_message(CONTACT, dict(message))
        answer = self.event(team, message | {"channel": CONTACT, "channel_type": "channel"})
        assert answer.status == 200
        return str(message["ts"])

    def click(self, team: str, user: str, action: str) -> Answer:
        payload = {
            "type": "block_actions", "team": {"id": team}, "user": {"id": user, "team_id": team},
            "api_app_id": seeds.APP, "trigger_id": "1", "container": {"type": "view", "view_id": "V1"},
            "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": ""}],
        }  # fmt: skip
        answer = self.sender.post(urlencode({"payload": json.dumps(payload)}).encode(), FORM_TYPE)
        assert self.services.replies.wait_idle()
        return answer

    def submit(self, team: str, user: str, callback_id: str, values: dict[str, Any]) -> Answer:
        view = {"id": "V1", "type": "modal", "callback_id": callback_id, "private_metadata": "0"}
        payload = {
            "type": "view_submission", "team": {"id": team}, "user": {"id": user, "team_id": team},
            "api_app_id": seeds.APP, "trigger_id": "1", "view": view | {"state": {"values": values}},
        }  # fmt: skip
        answer = self.sender.post(urlencode({"payload": json.dumps(payload)}).encode(), FORM_TYPE)
        assert self.services.replies.wait_idle()
        return answer


@contextlib.contextmanager
def a_bot_for_several(folder: Path) -> Iterator[SeveralBot]:
    clock = Clock()
    slack = Slack(clock)
    url = f"sqlite:///{folder / 'log.db'}"
    log = open_log(url, key=KEY, clock=clock)
    web = Starlette()
    with running(web) as address:
        client: WebClient = slack_client(None, f"{address}/api/")
        several = installing(url, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, client=client)
        services = build_services(
            log=log,
            predict=plain_predict,
            kind_of=plain_kind,
            client=client,
            client_of=several.client_of,
            watched_channels=frozenset({CONTACT}),
            managers=frozenset({DEV}),
            now=clock,
        )
        app = build_app(services, client=client, signing_secret=SECRET, installing=several)
        web.router.routes.extend(http_app(app, services, several).routes)
        web.router.routes.append(Route("/api/{method}", slack.answer, methods=["POST"]))
        web.router.routes.append(Route("/{team}/upload/v1/{upload}", slack.take_upload, methods=["POST"]))
        for name, team in slack.teams.items():
            team.address = f"{address}/{name}"
        sender = Sender(address + EVENTS_PATH, SECRET, ())
        try:
            yield SeveralBot(slack, log, services, several, address, sender)
        finally:
            sender.stop()
            services.replies.close()
            several.close()
            log.close()
