"""From an event to its reply, beside a bare Bolt app that echoes, both over HTTP with a Slack that answers at once."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import parse_qs

from slack_bolt import App
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.app import build_app, build_services, slack_client
from bot.http_routes import slack_route
from bot.progress import load_model
from bot.records.opening import open_log
from bot.settings import Settings
from bot.workspace.sending import Sender
from classifier.messages import load_messages
from tests.workspace.running import running

A_SECOND, SECONDS, WARM_UP = 20, 15, 20
EVENTS_PATH, SECRET, TOKEN, CHANNEL = "/slack/events", "a secret", "xoxb-bench", "C0BENCH"
TARGET_MORE, TARGET_P99 = 0.020, 0.250


class Slack:
    """Answers every call and notes when the reply to a message came."""

    def __init__(self) -> None:
        self.replied: dict[str, float] = {}
        self.changed = threading.Condition()
        self.app = Starlette(routes=[Route("/api/{method}", self.call, methods=["POST"])])

    async def call(self, request: Request) -> JSONResponse:
        came, body = perf_counter(), await request.body()
        sent = json.loads(body) if "json" in request.headers["content-type"] else _form(body.decode())
        if request.path_params["method"] == "chat.postMessage":
            with self.changed:
                self.replied.setdefault(sent["thread_ts"], came)
                self.changed.notify_all()
        return JSONResponse({"ok": True, "ts": f"{came:.6f}", "channel": CHANNEL, "messages": []})

    def wait_for(self, how_many: int) -> None:
        with self.changed:
            if not self.changed.wait_for(lambda: len(self.replied) >= how_many, timeout=120):
                raise TimeoutError(f"{len(self.replied)} of {how_many} replies came.")


def _form(body: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(body).items()}


def echoing(client: WebClient) -> App:
    """Return the bare app: one listener that posts what it was told into the thread."""
    app = App(client=client, signing_secret=SECRET, process_before_response=True, token_verification_enabled=False)

    @app.event("message")
    def echo(event: dict[str, str], client: WebClient) -> None:
        client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=event["text"])

    return app


@contextmanager
def clausewise(client: WebClient) -> Iterator[App]:
    """Give the whole bot, with its model and a log of its own."""
    model = load_model(Settings().home)
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_log(f"sqlite:///{Path(folder) / 'log.db'}", key=bytes(32))) as log,
    ):
        services = build_services(
            log=log,
            predict=model.predict,
            kind_of=model.kind_of,
            client=client,
            watched_channels=frozenset({CHANNEL}),
        )
        yield build_app(services, client=client, signing_secret=SECRET)
        services.replies.close()


def serve(which: str, api: str) -> None:
    """Run one of the two apps until there is nothing more to read; its address is the first line written."""
    client = slack_client(TOKEN, api)
    chosen = clausewise(client) if which == "clausewise" else nullcontext(echoing(client))
    with chosen as app, running(Starlette(routes=[slack_route(app)])) as address:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        sys.stdin.read()


@contextmanager
def served(which: str, api: str) -> Iterator[str]:
    """Run an app in a process of its own, as it is when Slack is elsewhere; yield its address."""
    command = [sys.executable, "-m", "tests.bench_slack", which, api]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        yield process.stdout.readline().strip()
        process.stdin.close()


def delays(slack: Slack, address: str, texts: list[str]) -> list[float]:
    """Return the seconds from each event to its reply, at `A_SECOND` events a second, after a few to warm up."""
    slack.replied.clear()
    sent: dict[str, float] = {}
    with ThreadPoolExecutor(16) as pool:
        sender = Sender(address + EVENTS_PATH, SECRET, ())

        def one(n: int) -> None:
            ts = f"{int(datetime.now(UTC).timestamp())}.{n:06}"
            sent[ts] = perf_counter()
            sender.post(json.dumps(_event(ts, texts[n % len(texts)])).encode(), "application/json")

        for n in range(WARM_UP):
            one(n)
            slack.wait_for(n + 1)
        warm = set(sent)
        began = perf_counter()
        for n in range(WARM_UP, WARM_UP + A_SECOND * SECONDS):
            time.sleep(max(0.0, began + (n - WARM_UP) / A_SECOND - perf_counter()))
            pool.submit(one, n)
        slack.wait_for(WARM_UP + A_SECOND * SECONDS)
    return [slack.replied[ts] - sent[ts] for ts in sent if ts not in warm]


def _event(ts: str, text: str) -> dict[str, object]:
    event = {
        "type": "message",
        "channel": CHANNEL,
        "channel_type": "channel",
        "user": "U0BENCH",
        "ts": ts,
        "text": text,
    }
    return {"type": "event_callback", "team_id": "T0BENCH", "event_id": f"Ev{ts}", "event": event, "authorizations": []}


def slack_rows() -> list[tuple[str, float, float]]:
    """Return (what, Clausewise's seconds, the bare app's seconds): the median and the 99th percentile."""
    texts = [message.text for message in load_messages()][::7]
    slack = Slack()
    with running(slack.app) as api:
        with served("bare", f"{api}/api/") as address:
            bare = delays(slack, address, texts)
        with served("clausewise", f"{api}/api/") as address:
            ours = delays(slack, address, texts)

    def both(what: str, of: Callable[[list[float]], float]) -> tuple[str, float, float]:
        return what, of(ours), of(bare)

    return [both("median", median), both("99th percentile", lambda each: quantiles(each, n=100)[98])]


def slack_text() -> str:
    """Return what was measured, with its targets."""
    (_, ours, bare), (_, ours_99, bare_99) = slack_rows()
    return (
        f"  from event to reply at {A_SECOND} events a second: {(ours - bare) * 1000:.0f} ms more than a bare Bolt app "
        f"that echoes, at the median ({ours * 1000:.0f} and {bare * 1000:.0f} ms; to be at most "
        f"{TARGET_MORE * 1000:.0f} more); "
        f"99th percentile {ours_99 * 1000:.0f} ms (bare {bare_99 * 1000:.0f}; to be under {TARGET_P99 * 1000:.0f})\n"
    )


if __name__ == "__main__":
    if sys.argv[1:]:
        serve(*sys.argv[1:])
    else:
        sys.stdout.write(slack_text())
