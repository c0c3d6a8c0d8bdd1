"""What `clausewise doctor` asks Slack itself: the tokens, their scopes, and the watched channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.error import HTTPError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.finding import Finding
from bot.slack_manifest import bot_scopes
from bot.watching import WatchedChannel

if TYPE_CHECKING:
    from pydantic import SecretStr
    from slack_sdk.web import SlackResponse

    from bot.settings import Settings

SECONDS = 10
BOT_TOKEN, APP_TOKEN = "CLAUSEWISE_SLACK_BOT_TOKEN", "CLAUSEWISE_SLACK_APP_TOKEN (Socket Mode)"
SIGNING_SECRET = "CLAUSEWISE_SLACK_SIGNING_SECRET (HTTP)"  # noqa: S105 - a setting's name
CLIENT = "CLAUSEWISE_SLACK_CLIENT_ID and CLAUSEWISE_SLACK_CLIENT_SECRET (several workspaces)"
COPY_BOT = (
    "Create the app from manifest.json (api.slack.com/apps, “From a manifest”), install it to your workspace "
    "and copy the Bot User OAuth Token from OAuth & Permissions."
)
MAKE_APP = "In the app's Basic Information, make an app-level token with the scope connections:write."
COPY_SIGNING = "Copy the Signing Secret from the app's Basic Information."
MANIFEST = Finding(
    "note",
    "events, commands and shortcuts cannot be looked at: no token of the bot's may read the app's manifest",
    "If one of them does nothing, compare App Manifest in the app's settings with what `clausewise manifest` prints.",
)


class _Said(NamedTuple):
    """What Slack answered: the response, or its error."""

    response: SlackResponse | None
    error: str = ""


def slack_findings(settings: Settings) -> list[Finding]:
    """Say what is wrong with the tokens and channels; several workspaces' own tokens are not asked about."""
    if settings.slack_client_id or settings.slack_client_secret:
        return [_client(settings), _secret(settings, needed=True), MANIFEST]
    app_token = _app_token(settings)
    found = [*_bot_token(settings)]
    # One of the two ways to Slack is enough, but a token that is there and does not work is wrong all the same.
    secret = _secret(settings, needed=app_token.mark == "missing")
    if app_token.mark == "missing" and secret.mark == "ok":
        app_token = Finding("note", app_token.what, app_token.remedy)
    return [*found, app_token, secret, *_channels(settings, found[0].mark == "ok"), MANIFEST]


def _client(settings: Settings) -> Finding:
    if settings.slack_client_id and settings.slack_client_secret:
        return Finding("ok", CLIENT)
    return Finding("missing", CLIENT, "Copy both from the app's Basic Information, or take both away.")


def _secret(settings: Settings, *, needed: bool) -> Finding:
    if settings.slack_signing_secret is not None:
        return Finding("ok", SIGNING_SECRET)
    return Finding("missing" if needed else "note", SIGNING_SECRET, COPY_SIGNING)


def _bot_token(settings: Settings) -> list[Finding]:
    if refused := _unlike(settings.slack_bot_token, "xoxb-", BOT_TOKEN, COPY_BOT):
        return [refused]
    said = _ask(settings, settings.slack_bot_token, "auth.test")
    if said.response is None:
        return [Finding("wrong", f"{BOT_TOKEN}: {said.error}", COPY_BOT)]
    headers = {str(name).lower(): str(value) for name, value in said.response.headers.items()}
    granted = frozenset(name.strip() for name in headers.get("x-oauth-scopes", "").split(","))
    found = [Finding("ok", f"{BOT_TOKEN}: workspace {said.response.get('team')}")]
    if missing := sorted(bot_scopes() - granted):
        remedy = (
            "Put manifest.json into App Manifest in the app's settings, and install the app to the workspace again."
        )
        return [*found, Finding("missing", f"scopes of the bot token: {', '.join(missing)}", remedy)]
    if more := sorted(granted - bot_scopes() - {""}):
        remedy = "The bot does not need them: take them away under OAuth & Permissions."
        return [*found, Finding("note", f"more scopes than manifest.json asks for: {', '.join(more)}", remedy)]
    return [*found, Finding("ok", "scopes of the bot token: those of manifest.json")]


def _app_token(settings: Settings) -> Finding:
    if refused := _unlike(settings.slack_app_token, "xapp-", APP_TOKEN, MAKE_APP):
        return refused
    said = _ask(settings, settings.slack_app_token, "apps.connections.open")
    return Finding("wrong", f"{APP_TOKEN}: {said.error}", MAKE_APP) if said.error else Finding("ok", APP_TOKEN)


def _channels(settings: Settings, token_works: bool) -> list[Finding]:
    what = "watched channels (CLAUSEWISE_WATCHED_CHANNELS)"
    if not settings.watched_channels:
        remedy = (
            "Without any, messages are triaged only when somebody asks. Give the channels' ids, "
            "and invite the bot to them."
        )
        return [Finding("note", what, remedy)]
    if not token_works:
        return [Finding("note", what, "They are looked at once the bot token works.")]
    return [_channel(settings, WatchedChannel.read(channel).id) for channel in settings.watched_channels]


def _channel(settings: Settings, channel: str) -> Finding:
    """Say whether the bot is in the channel: it may read only there (`channels:read` would be one more scope)."""
    said = _ask(settings, settings.slack_bot_token, "conversations.history", channel=channel, limit=1)
    if not said.error:
        return Finding("ok", f"watched channel {channel}: the bot is in it")
    if said.error in {"not_in_channel", "channel_not_found"}:
        remedy = (
            "Write /invite @Clausewise in that channel. If the bot is in it, the id is another one: it stands at the "
            "end of the channel's details and begins with C or G."
        )
        return Finding("wrong", f"watched channel {channel}: {said.error}", remedy)
    return Finding("note", f"watched channel {channel} could not be looked at: {said.error}", "Try again in a minute.")


def _unlike(token: SecretStr | None, prefix: str, name: str, remedy: str) -> Finding | None:
    if token is None:
        return Finding("missing", name, remedy)
    if token.get_secret_value().startswith(prefix):
        return None
    return Finding("wrong", name, f"It does not begin with {prefix}: it is another kind of token. {remedy}")


def _ask(settings: Settings, token: SecretStr | None, method: str, **arguments: str | int) -> _Said:
    client = WebClient(token.get_secret_value() if token else None, settings.slack_api_url, timeout=SECONDS)
    try:
        return _Said(client.api_call(method, data=arguments))
    except SlackApiError as error:
        return _Said(None, str(error.response.get("error", "unknown")))
    except HTTPError as error:
        return _Said(None, f"{settings.slack_api_url} answers with status {error.code}")
    except (SlackClientError, OSError):
        return _Said(None, f"{settings.slack_api_url} cannot be reached")
