"""The bot's parts joined for Slack, from the settings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_bolt import App
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from bot.app import build_app, build_services, slack_client
from bot.cli_settings import quoting_settings
from bot.daily import Task, daily_tasks
from bot.failures import SetUpProblem
from bot.http_routes import http_app
from bot.installing import Installing, installing
from bot.progress import load_model
from bot.records.decision_log import DecisionLog
from bot.records.opening import open_log
from bot.services import Services
from bot.sweeping import Sweeper
from bot.why import changes_of
from knowledge.policies import load_policy

if TYPE_CHECKING:
    from bot.settings import Settings


@dataclass(frozen=True)
class InSlack:
    """What serves Slack, and what has to be closed at the end."""

    app: App
    services: Services
    installing: Installing | None
    daily: Mapping[str, Task]
    """What is done once a day beside the work, by one process."""

    @property
    def web(self) -> Starlette:
        return http_app(self.app, self.services, self.installing)

    def close(self) -> None:
        """Finish what is under way and let go of the database."""
        self.services.replies.close()
        self.services.log.close()
        if self.installing:
            self.installing.close()


def check_settings(settings: Settings, *, http: bool) -> None:
    """Raise `SetUpProblem` if a token or secret is missing that this way of serving needs."""
    several = http and (settings.slack_client_id, settings.slack_client_secret) != (None, None)
    of_bot = {
        "CLAUSEWISE_SLACK_CLIENT_ID": settings.slack_client_id,
        "CLAUSEWISE_SLACK_CLIENT_SECRET": settings.slack_client_secret,
    } if several else {"CLAUSEWISE_SLACK_BOT_TOKEN": settings.slack_bot_token}  # fmt: skip
    of_transport = (
        {"CLAUSEWISE_SLACK_SIGNING_SECRET": settings.slack_signing_secret}
        if http
        else {"CLAUSEWISE_SLACK_APP_TOKEN": settings.slack_app_token}
    )
    for name, value in (of_bot | of_transport).items():
        if value is None:
            raise SetUpProblem(f"{name} is not set. `clausewise doctor` says how to get it.")


def join(settings: Settings, *, http: bool) -> InSlack:
    """Load the model, open the log and join the parts; over HTTP with a client id, for several workspaces."""
    check_settings(settings, http=http)
    policy = load_policy(settings.policy) if settings.policy else None
    model = load_model(settings.home)
    log: DecisionLog = open_log(settings.log_url, key=settings.log_key, keep_full_text=settings.keep_full_text)
    client_id, secret = settings.slack_client_id, settings.slack_client_secret
    several: Installing | None = None
    if http and client_id and secret:
        client = slack_client(None, settings.slack_api_url)
        several = installing(
            settings.log_url, client_id=client_id, client_secret=secret.get_secret_value(), client=client
        )
    else:
        token = settings.slack_bot_token
        client = slack_client(token.get_secret_value() if token else None, settings.slack_api_url)
    services = build_services(
        log=log,
        predict=model.predict,
        kind_of=model.kind_of,
        client=client,
        client_of=several.client_of if several else None,
        policy=policy,
        watched_channels=frozenset(settings.watched_channels),
        managers=frozenset(settings.managers),
        second_people=frozenset(settings.second_people),
        changes=changes_of(model, policy),
    )
    signing_secret = (
        settings.slack_signing_secret.get_secret_value() if http and settings.slack_signing_secret else None
    )
    app = build_app(services, client=client, signing_secret=signing_secret, installing=several)
    daily = daily_tasks(
        log, client, settings.home, audit_channel=settings.audit_channel, retention_days=settings.retention_days
    )
    return InSlack(app, services, several, daily)


def worker() -> Starlette:
    """Return the application for one of several processes, which reads the settings itself."""
    return closing(join(quoting_settings(), http=True))


def closing(in_slack: InSlack) -> Starlette:
    """Return the application with the sweep for unsent cards while it runs; it closes what it used at the end."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        sweeper = Sweeper(in_slack.services.replies)
        sweeper.start()
        yield
        await run_in_threadpool(sweeper.stop)
        await run_in_threadpool(in_slack.close)

    web = in_slack.web
    web.router.lifespan_context = lifespan
    return web
