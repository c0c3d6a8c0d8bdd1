"""`clausewise knowledge import`: what it says, what it keeps, and that a wrong file changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.failures import sentence
from bot.importing import import_edition, own_copies_folder
from knowledge.clauses import find_clause, use_own_copies
from knowledge.edition import Edition
from knowledge.own_copy import own_copy_file, read_own_copy
from tests.knowledge.documents import a_copy, saved


@pytest.fixture(autouse=True)
def shipped_words_afterwards() -> Iterator[None]:
    yield
    use_own_copies(None)


def imported(folder: Path, content: str, *, edition: Edition = Edition.CODE_2024, dry_run: bool = False) -> str:
    return import_edition(saved(folder, content, "our copy.txt"), edition, folder / "home", dry_run=dry_run)


def kept(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder / "home")) for file in (folder / "home").rglob("*"))


def test_the_report_names_what_was_found_what_is_missing_and_what_is_no_clause(tmp_path: Path) -> None:
    copy = "1.2 A contents line.\n9.9 Not in this edition.\n" + a_copy(Edition.CODE_2024, without=["6.3", "9.8"])
    report = imported(tmp_path, copy).splitlines()
    assert report[0] == "our copy.txt (plain text): 71 of 73 numbered clauses of the 2024 Code found."
    assert "6.2    The landlord has five working days from receiving a complaint to do three things at…" in report
    assert "Not found (2), so they stay summaries in our own words: 6.3, 9.8" in report
    assert "Found more than once, and the longer words taken: 1.2" in report
    assert "Not taken, for the 2024 Code in Clausewise has no such clause: 9.9" in report
    assert report[-1].startswith("These clauses are quoted word for word from now on")


def test_from_then_on_the_landlords_words_are_quoted(tmp_path: Path) -> None:
    words = find_clause(Edition.CODE_2024, "6.2").words
    imported(tmp_path, a_copy(Edition.CODE_2024).replace(words, f"{words} So it stands in our copy."))
    use_own_copies(own_copies_folder(tmp_path / "home"))
    clause = find_clause(Edition.CODE_2024, "6.2")
    assert clause.words.endswith("So it stands in our copy.")
    assert (clause.summary, clause.own_copy) == (False, "our copy.txt")


def test_a_trial_changes_nothing(tmp_path: Path) -> None:
    report = imported(tmp_path, a_copy(Edition.CODE_2024), dry_run=True)
    assert report.endswith("Nothing was changed: this was a trial. Leave out --dry-run to quote these words.")
    assert not (tmp_path / "home").exists()


def test_a_second_copy_takes_the_place_of_the_first(tmp_path: Path) -> None:
    imported(tmp_path, a_copy(Edition.CODE_2024))
    report = imported(tmp_path, a_copy(Edition.CODE_2024, without=["6.3"]))
    assert "It takes the place of our copy.txt, imported on " in report
    copy = read_own_copy(own_copies_folder(tmp_path / "home"), Edition.CODE_2024)
    assert copy is not None
    assert "6.3" not in {clause.id for clause in copy.clauses}
    assert kept(tmp_path) == ["own-copies", "own-copies/code-2024.json"]


def test_a_damaged_copy_is_put_right_by_importing_again(tmp_path: Path) -> None:
    imported(tmp_path, a_copy(Edition.CODE_2024))
    own_copy_file(own_copies_folder(tmp_path / "home"), Edition.CODE_2024).write_text("{", encoding="utf-8")
    assert "an earlier copy that was damaged" in imported(tmp_path, a_copy(Edition.CODE_2024))
    use_own_copies(own_copies_folder(tmp_path / "home"))
    assert not find_clause(Edition.CODE_2024, "6.3").summary


def test_the_paragraphs_of_part_a_are_said_to_have_no_numbers(tmp_path: Path) -> None:
    report = imported(tmp_path, a_copy(Edition.CODE_2020), edition=Edition.CODE_2020)
    assert "Not looked for, since they have no numbers: the 14 paragraphs of Part A." in report


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("", "is empty", id="an empty file"),
        pytest.param("Dear resident", "holds no clause of the 2024 Code", id="a letter"),
        pytest.param(a_copy(Edition.CODE_2022), "looks like the 2022 Code, not the 2024 Code", id="another edition"),
    ],
)
def test_a_wrong_file_is_one_clear_sentence_and_changes_nothing(content: str, said: str, tmp_path: Path) -> None:
    imported(tmp_path, a_copy(Edition.CODE_2024))
    before = own_copy_file(own_copies_folder(tmp_path / "home"), Edition.CODE_2024).read_bytes()
    with pytest.raises(ValueError, match=said) as refused:
        imported(tmp_path, content)
    assert said in (sentence(refused.value) or "")
    assert own_copy_file(own_copies_folder(tmp_path / "home"), Edition.CODE_2024).read_bytes() == before


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as refused:
        import_edition(tmp_path / "no.docx", Edition.CODE_2024, tmp_path / "home", dry_run=False)
    assert "no.docx cannot be used: No such file or directory" in (sentence(refused.value) or "")
    assert not (tmp_path / "home").exists()
