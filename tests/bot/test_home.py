"""App Home: what each person sees on it and can do from it, and what a manager can have as a file."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.answers import Answer
from bot.decisions import Evidence, EvidenceKind
from bot.evidence.columns import NAMES
from bot.evidence.counting import count_figures
from bot.evidence.periods import Period, Stretch, days_of, days_of_stretch
from bot.listeners import home, showing_home
from bot.listeners.handing_out import FAILED, MANAGERS_ONLY
from bot.listeners.home import NO_LONGER_A_MANAGER
from bot.roles import Roles
from bot.services import Services
from bot.views.home import MOST_COUNTED, MOST_SHOWN
from classifier.labels import Label
from tests.bot.evidence.reading import pictures, whole_text
from tests.bot.records.builders import (
    a_correction,
    a_decision_numbered,
    a_prediction,
    a_second_person,
    an_agreement,
    an_explanation,
)
from tests.bot.slack_bot import SlackBot, a_slack_bot, buttons_of, words_of
from tests.workspace.building import AMARA, CONTACT, DEV, JOAN, SIAN

TEAM = "T0WORKSPACE"
COMPLAINT = "The boiler is off again, you only came on Tuesday"
DEVS_DM = "D0DEV"
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
XLSX, CSV = {"choice": "xlsx"}, {"choice": "csv"}


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[SlackBot]:
    with a_slack_bot(tmp_path) as running:
        yield running
        assert running.stand_in.alarms == []


def put(bot: SlackBot, number: int, label: Label = Label.COMPLAINT, *, days_ago: int = 0, **changed: Any) -> str:
    """Record the `number`th decision, of so many days ago, and return its id."""
    prediction = a_prediction(label=label, needs_person=changed.pop("needs_person", False))
    at = NOW - timedelta(days=days_ago, minutes=60 - number)
    decision = a_decision_numbered(
        number, team=TEAM, prediction=prediction, decided_at=at, received_on=at.date(), **changed
    )
    bot.log.record(decision, reply_to=None)
    return decision.id


def exclude(bot: SlackBot, id_: str, *, confirmed: bool = True) -> None:
    bot.log.explain(id_, an_explanation(JOAN).model_copy(update={"at": NOW}))
    if confirmed:
        bot.log.second_person(id_, a_second_person(SIAN).model_copy(update={"at": NOW}))


def home_of(bot: SlackBot, user: str) -> dict[str, Any]:
    bot.people.open_home(user)
    bot.settle()
    shown = bot.stand_in.home(user)
    assert shown is not None
    return shown


def accessories(shown: dict[str, Any]) -> list[tuple[str, str]]:
    return [(b["accessory"]["action_id"], b["accessory"].get("value", "")) for b in shown["blocks"] if "accessory" in b]


def images(shown: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in shown["blocks"] if block["type"] == "image"]


def click(bot: SlackBot, user: str, action: str, value: object = None) -> None:
    shown = bot.stand_in.home(user)
    assert shown is not None
    bot.people.click(user, {"view_id": shown["id"]}, action, value)
    bot.settle()


def opened(bot: SlackBot, user: str) -> dict[str, Any]:
    view = bot.stand_in.open_view(user)
    assert view is not None
    return view


def dialog(bot: SlackBot, action: str) -> dict[str, Any]:
    """Dev opens Home and one of the dialogs on it."""
    home_of(bot, DEV)
    click(bot, DEV, action)
    return opened(bot, DEV)


def told(bot: SlackBot) -> list[str]:
    """Return what the bot wrote to Dev, files aside."""
    return [message["text"] for message in bot.stand_in.messages(DEVS_DM) if not message.get("files")]


# For everybody


def test_an_empty_home_says_so_in_plain_words(bot: SlackBot) -> None:
    words = words_of(home_of(bot, AMARA))
    for said in ("Nothing in doubt is waiting.", "No exclusion is waiting.", "Every explanation is recorded as sent."):
        assert said in words
    assert "Figures" not in words


def test_each_list_counts_what_waits_and_shows_what_has_waited_longest(bot: SlackBot) -> None:
    ids = [put(bot, number, days_ago=9 - number, needs_person=True) for number in range(7)]
    shown = home_of(bot, JOAN)
    assert "Needs a person (7)" in words_of(shown)
    assert accessories(shown)[1:] == [("show_card", id_) for id_ in ids[:MOST_SHOWN]]


def test_a_list_too_long_to_count_says_only_that_it_is(bot: SlackBot) -> None:
    for number in range(MOST_COUNTED + 1):
        put(bot, number, needs_person=True)
    assert f"Needs a person (over {MOST_COUNTED})" in words_of(home_of(bot, JOAN))


def test_an_explanation_not_sent_waits_until_it_is_recorded_as_sent(bot: SlackBot) -> None:
    id_ = put(bot, 1, Label.EXCLUDED)
    exclude(bot, id_)
    shown = home_of(bot, AMARA)
    assert "Explanations to send (1)" in words_of(shown)
    assert ("explanation_sent", id_) in accessories(shown)
    click(bot, AMARA, "explanation_sent", id_)
    right = {"ombudsman_right": {"choice": "yes"}}
    assert bot.people.submit(AMARA, opened(bot, AMARA)["id"], right).ok
    bot.settle()
    shown = bot.stand_in.home(AMARA) or {}
    assert "Every explanation is recorded as sent." in words_of(shown)
    assert bot.log.get(id_).latest(EvidenceKind.EXPLANATION_SENT) is not None


def test_an_exclusion_taken_back_leaves_no_explanation_to_send(bot: SlackBot) -> None:
    id_ = put(bot, 1, Label.EXCLUDED)
    exclude(bot, id_)
    bot.log.correct(id_, a_correction(Label.COMPLAINT))
    assert bot.log.explanations_to_send() == []


def test_the_latest_of_a_person_is_what_they_handed_in_or_decided(bot: SlackBot) -> None:
    handed_in = put(bot, 1, handed_in_by=AMARA)
    decided = put(bot, 2, handed_in_by=JOAN)
    put(bot, 3, handed_in_by=JOAN)
    bot.log.agree(decided, an_agreement(AMARA))
    assert [each.decision.id for each in bot.log.latest_of(AMARA)] == [decided, handed_in]
    assert bot.log.latest_of(AMARA, team="T0ANOTHER") == []
    assert "Complaint: agreed" in words_of(home_of(bot, AMARA))


def test_a_card_is_shown_from_home_and_decided_in_the_dialog(bot: SlackBot) -> None:
    id_ = put(bot, 1, needs_person=True)
    home_of(bot, AMARA)
    click(bot, AMARA, "show_card", id_)
    card = opened(bot, AMARA)
    assert "the boiler has broken again and nobody came" in words_of(card)
    bot.people.click(AMARA, {"view_id": card["id"]}, "agree")
    bot.settle()
    assert bot.log.get(id_).status == "agreed"
    assert "Complaint: agreed" in words_of(opened(bot, AMARA))
    assert "Nothing in doubt is waiting." in words_of(bot.stand_in.home(AMARA) or {})


def test_a_dialog_opened_from_the_card_lies_on_top_of_it(bot: SlackBot) -> None:
    id_ = put(bot, 1, needs_person=True)
    home_of(bot, AMARA)
    click(bot, AMARA, "show_card", id_)
    card = opened(bot, AMARA)
    bot.people.click(AMARA, {"view_id": card["id"]}, "change")
    change = opened(bot, AMARA)
    assert change["previous_view_id"] == card["id"]
    typed = {"label": {"choice": "service_request"}, "reason": {"text": "It is a first report."}}
    assert bot.people.submit(AMARA, change["id"], typed).ok
    bot.settle()
    assert opened(bot, AMARA)["id"] == card["id"]
    assert "Service request: decided by a person" in words_of(opened(bot, AMARA))


def test_a_card_closed_meanwhile_is_not_missed(bot: SlackBot) -> None:
    id_ = put(bot, 1, needs_person=True)
    home_of(bot, AMARA)
    click(bot, AMARA, "show_card", id_)
    card = opened(bot, AMARA)
    bot.people.click(AMARA, {"view_id": card["id"]}, "change")
    typed = {"label": {"choice": "service_request"}, "reason": {"text": "It is a first report."}}
    bot.stand_in.state.close_views(AMARA, card["id"])
    assert bot.people.submit(AMARA, opened(bot, AMARA)["id"], typed).ok
    bot.settle()
    assert "Service request: decided by a person" in words_of(bot.stand_in.home(AMARA) or {})


def test_a_question_is_asked_and_answered_in_one_dialog(bot: SlackBot) -> None:
    home_of(bot, JOAN)
    click(bot, JOAN, "ask_the_code")
    question = opened(bot, JOAN)
    empty = bot.people.submit(JOAN, question["id"], {"question-0": {"text": "  "}})
    assert empty.errors == {"question-0": "Write a question."}
    asked = {"question-0": {"text": "how long do we have to acknowledge a complaint?"}}
    assert bot.people.submit(JOAN, question["id"], asked).action == "update"
    answered = opened(bot, JOAN)
    assert "2024 Code 6.2" in words_of(answered)
    again = {"question-1": {"text": "what is the weather like?"}}
    assert bot.people.submit(JOAN, answered["id"], again).action == "update"
    assert "The Code does not answer that." in words_of(opened(bot, JOAN))


def test_an_answer_that_takes_long_follows(bot: SlackBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "PATIENCE", 0)
    monkeypatch.setattr(home, "PAUSE", 0)
    may_answer, answer = Event(), bot.services.answer

    def slow(services: Services, question: str) -> Answer:
        assert may_answer.wait(10)
        return answer(question)

    monkeypatch.setattr(Services, "answer", slow)
    home_of(bot, JOAN)
    home_view = bot.stand_in.home(JOAN)
    assert home_view is not None
    bot.people.click(JOAN, {"view_id": home_view["id"]}, "ask_the_code")
    asked = {"question-0": {"text": "how long do we have to acknowledge a complaint?"}}
    assert bot.people.submit(JOAN, opened(bot, JOAN)["id"], asked).action == "update"
    assert home.LOOKING in words_of(opened(bot, JOAN))
    may_answer.set()
    bot.settle()
    assert "2024 Code 6.2" in words_of(opened(bot, JOAN))


def test_a_question_that_cannot_be_answered_for_a_fault_is_said_to_be_so(
    bot: SlackBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Answer:
        raise OSError

    monkeypatch.setattr(Services, "answer", broken)
    home_of(bot, JOAN)
    click(bot, JOAN, "ask_the_code")
    bot.people.submit(JOAN, opened(bot, JOAN)["id"], {"question-0": {"text": "by when?"}})
    assert home.NOT_ANSWERED in words_of(opened(bot, JOAN))


# The dashboard


def test_only_managers_see_the_figures(bot: SlackBot) -> None:
    put(bot, 1)
    assert "export_log" not in buttons_of(home_of(bot, AMARA))
    managers = home_of(bot, DEV)
    assert {"choose_period", "export_log", "evidence_document"} <= set(buttons_of(managers))
    assert "Figures: last 30 days" in words_of(managers)


def test_the_dashboard_shows_what_is_counted_everywhere_else(bot: SlackBot) -> None:
    for number in range(6):
        bot.log.agree(put(bot, number), an_agreement(JOAN).model_copy(update={"at": NOW}))
    exclude(bot, put(bot, 6, Label.EXCLUDED))
    bot.log.correct(put(bot, 7, Label.SERVICE_REQUEST), a_correction(None, at=NOW))
    put(bot, 8, days_ago=40)
    words = words_of(home_of(bot, DEV))
    first, last = days_of(Period.MONTH, NOW.date())
    figures = count_figures(bot.log, first, last, today=last)
    assert f"*Decided by a person*\n{figures.decided.words}" in words
    assert figures.decided.words == "8 of 8 (100%)"
    assert "*Decided otherwise than proposed*\n1 of 8" in words
    assert "• Complaints accepted: 6 of 8 (75%)" in words
    assert "• Out of time (the Code): 1 of 1" in words
    assert "*Explanations not recorded as sent*\n1 of 1" in words


def test_the_charts_are_shown_with_their_numbers_in_words_and_drawn_once(bot: SlackBot) -> None:
    bot.log.agree(put(bot, 1), an_agreement(JOAN).model_copy(update={"at": NOW}))
    shown = home_of(bot, DEV)
    [chart] = images(shown)
    assert chart["alt_text"].startswith("Bar chart of working days from message to decision: median 0 working days")
    [file] = bot.stand_in.files
    assert chart["slack_file"]["id"] == file.id
    assert file.content.startswith(b"\x89PNG")
    assert bot.stand_in.messages(DEVS_DM) == []
    assert [image["slack_file"] for image in images(home_of(bot, DEV))] == [{"id": file.id}]
    assert len(bot.stand_in.files) == 1
    bot.log.agree(put(bot, 2), an_agreement(JOAN).model_copy(update={"at": NOW}))
    home_of(bot, DEV)
    assert len(bot.stand_in.files) == 2


def test_another_period_is_kept_for_the_person_who_chose_it(bot: SlackBot) -> None:
    bot.log.agree(put(bot, 1, days_ago=80), an_agreement(JOAN).model_copy(update={"at": NOW}))
    assert "No matter was put to Clausewise in this period." in words_of(home_of(bot, DEV))
    click(bot, DEV, "choose_period", "90")
    assert "Figures: last 90 days" in words_of(bot.stand_in.home(DEV) or {})
    assert "Figures: last 90 days" in words_of(home_of(bot, DEV))
    assert images(bot.stand_in.home(DEV) or {})


def test_a_decision_made_from_home_leaves_the_period_as_it_was(bot: SlackBot) -> None:
    id_ = put(bot, 1, needs_person=True)
    home_of(bot, DEV)
    click(bot, DEV, "choose_period", "365")
    click(bot, DEV, "show_card", id_)
    bot.people.click(DEV, {"view_id": opened(bot, DEV)["id"]}, "agree")
    bot.settle()
    assert "Figures: last 12 months" in words_of(bot.stand_in.home(DEV) or {})


def test_a_home_of_another_version_starts_afresh(bot: SlackBot) -> None:
    home_of(bot, DEV)
    with bot.stand_in.state.lock:
        bot.stand_in.state.homes[DEV]["private_metadata"] = '{"period": "for ever"}'
    assert "Figures: last 30 days" in words_of(home_of(bot, DEV))


@pytest.mark.parametrize(
    ("method", "error"), [("files.getUploadURLExternal", "missing_scope"), ("files.completeUploadExternal", "invalid")]
)
def test_a_slack_that_takes_no_pictures_leaves_a_home_without(method: str, error: str, bot: SlackBot) -> None:
    bot.log.agree(put(bot, 1), an_agreement(JOAN).model_copy(update={"at": NOW}))
    bot.stand_in.fail_next(1, method=method, error=error)
    shown = home_of(bot, DEV)
    assert images(shown) == []
    assert "Figures: last 30 days" in words_of(shown)


def test_pictures_that_slack_still_looks_at_are_tried_again(bot: SlackBot, monkeypatch: pytest.MonkeyPatch) -> None:
    bot.log.agree(put(bot, 1), an_agreement(JOAN).model_copy(update={"at": NOW}))
    monkeypatch.setattr(showing_home, "PAUSES", (0, 0, 0))
    uploaded = showing_home._uploaded

    def then_busy(*given: Any) -> Any:
        files = uploaded(*given)
        bot.stand_in.fail_next(2, method="views.publish", error="invalid_blocks")
        return files

    monkeypatch.setattr(showing_home, "_uploaded", then_busy)
    assert images(home_of(bot, DEV))


def test_pictures_never_cover_what_was_shown_since(bot: SlackBot, monkeypatch: pytest.MonkeyPatch) -> None:
    bot.log.agree(put(bot, 1), an_agreement(JOAN).model_copy(update={"at": NOW}))
    uploaded = showing_home._uploaded

    def meanwhile(client: Any, dashboard: Any) -> Any:
        client.views_publish(user_id=DEV, view={"type": "home", "blocks": [{"type": "divider"}]})
        return uploaded(client, dashboard)

    monkeypatch.setattr(showing_home, "_uploaded", meanwhile)
    assert [block["type"] for block in home_of(bot, DEV)["blocks"]] == ["divider"]


def test_a_period_chosen_by_somebody_who_is_no_manager_any_more_shows_no_figures(bot: SlackBot) -> None:
    put(bot, 1)
    home_of(bot, DEV)
    object.__setattr__(bot.services, "roles", Roles(managers=frozenset({SIAN})))
    click(bot, DEV, "choose_period", "365")
    assert "Figures" not in words_of(bot.stand_in.home(DEV) or {})
    assert told(bot) == [NO_LONGER_A_MANAGER]


@pytest.mark.parametrize(
    ("today", "first"),
    [
        pytest.param(date(2026, 11, 2), date(2025, 11, 3), id="an ordinary day"),
        pytest.param(date(2028, 2, 29), date(2027, 3, 1), id="a leap day"),
        pytest.param(date(2028, 3, 1), date(2027, 3, 2), id="the day after a leap day"),
    ],
)
def test_twelve_months_end_today(today: date, first: date) -> None:
    assert days_of(Period.YEAR, today) == (first, today)


@pytest.mark.parametrize(
    ("stretch", "today", "first", "last"),
    [
        (Stretch.THIS_FINANCIAL_YEAR, date(2026, 3, 31), date(2025, 4, 1), date(2026, 3, 31)),
        (Stretch.THIS_FINANCIAL_YEAR, date(2026, 4, 1), date(2026, 4, 1), date(2026, 4, 1)),
        (Stretch.LAST_FINANCIAL_YEAR, date(2026, 4, 1), date(2025, 4, 1), date(2026, 3, 31)),
        (Stretch.LAST_FINANCIAL_YEAR, date(2026, 3, 31), date(2024, 4, 1), date(2025, 3, 31)),
        (Stretch.THIS_YEAR, date(2026, 3, 31), date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_a_financial_year_begins_on_1_april(stretch: Stretch, today: date, first: date, last: date) -> None:
    assert days_of_stretch(stretch, today) == (first, last)


# Files


def test_the_export_reaches_the_manager_as_a_file_with_the_days_asked_for(bot: SlackBot) -> None:
    put(bot, 1)
    put(bot, 2, days_ago=40)
    view = dialog(bot, "export_log")
    assert bot.people.submit(DEV, view["id"], {"from-0": {"day": "2026-10-01"}, "what": XLSX}).ok
    bot.settle()
    assert told(bot) == ["The decision log from 1 October 2026 to 2 November 2026: 1 decision, as an Excel workbook."]
    [file] = bot.stand_in.files
    assert file.name == "clausewise-log-2026-11-02.xlsx"
    header, *rows = load_workbook(io.BytesIO(file.content))["Decisions"].iter_rows(values_only=True)
    assert header == NAMES
    assert [row[NAMES.index("decision")] for row in rows] == ["d-1"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl", "parquet"])
def test_an_export_of_nothing_is_a_file_all_the_same(ending: str, bot: SlackBot) -> None:
    view = dialog(bot, "export_log")
    assert bot.people.submit(DEV, view["id"], {"what": {"choice": ending}}).ok
    bot.settle()
    assert [file.name.rpartition(".")[2] for file in bot.stand_in.files if "log" in file.name] == [ending]
    assert ": 0 decisions, as " in told(bot)[0]


def test_the_days_of_a_period_are_filled_in_and_the_rest_stays(bot: SlackBot) -> None:
    view = dialog(bot, "export_log")
    bot.people.click(DEV, {"view_id": view["id"]}, "stretch-last_financial_year", values={"what": CSV})
    drawn = opened(bot, DEV)
    dates = [
        block["element"]["initial_date"] for block in drawn["blocks"] if "initial_date" in block.get("element", {})
    ]
    assert dates == ["2025-04-01", "2026-03-31"]
    assert bot.people.submit(DEV, drawn["id"], {"what": CSV}).ok
    bot.settle()
    assert told(bot) == ["The decision log from 1 April 2025 to 31 March 2026: 0 decisions, as a CSV file."]


@pytest.mark.parametrize(
    ("first", "last", "wrong", "said"),
    [
        ("2026-11-03", "2026-11-02", "from-0", "That day is still to come: today is 2 November 2026."),
        ("2026-10-01", "2026-12-01", "to-0", "That day is still to come: today is 2 November 2026."),
        ("2026-10-02", "2026-10-01", "to-0", "That is before the first day, 2 October 2026."),
    ],
)
@pytest.mark.parametrize("button", ["export_log", "evidence_document"])
def test_days_that_cannot_be_are_said_under_their_field(
    button: str, first: str, last: str, wrong: str, said: str, bot: SlackBot
) -> None:
    view = dialog(bot, button)
    outcome = bot.people.submit(DEV, view["id"], {"from-0": {"day": first}, "to-0": {"day": last}})
    assert outcome.errors == {wrong: said}
    assert told(bot) == []


@pytest.mark.parametrize("button", ["export_log", "evidence_document"])
def test_the_right_is_asked_for_again_when_the_dialog_is_sent_in(button: str, bot: SlackBot) -> None:
    view = dialog(bot, button)
    object.__setattr__(bot.services, "roles", Roles(managers=frozenset({SIAN})))
    outcome = bot.people.submit(DEV, view["id"])
    assert list(outcome.errors.values()) == [MANAGERS_ONLY]
    bot.settle()
    assert bot.stand_in.files == []


@pytest.mark.parametrize(
    ("kind", "ending", "said"),
    [
        ("self_assessment", "docx", "under the 2024 Code: 6 of 6 (100%) matters"),
        ("workbook", "xlsx", "under the 2024 Code: 6 of 6 (100%) matters"),
        ("annual", "docx", "for the annual report: 6 of 6 (100%) matters"),
    ],
)
def test_a_document_reaches_the_manager_with_what_was_counted(kind: str, ending: str, said: str, bot: SlackBot) -> None:
    for number in range(6):
        bot.log.agree(put(bot, number, days_ago=300), an_agreement(JOAN).model_copy(update={"at": NOW}))
    view = dialog(bot, "evidence_document")
    assert bot.people.submit(DEV, view["id"], {"what": {"choice": kind}}).ok
    bot.settle()
    assert said in told(bot)[0]
    file = bot.stand_in.files[-1]
    assert file.name.endswith(f"-2025-04-01-2026-03-31.{ending}")
    if ending == "docx":
        assert "6 of 6 (100%)" in whole_text(file.content) or "6" in pictures(file.content)[0]
    else:
        assert load_workbook(io.BytesIO(file.content)).sheetnames


def test_what_is_no_evidence_says_so_on_home_in_the_message_and_in_the_document(bot: SlackBot) -> None:
    object.__setattr__(bot.services, "log_note", "Made-up decisions.")
    assert "Made-up decisions." in words_of(home_of(bot, AMARA))
    view = dialog(bot, "evidence_document")
    assert bot.people.submit(DEV, view["id"]).ok
    bot.settle()
    assert "Made-up decisions." in told(bot)[0]
    assert "Made-up decisions." in whole_text(bot.stand_in.files[-1].content)


def test_a_file_that_cannot_be_sent_is_said_to_be_missing(bot: SlackBot) -> None:
    view = dialog(bot, "export_log")
    bot.stand_in.fail_next(1, method="files.completeUploadExternal", error="internal_error")
    assert bot.people.submit(DEV, view["id"]).ok
    bot.settle()
    assert told(bot) == [FAILED]


def test_home_remembers_ids_and_choices_and_nobodys_words(bot: SlackBot) -> None:
    bot.log.agree(put(bot, 1), an_agreement(JOAN).model_copy(update={"at": NOW}))
    remembered = json.loads(home_of(bot, DEV)["private_metadata"])
    assert set(remembered) == {"period", "charts", "files"}


def test_evidence_entered_by_a_person_is_no_decision_of_theirs_but_is_among_their_latest(bot: SlackBot) -> None:
    id_ = put(bot, 1, handed_in_by=JOAN)
    bot.log.add_evidence(id_, Evidence(kind=EvidenceKind.ACKNOWLEDGED, on=NOW.date(), by=AMARA, at=NOW))
    assert [each.decision.id for each in bot.log.latest_of(AMARA)] == [id_]


def test_a_card_in_the_channel_is_shown_from_home_too(bot: SlackBot) -> None:
    ts = bot.say(AMARA, CONTACT, "hello again")
    card = bot.card(CONTACT, ts)
    shown = home_of(bot, JOAN)
    [(_, _), (action, id_), *_] = accessories(shown)
    click(bot, JOAN, action, id_)
    bot.people.click(JOAN, {"view_id": opened(bot, JOAN)["id"]}, "agree")
    bot.settle()
    assert "Complaint: agreed" in words_of(bot.card(CONTACT, ts))
    assert card["ts"] == bot.card(CONTACT, ts)["ts"]
