"""Several workspaces by OAuth: the pages people install from, the tokens in the log's database, and whose is whose."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.authorization.authorize import InstallationStoreAuthorize
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore

from bot.records.database import make_engine, reading, saying
from bot.slack_manifest import REDIRECT_PATH, bot_scopes

INSTALL_PATH = "/slack/install"
STATE_SECONDS = 600

logger = logging.getLogger(__name__)

ClientOf = Callable[[str], WebClient]
"""Gives the Web API client that speaks for a workspace (a Slack team id)."""


class NotInstalled(LookupError):
    """The workspace has no installation, or no longer one."""


@dataclass(frozen=True)
class Installing:
    """What it takes to serve several workspaces."""

    flow: OAuthFlow
    store: SQLAlchemyInstallationStore
    authorize: InstallationStoreAuthorize
    client_of: ClientOf

    def install_page(self, request: BoltRequest) -> BoltResponse:
        """Send an administrator's browser to Slack to consent; raises `LogUnavailable`."""
        with saying("The bot cannot be installed"):
            return self.flow.handle_installation(request)

    def redirected(self, request: BoltRequest) -> BoltResponse:
        """Keep the token with which Slack sends the administrator back; raises `LogUnavailable`."""
        with saying("The bot cannot be installed"):
            return self.flow.handle_callback(request)

    def close(self) -> None:
        """Let go of the database's connections."""
        self.store.engine.dispose()


class _States(SQLAlchemyOAuthStateStore):
    """Clears what has run out each time: anybody may open the page, and each time leaves a row."""

    def issue(self, *args: object, **kwargs: object) -> str:
        table = self.oauth_states
        with self.engine.begin() as connection:
            connection.execute(table.delete().where(table.c.expire_at <= datetime.now(UTC).replace(tzinfo=None)))
        return super().issue()


def installing(database: str, *, client_id: str, client_secret: str, client: WebClient) -> Installing:
    """Bind the parts; the tables are those of the log's own migrations."""
    engine = make_engine(database)
    # The SDK's stores read before they write: on SQLite such a transaction has to lock from the start.
    locking = engine.execution_options(writes=True)
    store = SQLAlchemyInstallationStore(client_id, engine)
    settings = OAuthSettings(
        client_id=client_id,
        client_secret=client_secret,
        scopes=sorted(bot_scopes()),
        user_scopes=[],
        install_path=INSTALL_PATH,
        install_page_rendering_enabled=False,  # It leads to Slack's own page at once.
        redirect_uri_path=REDIRECT_PATH,
        installation_store=SQLAlchemyInstallationStore(client_id, locking),
        state_store=_States(STATE_SECONDS, locking),
        state_expiration_seconds=STATE_SECONDS,
    )
    authorize = InstallationStoreAuthorize(
        logger=logger,
        installation_store=store,
        client_id=client_id,
        client_secret=client_secret,
        # Not `bot_only`: there a database that is down looks like a workspace that is not installed.
        cache_enabled=True,
        client=client,
    )
    return Installing(
        flow=OAuthFlow(client=client, logger=logger, settings=settings),
        store=store,
        authorize=authorize,
        client_of=_clients(store, client),
    )


def _clients(store: SQLAlchemyInstallationStore, client: WebClient) -> ClientOf:
    """Return how to speak for a workspace: like `client`, with the latest token that the workspace gave."""

    def client_of(team: str) -> WebClient:
        # By the team alone: the log does not keep the organisation that a workspace may belong to.
        bots = store.bots
        of_team = bots.select().where(
            bots.c.client_id == store.client_id, bots.c.team_id == team, bots.c.bot_token.is_not(None)
        )
        with reading(store.engine) as connection:
            latest = connection.execute(of_team.order_by(bots.c.installed_at.desc(), bots.c.id.desc()).limit(1)).first()
        if latest is None:
            raise NotInstalled(f"Workspace {team} has not installed the bot, or has removed it.")
        own = WebClient(token=latest.bot_token, base_url=client.base_url, timeout=client.timeout)
        own.retry_handlers = list(client.retry_handlers)
        return own

    return client_of
