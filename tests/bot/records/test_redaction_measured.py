"""How much of what is personal redaction hides, on hand-written snippets, and what it may not take."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.records import redaction_report
from bot.records.redaction_measured import RedactionFigures, hidden_spans, measure
from bot.records.redaction_report import CANNOT_CATCH, table
from bot.records.redaction_snippets import (
    BadSnippet,
    Kind,
    Snippet,
    development_snippets,
    load_snippets,
    measuring_snippets,
)

DOCUMENT = (Path(__file__).parents[3] / "docs" / "redaction.md").read_text(encoding="utf-8")


@cache
def measured() -> RedactionFigures:
    return measure(measuring_snippets())


def a_snippet(text: str, *personal: tuple[Kind, str], keep: tuple[str, ...] = ()) -> Snippet:
    details = [{"kind": kind, "words": words} for kind, words in personal]
    return Snippet.model_validate({"id": "s", "text": text, "personal": details, "keep": keep})


def hiding(*replacements: tuple[str, str]) -> Callable[[str], str]:
    def redact(text: str) -> str:
        for words, placeholder in replacements:
            text = text.replace(words, placeholder)
        return text

    return redact


def test_there_are_enough_snippets_for_a_figure_to_mean_something() -> None:
    snippets = measuring_snippets()
    marked = Counter(detail.kind for snippet in snippets for detail in snippet.personal)
    assert len(snippets) == 300
    assert all(marked[kind] >= 25 for kind in Kind)
    assert sum(not snippet.personal for snippet in snippets) >= 80
    assert len(development_snippets()) == 120


def test_no_text_is_both_measured_on_and_developed_on() -> None:
    assert not {s.text for s in measuring_snippets()} & {s.text for s in development_snippets()}


# A little under what was measured.
@pytest.mark.parametrize(
    ("kind", "recall", "precision"),
    [
        (Kind.EMAIL, 0.96, 0.96),
        (Kind.TELEPHONE, 0.97, 0.97),
        (Kind.POSTCODE, 0.92, 0.96),
        (Kind.ADDRESS, 0.97, 0.86),
        (Kind.NATIONAL_INSURANCE, 0.96, 0.96),
        (Kind.BANK_OR_CARD, 0.96, 0.95),
        (Kind.DATE_OF_BIRTH, 0.90, 0.93),
        (Kind.NAME, 0.89, 0.92),
    ],
)
def test_most_of_each_kind_is_hidden_and_little_else(kind: Kind, recall: float, precision: float) -> None:
    figures = measured().of(kind)
    assert figures.recall >= recall
    assert figures.precision is not None
    assert figures.precision >= precision


def test_some_names_without_a_cue_are_found_and_none_is_promised() -> None:
    assert 0.4 <= measured().of(Kind.NAME_WITHOUT_A_CUE).recall < 1
    assert measured().of(Kind.NAME_WITHOUT_A_CUE).precision is None


def test_hardly_any_words_that_must_survive_are_taken() -> None:
    assert len(measured().taken) <= 6
    assert measured().untouched >= measured().nothing_personal - 8


def test_a_detail_left_in_part_is_missed_though_its_letters_count() -> None:
    snippet = a_snippet("Mrs Ann Lee rang", (Kind.NAME, "Ann Lee"))
    name = measure([snippet], hiding(("Ann", "[name]"))).of(Kind.NAME)
    assert (name.marked, name.hidden, name.recall_of_characters) == (1, 0, 0.5)
    assert (name.placeholders, name.placeholders_right) == (1, 1)


def test_a_placeholder_over_nothing_personal_and_a_kept_word_hidden_are_both_counted() -> None:
    snippet = a_snippet("May came, Ann rang", (Kind.NAME_WITHOUT_A_CUE, "Ann"), keep=("May came", "rang"))
    figures = measure([snippet], hiding(("May", "[name]")))
    assert figures.of(Kind.NAME).precision == 0
    assert figures.keep == 2
    assert figures.taken == (("s", "May came"),)
    assert [detail.words for _, detail in figures.missed] == ["Ann"]


def test_a_snippet_with_nothing_personal_is_untouched_only_if_it_comes_out_as_it_went_in() -> None:
    snippets = [a_snippet("no news"), a_snippet("May came")]
    figures = measure(snippets, hiding(("May", "[name]")))
    assert (figures.nothing_personal, figures.untouched) == (2, 1)


def test_what_a_placeholder_stands_for_is_found_again_in_the_text() -> None:
    assert hidden_spans("Ann, Bo and Ann", "[name], Bo and [name]") == (("name", (0, 3)), ("name", (12, 15)))
    with pytest.raises(ValueError, match="changed more than"):
        hidden_spans("Ann rang", "[name] called")


def test_words_marked_twice_are_found_at_two_places_and_only_as_whole_words() -> None:
    snippet = a_snippet("Joanne told Jo, Jo told us", (Kind.NAME, "Jo"), (Kind.NAME, "Jo"))
    assert snippet.personal_spans() == ((12, 14), (16, 18))


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (['{"id": "a"'], "line 1: not valid JSON"),
        (['{"id": "a", "text": "x", "personal": [], "keep": ["y"]}'], "'y' is to be kept"),
        (['{"id": "a", "text": "x", "personal": [{"kind": "name", "words": "y"}], "keep": []}'], "'y' is marked"),
        (['{"id": "a", "text": "x", "personal": [{"kind": "shoe", "words": "x"}], "keep": []}'], "personal.0.kind"),
        (['{"id": "a", "text": "x", "personal": [], "keep": []}'] * 2, "line 2: the id 'a' stands already"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, rows: list[str], problem: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(BadSnippet, match=re.escape(problem)):
        load_snippets(path)


def test_the_command_prints_the_table_as_measured_and_what_it_cannot_catch() -> None:
    printed = CliRunner().invoke(app, ["evaluate", "redaction"])
    assert printed.exit_code == 0
    for line in (*table(measured()), *CANNOT_CATCH):
        assert line in printed.output


def test_the_report_is_made_of_the_snippets_it_is_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    row = {
        "id": "a",
        "text": "dob 3/4/61, Ann",
        "personal": [{"kind": "date of birth", "words": "3/4/61"}, {"kind": "name without a cue", "words": "Ann"}],
        "keep": ["dob"],
    }
    path.write_text(json.dumps(row), encoding="utf-8")
    monkeypatch.setattr(redaction_report, "measuring_snippets", lambda: load_snippets(path))
    report = redaction_report.redaction_report()
    assert "1 snippets written by hand, 2 personal details" in report
    births = [cell.strip() for cell in table(measure(load_snippets(path)))[8].split("|")]
    assert births[1:5] == ["date of birth", "1", "1", "1.000"]
    assert all(line in report for line in table(measure(load_snippets(path))))
    assert table(measured())[8] not in report


def test_the_document_holds_the_table_as_measured() -> None:
    assert "\n".join(table(measured())) in DOCUMENT
    assert f"nothing is personal: {measured().nothing_personal}; unchanged: {measured().untouched}." in DOCUMENT
    kept = f"at {measured().keep} places; wrongly hidden, in whole or in part: {len(measured().taken)}."
    assert kept in DOCUMENT
    assert f"In {measured().nothing_personal} of them nothing is personal" in DOCUMENT


def test_the_document_says_what_redaction_cannot_catch() -> None:
    assert all(each in DOCUMENT for each in CANNOT_CATCH)


def test_every_telephone_number_in_the_snippets_is_from_a_range_kept_for_drama() -> None:
    kept = re.compile(r"07700900|01632960|0207946|0[12]\d{1,2}496|01914980|02896496|02920180|447700900")
    for snippet in (*measuring_snippets(), *development_snippets()):
        for detail in snippet.personal:
            digits = re.sub(r"\D", "", detail.words)
            if detail.kind is Kind.TELEPHONE and digits:
                assert kept.match(digits), (snippet.id, detail.words)
