"""`clausewise doctor`: what is missing or wrong before the bot can run, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from starlette.applications import Starlette

from bot.records.opening import open_log
from bot.records.schema import newest_schema
from bot.slack_manifest import bot_scopes
from bot.workspace.deliveries import Deliveries
from bot.workspace.server import workspace_routes
from bot.workspace.stand_in import StandIn
from classifier.messages import LabelledMessage
from tests.bot.conftest import Clausewise, Ran
from tests.bot.records.builders import KEY
from tests.workspace.building import CONTACT, GENERAL, SECRET, Clock
from tests.workspace.running import running

TOKENS = {"BOT_TOKEN": "xoxb-1-secret", "APP_TOKEN": "xapp-1-secret", "SIGNING_SECRET": "signing-secret"}
BOT_TOKEN = "CLAUSEWISE_SLACK_BOT_TOKEN"  # noqa: S105 - a setting's name
APP_TOKEN = "CLAUSEWISE_SLACK_APP_TOKEN (Socket Mode)"  # noqa: S105
SIGNING_SECRET = "CLAUSEWISE_SLACK_SIGNING_SECRET (HTTP)"  # noqa: S105
NEWEST = newest_schema()
NOT_LOOKED_AT = "events, commands and shortcuts cannot be looked at: no token of the bot's may read the app's manifest"


class SlackWithSockets(StandIn):
    """A Slack that also opens sockets, to the app-level token alone."""

    def call(self, method: str, arguments: Mapping[str, Any], token: str) -> dict[str, Any]:
        if method != "apps.connections.open":
            return super().call(method, arguments, token)
        if token != TOKENS["APP_TOKEN"]:
            return {"ok": False, "error": "invalid_auth"}
        return {"ok": True, "url": "wss://nowhere.example"}


def found(ran: Ran) -> dict[str, str]:
    """Return what it says of each thing: ok, missing, wrong or note."""
    lines = [line for line in ran.out.splitlines() if not line.startswith(" ")]
    return {line[9:]: line[:9].strip() for line in lines}


@pytest.fixture
def slack(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """A Slack that knows the tokens below; the bot is in #contact-centre and not in #general."""
    stand_in = SlackWithSockets(scopes=bot_scopes(), bot_token=TOKENS["BOT_TOKEN"], clock=Clock())
    web = Starlette()
    with running(web) as address:
        people = Deliveries(stand_in, f"{address}/slack/events", SECRET)
        web.router.routes.extend(workspace_routes(stand_in, people))
        monkeypatch.setenv("CLAUSEWISE_SLACK_API_URL", f"{address}/api/")
        yield stand_in
        people.stop()
        stand_in.close()


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch, slack: StandIn) -> None:
    for name, token in TOKENS.items():
        monkeypatch.setenv(f"CLAUSEWISE_SLACK_{name}", token)


