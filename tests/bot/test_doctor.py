"""`clausewise doctor`: what is missing before the bot can run, each with how to get it."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifier.messages import LabelledMessage
from tests.bot.conftest import Clausewise, Ran

TOKENS = {"BOT_TOKEN": "xoxb-1-secret", "APP_TOKEN": "xapp-1-secret", "SIGNING_SECRET": "signing-secret"}


def found(ran: Ran) -> dict[str, str]:
    """Return what it says of each thing: ok, missing or note."""
    lines = [line for line in ran.out.splitlines() if not line.startswith(" ")]
    return {line[9:]: line[:9].strip() for line in lines}


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    for name, token in TOKENS.items():
        monkeypatch.setenv(f"CLAUSEWISE_SLACK_{name}", token)


@pytest.fixture
def doctor_of_few(with_model: None, a_third: list[LabelledMessage], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor.load_messages", lambda: a_third)


def test_with_nothing_set_it_names_each_thing_and_how_to_get_it(clausewise: Clausewise) -> None:
    ran = clausewise("doctor")
    assert (ran.status, ran.err) == (1, "")
    assert found(ran) == {
        "CLAUSEWISE_SLACK_BOT_TOKEN": "missing",
        "CLAUSEWISE_SLACK_APP_TOKEN (Socket Mode)": "missing",
        "CLAUSEWISE_SLACK_SIGNING_SECRET (HTTP)": "missing",
        "the decision log can be written": "ok",
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
    assert set(found(ran).values()) == {"ok"}
    assert len(ran.out.splitlines()) == len(found(ran))  # No remedy is given for what is in order.


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize("left_out", ["APP_TOKEN", "SIGNING_SECRET"])
def test_one_of_the_two_ways_to_slack_is_enough(
    left_out: str, clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(f"CLAUSEWISE_SLACK_{left_out}")
    ran = clausewise("doctor")
    assert ran.status == 0
    assert "missing" not in found(ran).values()


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize("token", ["xoxp-1-secret", "xapp-1-secret", "secret", ""])
def test_another_kind_of_bot_token_is_told_of_and_never_shown(
    token: str, clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_SLACK_BOT_TOKEN", token)
    ran = clausewise("doctor")
    assert ran.status == 1
    assert found(ran)["CLAUSEWISE_SLACK_BOT_TOKEN"] == "missing"  # noqa: S105 - what doctor says of it
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
    assert found(ran)["CLAUSEWISE_SLACK_SIGNING_SECRET (HTTP)"] == "missing"


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
    assert found(ran)["the decision log can be written"] == "missing"
    assert "cannot be kept in" in ran.out
    assert "CLAUSEWISE_HOME" in ran.out


@pytest.mark.usefixtures("tokens")
def test_a_log_that_is_no_database_is_missing(clausewise: Clausewise, home: Path) -> None:
    home.mkdir()
    (home / "log.db").write_bytes(b"not a database, " * 100)
    ran = clausewise("doctor")
    assert ran.status == 1
    assert found(ran)["the decision log can be written"] == "missing"
    assert "file is not a database" in ran.out


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize("url", ["nonsense", "nosuch://localhost/log", "postgresql+nosuch://localhost/log"])
def test_a_database_that_cannot_be_named_so_is_missing(
    url: str, clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_DATABASE_URL", url)
    ran = clausewise("doctor")
    assert (ran.status, ran.err) == (1, "")
    assert found(ran)["the decision log can be written"] == "missing"
    assert "CLAUSEWISE_DATABASE_URL" in ran.out


@pytest.mark.usefixtures("tokens", "few_messages")
def test_a_spoiled_model_is_missing_with_the_remedy(
    clausewise: Clausewise,
    home: Path,
    trained_home: Path,
    a_third: list[LabelledMessage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.doctor.load_messages", lambda: a_third)
    [stored] = (trained_home / "models").iterdir()
    (home / "models" / stored.name).mkdir(parents=True)
    ran = clausewise("doctor")
    assert ran.status == 1
    assert found(ran)["a trained model"] == "missing"
    assert "run `clausewise train`" in ran.out


@pytest.mark.usefixtures("tokens")
def test_a_policy_that_is_none_is_told_of(clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_POLICY", "camelot")
    ran = clausewise("doctor")
    assert ran.status == 1
    assert found(ran)["the landlord's policy (CLAUSEWISE_POLICY)"] == "missing"
    assert "There is no policy 'camelot' (there are: barnet, brent)." in ran.out
