"""Every setting, read once from the environment (`CLAUSEWISE_…`) and from `.env`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.records.audit_key import audit_key
from bot.watching import WatchedChannel

_Names = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """What a landlord can set. A number set by the Code is not a setting."""

    model_config = SettingsConfigDict(
        env_prefix="CLAUSEWISE_",
        env_file=".env",
        env_ignore_empty=True,  # An empty token is a missing one.
        extra="ignore",
        frozen=True,
    )

    home: Path = Field(
        default_factory=lambda: user_data_path("clausewise"),
        description="the one folder for the log, the trained model and the local workspace",
    )
    database_url: str | None = Field(
        default=None, description="where the decision log is kept; by default an SQLite file in the home folder"
    )
    audit_key: SecretStr | None = Field(
        default=None,
        description="the key of the audit chain, where several machines write one log; by default a file in the home",
        min_length=32,
    )
    policy: str | None = Field(
        default=None, description="your complaints policy: barnet, brent, or the path of your own policy file"
    )
    keep_full_text: bool = Field(
        default=False, description="keep residents' words as they came, instead of with personal details taken out"
    )
    watched_channels: _Names = Field(
        default=(),
        description="ids of the Slack channels in which every message is triaged, separated by commas; each may be "
        "followed by :off, :ask (whoever posted it is asked first) or :on, then by :private (only they see the card)",
    )
    managers: _Names = Field(
        default=(), description="Slack user ids of those who may export the log, separated by commas"
    )
    second_people: _Names = Field(
        default=(),
        description="Slack user ids of those who may confirm an exclusion; by default anybody but who proposed it",
    )
    audit_channel: str | None = Field(
        default=None, description="the id of the Slack channel in which the log is anchored once a day"
    )
    retention_days: int | None = Field(
        default=None,
        ge=1,
        le=36_500,
        description="how many days after a matter was decided its texts are deleted; by default never",
    )
    slack_bot_token: SecretStr | None = Field(default=None, description="the bot token, xoxb-…")
    slack_app_token: SecretStr | None = Field(default=None, description="the app-level token for Socket Mode, xapp-…")
    slack_signing_secret: SecretStr | None = Field(default=None, description="the signing secret, for HTTP")
    slack_client_id: str | None = Field(
        default=None, description="the app's client id, where several workspaces install the bot"
    )
    slack_client_secret: SecretStr | None = Field(default=None, description="the app's client secret, with the id")
    slack_api_url: str = Field(
        default="https://slack.com/api/", description="Slack's Web API; only a stand-in needs another"
    )

    @field_validator("watched_channels", "managers", "second_people", mode="before")
    @classmethod
    def split_at_commas(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(name.strip() for name in value.split(",") if name.strip())
        return value

    @field_validator("watched_channels")
    @classmethod
    def can_be_watched(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for channel in value:
            WatchedChannel.read(channel)
        return value

    @property
    def log_url(self) -> str:
        """The database the decision log is kept in."""
        return self.database_url or f"sqlite:///{self.log_file}"

    @property
    def log_key(self) -> bytes:
        """The key of the audit chain; made when there is none yet."""
        return audit_key(self.home, self.audit_key.get_secret_value() if self.audit_key else None)

    @property
    def log_file(self) -> Path:
        return self.home / "log.db"


def workspace_log(home: Path) -> Path:
    return home / "workspace" / "log.db"


def workspace_log_url(home: Path) -> str:
    """Where the local workspace keeps its log: apart, so that trying things out never becomes evidence."""
    return f"sqlite:///{workspace_log(home)}"


def demo_log(home: Path) -> Path:
    """Where the made-up decisions of `clausewise workspace --demo` are kept: apart from everything else."""
    return home / "demo" / "log.db"
