"""Joining the parts from the settings: which of the ways to Slack they make."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.in_slack import InSlack, join
from bot.settings import Settings
from tests.bot.slack_bot import plain_kind, plain_predict

ONE = {"BOT_TOKEN": "xoxb-1", "APP_TOKEN": "xapp-1", "SIGNING_SECRET": "a-signing-secret"}
SEVERAL = {"CLIENT_ID": "111.222", "CLIENT_SECRET": "a-client-secret", "SIGNING_SECRET": "a-signing-secret"}


@pytest.fixture(autouse=True)
def no_model(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = SimpleNamespace(predict=plain_predict, kind_of=plain_kind)
    monkeypatch.setattr("bot.in_slack.load_model", lambda _: plain)


def joined(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, *, http: bool) -> InSlack:
    for name, value in settings.items():
        monkeypatch.setenv(f"CLAUSEWISE_SLACK_{name}", value)
    return join(Settings(), http=http)


def pages_of(in_slack: InSlack) -> set[str]:
    pages = {str(getattr(route, "path", "")) for route in in_slack.web.routes}
    in_slack.close()
    return pages


def test_over_http_a_client_id_brings_the_pages_to_install_from(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pages_of(joined(SEVERAL, monkeypatch, http=True)) == {
        "/slack/events", "/healthy", "/slack/install", "/slack/oauth_redirect",
    }  # fmt: skip


def test_over_http_a_client_id_goes_before_a_bot_token(monkeypatch: pytest.MonkeyPatch) -> None:
    in_slack = joined(ONE | SEVERAL, monkeypatch, http=True)
    assert in_slack.app.client.token is None
    in_slack.close()


def test_over_http_one_workspace_has_no_such_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pages_of(joined(ONE, monkeypatch, http=True)) == {"/slack/events", "/healthy"}


def test_socket_mode_is_for_one_workspace_whatever_else_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    in_slack = joined(ONE | SEVERAL, monkeypatch, http=False)
    assert in_slack.installing is None
    assert in_slack.app.client.token == "xoxb-1"  # noqa: S105 - opens nothing
    in_slack.close()
