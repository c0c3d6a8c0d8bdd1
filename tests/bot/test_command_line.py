"""What the commands give to people and to the programs that call them. Bad input has a file of its own."""

from __future__ import annotations

import json
import shlex
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli import app
from classifier.labels import Label
from knowledge.clauses import find_clause
from knowledge.edition import Edition
from tests.bot.conftest import Clausewise

COMPLAINT = (
    "This is the third time I have rung about the damp and nobody has come. It is not good enough, I am furious."
)
SCRIPT = Path(sys.executable).parent / "clausewise"
DECISION_FIELDS = (
    "id label confidence probabilities ground signals needs_person why_person clauses edition model".split()  # noqa: SIM905
)


def lines_of(*objects: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in objects)


# classify


def test_classify_says_what_a_message_is_and_what_happens_next_and_logs_nothing(
    clausewise: Clausewise, with_model: None, trained_home: Path
) -> None:
    ran = clausewise("classify", COMPLAINT, "--received", "2025-11-03")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Complaint · ")
    assert "2024 Code 1.2" in ran.out
    assert "What happens next" in ran.out
    assert "by Mon 10 November 2025 (2024 Code 6.2)" in ran.out
    assert "Clausewise proposes; a person decides. Nothing was logged." in ran.out
    assert [path.name for path in trained_home.iterdir()] == ["models"]


def test_classify_reads_standard_input_where_no_text_is_given(clausewise: Clausewise, with_model: None) -> None:
    given = clausewise("classify", COMPLAINT, "--received", "2025-11-03")
    assert clausewise("classify", "--received", "2025-11-03", stdin=COMPLAINT.encode()) == given


def test_classify_json_has_the_fields_of_the_contract(clausewise: Clausewise, with_model: None) -> None:
    ran = clausewise("classify", COMPLAINT, "--received", "2025-11-03", "--json")
    said = ran.json
    assert (ran.status, ran.err) == (0, "")
    assert list(said) == DECISION_FIELDS
    assert said["id"] is None
    assert said["label"] == "complaint"
    assert said["ground"] is None
    assert isinstance(said["signals"], list)
    assert isinstance(said["needs_person"], bool)
    assert said["clauses"][0] == {"edition": "2024", "id": "1.2"}
    assert said["edition"] == "2024"
    assert said["model"].startswith("encoder-")


def test_the_label_is_the_most_probable_of_the_three_also_when_a_person_is_needed(
    clausewise: Clausewise, with_model: None
) -> None:
    texts = [COMPLAINT, "my tap drips, can someone come", "hi", "asdf qwer", "the court hearing is on Monday, damp"]
    ran = clausewise("classify", "--jsonl", stdin=lines_of(*({"text": text} for text in texts)))
    assert ran.status == 0
    assert any(said["needs_person"] for said in ran.lines)
    for said in ran.lines:
        assert set(said["probabilities"]) == {label.value for label in Label}
        assert said["confidence"] == max(said["probabilities"].values()) == said["probabilities"][said["label"]]
        assert sum(said["probabilities"].values()) == pytest.approx(1, abs=0.0003)  # Each is rounded to 4 places.
        assert said["needs_person"] == (said["why_person"] is not None)
        assert (said["label"] == "excluded") == (said["ground"] is not None)


def test_jsonl_answers_line_by_line_in_order_with_the_same_id_of_whatever_kind(
    clausewise: Clausewise, with_model: None
) -> None:
    ids: list[Any] = [7, "a-7", None, True, 1.5, [1, "x"], {"row": 3}, "🏠", "\ud800", 12345678901234567890]
    lines = [{"id": id_, "text": COMPLAINT} for id_ in ids] + [{"text": COMPLAINT}]
    ran = clausewise("classify", "--jsonl", stdin=lines_of(*lines))
    assert (ran.status, ran.err) == (0, "")
    assert [said["id"] for said in ran.lines] == [*ids, None]
    assert all(list(said) == DECISION_FIELDS for said in ran.lines)


