"""`clausewise doctor`: what is missing before the bot can run, and how to get it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.messages import load_messages
from classifier.model_store import ModelRefused, identity_of, load

if TYPE_CHECKING:
    from pydantic import SecretStr

    from bot.settings import Settings


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is in order, and what to do if not."""

    ok: bool
    what: str
    remedy: str = ""
    needed: bool = True

    @property
    def line(self) -> str:
        mark = "ok     " if self.ok else "missing" if self.needed else "note   "
        return f"{mark}  {self.what}" + (f"\n         {self.remedy}" if self.remedy and not self.ok else "")


def examine(settings: Settings) -> list[Finding]:
    """Look at the tokens, the log, the model, the policy and the environment; the log's schema is upgraded."""
    return [
        _token(
            settings.slack_bot_token,
            "xoxb-",
            "CLAUSEWISE_SLACK_BOT_TOKEN",
            "Create the app from manifest.json (api.slack.com/apps, “From a manifest”), install it to your workspace "
            "and copy the Bot User OAuth Token.",
        ),
        *_transport(settings),
        _log(settings),
        _model(settings),
        _policy(settings),
        Finding(
            not ("SLACK_CLIENT_ID" in os.environ and "SLACK_CLIENT_SECRET" in os.environ),
            "no SLACK_CLIENT_ID and SLACK_CLIENT_SECRET in the environment",
            "Unset them: with both set, Bolt ignores the bot token.",
        ),
        Finding(
            bool(settings.watched_channels),
            "watched channels (CLAUSEWISE_WATCHED_CHANNELS)",
            "Without any, messages are triaged only when somebody asks. Give the channels' ids, "
            "and invite the bot to them.",
            needed=False,
        ),
        Finding(
            bool(settings.managers),
            "managers (CLAUSEWISE_MANAGERS)",
            "Without any, nobody can export the log from Slack. Give their Slack user ids.",
            needed=False,
        ),
    ]


def _token(token: SecretStr | None, prefix: str, name: str, remedy: str) -> Finding:
    if token is None:
        return Finding(False, name, remedy)
    right = token.get_secret_value().startswith(prefix)
    return Finding(right, name, f"It does not begin with {prefix}: it is another kind of token. {remedy}")


def _transport(settings: Settings) -> list[Finding]:
    app_token = _token(
        settings.slack_app_token,
        "xapp-",
        "CLAUSEWISE_SLACK_APP_TOKEN (Socket Mode)",
        "In the app's Basic Information, make an app-level token with the scope connections:write.",
    )
    secret = Finding(
        settings.slack_signing_secret is not None,
        "CLAUSEWISE_SLACK_SIGNING_SECRET (HTTP)",
        "Copy the Signing Secret from the app's Basic Information.",
    )
    if app_token.ok or secret.ok:  # One of the two ways is enough.
        app_token, secret = (Finding(found.ok, found.what, found.remedy, needed=False) for found in (app_token, secret))
    return [app_token, secret]


def _log(settings: Settings) -> Finding:
    from bot.records.audit_chain import WrongKey
    from bot.records.database import LogUnavailable
    from bot.records.opening import open_log
    from bot.records.schema import SchemaTooNew

    what = "the decision log can be written"
    try:
        log = open_log(settings.log_url, key=settings.log_key)
        log.check_writable()
        log.close()
    except (LogUnavailable, SchemaTooNew, WrongKey) as error:
        return Finding(False, what, " ".join(str(error).split()))
    return Finding(True, what)


def _model(settings: Settings) -> Finding:
    try:
        load(identity_of(load_messages()), settings.home)
    except FileNotFoundError:
        return Finding(
            False, "a trained model", "It is trained on first use; or run `clausewise train` now.", needed=False
        )
    except ModelRefused as error:
        return Finding(False, "a trained model", str(error))
    return Finding(True, "a trained model")


def _policy(settings: Settings) -> Finding:
    from knowledge.policies import PolicyNotFound, load_policy

    if settings.policy is None:
        return Finding(
            False,
            "the landlord's policy (CLAUSEWISE_POLICY)",
            "Without it only the Code's own grounds of exclusion have a paragraph behind them.",
            needed=False,
        )
    try:
        load_policy(settings.policy)
    except PolicyNotFound as error:
        return Finding(False, "the landlord's policy (CLAUSEWISE_POLICY)", str(error))
    return Finding(True, f"the landlord's policy: {settings.policy}")
