"""The real bot with the stand-in behind it, over real HTTP, and a classifier whose answers are plain to see."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from bot.app import build_app, build_services, slack_client
from bot.records.decision_log import DecisionLog
from bot.records.opening import open_log
from bot.services import Services
from bot.serving import EVENTS_PATH, slack_route, socket_mode
from bot.slack_manifest import bot_events, bot_scopes
from bot.triage import Predict
from bot.why import Changes
from bot.workspace.deliveries import Deliveries
from bot.workspace.server import workspace_routes
from bot.workspace.stand_in import StandIn
from classifier.kinds import Kind
from classifier.labels import Label
from classifier.prediction import Prediction, SpokenWords
from knowledge.grounds import Ground
from knowledge.policies import load_policy
from tests.bot.records.builders import KEY, a_url
from tests.workspace.building import APP_TOKEN, CONTACT, DEV, SECRET, TOKEN, Clock, nothing_refused
from tests.workspace.running import running
from tests.workspace.socket_slack import SocketSlack


def plain_kind(text: str) -> Kind | None:
    """Take what ends in a question mark for a question, what asks nothing for a message, and be unsure of "perhaps"."""
    if text.startswith("perhaps"):
        return None
    return Kind.QUESTION if text.endswith("?") else Kind.MESSAGE


def plain_predict(text: str, *, received_on: date, months_to_complain: int) -> Prediction:
    """Say complaint to "again", excluded to "court", nothing to judge to "hello", service request to all else."""
    lowered = text.casefold()
    label = Label.COMPLAINT if "again" in lowered else Label.EXCLUDED if "court" in lowered else Label.SERVICE_REQUEST
    unsure = "hello" in lowered
    return Prediction(
        label=label,
        confidence=0.93,
        probabilities={name: 0.93 if name is label else 0.035 for name in Label},
        threshold=0.7,
        ground=Ground.LEGAL_PROCEEDINGS if label is Label.EXCLUDED else None,
        ground_confidence=0.9 if label is Label.EXCLUDED else None,
        signals=("danger",) if "gas" in lowered else (),
        needs_person=unsure,
        why_person="There may be nothing here to judge." if unsure else None,
        spoke_for=(SpokenWords(words=text.split(maxsplit=1)[0], weight=1.0),),
        model="plain",
    )


@dataclass(frozen=True)
class SlackBot:
    """The parts a test looks at."""

    stand_in: StandIn
    people: Deliveries
    log: DecisionLog
    services: Services
    clock: Clock

    def settle(self) -> None:
        """Wait until Slack has delivered everything and the bot has sent everything."""
        assert self.people.wait_idle()
        assert self.services.replies.wait_idle()

    def say(self, user: str, channel: str, text: str) -> str:
        """Write a message and return its `ts`, once the bot has answered or decided not to."""
        ts = self.people.say(user, channel, text)
        assert self.people.wait_idle()
        return ts

    def card(self, channel: str, ts: str) -> dict[str, Any]:
        """Return the bot's card in a thread, once it is there."""
        assert self.stand_in.wait_for(lambda _: self.stand_in.replies(channel, ts))
        card: dict[str, Any] = self.stand_in.replies(channel, ts)[-1]
        return card


@contextlib.contextmanager
def a_slack_bot(
    folder: Path,
    *,
    predict: Predict = plain_predict,
    stand_in: StandIn | None = None,
    sockets: SocketSlack | None = None,
    second_people: frozenset[str] = frozenset(),
    watched: str = CONTACT,
    changes: Changes | None = None,
) -> Iterator[SlackBot]:
    """Run the bot; its watched channel is #contact-centre, if no other is named, and its manager Dev.

    With `sockets` it runs in Socket Mode.

    A call that Slack would refuse because the bot made it wrongly fails the test at the end.
    """
    clock = sockets.clock if sockets else Clock()
    made = stand_in or StandIn(
        scopes=bot_scopes(), events=bot_events(), bot_token=TOKEN, app_token=APP_TOKEN, clock=clock
    )
    log = open_log(a_url(folder), key=KEY, clock=clock)
    web = Starlette()
    with running(web) as address:
        made.address = address
        people = Deliveries(made, address + EVENTS_PATH, SECRET, retry_delays=(0, 0, 0), sender=sockets)
        client = slack_client(TOKEN, f"{address}/api/")
        services = build_services(
            log=log,
            predict=predict,
            kind_of=plain_kind,
            client=client,
            policy=load_policy("barnet"),
            watched_channels=frozenset({watched}),
            managers=frozenset({DEV}),
            second_people=second_people,
            now=clock,
            changes=changes,
        )
        app = build_app(services, client=client, signing_secret=None if sockets else SECRET)
        web.router.routes.extend([slack_route(app), *workspace_routes(made, people)])
        try:
            with contextlib.ExitStack() as connected:
                if sockets:
                    made.open_socket = sockets.ticket
                    handler = connected.enter_context(socket_mode(app, APP_TOKEN))
                    handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
                    # Connected on the bot's side is not yet connected on Slack's: an event between would reach nobody.
                    assert sockets.wait_for_sockets(1)
                yield SlackBot(made, people, log, services, clock)
            nothing_refused(made)
        finally:
            people.stop()
            services.replies.close()
            made.close()
            log.close()


def words_of(message: dict[str, Any]) -> str:
    """Return everything a message's blocks say, in one string."""
    found: list[str] = [str(message.get("text", ""))]

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("text"), str):
                found.append(value["text"])
            for part in value.values():
                collect(part)
        elif isinstance(value, list):
            for part in value:
                collect(part)

    collect(message.get("blocks", []))
    return "\n".join(found)


def buttons_of(message: dict[str, Any]) -> list[str]:
    """Return the action ids of a message's buttons."""
    return [
        element["action_id"]
        for block in message.get("blocks", [])
        if block["type"] == "actions"
        for element in block["elements"]
    ]
