"""What cannot be used is told of in one sentence that says what to do; the rest of a run goes on; nothing breaks."""

from __future__ import annotations

import gc
import json
import shutil
from pathlib import Path

import pytest

from bot.decisions import MAX_MESSAGE_CHARACTERS
from tests.bot.conftest import Clausewise, Ran

GOOD = b'{"id": "good", "text": "the boiler has broken again and nobody came"}\n'
A_MEGABYTE = "the boiler is broken. " * 50_000


def ends_in_a_sentence(ran: Ran) -> str:
    """Return the sentence of a run that came to nothing: exit status 2 and not a word on standard output."""
    assert (ran.status, ran.out) == (2, "")
    return ran.sentence


@pytest.fixture
def own_home(no_training: None, trained_home: Path, home: Path) -> Path:
    """A home folder with a model of its own, which a test may spoil; the folder of the model is returned."""
    shutil.copytree(trained_home, home)
    [stored] = (home / "models").iterdir()
    return stored


# One message


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u00a0\u3000", "\x00\x00"])
def test_a_message_without_words_is_refused(text: str, clausewise: Clausewise, with_model: None) -> None:
    assert "no words in the message" in ends_in_a_sentence(clausewise("classify", stdin=text.encode()))


def test_an_empty_argument_is_a_message_without_words(clausewise: Clausewise, with_model: None) -> None:
    assert "no words in the message" in ends_in_a_sentence(clausewise("classify", ""))
    assert "missing, blank or not text" in ends_in_a_sentence(clausewise("ask", ""))


def test_a_megabyte_is_refused_with_the_limit_and_what_to_give_instead(
    clausewise: Clausewise, with_model: None
) -> None:
    said = ends_in_a_sentence(clausewise("classify", stdin=A_MEGABYTE.encode()))
    assert f"{MAX_MESSAGE_CHARACTERS:,}" in said
    assert "the resident's own message only" in said
    assert "Ask it shorter" in ends_in_a_sentence(clausewise("ask", stdin=A_MEGABYTE.encode()))


def test_the_longest_message_slack_takes_is_classified(clausewise: Clausewise, with_model: None) -> None:
    longest = ("the boiler is broken. " * 2000)[:MAX_MESSAGE_CHARACTERS]
    assert clausewise("classify", "--json", stdin=longest.encode()).status == 0


@pytest.mark.parametrize("command", ["classify", "ask"])
@pytest.mark.parametrize("given", [b"\x89PNG\r\n\x1a\n\xff\xfe", "naïve".encode("latin-1"), "hello".encode("utf-16")])
def test_what_is_not_utf_8_is_refused(command: str, given: bytes, clausewise: Clausewise, with_model: None) -> None:
    assert "not UTF-8 text" in ends_in_a_sentence(clausewise(command, stdin=given))


@pytest.mark.parametrize("command", ["classify", "ask"])
def test_a_person_at_the_keyboard_is_told_to_give_the_text(
    command: str, clausewise: Clausewise, with_model: None
) -> None:
    assert "as an argument in quotation marks" in ends_in_a_sentence(clausewise(command, stdin=None))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("המים דולפים כבר שבוע ואף אחד לא בא", id="right to left"),
        pytest.param("\u202ethe boiler\u202c is \u2066broken\u2069", id="bidirectional marks"),
        pytest.param("the\u200b boiler\u200d is\ufeff broken", id="zero width in it"),
        pytest.param("\u200b\u200b\u200b", id="zero width alone"),
        pytest.param("<!channel> the boiler is broken", id="a Slack broadcast"),
        pytest.param("<http://x|y> <@U1> <#C1|repairs> the boiler is broken", id="Slack marks"),
        pytest.param("&lt;script&gt;alert(1)&lt;/script&gt;", id="escaped markup"),
        pytest.param('=HYPERLINK("http://x","y")', id="a spreadsheet formula"),
        pytest.param("the boiler\x00 is\x1b[31m broken\x07", id="control characters"),
        pytest.param("🏠🔥" * 200, id="nothing but pictures"),
        pytest.param("a" * 3000, id="one endless word"),
        pytest.param("the boiler is \ud800 broken", id="half a surrogate pair"),
        pytest.param("1234567890 " * 100, id="numbers alone"),
        pytest.param("{}[]()*\\|^$%s {0} {name}", id="signs that mean something to programs"),
        pytest.param("--json", id="looks like an option"),
    ],
)
def test_odd_text_is_classified_like_any_other(text: str, clausewise: Clausewise, with_model: None) -> None:
    ran = clausewise("classify", "--jsonl", stdin=json.dumps({"id": text, "text": text}).encode() + b"\n")
    assert (ran.status, ran.err) == (0, "")
    assert ran.json["id"] == text
    assert ran.json["label"] in ("service_request", "complaint", "excluded")
    asked = clausewise("ask", "--jsonl", stdin=json.dumps({"id": text, "question": text}).encode() + b"\n")
    assert (asked.status, asked.err) == (0, "")
    assert asked.json["id"] == text


