"""`clausewise knowledge check`: what it prints of a policy held against the Code, and its JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import pytest

from bot.failures import sentence
from bot.plain_text import WIDTH
from bot.policy_check_text import VERDICT_NAMES, policy_check
from knowledge.clauses import find_clause
from knowledge.edition import Edition
from knowledge.finding import Verdict
from knowledge.policies import load_policy


def a_list(folder: Path, *lines: str) -> str:
    path = folder / "exclusions.txt"
    path.write_text("\n".join(f"- {line}" for line in lines), encoding="utf-8")
    return str(path)


def as_object(policy: str, edition: Edition = Edition.CODE_2024) -> dict[str, Any]:
    text, _ = policy_check(policy, edition, json=True)
    [line] = text.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("name", ["barnet", "brent"])
def test_a_policy_that_goes_too_far_is_told_so_in_the_first_line(name: str, edition: Edition) -> None:
    text, beyond = policy_check(name, edition, json=False)
    many = as_object(name, edition)["counts"]["beyond_code"]
    assert beyond
    first = text.splitlines()[0]
    assert first.startswith(f"{load_policy(name).landlord}, complaints policy, against the {edition.code}: ")
    assert f"{many} findings go further" in " ".join(text.split())


def test_a_finding_has_the_policy_s_words_the_clause_and_why() -> None:
    text, _ = policy_check("brent", Edition.CODE_2020, json=False)
    said = " ".join(text.split())
    assert "Policy: “Complaints made on behalf of individuals without their explicit consent”" in said
    assert f"2020 Code 4.3: {find_clause(Edition.CODE_2020, '4.3').words}" in said
    assert "Why: Consent may be asked for" in said


def test_the_breaches_come_first() -> None:
    text, _ = policy_check("barnet", Edition.CODE_2024, json=False)
    at = [text.index(f"\n{VERDICT_NAMES[verdict].upper()} (") for verdict in Verdict]
    assert at == sorted(at)


def test_a_summary_is_marked_and_the_code_s_own_words_are_not() -> None:
    summary, _ = policy_check("brent", Edition.CODE_2024, json=False)
    own_words, _ = policy_check("brent", Edition.CODE_2020, json=False)
    assert "2024 Code 2.3 (summary in our own words, not the Code's wording)" in " ".join(summary.split())
    assert "summary" not in own_words
    assert {clause["summary"] for f in as_object("brent")["findings"] for clause in f["clauses"]} == {True}


def test_a_clause_that_is_not_whole_in_our_source_is_marked() -> None:
    text, _ = policy_check("brent", Edition.CODE_2022, json=False)
    assert "2022 Code 1.8 (not whole in our source)" in " ".join(text.split())


def test_a_clause_s_words_are_given_once_and_then_referred_to() -> None:
    text, _ = policy_check("barnet", Edition.CODE_2020, json=False)
    said = " ".join(text.split())
    assert said.count("A complaints policy shall clearly set out the circumstances") == 1
    assert "2020 Code 1.5 (its words are at " in said


def test_the_text_fits_a_terminal() -> None:
    text, _ = policy_check("barnet", Edition.CODE_2024, json=False)
    assert max(map(len, text.splitlines())) <= WIDTH


def test_the_object_holds_every_finding_with_its_clauses() -> None:
    found = as_object("barnet")
    assert (found["policy"], found["edition"], found["goes_beyond_code"]) == ("barnet", "2024", True)
    assert sum(found["counts"].values()) == len(found["findings"])
    assert set(found["counts"]) == {verdict.value for verdict in Verdict}
    for finding in found["findings"]:
        assert set(finding) == {"topic", "verdict", "paragraph", "text", "ground", "why", "note", "clauses"}
        for clause in finding["clauses"]:
            assert clause["text"] == find_clause(Edition.CODE_2024, clause["id"]).words


def test_a_list_that_keeps_to_the_code_goes_no_further(tmp_path: Path) -> None:
    path = a_list(tmp_path, "Matters already considered under the complaints policy")
    text, beyond = policy_check(path, Edition.CODE_2024, json=False)
    assert not beyond
    assert text.startswith("exclusions.txt, list of exclusions, against the 2024 Code: nothing goes further")
    assert "nothing is said of the definition" in " ".join(text.split())
    assert "Not found in the policy" in text
    assert "missing" not in text


def test_a_word_document_says_what_the_same_text_file_says(tmp_path: Path) -> None:
    lines = ("Any case with an insurer", "Where legal action is threatened", "Issues over 12 months old")
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line, style="List Bullet")
    document.save(str(tmp_path / "exclusions.docx"))
    from_word = as_object(str(tmp_path / "exclusions.docx"))
    assert from_word["findings"] == as_object(a_list(tmp_path, *lines))["findings"]
    assert from_word["counts"]["beyond_code"] == 3


def test_one_finding_is_one(tmp_path: Path) -> None:
    text, _ = policy_check(a_list(tmp_path, "Where legal action is threatened"), Edition.CODE_2024, json=False)
    assert "1 finding goes further" in text


def test_a_policy_file_of_the_landlord_s_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(
        "{name: ours, landlord: Example Homes, source: our policy, definition: null, exclusions: [], times: [], "
        "channels: [by letter], time_limit: {months: 6, paragraph: null, text: over 6 months ago, discretion: null}}",
        encoding="utf-8",
    )
    text, beyond = policy_check(str(path), Edition.CODE_2024, json=False)
    assert beyond
    assert "6 months is shorter than the Code's 12 months." in " ".join(text.split())


def test_marks_that_steer_a_terminal_are_not_passed_on(tmp_path: Path) -> None:
    text, _ = policy_check(a_list(tmp_path, "Anonymous \x1b[2Jcomplaints\x07"), Edition.CODE_2024, json=False)
    assert "\x1b" not in text
    assert "\x07" not in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("camelot", "There is no policy 'camelot' (there are: barnet, brent)"),
        ("nosuch.txt", "'nosuch.txt' cannot be read: No such file or directory."),
        ("policy.pdf", "'policy.pdf' is no policy that can be checked."),
        ("", "There is no policy ''"),
        ("nosuch.yaml", "There is no policy 'nosuch.yaml'"),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_what_cannot_be_checked_is_refused_in_a_sentence(given: str, said: str, as_json: bool) -> None:
    with pytest.raises((ValueError, LookupError)) as refused:
        policy_check(given, Edition.CODE_2024, json=as_json)
    told = sentence(refused.value)
    assert told is not None
    assert told.startswith(said)