def test_jsonl_says_the_same_as_one_message_by_itself(clausewise: Clausewise, with_model: None) -> None:
    alone = clausewise("classify", COMPLAINT, "--received", "2025-11-03", "--json").json
    line = {"id": None, "text": COMPLAINT, "received": "2025-11-03"}
    assert clausewise("classify", "--jsonl", stdin=lines_of(line)).json == alone


def test_jsonl_from_a_file_says_the_same_as_from_a_pipe(
    clausewise: Clausewise, with_model: None, tmp_path: Path
) -> None:
    lines = lines_of({"id": 1, "text": COMPLAINT}, {"id": 2}) + b"{\n" + lines_of({"id": 3, "text": "a tap drips"}) * 70
    file = tmp_path / "messages.jsonl"
    file.write_bytes(lines)
    from_file, from_pipe = (clausewise("classify", "--jsonl", stdin=each) for each in (file, lines))
    assert from_file.lines == from_pipe.lines
    assert from_file.status == from_pipe.status == 1
    assert [said["id"] for said in from_file.lines] == [1, 2, None, *[3] * 70]


@pytest.mark.parametrize(
    ("received", "edition"),
    [
        ("2020-07-01", "2020"),
        ("2022-03-31", "2020"),
        ("2022-04-01", "2022"),
        ("2024-03-31", "2022"),
        ("2024-04-01", "2024"),
        ("2025-11-03T09:30:00+00:00", "2024"),
    ],
)
def test_the_day_of_receipt_chooses_the_edition(
    received: str, edition: str, clausewise: Clausewise, with_model: None
) -> None:
    said = clausewise("classify", "--jsonl", stdin=lines_of({"text": COMPLAINT, "received": received})).json
    assert said["edition"] == edition
    assert {clause["edition"] for clause in said["clauses"]} == {edition}


def test_a_line_s_own_day_goes_before_the_option(clausewise: Clausewise, with_model: None) -> None:
    lines = lines_of({"text": COMPLAINT, "received": "2023-01-09"}, {"text": COMPLAINT})
    ran = clausewise("classify", "--jsonl", "--received", "2021-01-04", stdin=lines)
    assert [said["edition"] for said in ran.lines] == ["2022", "2020"]


def test_an_edition_named_goes_before_the_day(clausewise: Clausewise, with_model: None) -> None:
    said = clausewise("classify", COMPLAINT, "--received", "2025-11-03", "--edition", "2020", "--json").json
    assert said["edition"] == "2020"
    assert {"edition": "2020", "id": "1.2"} in said["clauses"]


@pytest.mark.parametrize(("edition", "received"), [("2020", "2015-06-01"), ("2024", "2029-06-01")])
def test_a_message_of_a_year_whose_bank_holidays_are_not_known_is_classified_all_the_same(
    edition: str, received: str, clausewise: Clausewise, with_model: None
) -> None:
    ran = clausewise("classify", COMPLAINT, "--received", received, "--edition", edition)
    assert ran.status == 0, ran.err
    assert ran.out.startswith("Complaint · ")