@pytest.mark.parametrize("text", ["\u200b\u200b\u200b", "\ud800", "המים דולפים כבר שבוע", "🏠", "=1+1"])
def test_text_without_words_the_model_knows_goes_to_a_person(
    text: str, clausewise: Clausewise, with_model: None
) -> None:
    ran = clausewise("classify", "--jsonl", stdin=json.dumps({"text": text}).encode() + b"\n")
    assert ran.json["needs_person"] is True


def test_text_that_no_terminal_takes_is_an_argument_like_any_other(clausewise: Clausewise, with_model: None) -> None:
    ran = clausewise("classify", "the boiler is \udcff broken")  # A byte that is not UTF-8 reaches argv like this.
    assert (ran.status, ran.err) == (0, "")


# Line by line


@pytest.mark.parametrize(
    ("line", "id_", "error"),
    [
        pytest.param(b'{"id": 1, "text": "the boiler', None, "not valid JSON", id="broken JSON"),
        pytest.param(b"the boiler is broken", None, "not valid JSON", id="no JSON at all"),
        pytest.param(b'["the boiler is broken"]', None, "not an object", id="a list"),
        pytest.param(b'"the boiler is broken"', None, "not an object", id="a text"),
        pytest.param(b"null", None, "not an object", id="null"),
        pytest.param(b'{"id": 1}', 1, "'text' is missing", id="no text"),
        pytest.param(b'{"id": 1, "text": ""}', 1, "blank", id="empty text"),
        pytest.param(b'{"id": 1, "text": " \\n"}', 1, "blank", id="blank text"),
        pytest.param(b'{"id": 1, "text": null}', 1, "not text", id="null for a text"),
        pytest.param(b'{"id": 1, "text": 7}', 1, "not text", id="a number for a text"),
        pytest.param(b'{"id": 1, "text": ["the boiler"]}', 1, "not text", id="a list for a text"),
        pytest.param(
            b'{"id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", None, "not valid JSON", id="nested too deeply"
        ),
        pytest.param(b'{"id": ' + b"9" * 5000 + b', "text": "boiler"}', None, "not valid JSON", id="an endless number"),
        pytest.param(b'{"id": NaN, "text": "boiler"}', None, "not valid JSON", id="not a number"),
        pytest.param(b'{"id": 1, "text": "caf\xe9"}', None, "not UTF-8", id="not UTF-8"),
        pytest.param(b"\x00\x01\x02", None, "not valid JSON", id="binary"),
        pytest.param(b'{"id": 1, "text": "boiler", "received": "3/11/25"}', 1, "not a date", id="a date that is none"),
        pytest.param(b'{"id": 1, "text": "boiler", "received": "2025-02-30"}', 1, "not a date", id="30 February"),
        pytest.param(b'{"id": 1, "text": "boiler", "received": ["2025"]}', 1, "not a date", id="a list for a date"),
        pytest.param(b'{"id": 1, "text": "boiler", "received": "2020-06-30"}', 1, "July 2020", id="before any edition"),
        pytest.param(b'{"id": 1, "text": "' + A_MEGABYTE.encode() + b'"}', 1, "40,000", id="a megabyte"),
    ],
)
def test_a_bad_line_gets_its_error_in_its_place_and_the_run_goes_on(
    line: bytes, id_: object, error: str, clausewise: Clausewise, with_model: None
) -> None:
    ran = clausewise("classify", "--jsonl", stdin=GOOD + line + b"\n" + GOOD)
    assert (ran.status, ran.err) == (1, "")
    before, bad, after = ran.lines
    assert (before["id"], after["id"]) == ("good", "good")
    assert before == after
    assert list(bad) == ["id", "error"]
    assert bad["id"] == id_
    assert error in bad["error"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b'{"id": 1}', "'question' is missing"),
        (b'{"id": 1, "question": " "}', "blank"),
        (b'{"id": 1, "question": "what is a complaint?", "edition": "2019"}', "no '2019' edition"),
        (b'{"id": 1, "question": "what is a complaint?", "edition": ["2024"]}', "edition of the Code"),
        (b'{"id": 1, "question": "what is a complaint?", "today": "soon"}', "not a date"),
        (b'{"id": 1, "question": "what is a complaint?", "today": "2019-05-05"}', "July 2020"),
        (b'{"id": 1, "question": "what is a complaint?", "policy": "camelot"}', "no policy 'camelot'"),
        (b'{"id": 1, "question": "what is a complaint?", "policy": "/"}', "no policy '/'"),
        (b'{"id": 1, "question": "what is a complaint?", "policy": "a\\u0000b"}', "no policy"),
        (b'{"id": 1, "question": "' + A_MEGABYTE.encode() + b'"}', "4,000"),
    ],
)
def test_a_bad_question_gets_its_error_in_its_place(line: bytes, error: str, clausewise: Clausewise) -> None:
    good = b'{"id": 2, "question": "what is a complaint?"}\n'
    ran = clausewise("ask", "--jsonl", stdin=line + b"\n" + good)
    assert (ran.status, ran.err) == (1, "")
    bad, after = ran.lines
    assert list(bad) == ["id", "error"]
    assert bad["id"] == 1
    assert error in bad["error"]
    assert after["answered"]


