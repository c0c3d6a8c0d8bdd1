"""A thousand messages, a fifth of them delivered again, and the bot killed five times while they come."""

from __future__ import annotations

import json
import random
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from bot.records.opening import open_log
from bot.slack_manifest import bot_scopes
from bot.workspace.deliveries import Deliveries
from bot.workspace.sending import Sender
from bot.workspace.server import workspace_routes
from bot.workspace.stand_in import StandIn
from tests.bot.records.builders import KEY
from tests.bot.test_killed import free_port, the_bot
from tests.workspace.building import AMARA, CONTACT, SECRET, TOKEN
from tests.workspace.running import running

EVENTS, AGAIN, KILLS = 1_000, 200, 5
JSON = "application/json"


def test_a_thousand_events_give_a_thousand_decisions_and_replies_however_often_the_bot_dies(tmp_path: Path) -> None:
    slack = StandIn(scopes=bot_scopes(), bot_token=TOKEN, clock=lambda: datetime.now(UTC), rate_limited=False)
    port, web = free_port(), Starlette()
    chance = random.Random(20240401)
    with running(web) as address:
        slack.address = address
        people = Deliveries(slack, f"http://127.0.0.1:{port}/slack/events", SECRET, retry_delays=())
        web.router.routes.extend(workspace_routes(slack, people))
        # Nobody listens yet: what people write is noted as sent and not taken, and is what is delivered below.
        for n in range(EVENTS):
            people.say(AMARA, CONTACT, f"Message {n}: the lift is off again")
        assert people.wait_idle(120)
        to_deliver = [*people.events, *chance.sample(list(people.events), AGAIN)]
        chance.shuffle(to_deliver)
        part = len(to_deliver) // (KILLS + 1)
        left: list[Any] = []
        for life in range(KILLS):
            with the_bot(tmp_path, slack, port) as bot:
                mine = left + to_deliver[life * part : (life + 1) * part]
                left = _deliver(mine, port, kill=bot, after=chance.randrange(20, part))
        with the_bot(tmp_path, slack, port) as bot:
            left += to_deliver[KILLS * part :]
            while left:  # As Slack does with what was not acknowledged within three seconds.
                left = _deliver(left, port, kill=None, after=0)
            bot.terminate()  # It finishes what is under way, the cards that earlier lives owe among it.
            assert bot.wait(300) == 0
        with closing(open_log(f"sqlite:///{tmp_path / 'log.db'}", key=KEY)) as log:
            recorded, audited = list(log.rows()), log.verify()
        cards = [slack.replies(CONTACT, one.decision.message.ts) for one in recorded]
        people.stop()
        slack.close()
    assert len(recorded) == EVENTS
    assert {len(card) for card in cards} == {1}
    assert [one.reply_ts for one in recorded] == [card[0]["ts"] for card in cards]
    assert (audited.unaltered, audited.complete) == (True, True)


def _deliver(events: list[Any], port: int, *, kill: Any, after: int) -> list[Any]:
    """Deliver events eight at a time and kill the bot once `after` are taken; return those it did not take."""
    sender = Sender(f"http://127.0.0.1:{port}/slack/events", SECRET, ())
    taken = 0

    def one(event: Any) -> bool:
        nonlocal taken
        answer = sender.post(json.dumps(event, ensure_ascii=False).encode(), JSON)
        taken += answer.status == 200
        if kill is not None and taken == after:
            kill.send_signal(signal.SIGKILL)
        return answer.status == 200

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(one, events))
    return [event for event, took in zip(events, said, strict=True) if not took]
