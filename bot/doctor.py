"""`clausewise doctor`: what is missing or wrong before the bot can run, and what to do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.doctor_slack import slack_findings
from bot.finding import Finding
from classifier.messages import load_messages
from classifier.model_store import ModelRefused, identity_of, load

if TYPE_CHECKING:
    from bot.settings import Settings


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; a log that is not there yet is made, one that is there is left as it is."""
    return [
        *slack_findings(settings),
        _environment(),
        *_log(settings),
        _model(settings),
        _policy(settings),
        _managers(settings),
    ]


def _environment() -> Finding:
    if "SLACK_CLIENT_ID" in os.environ and "SLACK_CLIENT_SECRET" in os.environ:
        return Finding(
            "wrong",
            "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are in the environment",
            "Unset them: with both set, Bolt ignores the bot token. The settings of that kind begin with CLAUSEWISE_.",
        )
    return Finding("ok", "no SLACK_CLIENT_ID and SLACK_CLIENT_SECRET in the environment")


def _log(settings: Settings) -> list[Finding]:
    from bot.records.audit_chain import WrongKey
    from bot.records.database import LogUnavailable
    from bot.records.decision_log import DecisionLog
    from bot.records.opening import open_log, prepare
    from bot.records.schema import SchemaTooNew, newest_schema, schema_in

    what = "the decision log can be written"
    try:
        prepare(settings.log_url)
        found, newest = schema_in(settings.log_url), newest_schema()
        # Only a new log is given its tables here: an old one may have an older process at work on it.
        key = settings.log_key
        older = found is not None and found < newest
        log = DecisionLog(settings.log_url, key=key) if older else open_log(settings.log_url, key=key)
        log.check_writable()
        log.close()
    except (LogUnavailable, SchemaTooNew, WrongKey) as error:
        return [Finding("wrong", what, " ".join(str(error).split()))]
    if older:
        note = Finding(
            "note",
            f"the log's tables are older than this version ({found}; newest {newest})",
            "They are brought up to date at the next start. Make a backup first; an older version cannot go back.",
        )
        return [Finding("ok", what), note]
    return [Finding("ok", what), Finding("ok", f"the log's tables are the newest ({newest})")]


def _model(settings: Settings) -> Finding:
    try:
        load(identity_of(load_messages()), settings.home)
    except FileNotFoundError:
        return Finding("note", "a trained model", "It is trained on first use; or run `clausewise train` now.")
    except ModelRefused as error:
        return Finding("wrong", "a trained model", str(error))
    return Finding("ok", "a trained model")


def _policy(settings: Settings) -> Finding:
    from knowledge.policies import PolicyNotFound, load_policy

    what = "the landlord's policy (CLAUSEWISE_POLICY)"
    if settings.policy is None:
        return Finding(
            "note", what, "Without it only the Code's own grounds of exclusion have a paragraph behind them."
        )
    try:
        load_policy(settings.policy)
    except PolicyNotFound as error:
        return Finding("wrong", what, str(error))
    return Finding("ok", f"the landlord's policy: {settings.policy}")


def _managers(settings: Settings) -> Finding:
    what = "managers (CLAUSEWISE_MANAGERS)"
    if settings.managers:
        return Finding("ok", what)
    return Finding("note", what, "Without any, nobody can export the log from Slack. Give their Slack user ids.")