@pytest.mark.parametrize("blank", [b"\n", b"\r\n", b"  \t\n"])
def test_a_blank_line_gets_an_error_in_its_place_so_that_lines_out_match_lines_in(
    blank: bytes, clausewise: Clausewise, with_model: None
) -> None:
    ran = clausewise("classify", "--jsonl", stdin=GOOD + blank + GOOD)
    assert ran.status == 1
    before, bad, after = ran.lines
    assert (before["id"], after["id"]) == ("good", "good")
    assert list(bad) == ["id", "error"]


def test_an_id_too_large_for_json_is_not_given_back_as_something_that_is_not_json(
    clausewise: Clausewise, with_model: None
) -> None:
    [said] = clausewise("classify", "--jsonl", stdin=b'{"id": 1e999, "text": "the boiler is broken"}\n').lines
    assert said["id"] is None or "error" in said


def test_a_file_from_windows_is_read(clausewise: Clausewise, with_model: None) -> None:
    """PowerShell begins a UTF-8 file with a byte order mark, and its lines end in CR LF."""
    ran = clausewise("classify", "--jsonl", stdin=b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n") * 2)
    assert ran.status == 0
    assert [said["id"] for said in ran.lines] == ["good", "good"]


def test_no_line_at_all_is_no_failure(clausewise: Clausewise, with_model: None) -> None:
    ran = clausewise("classify", "--jsonl", stdin=b"")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


# Arguments


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["classify", "boiler", "--edition", "2019"], "no '2019' edition of the Code (there are: 2020, 2022, 2024)"),
        (["classify", "boiler", "--received", "3 November"], "'3 November' is not a date"),
        (["classify", "boiler", "--received", "2025-02-30"], "'2025-02-30' is not a date"),
        (["classify", "boiler", "--received", "2020-06-30"], "No edition of the Code was in force on 2020-06-30"),
        (["classify", "boiler", "--policy", "camelot"], "no policy 'camelot' (there are: barnet, brent)"),
        (["ask", "what is a complaint?", "--edition", "latest"], "no 'latest' edition"),
        (["ask", "what is a complaint?", "--today", "tomorrow"], "'tomorrow' is not a date"),
        (["ask", "what is a complaint?", "--today", "2019-05-05"], "No edition of the Code was in force"),
        (["ask", "what is a complaint?", "--policy", "camelot"], "no policy 'camelot'"),
        (["deadline", "stage_4_response", "--from", "2025-11-03"], "no step 'stage_4_response' (there are: stage_1_"),
        (["deadline", "stage_3_response", "--from", "2025-11-03"], "The 2024 Code sets no time limit for stage_3_"),
        (["deadline", "stage_2_acknowledgement", "--from", "2023-11-03"], "The 2022 Code sets no time limit for"),
        (["deadline", "stage_1_response", "--from", "now"], "--from 'now' is not a date"),
        (["deadline", "stage_1_response", "--from", "2020-06-30"], "No edition of the Code was in force"),
        (["deadline", "stage_1_response", "--from", "2028-12-29"], "Bank holidays are known from 2016 to 2028"),
        (["deadline", "stage_1_response", "--from", "9999-12-31"], "Bank holidays are known from 2016 to 2028"),
        (["evaluate", "weather"], "nothing called 'weather' to evaluate"),
        (["export", "-o", "x.csv", "--from", "April"], "--from 'April' is not a date"),
        (["export", "-o", "x.csv", "--to", "2025-13-01"], "--to '2025-13-01' is not a date"),
    ],
)
def test_an_argument_that_cannot_be_used_is_named_with_what_can(
    arguments: list[str], said: str, clausewise: Clausewise, with_model: None
) -> None:
    assert said in ends_in_a_sentence(clausewise(*arguments))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("- a\n- b\n", "does not hold a complaints policy"),
        ("name: x\nlandlord: [", "it is not YAML"),
        ("", "does not hold a complaints policy"),
        ("name: x\nlandlord: 2024-13-45\n", "does not hold a complaints policy"),
    ],
)
def test_a_file_that_holds_no_policy_is_named(
    content: str, why: str, clausewise: Clausewise, tmp_path: Path, with_model: None
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(content, encoding="utf-8")
    said = ends_in_a_sentence(clausewise("classify", "the boiler", "--policy", own.name))
    assert "own.yaml" in said
    assert why in said


def test_a_binary_file_is_no_policy(clausewise: Clausewise, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_bytes(b"\x89PNG\xff\xfe")
    assert "There is no policy" in ends_in_a_sentence(clausewise("ask", "what is a complaint?", "--policy", "own.yaml"))


def test_a_policy_in_the_settings_that_is_none_is_told_of(
    clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWISE_POLICY", "camelot")
    assert "no policy 'camelot'" in ends_in_a_sentence(clausewise("ask", "what is a complaint?"))


def test_a_setting_that_cannot_be_read_is_named(clausewise: Clausewise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_KEEP_FULL_TEXT", "perhaps")
    assert "keep_full_text" in ends_in_a_sentence(clausewise("ask", "what is a complaint?"))


# The home folder and the model in it


def test_a_home_that_is_a_file_is_told_of(clausewise: Clausewise, no_training: None, home: Path) -> None:
    home.write_text("not a folder", encoding="utf-8")
    for command in (["classify", "the boiler"], ["train"]):
        assert str(home) in ends_in_a_sentence(clausewise(*command))


def test_a_home_that_is_a_file_keeps_the_workspace_from_starting(clausewise: Clausewise, home: Path) -> None:
    home.write_text("not a folder", encoding="utf-8")
    assert str(home) in ends_in_a_sentence(clausewise("workspace", "--no-open", "--port", "0"))
    gc.collect()  # Anything left open would be warned of here, and a warning fails the test.


@pytest.mark.parametrize("manifest", [b"", b"{", b"[]", b"\xff\xfe", b'{"identity": "x"}'])
def test_a_manifest_that_cannot_be_read_is_told_of_with_the_remedy(
    manifest: bytes, clausewise: Clausewise, own_home: Path
) -> None:
    (own_home / "manifest.json").write_bytes(manifest)
    said = ends_in_a_sentence(clausewise("classify", "the boiler"))
    assert "manifest" in said
    assert f"Delete the folder {own_home} and run `clausewise train`." in said


def test_a_model_without_a_manifest_is_not_loaded(clausewise: Clausewise, own_home: Path) -> None:
    (own_home / "manifest.json").unlink()
    assert "clausewise train" in ends_in_a_sentence(clausewise("classify", "the boiler"))


def test_a_model_file_that_was_altered_is_not_loaded(clausewise: Clausewise, own_home: Path) -> None:
    with (own_home / "model.joblib").open("ab") as file:
        file.write(b"more")
    said = ends_in_a_sentence(clausewise("classify", "the boiler"))
    assert "not the one its manifest names" in said
    assert "clausewise train" in said


def test_a_model_file_that_is_gone_is_told_of(clausewise: Clausewise, own_home: Path) -> None:
    (own_home / "model.joblib").unlink()
    said = ends_in_a_sentence(clausewise("classify", "the boiler"))
    assert "cannot be read" in said
    assert "clausewise train" in said


def test_training_puts_a_spoiled_model_right_again(clausewise: Clausewise, own_home: Path) -> None:
    (own_home / "manifest.json").write_bytes(b"{")
    assert clausewise("train").status == 0
    assert clausewise("classify", "the boiler").status == 0