def test_the_landlord_s_own_time_is_applied_where_a_policy_is_named(
    clausewise: Clausewise, with_model: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    barnet = clausewise("classify", COMPLAINT, "--received", "2025-11-03", "--policy", "barnet")
    assert "by Wed 5 November 2025" in barnet.out  # Barnet acknowledges within two working days.
    own = tmp_path / "own.yaml"
    shipped = Path(__file__).parents[2] / "knowledge" / "policies" / "barnet.yaml"
    own.write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    assert clausewise("classify", COMPLAINT, "--received", "2025-11-03", "--policy", str(own)).out == barnet.out
    monkeypatch.setenv("CLAUSEWISE_POLICY", "barnet")
    assert clausewise("classify", COMPLAINT, "--received", "2025-11-03").out == barnet.out


def test_the_model_is_trained_on_first_use_and_kept(clausewise: Clausewise, no_training: None, home: Path) -> None:
    assert clausewise("classify", COMPLAINT, "--json").status == 0
    [kept] = (home / "models").iterdir()
    assert clausewise("classify", COMPLAINT, "--json").json["model"] == kept.name


def test_train_says_what_it_made_and_where_it_is(clausewise: Clausewise, no_training: None, home: Path) -> None:
    ran = clausewise("train")
    [kept] = (home / "models").iterdir()
    assert ran.status == 0
    assert f"Trained {kept.name} on " in ran.out
    assert str(home / "models") in ran.out


def test_what_goes_well_says_nothing_on_standard_error_where_that_is_no_terminal(
    clausewise: Clausewise, no_training: None
) -> None:
    assert clausewise("train").err == ""
    assert clausewise("export", "-o", "decisions.csv").err == ""


# ask


def test_ask_gives_the_clause_and_where_its_words_come_from(clausewise: Clausewise) -> None:
    ran = clausewise("ask", "how long do we have to acknowledge a complaint?", "--today", "2025-11-03")
    assert (ran.status, ran.err) == (0, "")
    assert "2024 Code 6.2 (summary in our own words, not the Code's wording)" in ran.out
    assert "https://" in ran.out


def test_ask_json_has_the_fields_of_the_contract(clausewise: Clausewise) -> None:
    question = "S1 acknowledged on 3 March 2025, when is the response due?"
    ran = clausewise("ask", question, "--today", "2025-11-03", "--json")
    said = ran.json
    assert (ran.status, ran.err) == (0, "")
    assert list(said) == ["id", "answered", "clauses", "policy", "deadline"]
    assert said["id"] is None
    assert said["answered"] is True
    assert 1 <= len(said["clauses"]) <= 3
    for clause in said["clauses"]:
        assert list(clause) == ["edition", "id", "confidence", "text", "summary"]
        assert clause["text"] == find_clause(Edition(clause["edition"]), clause["id"]).words
    confidences = [clause["confidence"] for clause in said["clauses"]]
    assert confidences == sorted(confidences, reverse=True)
    due = said["deadline"]
    assert {"step", "from", "due", "working_days", "clause"} <= set(due)
    assert (due["step"], due["from"], due["due"], due["working_days"]) == (
        "stage_1_response",
        "2025-03-03",
        "2025-03-17",
        10,
    )
    assert due["clause"] == {"edition": "2024", "id": "6.3"}


def test_a_question_without_a_date_has_no_deadline(clausewise: Clausewise) -> None:
    said = clausewise("ask", "who may complain on behalf of a resident?", "--json").json
    assert said["answered"] is True
    assert said["deadline"] is None
    assert said["policy"] == []


def test_what_the_code_does_not_answer_gets_an_honest_no_and_no_clause(clausewise: Clausewise) -> None:
    question = "what is the capital of France?"
    assert clausewise("ask", question, "--today", "2025-11-03").out == (
        "The Code does not answer that. (Asked of the 2024 Code.)\n"
    )
    said = clausewise("ask", question, "--json").json
    assert said == {"id": None, "answered": False, "clauses": [], "policy": [], "deadline": None}


def test_a_summary_is_marked_and_the_code_s_own_words_are_not(clausewise: Clausewise) -> None:
    question = "how long do we have to acknowledge a complaint?"
    for edition, summary in (("2020", False), ("2022", False), ("2024", True)):
        said = clausewise("ask", question, "--edition", edition, "--json").json
        assert {(clause["edition"], clause["summary"]) for clause in said["clauses"]} == {(edition, summary)}


def test_the_edition_comes_from_the_line_then_the_option_then_the_words_then_the_day(clausewise: Clausewise) -> None:
    plain, named = "what is a complaint?", "what is a complaint under the 2020 code?"
    lines = lines_of(
        {"id": 1, "question": named, "edition": "2022"},
        {"id": 2, "question": named},
        {"id": 3, "question": plain, "today": "2023-05-02"},
        {"id": 4, "question": plain, "edition": 2020},
    )
    asked = [said["clauses"][0]["edition"] for said in clausewise("ask", "--jsonl", stdin=lines).lines]
    assert asked == ["2022", "2020", "2022", "2020"]
    with_option = clausewise("ask", "--jsonl", "--edition", "2024", stdin=lines)
    assert [said["clauses"][0]["edition"] for said in with_option.lines] == ["2022", "2024", "2024", "2020"]


def test_yesterday_is_counted_from_the_line_s_today_and_else_from_the_option_s(clausewise: Clausewise) -> None:
    question = "A complaint was received yesterday, when must we acknowledge it?"
    lines = lines_of({"question": question, "today": "2025-03-04"}, {"question": question})
    ran = clausewise("ask", "--jsonl", "--today", "2025-06-03", stdin=lines)
    assert [said["deadline"]["from"] for said in ran.lines] == ["2025-03-03", "2025-06-02"]


def test_the_policy_comes_from_the_line_then_the_option_then_the_setting(
    clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_POLICY", "brent")
    question = "Complaint received on 3 March 2025, when is the stage 1 response due?"
    lines = lines_of({"question": question, "policy": "barnet"}, {"question": question})
    said = clausewise("ask", "--jsonl", stdin=lines).lines
    assert [each["policy"][0]["policy"] for each in said] == ["barnet", "brent"]
    assert list(said[0]["policy"][0]) == ["policy", "paragraph", "text", "exceeds_code", "counts_from"]
    assert [each["policy"][0]["exceeds_code"] for each in said] == [False, True]
    said = clausewise("ask", "--jsonl", "--policy", "barnet", stdin=lines).lines
    assert [each["policy"][0]["policy"] for each in said] == ["barnet", "barnet"]


# deadline


def test_deadline_says_the_day_and_how_it_was_counted(clausewise: Clausewise) -> None:
    ran = clausewise("deadline", "stage_1_response", "--from", "2025-12-17")
    assert (ran.status, ran.err) == (0, "")
    assert "Stage 1 response: due Mon 5 January 2026" in ran.out
    assert "10 working days after Wed 17 December 2025" in ran.out
    assert "2024 Code 6.3" in ran.out


def test_deadline_json_has_every_field(clausewise: Clausewise) -> None:
    assert clausewise("deadline", "s1 response", "--from", "2025-12-17", "--policy", "barnet", "--json").json == {
        "step": "stage_1_response",
        "from": "2025-12-17",
        "starts_at": "receipt",
        "due": "2026-01-05",
        "latest": "2026-01-12",
        "working_days": 10,
        "clause": {"edition": "2024", "id": "6.3"},
        "policy_exceeds_code": False,
    }


def test_a_policy_beyond_the_code_gives_the_code_s_last_day(clausewise: Clausewise) -> None:
    said = clausewise("deadline", "stage_1_response", "--from", "2025-12-17", "--policy", "brent", "--json").json
    assert said["due"] == said["latest"] == "2026-01-12"
    assert said["policy_exceeds_code"] is True


# serve and workspace


@pytest.mark.parametrize(
    ("tokens", "arguments", "missing"),
    [
        pytest.param({}, [], "CLAUSEWISE_SLACK_BOT_TOKEN", id="no bot token"),
        pytest.param({"BOT_TOKEN": ""}, [], "CLAUSEWISE_SLACK_BOT_TOKEN", id="an empty bot token"),
        pytest.param({"BOT_TOKEN": "xoxb-1"}, [], "CLAUSEWISE_SLACK_APP_TOKEN", id="no app token"),
        pytest.param(
            {"BOT_TOKEN": "xoxb-1", "APP_TOKEN": ""}, [], "CLAUSEWISE_SLACK_APP_TOKEN", id="an empty app token"
        ),
        pytest.param(
            {"BOT_TOKEN": "xoxb-1", "APP_TOKEN": "xapp-1"},
            ["--http"],
            "CLAUSEWISE_SLACK_SIGNING_SECRET",
            id="no signing secret",
        ),
        pytest.param(
            {"BOT_TOKEN": "xoxb-1", "SIGNING_SECRET": ""},
            ["--http"],
            "CLAUSEWISE_SLACK_SIGNING_SECRET",
            id="an empty signing secret",
        ),
        pytest.param(
            {"CLIENT_ID": "1.2", "SIGNING_SECRET": "s"},
            ["--http"],
            "CLAUSEWISE_SLACK_CLIENT_SECRET",
            id="several workspaces, no client secret",
        ),
        pytest.param(
            {"CLIENT_ID": "1.2", "CLIENT_SECRET": "s"},
            ["--http"],
            "CLAUSEWISE_SLACK_SIGNING_SECRET",
            id="several workspaces, no signing secret",
        ),
        pytest.param(
            {"CLIENT_ID": "1.2", "CLIENT_SECRET": "s"},
            [],
            "CLAUSEWISE_SLACK_BOT_TOKEN",
            id="several workspaces, but Socket Mode",
        ),
    ],
)
def test_serve_without_a_token_names_the_setting(
    tokens: dict[str, str], arguments: list[str], missing: str, clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch
) -> None:
    def must_not_start(*_: object) -> None:
        raise AssertionError("it went on to start")

    monkeypatch.setattr("bot.in_slack.load_model", must_not_start)
    for name, token in tokens.items():
        monkeypatch.setenv(f"CLAUSEWISE_SLACK_{name}", token)
    ran = clausewise("serve", *arguments)
    assert ran.status == 2
    assert missing in ran.sentence
    assert "clausewise doctor" in ran.sentence


def test_a_port_in_use_is_told_of_with_the_way_out(clausewise: Clausewise) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = clausewise("workspace", "--no-open", "--port", str(port))
    assert ran.status == 2
    assert f"Port {port}" in ran.sentence
    assert "--port 0" in ran.sentence


# help


def commands_in(group: Any, path: str = "") -> dict[str, Any]:
    """Return every command by what is typed for it, those of a group as well."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        typed = f"{path}{name}"
        found |= commands_in(command, f"{typed} ") if hasattr(command, "commands") else {typed: command}
    return found


COMMANDS = commands_in(typer.main.get_command(app))


def test_the_help_lists_every_command(clausewise: Clausewise) -> None:
    ran = clausewise("--help")
    assert (ran.status, ran.err) == (0, "")
    for name in {name.split()[0] for name in COMMANDS}:
        assert f" {name} " in ran.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_s_help_has_an_example(name: str, clausewise: Clausewise) -> None:
    ran = clausewise(*name.split(), "--help")
    assert (ran.status, ran.err) == (0, "")
    assert f"Example: clausewise {name}" in ran.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_can_be_typed_as_it_stands(name: str) -> None:
    command = COMMANDS[name]
    typed = shlex.split(command.epilog.removeprefix(f"Example: clausewise {name}"))
    assert command.make_context(name, typed).command is command  # A wrong option raises.


def test_a_command_that_is_none_is_told_of_without_a_traceback(clausewise: Clausewise) -> None:
    ran = clausewise("triage", "the boiler")
    assert ran.status == 2
    assert "No such command" in ran.err
    assert "Traceback" not in ran.err


# the console script itself


def script(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SCRIPT, *arguments], capture_output=True, text=True, encoding="utf-8", check=False, cwd=home)


@pytest.mark.usefixtures("home")
def test_the_installed_command_starts(tmp_path: Path) -> None:
    due = script(tmp_path, "deadline", "stage_1_acknowledgement", "--from", "2025-11-03", "--json")
    assert (due.returncode, due.stderr) == (0, "")
    assert json.loads(due.stdout)["due"] == "2025-11-10"


@pytest.mark.usefixtures("home")
def test_the_installed_command_answers_from_standard_input(tmp_path: Path) -> None:
    asked = subprocess.run(
        [SCRIPT, "ask", "--jsonl"],
        input=lines_of({"id": 1, "question": "what is a complaint?"}) + b"{\n",
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert (asked.returncode, asked.stderr) == (1, b"")
    first, second = (json.loads(line) for line in asked.stdout.splitlines())
    assert (first["id"], first["answered"]) == (1, True)
    assert list(second) == ["id", "error"]


@pytest.mark.usefixtures("home")
def test_the_installed_command_says_in_a_sentence_what_it_cannot_do(tmp_path: Path) -> None:
    shown = script(tmp_path, "knowledge", "show", "2024", "99.9")
    assert (shown.returncode, shown.stdout) == (2, "")
    assert shown.stderr.startswith("clausewise: The 2024 Code has no clause '99.9'")
    assert shown.stderr.count("\n") == 1


@pytest.mark.usefixtures("home")
def test_a_reader_that_goes_away_ends_the_command_quietly(tmp_path: Path) -> None:
    with subprocess.Popen([SCRIPT, "ask", "--jsonl"], stdin=-1, stdout=-1, stderr=-1, cwd=tmp_path) as asked:
        assert asked.stdout
        asked.stdout.close()
        _, said = asked.communicate(lines_of(*[{"question": "what is a complaint?"}] * 3))
    assert asked.returncode == 1
    assert b"Traceback" not in said


def test_the_timetable_of_a_case_and_its_calendar_file(clausewise: Clausewise, tmp_path: Path) -> None:
    calendar = tmp_path / "case.ics"
    ran = clausewise(
        "deadline", "case", "--received", "2025-12-01", "--acknowledged", "2025-12-05", "--ics", str(calendar)
    )
    assert (ran.status, ran.err) == (0, "")
    assert "Stage 1 response: Fri 19 December 2025" in ran.out
    assert calendar.read_bytes().startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    "given", [["deadline", "case"], ["deadline", "stage_1_response"], ["deadline", "case", "--received", "31/02/2025"]]
)
def test_a_deadline_without_its_day_says_what_to_give(clausewise: Clausewise, given: list[str]) -> None:
    ran = clausewise(*given)
    assert ran.status == 2
    assert "2025-11-03" in ran.err


def test_manifest_prints_what_the_slack_app_is_created_from(clausewise: Clausewise) -> None:
    shipped = json.loads(clausewise("manifest").out)
    assert shipped["settings"]["socket_mode_enabled"] is True
    for_http = json.loads(clausewise("manifest", "--url", "https://clausewise.example.org/", "--several").out)
    assert for_http["oauth_config"]["redirect_urls"] == ["https://clausewise.example.org/slack/oauth_redirect"]


def test_manifest_refuses_an_address_that_slack_cannot_reach(clausewise: Clausewise) -> None:
    ran = clausewise("manifest", "--url", "http://localhost:3000")
    assert ran.status == 2
    assert "https://clausewise.example.org" in ran.sentence


def test_serve_starts_several_processes_over_http_only(clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOT_TOKEN", "APP_TOKEN"):
        monkeypatch.setenv(f"CLAUSEWISE_SLACK_{name}", "x")
    ran = clausewise("serve", "--processes", "2")
    assert ran.status == 2
    assert "--http" in ran.sentence


def test_serve_names_a_port_that_is_taken(clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("CLAUSEWISE_SLACK_SIGNING_SECRET", "s")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = clausewise("serve", "--http", "--port", port)
    assert ran.status == 2
    assert f"Port {port} on 127.0.0.1 cannot be used" in ran.sentence
