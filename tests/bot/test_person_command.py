"""`clausewise person`: all that the log holds on one matter is handed out, or goes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.decisions import Evidence, EvidenceKind
from bot.records.decision_log import DecisionLog
from tests.bot.conftest import Clausewise
from tests.bot.records.builders import (
    JOAN,
    NOON,
    SIAN,
    a_decision,
    a_decision_numbered,
    a_log,
    a_second_person,
    an_explanation,
)

LINK = "https://hazel-homes.slack.com/archives/C0CONTACT/p1762084800000100"


@pytest.fixture
def log(home: Path) -> Iterator[DecisionLog]:
    """One matter with everything that can be written about it, its case CMP-1; and another one."""
    home.mkdir()
    opened = a_log(home, keep_full_text=True)
    opened.record(a_decision(text="Mr Smith here, the boiler is off again"), reply_to=None)
    opened.explain("d-1", an_explanation(JOAN, reason="It is over."))
    opened.second_person("d-1", a_second_person(SIAN, reason="Right."))
    opened.add_evidence("d-1", Evidence(kind=EvidenceKind.CASE, reference="CMP-1", by=JOAN, at=NOON))
    opened.record(a_decision_numbered(2, text="the lift is out"), reply_to=None)
    yield opened
    opened.close()


WAYS = [
    pytest.param(["d-1"], id="by the decision's id"),
    pytest.param(["--case", "cmp-1"], id="by the case"),
    pytest.param(["--message", LINK], id="by the message's link"),
    pytest.param(["--message", LINK + "?thread_ts=1762084800.000100&cid=C0CONTACT"], id="by a link in a thread"),
    pytest.param(["--channel", "C0CONTACT", "--ts", "1762084800.000100"], id="by channel and ts"),
    pytest.param(
        ["--team", "T0HAZEL", "--channel", "C0CONTACT", "--ts", "1762084800.000100"], id="by team, channel and ts"
    ),
]


@pytest.mark.parametrize("way", WAYS)
def test_everything_on_it_is_handed_out_to_programs_and_to_people(
    way: list[str], clausewise: Clausewise, log: DecisionLog
) -> None:
    ran = clausewise("person", "export", *way, "-o", "person.json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "1 decision written to person.json and person.txt.\n"
    [matter] = json.loads(Path("person.json").read_text(encoding="utf-8"))["decisions"]
    assert matter["decision"]["decision"]["id"] == "d-1"
    assert matter["texts"]["message"] == "Mr [name] here, the boiler is off again"
    assert matter["texts"]["full_message"] == "Mr Smith here, the boiler is off again"
    assert [event["kind"] for event in matter["history"]] == [
        "proposed", "explanation_written", "second_person_confirmed", "evidence"
    ]  # fmt: skip
    readable = Path("person.txt").read_text(encoding="utf-8")
    held = {body for _, kind, body in log.texts_of("d-1") if kind not in {"spoke_for", "spoke_against", "dates"}}
    in_a_line = " ".join(readable.split())
    assert [body for body in held if body not in in_a_line] == []
    whole = json.dumps(matter, ensure_ascii=False)
    assert [body for body in held if body not in whole] == []
    assert "the lift is out" not in whole + readable


def test_nobody_but_its_owner_may_read_the_files(clausewise: Clausewise, log: DecisionLog) -> None:
    clausewise("person", "export", "d-1", "-o", "person.json")
    assert [Path(name).stat().st_mode & 0o077 for name in ("person.json", "person.txt")] == [0, 0]


@pytest.mark.parametrize("way", WAYS)
def test_an_erasure_first_says_what_would_go_and_then_takes_it(
    way: list[str], clausewise: Clausewise, log: DecisionLog
) -> None:
    held = len(log.texts_of("d-1"))
    shown = clausewise("person", "erase", *way)
    assert (shown.status, shown.err) == (0, "")
    assert "d-1: message, full message, spoke for" in shown.out
    assert f"{held} texts would go. Nothing was deleted: run it again with --for-real." in shown.out
    assert len(log.texts_of("d-1")) == held
    done = clausewise("person", "erase", *way, "--for-real")
    assert done.out == f"{held} texts of 1 decision deleted; the log says so with each.\n"
    assert log.texts_of("d-1") == []
    assert log.history("d-1")[-1].details == {"why": "erasure_request", "texts": held}
    assert log.texts_of("d-2") != []
    assert clausewise("audit", "verify").status == 0


@pytest.mark.parametrize("command", [["export", "-o", "person.json"], ["erase", "--for-real"]])
@pytest.mark.parametrize(
    ("way", "said"),
    [
        (["--case", "CMP-2"], "no decision on that case"),
        (["--message", LINK + "7"], "no decision on that message"),
        (["--team", "T0OTHER", "--channel", "C0CONTACT", "--ts", "1762084800.000100"], "no decision on that message"),
        (["e-1"], "no decision whose id begins"),
    ],
)
def test_nothing_found_is_a_sentence_and_nothing_is_written(
    way: list[str], said: str, command: list[str], clausewise: Clausewise, log: DecisionLog
) -> None:
    ran = clausewise("person", *command, *way)
    assert ran.status == 1
    assert said in ran.sentence
    assert not Path("person.json").exists()


def test_what_was_erased_once_is_not_there_to_be_erased_again(clausewise: Clausewise, log: DecisionLog) -> None:
    clausewise("person", "erase", "d-1", "--for-real")
    again = clausewise("person", "erase", "d-1", "--for-real")
    assert again.status == 1
    assert "gone already" in again.sentence
    by_case = clausewise("person", "erase", "--case", "CMP-1")
    assert by_case.status == 1
    assert "A case's reference goes when its texts are erased" in by_case.sentence


@pytest.mark.parametrize(
    "way",
    [
        [],
        ["d-1", "--case", "CMP-1"],
        ["--channel", "C0CONTACT"],
        ["--ts", "1.0"],
        ["--team", "T0HAZEL", "--case", "CMP-1"],
        ["--message", "https://hazel-homes.slack.com/archives/C0CONTACT"],
        ["--message", LINK, "--channel", "C0CONTACT", "--ts", "1.0"],
    ],
)
def test_a_matter_is_named_in_one_way(way: list[str], clausewise: Clausewise, log: DecisionLog) -> None:
    assert clausewise("person", "erase", *way).status == 2


def test_what_it_is_linked_with_is_named_and_left_alone(clausewise: Clausewise, log: DecisionLog) -> None:
    log.add_evidence("d-2", Evidence(kind=EvidenceKind.LINKED, linked_to="d-1", by=JOAN, at=NOON))
    for command in (["export", "-o", "person.json"], ["erase", "--for-real"]):
        assert "Linked with it, and not part of this: d-2." in clausewise("person", *command, "d-1").out
    assert log.texts_of("d-2") != []


@pytest.mark.parametrize("out", ["missing/person.json", "person.txt", "."])
def test_a_file_that_cannot_be_written_is_told_of(out: str, clausewise: Clausewise, log: DecisionLog) -> None:
    ran = clausewise("person", "export", "d-1", "-o", out)
    assert ran.status == 2
    assert "Name a .json file in a folder that exists" in ran.sentence


def test_the_workspaces_log_can_be_asked_too(clausewise: Clausewise, log: DecisionLog, home: Path) -> None:
    (home / "workspace").mkdir()
    with closing(a_log(home / "workspace")) as tried_out:
        tried_out.record(a_decision_numbered(5), reply_to=None)
    assert clausewise("person", "erase", "d-5").status == 1
    assert clausewise("person", "erase", "d-5", "--workspace", "--for-real").status == 0
    with closing(a_log(home / "workspace")) as tried_out:
        assert tried_out.texts_of("d-5") == []
