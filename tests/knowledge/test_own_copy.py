"""An imported edition is kept whole or not at all, and its words are quoted in place of those shipped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.clauses import find_clause, load_edition, shipped_edition, use_own_copies
from knowledge.edition import Edition
from knowledge.own_copy import OwnClause, OwnCopy, OwnCopyDamaged, own_copy_file, read_own_copy, write_own_copy

OURS = OwnClause(id="6.3", text="The landlord must answer:", bullets=("a. in full;", "b. in time."), closing="Always.")


@pytest.fixture(autouse=True)
def shipped_words_afterwards() -> Iterator[None]:
    yield
    use_own_copies(None)


def a_copy(*clauses: OwnClause, edition: Edition = Edition.CODE_2024, name: str = "Code 2024.docx") -> OwnCopy:
    return OwnCopy(
        edition=edition,
        source_name=name,
        source_sha256="0" * 64,
        imported_on=date(2026, 11, 22),
        clauses=clauses or (OURS,),
    )


def whole(edition: Edition) -> OwnCopy:
    return a_copy(*(OwnClause(id=c.id, text=f"Our copy of {c.id}.") for c in shipped_edition(edition).clauses))


def test_a_copy_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = write_own_copy(a_copy(), tmp_path / "new" / "folder")
    assert file == own_copy_file(tmp_path / "new" / "folder", Edition.CODE_2024)
    assert read_own_copy(tmp_path / "new" / "folder", Edition.CODE_2024) == a_copy()
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


def test_where_nothing_was_imported_there_is_no_copy(tmp_path: Path) -> None:
    write_own_copy(a_copy(), tmp_path)
    assert read_own_copy(tmp_path, Edition.CODE_2022) is None
    assert read_own_copy(tmp_path / "no such folder", Edition.CODE_2024) is None


def test_a_write_that_fails_leaves_the_earlier_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_own_copy(a_copy(), tmp_path)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_own_copy(a_copy(name="later.pdf"), tmp_path)
    assert read_own_copy(tmp_path, Edition.CODE_2024) == a_copy()
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda text: text.replace("in full", "in part"), id="a word changed by hand"),
        pytest.param(lambda text: text[: len(text) // 2], id="cut short"),
        pytest.param(lambda _: "", id="empty"),
        pytest.param(lambda _: "[]", id="something else"),
        pytest.param(lambda _: '{"copy": {}, "sha256": ""}', id="no clauses"),
        pytest.param(lambda text: text.replace('"2024"', '"2022"'), id="another edition's"),
        pytest.param(lambda _: "[" * 100_000, id="nonsense"),
        pytest.param(lambda _: "\udcff", id="not text"),
    ],
)
def test_a_damaged_copy_is_a_clear_error_and_nothing_is_quoted_from_it(damage: Any, tmp_path: Path) -> None:
    file = write_own_copy(a_copy(), tmp_path)
    file.write_text(damage(file.read_text(encoding="utf-8")), encoding="utf-8", errors="surrogateescape")
    with pytest.raises(OwnCopyDamaged, match=r"is damaged or was changed by hand.*Import.*again, or delete the file"):
        use_own_copies(tmp_path)
    assert find_clause(Edition.CODE_2024, "6.3").summary


def test_an_imported_clause_is_quoted_word_for_word_and_no_summary(tmp_path: Path) -> None:
    before = find_clause(Edition.CODE_2024, "6.3")
    write_own_copy(a_copy(), tmp_path)
    use_own_copies(tmp_path)
    clause = find_clause(Edition.CODE_2024, "6.3")
    assert clause.words == "The landlord must answer:\na. in full;\nb. in time.\nAlways."
    assert (clause.summary, clause.verified, clause.own_copy, clause.note) == (False, True, "Code 2024.docx", None)
    assert (clause.reference, clause.section, clause.timescale) == (before.reference, before.section, before.timescale)
    assert clause in load_edition(Edition.CODE_2024).clauses


def test_clauses_that_are_not_in_the_copy_keep_the_shipped_words(tmp_path: Path) -> None:
    write_own_copy(a_copy(), tmp_path)
    use_own_copies(tmp_path)
    assert find_clause(Edition.CODE_2024, "6.4") == next(
        clause for clause in shipped_edition(Edition.CODE_2024).clauses if clause.id == "6.4"
    )
    assert load_edition(Edition.CODE_2022) == shipped_edition(Edition.CODE_2022)


def test_an_edition_in_part_summary_never_calls_itself_word_for_word(tmp_path: Path) -> None:
    write_own_copy(a_copy(), tmp_path)
    use_own_copies(tmp_path)
    edition = load_edition(Edition.CODE_2024)
    assert edition.wording == "summary"
    assert edition.attribution == (
        "1 of 73 clauses word for word from the landlord's own copy (Code 2024.docx, imported on 22 November 2026). "
        f"The others: {shipped_edition(Edition.CODE_2024).attribution}"
    )


def test_a_whole_copy_makes_the_edition_word_for_word_and_names_the_file(tmp_path: Path) -> None:
    write_own_copy(whole(Edition.CODE_2024), tmp_path)
    use_own_copies(tmp_path)
    edition = load_edition(Edition.CODE_2024)
    assert (edition.wording, edition.gaps) == ("verbatim", ())
    assert edition.attribution == (
        "Word for word from the landlord's own copy (Code 2024.docx, imported on 22 November 2026)."
    )
    assert not any(clause.summary for clause in edition.clauses)


def test_what_is_noted_of_shipped_words_goes_with_them(tmp_path: Path) -> None:
    cut = find_clause(Edition.CODE_2022, "3.2")
    same = OwnClause(id="3.2", text=cut.text)
    write_own_copy(a_copy(same, OwnClause(id="1.6", text="In full."), edition=Edition.CODE_2022), tmp_path)
    use_own_copies(tmp_path)
    assert (find_clause(Edition.CODE_2022, "3.2").complete, find_clause(Edition.CODE_2022, "3.2").note) == (
        False,
        cut.note,
    )
    assert (find_clause(Edition.CODE_2022, "1.6").complete, find_clause(Edition.CODE_2022, "1.6").note) == (True, None)


def test_what_was_read_before_follows_a_new_copy(tmp_path: Path) -> None:
    use_own_copies(tmp_path)
    assert find_clause(Edition.CODE_2024, "6.3").summary
    write_own_copy(a_copy(), tmp_path)
    use_own_copies(tmp_path)
    assert find_clause(Edition.CODE_2024, "6.3").text == OURS.text
    use_own_copies(None)
    assert load_edition(Edition.CODE_2024) == shipped_edition(Edition.CODE_2024)


def test_a_long_file_name_is_shortened_where_it_is_cited(tmp_path: Path) -> None:
    write_own_copy(a_copy(name="a" * 200 + ".docx"), tmp_path)
    use_own_copies(tmp_path)
    assert find_clause(Edition.CODE_2024, "6.3").own_copy == "a" * 59 + "…"


def test_the_file_can_be_read_by_a_person(tmp_path: Path) -> None:
    kept = json.loads(write_own_copy(a_copy(), tmp_path).read_text(encoding="utf-8"))
    assert kept["copy"]["source_name"] == "Code 2024.docx"
    assert kept["copy"]["clauses"][0]["text"] == OURS.text
