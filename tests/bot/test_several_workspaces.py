"""Several workspaces: each installs the bot by OAuth, is answered with its own token, and sees only its decisions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.installing import NotInstalled
from bot.listeners.handing_out import MANAGERS_ONLY
from bot.slack_manifest import bot_scopes
from bot.views.file_dialogs import EXPORT_VIEW
from bot.views.home import EXPORT
from tests.bot.slack_bot import words_of
from tests.bot.two_teams import ELMBRIDGE, HAZELMERE, SeveralBot, a_bot_for_several
from tests.workspace.building import AMARA, CONTACT, DEV

COMPLAINT, REPAIR = "the boiler is off again", "the tap drips"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[SeveralBot]:
    with a_bot_for_several(tmp_path) as running:
        yield running


@pytest.fixture
def both(bot: SeveralBot) -> SeveralBot:
    assert [bot.install(HAZELMERE), bot.install(ELMBRIDGE)] == [200, 200]
    return bot


def test_the_install_page_asks_slack_for_the_manifests_scopes(bot: SeveralBot) -> None:
    _, _, asked = bot.begin()
    assert set(asked["scope"][0].split(",")) == bot_scopes()
    assert asked.get("user_scope", [""]) == [""]
    assert asked["client_id"] == ["111.222"]


def test_each_workspace_is_spoken_to_with_its_own_token(both: SeveralBot) -> None:
    assert both.several.client_of(HAZELMERE).token == "xoxb-T0HAZEL"  # noqa: S105 - opens nothing
    assert both.several.client_of(ELMBRIDGE).token == "xoxb-T0ELM"  # noqa: S105


def test_the_card_of_a_message_goes_to_the_workspace_it_came_from(both: SeveralBot) -> None:
    hazelmere, elmbridge = both.slack.teams[HAZELMERE], both.slack.teams[ELMBRIDGE]
    ts = both.say(ELMBRIDGE, AMARA, COMPLAINT)
    [card] = elmbridge.replies(CONTACT, ts)
    assert "Complaint" in words_of(card)
    assert hazelmere.messages(CONTACT) == []
    assert both.log.find_message(ELMBRIDGE, CONTACT, ts) is not None


def test_two_workspaces_messages_of_the_same_moment_are_two_decisions(both: SeveralBot) -> None:
    first, second = both.say(HAZELMERE, AMARA, COMPLAINT), both.say(ELMBRIDGE, AMARA, REPAIR)
    assert first == second  # The channel's id and the time stamp are the same: the workspace alone tells them apart.
    labels = [recorded.decision.prediction.label.value for recorded in both.log.rows()]
    assert sorted(labels) == ["complaint", "service_request"]


def home_of(bot: SeveralBot, team: str, user: str) -> dict[str, Any]:
    bot.event(team, {"type": "app_home_opened", "user": user, "channel": "D0DEV", "tab": "home", "event_ts": "1.1"})
    home = bot.slack.teams[team].home(user)
    assert home is not None
    return home


def test_home_shows_a_workspaces_own_decisions_only(both: SeveralBot) -> None:
    both.say(HAZELMERE, DEV, "hello, the lift")
    assert "the lift" in words_of(home_of(both, HAZELMERE, DEV))
    assert "the lift" not in words_of(home_of(both, ELMBRIDGE, DEV))


def test_a_manager_exports_their_own_workspaces_decisions_only(both: SeveralBot) -> None:
    both.say(HAZELMERE, AMARA, COMPLAINT)
    both.say(ELMBRIDGE, AMARA, REPAIR)
    days = {"day": {"type": "datepicker", "selected_date": "2026-11-02"}}
    as_csv = {"choice": {"type": "static_select", "selected_option": {"value": "csv"}}}
    both.submit(ELMBRIDGE, DEV, EXPORT_VIEW, {"from-0": days, "to-0": days, "what": as_csv})
    told = both.slack.teams[ELMBRIDGE].messages("D0DEV")[0]["text"]
    assert told == "The decision log from 2 November 2026 to 2 November 2026: 1 decision, as a CSV file."
    assert both.slack.teams[HAZELMERE].messages("D0DEV") == []


def test_the_managers_are_the_same_people_in_every_workspace(both: SeveralBot) -> None:
    both.click(HAZELMERE, AMARA, EXPORT)
    assert both.slack.teams[HAZELMERE].messages("D0AMARA")[0]["text"] == MANAGERS_ONLY


def test_a_workspace_is_asked_who_it_is_only_once(both: SeveralBot) -> None:
    for _ in range(3):
        both.say(HAZELMERE, AMARA, REPAIR)
    calls = [method for method, _ in both.slack.teams[HAZELMERE].calls]
    assert calls.count("auth.test") == 2  # Once for the installation, once for the first event.


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        pytest.param("?code=code-T0HAZEL", 400, "invalid_browser", id="no state"),
        pytest.param("?code=code-T0HAZEL&state=guessed", 400, "invalid_browser", id="a guessed state"),
        pytest.param("?error=access_denied", 200, "access_denied", id="the administrator said no"),
        pytest.param("?error=%3Cscript%3E", 200, "lt;script", id="a reason that is markup"),
    ],
)
def test_nothing_is_installed_by(bot: SeveralBot, path: str, status: int, reason: str) -> None:
    _, cookie, _ = bot.begin()
    got, _, page = bot.get(f"/slack/oauth_redirect{path}", cookie)
    assert got == status
    assert reason in page
    assert "<script>" not in page
    with pytest.raises(NotInstalled):
        bot.several.client_of(HAZELMERE)


def test_a_state_is_good_for_one_browser_and_one_time(bot: SeveralBot) -> None:
    state, cookie, _ = bot.begin()
    redirect = f"/slack/oauth_redirect?code=code-{HAZELMERE}&state={state}"
    assert bot.get(redirect)[0] == 400  # A browser without the cookie: somebody else's link.
    assert bot.get(redirect, cookie)[0] == 200
    assert bot.get(redirect.replace("code-", "again-"), cookie)[0] == 401


def test_a_code_that_slack_does_not_know_installs_nothing(bot: SeveralBot) -> None:
    assert bot.install("T0NOBODY") == 401


def test_a_workspace_that_never_installed_the_bot_is_not_served(bot: SeveralBot) -> None:
    message = {"type": "message", "user": AMARA, "text": COMPLAINT, "ts": "1.000001", "channel": CONTACT}
    bot.event(HAZELMERE, message)
    assert bot.log.counts().decisions == 0


def test_removing_the_app_removes_the_workspaces_token_and_leaves_the_others(both: SeveralBot) -> None:
    assert both.event(HAZELMERE, {"type": "app_uninstalled", "event_ts": "1.1"}).status == 200
    with pytest.raises(NotInstalled, match=HAZELMERE):
        both.several.client_of(HAZELMERE)
    assert both.several.store.find_installation(enterprise_id=None, team_id=HAZELMERE) is None
    both.event(HAZELMERE, {"type": "message", "user": AMARA, "text": REPAIR, "ts": "1.000001", "channel": CONTACT})
    assert both.log.counts().decisions == 0
    both.say(ELMBRIDGE, AMARA, REPAIR)
    assert both.log.counts().decisions == 1


def test_a_revoked_token_is_forgotten(both: SeveralBot) -> None:
    revoked = {"type": "tokens_revoked", "tokens": {"bot": ["U0CLAUSE"], "oauth": []}, "event_ts": "1.1"}
    assert both.event(ELMBRIDGE, revoked).status == 200
    with pytest.raises(NotInstalled):
        both.several.client_of(ELMBRIDGE)


def test_a_workspace_that_installs_the_bot_again_is_served_again(both: SeveralBot) -> None:
    both.event(HAZELMERE, {"type": "app_uninstalled", "event_ts": "1.1"})
    assert both.install(HAZELMERE, "again") == 200
    ts = both.say(HAZELMERE, AMARA, COMPLAINT)
    assert len(both.slack.teams[HAZELMERE].replies(CONTACT, ts)) == 1


def test_a_card_owed_to_a_workspace_that_has_gone_is_given_up(both: SeveralBot) -> None:
    hazelmere = both.slack.teams[HAZELMERE]
    hazelmere.fail_next(9, status=500, method="chat.postMessage")
    ts = both.say(HAZELMERE, AMARA, COMPLAINT)
    both.event(HAZELMERE, {"type": "app_uninstalled", "event_ts": "1.1"})
    both.slack.clock.forward(minutes=3)
    assert both.services.replies.send_unanswered() == 1
    assert both.services.replies.send_unanswered() == 0
    assert both.log.find_message(HAZELMERE, CONTACT, ts) is not None


def test_states_that_have_run_out_are_cleared(bot: SeveralBot, monkeypatch: pytest.MonkeyPatch) -> None:
    store = bot.several.flow.settings.state_store
    monkeypatch.setattr(store, "expiration_seconds", -1)
    for _ in range(3):
        bot.begin()
    with bot.several.store.engine.connect() as connection:
        left = connection.execute(store.oauth_states.select()).all()  # type: ignore[attr-defined]  # the SQL one
    assert len(left) == 1


def test_without_the_log_the_pages_say_try_later(bot: SeveralBot, tmp_path: Path) -> None:
    bot.several.close()
    bot.log.close()
    (tmp_path / "log.db").write_bytes(b"not a database, " * 100)
    for beside in tmp_path.glob("log.db-*"):
        beside.unlink()
    status, _, page = bot.get("/slack/install")
    assert (status, page) == (503, "The bot cannot be installed just now. Try again later.")
