"""The one place where the bot's parts are joined, and the one error handler."""

from __future__ import annotations

import logging
import os
import secrets
import traceback
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot import local_time
from bot.failures import SetUpProblem
from bot.installing import ClientOf, Installing
from bot.listeners import register_listeners
from bot.listeners.cards import card
from bot.records.decision_log import DecisionLog, LogUnavailable
from bot.replies import Replies, claimant_name
from bot.roles import Roles
from bot.services import KindOf, Services
from bot.triage import Clock, Predict
from bot.watching import WatchedChannel
from bot.why import Changes
from knowledge.policies import Policy
from knowledge.retrieval import make_ready

logger = logging.getLogger(__name__)

NOTHING_LOGGED = (
    ":warning: The decision log cannot be written, so nothing was decided and nothing was logged. If no card follows, "
    "triage this by hand and tell whoever runs Clausewise."
)
NOTHING_DECIDED = (
    ":warning: Something went wrong, so nothing was decided. Triage this by hand and tell whoever runs Clausewise."
)


class MisconfiguredSlack(SetUpProblem):
    """The environment would make Bolt do something else than asked."""


def build_services(
    *,
    log: DecisionLog,
    predict: Predict,
    kind_of: KindOf,
    client: WebClient,
    client_of: ClientOf | None = None,
    policy: Policy | None = None,
    watched_channels: frozenset[str] = frozenset(),
    managers: frozenset[str] = frozenset(),
    second_people: frozenset[str] = frozenset(),
    now: Clock = local_time.now,
    changes: Changes | None = None,
    log_note: str = "",
) -> Services:
    """Bind the parts; the replies draw their cards with the same services.

    client_of : whose client sends a decision's card, where there are several workspaces; by default always `client`.
    watched_channels : each as in the setting: "C1", "C2:ask", "C3:on:private".
    """
    make_ready()  # Slack waits three seconds for a command; the first question must not spend them on reading files.
    services: Services

    def render(recorded: Any) -> Any:
        return card(services, recorded)

    client_of = client_of or (lambda team: client)
    replies = Replies(log=log, client_of=client_of, render=render, claimant=claimant_name(), now=now)
    services = Services(
        log=log,
        predict=predict,
        kind_of=kind_of,
        replies=replies,
        now=now,
        policy=policy,
        watched_channels={channel.id: channel for channel in map(WatchedChannel.read, watched_channels)},
        roles=Roles(managers=managers, second_people=second_people),
        changes=changes,
        log_note=log_note,
    )
    return services


def slack_client(token: str | None, api_url: str) -> WebClient:
    """Return a Web API client that waits out rate limits; it is used from the replies' own threads."""
    client = WebClient(token=token, base_url=api_url, timeout=20)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
    return client


def build_app(
    services: Services, *, client: WebClient, signing_secret: str | None, installing: Installing | None = None
) -> App:
    """Return the Bolt app with every listener; with `installing` it serves each workspace with that one's token.

    Raises
    ------
    MisconfiguredSlack : if SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are set, which would make Bolt drop the token and
        answer every event with an apology.
    """
    if "SLACK_CLIENT_ID" in os.environ and "SLACK_CLIENT_SECRET" in os.environ:
        raise MisconfiguredSlack(
            "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are set in the environment; with them Bolt ignores the bot token. "
            "Unset them and start again."
        )
    logging.getLogger("slack_bolt").setLevel(logging.WARNING)  # Its debug lines hold whole messages.
    logging.getLogger("slack_sdk").setLevel(logging.WARNING)
    app = App(
        client=client,
        # Socket Mode checks no signature; a secret nobody knows lets none pass by mistake either.
        signing_secret=secrets.token_hex(32) if signing_secret is None else signing_secret,
        # A listener records before Slack is answered: a crash then brings the event again instead of losing it.
        process_before_response=True,
        token_verification_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        authorize=installing.authorize if installing else None,  # type: ignore[arg-type]  # narrower than it takes
        installation_store=installing.store if installing else None,
    )

    @app.middleware
    def hand_in_services(context: Any, next: Callable[[], BoltResponse]) -> BoltResponse:
        context["services"] = services
        return next()

    @app.error
    def on_error(error: Exception, body: dict[str, Any], request: BoltRequest, client: WebClient) -> BoltResponse:
        return _tell_of_failure(error, body, request, client)

    register_listeners(app)
    if installing:
        app.enable_token_revocation_listeners()
    return app


def _tell_of_failure(error: Exception, body: dict[str, Any], request: BoltRequest, client: WebClient) -> BoltResponse:
    """Log what failed without a resident's words, and tell the person that nothing was decided."""
    # The exception's own text may quote the message (pydantic does), so only its type and the places are logged.
    places = "".join(traceback.format_tb(error.__traceback__))
    logger.error("listener failed: %s\n%s", type(error).__name__, places)
    text = NOTHING_LOGGED if isinstance(error, LogUnavailable) else NOTHING_DECIDED
    event = body.get("event")
    if event is None:
        return _tell_asker(body, text, client)
    first_try = request.headers.get("x-slack-retry-num", ["0"]) == ["0"]  # Socket Mode counts the first as 0.
    if first_try and event.get("type") in {"message", "app_mention"} and event.get("user"):
        _try_to_tell(client, event["channel"], event["user"], text)
    return BoltResponse(status=500, body="")  # Not recorded, so Slack is to send it again.


def _tell_asker(body: dict[str, Any], text: str, client: WebClient) -> BoltResponse:
    if "command" in body:
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
    user = body.get("user", {}).get("id")
    channel = body.get("channel", {}).get("id")
    if user and channel:
        _try_to_tell(client, channel, user, text)
    elif user:
        try:
            client.chat_postMessage(channel=user, text=text)
        except (SlackClientError, OSError) as error:
            logger.warning("could not tell a person: %s", type(error).__name__)
    return BoltResponse(status=200, body="")


def _try_to_tell(client: WebClient, channel: str, user: str, text: str) -> None:
    try:
        client.chat_postEphemeral(channel=channel, user=user, text=text)
    except (SlackClientError, OSError) as error:
        logger.warning("could not tell a person: %s", type(error).__name__)
