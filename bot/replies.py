"""Send the card of a recorded decision, once, however often the process dies on the way.

The log is the outbox: a reply is claimed, as a rule when its decision is recorded, and counts as attempted from then
on; it is posted, and its `ts` recorded. A reply that was attempted but never recorded is looked for in the thread by
the decision's id before it is sent again.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.models.blocks import Block

from bot.decisions import RecordedDecision
from bot.installing import ClientOf, NotInstalled
from bot.records.decision_log import DecisionLog, LogUnavailable
from bot.records.outbox import ReplyTo

LEASE = timedelta(minutes=2)
"""How long a process may take over one reply before another may try."""
ENOUGH = timedelta(seconds=30)
"""How much of that has to be left for a card to be sent without taking it on anew: longer than Slack is waited for."""
METADATA_TYPE = "clausewise_decision"
# Slack will say the same tomorrow, so such a reply is given up.
_HOPELESS = frozenset(
    {
        "not_in_channel",
        "channel_not_found",
        "is_archived",
        "thread_not_found",
        "restricted_action",
        "cannot_reply_to_message",
        "user_not_in_channel",
    }
)

logger = logging.getLogger(__name__)

Render = Callable[[RecordedDecision], tuple[str, list[Block]]]
"""The card's text and blocks."""


class Replies:
    """Sends cards from a small pool of its own, so that no listener waits for Slack."""

    def __init__(
        self, *, log: DecisionLog, client_of: ClientOf, render: Render, claimant: str, now: Callable[[], datetime]
    ) -> None:
        self._log = log
        self._client_of = client_of
        self._render = render
        self._claimant = claimant
        self._now = now
        self._under_way: set[Future[Any]] = set()
        self._pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="replies")

    def claim(self, reply_to: ReplyTo) -> ReplyTo:
        """Return `reply_to` as taken on by this process, to be recorded so: it need not be taken from the log again."""
        return reply_to.model_copy(
            update={"claimed_by": self._claimant, "claimed_until": self._now().astimezone(UTC) + LEASE}
        )

    def submit(self, recorded: RecordedDecision, claimed: ReplyTo | None = None) -> Future[None]:
        """Send the card of a new decision soon.

        claimed : where it goes, if the decision has just been recorded with this claim.
        """
        return self._keep(self._pool.submit(self._deliver, recorded.decision.id, recorded, claimed))

    def later(self, task: Callable[[], Any]) -> Future[Any]:
        """Do something slow (an update, an export) without keeping Slack waiting."""
        return self._keep(self._pool.submit(_logged, task))

    def _keep(self, future: Future[Any]) -> Future[Any]:
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)
        return future

    def wait_idle(self, timeout: float = 10.0) -> bool:
        """Wait until all that was submitted is done; False if that takes longer than `timeout` seconds."""
        return not wait(list(self._under_way), timeout=timeout).not_done

    def free_claims_of_the_dead(self) -> None:
        """Free what processes of this machine held that no longer run, so that their cards are sent at once."""
        for claimant in self._log.claimants() - {self._claimant}:
            host, _, rest = claimant.rpartition(":")[0].rpartition(":")
            if host == socket.gethostname() and (int(rest) == os.getpid() or not _runs(int(rest))):
                self._log.release_claims(claimant)

    def send_unanswered(self) -> int:
        """Send every card that was never recorded as sent; returns how many there were."""
        waiting = self._log.unanswered(self._now())
        for recorded, _, _ in waiting:
            self._deliver(recorded.decision.id)
        return len(waiting)

    def close(self) -> None:
        """Finish what is under way and stop."""
        self._pool.shutdown(wait=True)

    def _deliver(
        self, decision_id: str, recorded: RecordedDecision | None = None, claimed: ReplyTo | None = None
    ) -> None:
        try:
            if recorded and claimed and claimed.claimed_until and claimed.claimed_until - self._now() > ENOUGH:
                self._send(recorded, claimed, attempted_before=False, is_new=True)
            elif taken := self._log.take_reply(decision_id, self._claimant, LEASE):
                self._send(taken[0], taken[1], attempted_before=taken[2])
        except (SlackClientError, OSError, LogUnavailable) as error:
            # The claim runs out and the next sweep tries again.
            logger.warning("reply to decision %s not sent: %s", decision_id, _code(error))
        except Exception as error:  # noqa: BLE001 - a pool would swallow it; the traceback names no resident's words
            logger.error("reply to decision %s failed: %s", decision_id, type(error).__name__)

    def _send(
        self, recorded: RecordedDecision, reply_to: ReplyTo, *, attempted_before: bool, is_new: bool = False
    ) -> None:
        decision_id = recorded.decision.id
        try:
            client = self._client_of(recorded.decision.message.team)
        except NotInstalled:
            self._give_up(decision_id, "not_installed")
            return
        if attempted_before and (ts := _already_there(client, decision_id, reply_to)):
            self._log.reply_sent(decision_id, ts)
            return
        text, blocks = self._render(recorded)
        try:
            if reply_to.only_for is not None:
                # What one person alone sees has no `ts` that it could be changed by.
                client.chat_postEphemeral(
                    channel=reply_to.channel,
                    user=reply_to.only_for,
                    thread_ts=reply_to.thread_ts,
                    text=text,
                    blocks=blocks,
                )
                self._log.reply_sent(decision_id, None)
                return
            answer = client.chat_postMessage(
                channel=reply_to.channel,
                thread_ts=reply_to.thread_ts,
                text=text,
                blocks=blocks,
                unfurl_links=False,
                unfurl_media=False,
                metadata={"event_type": METADATA_TYPE, "event_payload": {"decision": decision_id}},
            )
        except SlackApiError as error:
            if _code(error) not in _HOPELESS:
                raise
            self._give_up(decision_id, _code(error))
            return
        ts = str(answer["ts"])
        now = self._log.reply_sent(decision_id, ts, new=recorded if is_new else None)
        if now != recorded:  # An edit of the message, or a decision, while the card was on its way.
            text, blocks = self._render(now)
            client.chat_update(channel=reply_to.channel, ts=ts, text=text, blocks=blocks)

    def _give_up(self, decision_id: str, why: str) -> None:
        logger.warning("reply to decision %s given up: %s", decision_id, why)
        self._log.reply_given_up(decision_id, why)


def _already_there(client: WebClient, decision_id: str, reply_to: ReplyTo) -> str | None:
    """Return the `ts` of the card if Slack took it before the process died."""
    channel, thread_ts = reply_to.channel, reply_to.thread_ts
    if thread_ts is None:
        return None
    thread = client.conversations_replies(channel=channel, ts=thread_ts, include_all_metadata=True, limit=200)
    for message in thread["messages"]:
        payload = message.get("metadata", {}).get("event_payload", {})
        if payload.get("decision") == decision_id:
            return str(message["ts"])
    return None


def claimant_name() -> str:
    """Return a name for this process that tells another on the same machine whether it still runs."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)  # Signal 0 asks and does nothing.
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _code(error: Exception) -> str:
    if isinstance(error, SlackApiError):
        return str(error.response.get("error", "unknown"))
    return type(error).__name__


def _logged(task: Callable[[], Any]) -> Any:
    try:
        return task()
    except Exception as error:  # noqa: BLE001 - a pool would swallow it
        logger.error("background task failed: %s", _code(error))
        return None
