"""Stand-ins, workspaces and Bolt apps for tests, valid by default."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from starlette.applications import Starlette

from bot.serving import EVENTS_PATH, slack_route
from bot.workspace.deliveries import Deliveries
from bot.workspace.server import workspace_routes
from bot.workspace.stand_in import StandIn
from tests.workspace.running import running

TOKEN = "xoxb-test"  # noqa: S105 - opens nothing
APP_TOKEN = "xapp-test"  # noqa: S105 - opens nothing either
SECRET = "a-signing-secret"  # noqa: S105 - signs nothing but tests
SCOPES = frozenset(
    {"assistant:write", "channels:history", "chat:write", "commands", "files:write", "groups:history", "im:history"}
)
CONTACT, REPAIRS, GENERAL = "C0CONTACT", "C0REPAIRS", "C0GENERAL"
AMARA, JOAN, DEV, SIAN = "U0AMARA", "U0JOAN", "U0DEV", "U0SIAN"
AMARAS_DM = "D0AMARA"

# What a bot may meet though it made no mistake: it is not in the place, somebody was quicker, Slack is busy.
NO_FAULT = frozenset(
    {
        "not_in_channel", "channel_not_found", "user_not_in_channel", "is_archived", "thread_not_found",
        "message_not_found", "hash_conflict", "not_found", "ratelimited", "expired_url",
    }
)  # fmt: skip


class Clock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def a_stand_in(
    clock: Callable[[], datetime] | None = None,
    *,
    scopes: frozenset[str] = SCOPES,
    state_file: Path | None = None,
    rate_limited: bool = True,
    **more: Any,
) -> StandIn:
    return StandIn(
        scopes=scopes, bot_token=TOKEN, app_token=APP_TOKEN, clock=clock or Clock(), state_file=state_file,
        rate_limited=rate_limited, **more,
    )  # fmt: skip


def nothing_refused(stand_in: StandIn) -> None:
    """Fail if the bot called Slack wrongly, however well it coped with the refusal."""
    wrong = [(method, error) for method, error in stand_in.refusals if error not in NO_FAULT]
    assert not wrong, wrong


def call(stand_in: StandIn, method: str, **arguments: Any) -> dict[str, Any]:
    return stand_in.call(method, arguments, TOKEN)


def say(stand_in: StandIn, text: str = "No heating since Friday.", channel: str = CONTACT, **more: Any) -> str:
    """A message of the bot's; return its ts."""
    answer = call(stand_in, "chat.postMessage", channel=channel, text=text, **more)
    assert answer["ok"], answer
    return str(answer["ts"])


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def a_section(text: str = "What the Code says", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def a_button(text: str = "Agree", action_id: str = "agree", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def an_option(value: str = "complaint", text: str = "Complaint") -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def an_input(block_id: str = "why", action_id: str = "text", **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": action_id, **more.pop("element", {})}
    return {"type": "input", "block_id": block_id, "label": plain("Why?"), "element": element, **more}


def a_modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    submit = {"submit": plain("Save")} if any(block["type"] == "input" for block in blocks) else {}
    return {"type": "modal", "title": plain("Correct"), "blocks": list(blocks) or [a_section()], **submit, **more}


def a_home(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks) or [a_section()], **more}


@dataclass(frozen=True)
class Workspace:
    app: App
    stand_in: StandIn
    deliveries: Deliveries
    address: str
    clock: Clock


@contextlib.contextmanager
def a_workspace(register: Callable[[App], None], **stand_in: Any) -> Iterator[Workspace]:
    """The stand-in and a real Bolt app with these listeners, on one server."""
    clock = Clock()
    made = a_stand_in(clock, **stand_in)
    web = Starlette()
    with running(web) as address:
        made.address = address
        deliveries = Deliveries(made, address + EVENTS_PATH, SECRET, retry_delays=(0, 0, 0))
        web.router.routes.extend(workspace_routes(made, deliveries))
        app = App(
            client=WebClient(token=TOKEN, base_url=f"{address}/api/"),
            signing_secret=SECRET,
            request_verification_enabled=True,
        )
        register(app)
        web.router.routes.append(slack_route(app))
        try:
            yield Workspace(app, made, deliveries, address, clock)
        finally:
            deliveries.stop()
            made.close()
            app.listener_runner.listener_executor.shutdown()