@pytest.fixture
def doctor_of_few(with_model: None, a_sixth: list[LabelledMessage], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor.load_messages", lambda: a_sixth)


def test_with_nothing_set_it_names_each_thing_and_how_to_get_it(clausewise: Clausewise) -> None:
    ran = clausewise("doctor")
    assert (ran.status, ran.err) == (1, "")
    assert found(ran) == {
        BOT_TOKEN: "missing",
        APP_TOKEN: "missing",
        SIGNING_SECRET: "missing",
        NOT_LOOKED_AT: "note",
        "the decision log can be written": "ok",
        f"the log's tables are the newest ({NEWEST})": "ok",
        "a trained model": "note",
        "the landlord's policy (CLAUSEWISE_POLICY)": "note",
        "no SLACK_CLIENT_ID and SLACK_CLIENT_SECRET in the environment": "ok",
        "watched channels (CLAUSEWISE_WATCHED_CHANNELS)": "note",
        "managers (CLAUSEWISE_MANAGERS)": "note",
    }
    for remedy in (
        "Create the app from manifest.json",
        "Bot User OAuth Token",
        "app-level token with the scope connections:write",
        "Copy the Signing Secret",
        "clausewise train",
        "invite the bot to them",
        "Slack user ids",
    ):
        assert remedy in ran.out


@pytest.mark.usefixtures("tokens", "doctor_of_few")
def test_with_everything_set_all_is_ok(clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_POLICY", "barnet")
    monkeypatch.setenv("CLAUSEWISE_WATCHED_CHANNELS", "C0CONTACT")
    monkeypatch.setenv("CLAUSEWISE_MANAGERS", "U0DEV, U0SIAN")
    monkeypatch.setenv("CLAUSEWISE_DATABASE_URL", "sqlite:///log.db")
    ran = clausewise("doctor")
    assert (ran.status, ran.err) == (0, "")
    assert {what for what, mark in found(ran).items() if mark != "ok"} == {NOT_LOOKED_AT}
    assert len(ran.out.splitlines()) == len(found(ran)) + 1  # No remedy is given for what is in order.
    assert "CLAUSEWISE_SLACK_BOT_TOKEN: workspace Hazelmere Homes" in found(ran)


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize("left_out", ["APP_TOKEN", "SIGNING_SECRET"])
def test_one_of_the_two_ways_to_slack_is_enough(
    left_out: str, clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(f"CLAUSEWISE_SLACK_{left_out}")
    ran = clausewise("doctor")
    assert ran.status == 0
    assert not {"missing", "wrong"} & set(found(ran).values())


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize("token", ["xoxp-1-secret", "xapp-1-secret", "secret", ""])
def test_another_kind_of_bot_token_is_told_of_and_never_shown(
    token: str, clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_SLACK_BOT_TOKEN", token)
    ran = clausewise("doctor")
    assert ran.status == 1
    assert found(ran)[BOT_TOKEN] == ("wrong" if token else "missing")
    if token:
        assert "It does not begin with xoxb-: it is another kind of token." in ran.out
    assert "secret" not in ran.out


@pytest.mark.usefixtures("tokens")
def test_another_kind_of_app_token_is_told_of(clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_SLACK_APP_TOKEN", "xoxb-1-secret")
    monkeypatch.delenv("CLAUSEWISE_SLACK_SIGNING_SECRET")
    ran = clausewise("doctor")
    assert ran.status == 1
    assert "It does not begin with xapp-" in ran.out


@pytest.mark.usefixtures("tokens")
def test_an_empty_signing_secret_is_none(clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_SLACK_SIGNING_SECRET", "")
    monkeypatch.delenv("CLAUSEWISE_SLACK_APP_TOKEN")
    ran = clausewise("doctor")
    assert ran.status == 1
    assert found(ran)[SIGNING_SECRET] == "missing"


@pytest.mark.usefixtures("tokens")
def test_what_would_make_bolt_ignore_the_token_is_told_of(
    clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "1")
    ran = clausewise("doctor")
    assert ran.status == 1
    assert "with both set, Bolt ignores the bot token" in ran.out


@pytest.mark.usefixtures("tokens")
def test_a_log_that_cannot_be_written_is_missing(clausewise: Clausewise, home: Path) -> None:
    home.write_text("not a folder", encoding="utf-8")
    ran = clausewise("doctor")
    assert (ran.status, ran.err) == (1, "")
    assert found(ran)["the decision log can be written"] == "wrong"
    assert "cannot be kept in" in ran.out
    assert "CLAUSEWISE_HOME" in ran.out


@pytest.mark.usefixtures("tokens")
def test_a_log_that_is_no_database_is_missing(clausewise: Clausewise, home: Path) -> None:
    home.mkdir()
    (home / "log.db").write_bytes(b"not a database, " * 100)
    ran = clausewise("doctor")
    assert ran.status == 1
    assert found(ran)["the decision log can be written"] == "wrong"
    assert "file is not a database" in ran.out


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize("url", ["nonsense", "nosuch://localhost/log", "postgresql+nosuch://localhost/log"])
def test_a_database_that_cannot_be_named_so_is_missing(
    url: str, clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_DATABASE_URL", url)
    ran = clausewise("doctor")
    assert (ran.status, ran.err) == (1, "")
    assert found(ran)["the decision log can be written"] == "wrong"
    assert "CLAUSEWISE_DATABASE_URL" in ran.out


@pytest.mark.usefixtures("tokens", "few_messages")
def test_a_spoiled_model_is_missing_with_the_remedy(
    clausewise: Clausewise,
    home: Path,
    trained_home: Path,
    a_sixth: list[LabelledMessage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.doctor.load_messages", lambda: a_sixth)
    [stored] = (trained_home / "models").iterdir()
    (home / "models" / stored.name).mkdir(parents=True)
    ran = clausewise("doctor")
    assert ran.status == 1
    assert found(ran)["a trained model"] == "wrong"
    assert "run `clausewise train`" in ran.out


@pytest.mark.usefixtures("tokens")
def test_a_policy_that_is_none_is_told_of(clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_POLICY", "camelot")
    ran = clausewise("doctor")
    assert ran.status == 1
    assert found(ran)["the landlord's policy (CLAUSEWISE_POLICY)"] == "wrong"
    assert "There is no policy 'camelot' (there are: barnet, brent)." in ran.out


@pytest.mark.usefixtures("tokens")
def test_a_bot_token_that_slack_refuses_is_wrong(clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_SLACK_BOT_TOKEN", "xoxb-revoked-secret")
    ran = clausewise("doctor")
    assert ran.status == 1
    assert found(ran)[f"{BOT_TOKEN}: invalid_auth"] == "wrong"
    assert "secret" not in ran.out


@pytest.mark.usefixtures("tokens")
def test_an_app_token_that_opens_no_socket_is_wrong_even_with_a_signing_secret(
    clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_SLACK_APP_TOKEN", "xapp-revoked")
    ran = clausewise("doctor")
    assert ran.status == 1
    assert found(ran)[f"{APP_TOKEN}: invalid_auth"] == "wrong"
    assert "connections:write" in ran.out


@pytest.mark.usefixtures("tokens")
def test_a_scope_that_the_token_lacks_is_named_with_what_to_do(clausewise: Clausewise, slack: StandIn) -> None:
    slack.scopes = bot_scopes() - {"files:write", "im:history"}
    ran = clausewise("doctor")
    assert ran.status == 1
    assert found(ran)["scopes of the bot token: files:write, im:history"] == "missing"
    assert "to the workspace again" in ran.out


@pytest.mark.usefixtures("tokens")
def test_a_scope_that_the_bot_never_asked_for_is_noted(clausewise: Clausewise, slack: StandIn) -> None:
    slack.scopes = bot_scopes() | {"users:read"}
    ran = clausewise("doctor")
    assert ran.status == 0
    assert found(ran)["more scopes than manifest.json asks for: users:read"] == "note"


@pytest.mark.usefixtures("tokens")
def test_a_watched_channel_without_the_bot_is_wrong(clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_WATCHED_CHANNELS", f"{CONTACT},{GENERAL},C0NOWHERE")
    ran = clausewise("doctor")
    assert ran.status == 1
    assert found(ran)[f"watched channel {CONTACT}: the bot is in it"] == "ok"
    assert found(ran)[f"watched channel {GENERAL}: not_in_channel"] == "wrong"
    assert found(ran)["watched channel C0NOWHERE: channel_not_found"] == "wrong"
    assert "/invite @Clausewise" in ran.out


@pytest.mark.usefixtures("tokens")
def test_a_channel_that_slack_will_not_speak_of_just_now_is_noted(
    clausewise: Clausewise, slack: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_WATCHED_CHANNELS", CONTACT)
    slack.fail_next(method="conversations.history")
    ran = clausewise("doctor")
    assert ran.status == 0
    assert found(ran)[f"watched channel {CONTACT} could not be looked at: ratelimited"] == "note"


@pytest.mark.usefixtures("tokens")
def test_a_slack_that_cannot_be_reached_is_told_of(clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_SLACK_API_URL", "http://127.0.0.1:1/api/")
    ran = clausewise("doctor")
    assert (ran.status, ran.err) == (1, "")
    assert found(ran)[f"{BOT_TOKEN}: http://127.0.0.1:1/api/ cannot be reached"] == "wrong"


@pytest.mark.usefixtures("slack")
def test_several_workspaces_need_the_client_and_the_signing_secret_and_no_token(
    clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_SLACK_CLIENT_ID", "111.222")
    both = "CLAUSEWISE_SLACK_CLIENT_ID and CLAUSEWISE_SLACK_CLIENT_SECRET (several workspaces)"
    half = clausewise("doctor")
    assert half.status == 1
    assert (found(half)[both], found(half)[SIGNING_SECRET]) == ("missing", "missing")
    monkeypatch.setenv("CLAUSEWISE_SLACK_CLIENT_SECRET", "a-client-secret")
    monkeypatch.setenv("CLAUSEWISE_SLACK_SIGNING_SECRET", "a-signing-secret")
    ran = clausewise("doctor")
    assert ran.status == 0
    assert (found(ran)[both], found(ran)[SIGNING_SECRET]) == ("ok", "ok")
    assert BOT_TOKEN not in ran.out


@pytest.mark.usefixtures("tokens")
def test_a_log_of_an_older_version_is_noted_and_left_as_it_is(clausewise: Clausewise, home: Path) -> None:
    home.mkdir()
    url = f"sqlite:///{home / 'log.db'}"
    open_log(url, key=KEY).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    ran = clausewise("doctor")
    assert ran.status == 0
    assert found(ran)[f"the log's tables are older than this version (0001; newest {NEWEST})"] == "note"
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0001"
    engine.dispose()


@pytest.mark.usefixtures("tokens")
def test_a_log_of_a_later_version_is_wrong(clausewise: Clausewise, home: Path) -> None:
    home.mkdir()
    url = f"sqlite:///{home / 'log.db'}"
    open_log(url, key=KEY).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    ran = clausewise("doctor")
    assert ran.status == 1
    assert "later version of Clausewise" in ran.out
