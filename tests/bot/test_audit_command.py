"""`clausewise audit`: the two verdicts as a person reads them, the anchors, and the history of a decision."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.applications import Starlette

from bot.anchors import FILE
from bot.decisions import Evidence, EvidenceKind
from bot.records.decision_log import DecisionLog, ReplyTo
from bot.workspace.deliveries import Deliveries
from bot.workspace.server import workspace_routes
from tests.bot.conftest import Clausewise
from tests.bot.records.builders import (
    JOAN,
    NOON,
    SIAN,
    a_correction,
    a_decision,
    a_decision_numbered,
    a_log,
    a_second_person,
    an_agreement,
    an_explanation,
)
from tests.workspace.building import CONTACT, GENERAL, SECRET, TOKEN, a_stand_in
from tests.workspace.running import running


@pytest.fixture
def log(home: Path) -> Iterator[DecisionLog]:
    """Four events: three proposals, and one that was agreed."""
    home.mkdir()
    opened = a_log(home)
    for number in range(3):
        opened.record(a_decision_numbered(number), reply_to=None)
    opened.agree("d-0", an_agreement())
    yield opened
    opened.close()


def change(home: Path, *statements: str) -> None:
    """Do to the database what its owner can do."""
    with closing(sqlite3.connect(home / "log.db")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


CUT_OFF = (
    "DELETE FROM events WHERE position = 4",
    "UPDATE chain SET count = 3, head = (SELECT mac FROM events WHERE position = 3)",
)

# verify


def test_without_an_anchor_it_says_what_it_cannot_know(clausewise: Clausewise, log: DecisionLog) -> None:
    ran = clausewise("audit", "verify")
    assert (ran.status, ran.err) == (0, "")
    assert "Unaltered: yes. All 4 events and 12 texts are as they were written." in ran.out
    assert "without an anchor kept elsewhere a cut end does not show" in ran.out


def test_an_anchor_vouches_for_what_it_covers_and_not_for_what_came_later(
    clausewise: Clausewise, log: DecisionLog
) -> None:
    anchor = log.anchor()
    log.agree("d-1", an_agreement())
    ran = clausewise("audit", "verify", "--anchor", f"{anchor.count}:{anchor.head}")
    assert ran.status == 0
    assert "The anchors vouch for the first 4 of 5 events; what came after (1)" in ran.out


def test_a_changed_event_is_named_and_fails(clausewise: Clausewise, log: DecisionLog, home: Path) -> None:
    change(home, "UPDATE events SET \"by\" = 'U0DEV' WHERE position = 4")
    ran = clausewise("audit", "verify")
    assert ran.status == 1
    assert "Unaltered: NO. The first that is not as it was written: event 4 (agreed, decision d-0" in ran.out
    assert "Complete:  as far as the log itself can tell" in ran.out


def test_a_cut_end_shows_by_an_anchor_given_or_kept_and_by_nothing_else(
    clausewise: Clausewise, log: DecisionLog, home: Path
) -> None:
    anchor = log.anchor()
    change(home, *CUT_OFF)
    assert clausewise("audit", "verify").status == 0
    given = clausewise("audit", "verify", "--anchor", f"{anchor.count}:{anchor.head}")
    assert given.status == 1
    assert "Unaltered: yes" in given.out
    assert "Complete:  NO. What shows it: an anchor names 4 events and 3 are there" in given.out


def test_the_anchors_it_kept_itself_are_used_and_said_to_lie_beside_the_log(
    clausewise: Clausewise, log: DecisionLog, home: Path
) -> None:
    assert clausewise("audit", "anchor").status == 0
    kept = clausewise("audit", "verify")
    assert "vouch for the first 4 of 4 events" in kept.out
    assert "They are all from the file beside the log: post one with --post" in kept.out
    change(home, *CUT_OFF)
    assert clausewise("audit", "verify").status == 1


def test_the_verdicts_can_be_had_as_json(clausewise: Clausewise, log: DecisionLog, home: Path) -> None:
    change(home, "DELETE FROM texts WHERE kind = 'message' AND decision_id = 'd-1'")
    anchor = log.anchor()
    ran = clausewise("audit", "verify", "--json", "--anchor", f"{anchor.count}:{anchor.head}")
    assert ran.json == {
        "unaltered": True,
        "complete": True,
        "first_altered": None,
        "first_missing": None,
        "events": 4,
        "texts": 11,
        "head": anchor.head,
        "events_anchored": 4,
        "anchors_given": 1,
        "anchors_kept": 0,
        "anchors_of_other_logs": 0,
        "anchors_unreadable": 0,
        "decisions_erased": 0,
        "texts_gone_without_record": 1,
        "first_gone": "the message of decision d-1",
    }


def test_texts_that_went_without_a_record_are_a_line_of_their_own_and_fail_nothing(
    clausewise: Clausewise, log: DecisionLog, home: Path
) -> None:
    log.erase_texts(["d-0"], why="retention", by="clausewise")
    change(home, "DELETE FROM texts WHERE kind = 'message'")
    ran = clausewise("audit", "verify")
    assert ran.status == 0
    assert "The texts of 1 decision were erased, and the log says when and why." in ran.out
    assert "2 texts are gone without a record of erasure (the first: the message of decision d-1)." in ran.out


@pytest.mark.parametrize("written", ["4", "4:abc", ":", "four:" + "a" * 64, "4:" + "g" * 64])
def test_what_is_no_anchor_is_refused_with_how_to_write_one(
    written: str, clausewise: Clausewise, log: DecisionLog
) -> None:
    ran = clausewise("audit", "verify", "--anchor", written)
    assert ran.status == 2
    assert "is no anchor" in ran.sentence


# anchor


def test_an_anchor_is_printed_as_verify_takes_it_and_kept_once(
    clausewise: Clausewise, log: DecisionLog, home: Path
) -> None:
    first, again = clausewise("audit", "anchor"), clausewise("audit", "anchor")
    written = first.out.splitlines()[-1]
    assert "4 events" in first.out
    assert again.out.splitlines()[-1] == written
    assert clausewise("audit", "verify", "--anchor", written).status == 0
    assert len((home / FILE).read_text().splitlines()) == 1


def test_an_empty_log_has_nothing_to_anchor(clausewise: Clausewise, home: Path) -> None:
    ran = clausewise("audit", "anchor")
    assert ran.status == 2
    assert "nothing to anchor" in ran.sentence
    assert not (home / FILE).exists()


def test_a_damaged_line_and_anchors_of_another_database_are_said_and_left_out(
    clausewise: Clausewise, log: DecisionLog, home: Path
) -> None:
    clausewise("audit", "anchor")
    other = json.loads((home / FILE).read_text()) | {"log": "postgresql clausewise", "count": 99}
    with (home / FILE).open("a") as file:
        file.write(json.dumps(other) + "\n" + '{"count": 5, "he')
    log.agree("d-1", an_agreement())
    clausewise("audit", "anchor")
    ran = clausewise("audit", "verify")
    assert ran.status == 0
    assert "vouch for the first 5 of 5 events" in ran.out
    assert "Not used: 1 anchor in the file, of another database." in ran.out
    assert "Not used: 1 line of the file of anchors" in ran.out


def test_an_anchor_is_posted_to_a_channel_with_the_bots_token(
    clausewise: Clausewise, log: DecisionLog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_SLACK_BOT_TOKEN", TOKEN)
    stand_in, web = a_stand_in(), Starlette()
    with running(web) as address:
        people = Deliveries(stand_in, f"{address}/slack/events", SECRET)
        web.router.routes.extend(workspace_routes(stand_in, people))
        monkeypatch.setenv("CLAUSEWISE_SLACK_API_URL", f"{address}/api/")
        ran = clausewise("audit", "anchor", "--post", CONTACT)
        refused = clausewise("audit", "anchor", "--post", GENERAL)  # The bot is not in it.
        people.stop()
    anchor = log.anchor()
    assert ran.status == 0
    assert "Posted to C0CONTACT." in ran.out
    [posted] = stand_in.messages(CONTACT)
    assert f"{anchor.count}:{anchor.head}" in posted["text"]
    stand_in.close()
    assert refused.status == 2
    assert "not_in_channel" in refused.sentence
    assert "hold the log against the one in Slack with --anchor" in clausewise("audit", "verify").out


def test_posting_needs_the_token(clausewise: Clausewise, log: DecisionLog) -> None:
    ran = clausewise("audit", "anchor", "--post", CONTACT)
    assert ran.status == 2
    assert "CLAUSEWISE_SLACK_BOT_TOKEN is not set" in ran.sentence


def test_a_slack_that_cannot_be_reached_is_told_of_and_the_anchor_is_kept(
    clausewise: Clausewise, log: DecisionLog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_SLACK_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("CLAUSEWISE_SLACK_API_URL", "http://127.0.0.1:9/api/")
    ran = clausewise("audit", "anchor", "--post", CONTACT)
    assert ran.status == 2
    assert "The anchor is kept but Slack did not take it" in ran.sentence
    assert (home / FILE).exists()


def test_the_workspaces_log_has_anchors_of_its_own(clausewise: Clausewise, log: DecisionLog, home: Path) -> None:
    (home / "workspace").mkdir()
    with closing(a_log(home / "workspace")) as tried_out:
        tried_out.record(a_decision(), reply_to=None)
    assert "1 event." in clausewise("audit", "anchor", "--workspace").out
    assert not (home / FILE).exists()
    assert "first 1 of 1 event" in clausewise("audit", "verify", "--workspace").out


# history


def test_the_history_of_a_decision_is_told_in_plain_words(clausewise: Clausewise, log: DecisionLog) -> None:
    log.record(a_decision_numbered(7, id="3f9c21ab77"), reply_to=ReplyTo(channel=CONTACT, thread_ts="1.0"))
    log.reply_sent("3f9c21ab77", "1.1")
    log.explain("3f9c21ab77", an_explanation(JOAN, reason="It was three years ago."))
    log.second_person("3f9c21ab77", a_second_person(SIAN, confirmed=False, reason="The date is wrong."))
    log.correct("3f9c21ab77", a_correction())
    log.add_evidence("3f9c21ab77", Evidence(kind=EvidenceKind.ACKNOWLEDGED, on=NOON.date(), by=JOAN, at=NOON))
    log.add_evidence("3f9c21ab77", Evidence(kind=EvidenceKind.CASE, reference="CMP-1", by=JOAN, at=NOON))
    ran = clausewise("audit", "history", "3f9c21ab")
    assert (ran.status, ran.err) == (0, "")
    told = [line.split("  ", 1)[1] for line in ran.out.splitlines() if line.startswith("2 November 2026, ")]
    assert told == [
        "Clausewise proposed: complaint (90%). 2024 Code 1.2",
        "The card was posted in Slack.",
        "U0JOAN put an exclusion forward (out of time) and wrote the explanation.",
        "U0SIAN sent the exclusion back.",
        "U0JOAN decided otherwise: service request.",
        "U0JOAN entered: acknowledged, on 2 November 2026.",
        "U0JOAN entered: case.",
    ]
    for words in (
        "Message: the boiler has broken again and nobody came",
        "Reason: It was three years ago.",
        "Reason: The date is wrong.",
        "Reason: It is a first report.",
        "Case: CMP-1",
        "On discretion: Considered; the records are gone.",
    ):
        assert words in ran.out


def test_after_an_erasure_the_history_says_so_instead_of_the_words(clausewise: Clausewise, log: DecisionLog) -> None:
    log.erase_texts(["d-1"], why="erasure_request", by="command_line")
    ran = clausewise("audit", "history", "d-1")
    assert "Message: (text removed)" in ran.out
    assert "4 texts deleted: somebody asked for it (command_line)." in ran.out


@pytest.mark.parametrize(
    ("start", "said"), [("d-", "3 decisions whose id begins"), ("e", "no decision"), ("", "no decision")]
)
def test_an_id_that_is_not_there_or_not_alone_is_told_of(
    start: str, said: str, clausewise: Clausewise, log: DecisionLog
) -> None:
    ran = clausewise("audit", "history", start)
    assert ran.status == 2
    assert said in ran.sentence
