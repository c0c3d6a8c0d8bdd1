"""A landlord's own copy of the Code is found clause by clause, word for word, and the wrong file is refused."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from knowledge.clauses import shipped_edition
from knowledge.edition import Edition
from knowledge.importer import WrongFile, numbered_ids, read_copy
from tests.knowledge.documents import EVIDENCE, HEAD, a_copy, numbered, read_in, unequal

SOURCES = Path(__file__).parent / "sources"


def form_rows() -> list[tuple[str, str]]:
    """The rows of the 2022 form: number, requirement."""
    rows = (SOURCES / "code_2022.txt").read_text(encoding="utf-8").splitlines()
    return [(row.split("\t")[0], row.split("\t")[1]) for row in rows]


def test_the_whole_2020_code_is_found_word_for_word() -> None:
    read_2020 = read_copy(SOURCES / "code_2020.txt", Edition.CODE_2020)
    assert unequal(read_2020.clauses, Edition.CODE_2020) == []
    assert (read_2020.missing, read_2020.twice, read_2020.unknown) == ((), (), ())


def test_the_bullets_of_the_2020_code_are_told() -> None:
    found = {clause.id: clause for clause in read_copy(SOURCES / "code_2020.txt", Edition.CODE_2020).clauses}
    for clause in numbered(Edition.CODE_2020):
        assert found[clause.id].bullets == clause.bullets, clause.id
    assert found["3.2"].closing == shipped_edition(Edition.CODE_2020).clauses[30].closing


def test_part_c_of_the_2020_code_is_told_from_part_b(tmp_path: Path) -> None:
    found = {clause.id: clause for clause in read_in(tmp_path, a_copy(Edition.CODE_2020), Edition.CODE_2020).clauses}
    assert found["1.1"].text.startswith("Effective complaint handling")
    assert found["C1.1"].text.startswith("Under the Housing Ombudsman Scheme")


def test_of_a_filled_form_only_the_requirement_is_taken(tmp_path: Path) -> None:
    rows = ["\t".join(HEAD), *(f"{id_}\t{words}\tYes\t{EVIDENCE}\tNone" for id_, words in form_rows())]
    read_2022 = read_in(tmp_path, "Section 1 - Definition of a complaint\n\n" + "\n".join(rows), Edition.CODE_2022)
    assert unequal(read_2022.clauses, Edition.CODE_2022) == []
    assert (read_2022.missing, read_2022.twice, read_2022.unknown) == ((), (), ())


def test_of_a_clause_found_twice_the_longer_words_are_taken(tmp_path: Path) -> None:
    contents = "Contents\n\n1.2 What a complaint is\n1.3 The word 'complaint'\n\n"
    read_2024 = read_in(tmp_path, contents + a_copy(Edition.CODE_2024), Edition.CODE_2024)
    assert read_2024.twice == ("1.2", "1.3")
    assert unequal(read_2024.clauses, Edition.CODE_2024) == []


def test_numbers_that_the_edition_does_not_have_are_told_and_not_taken(tmp_path: Path) -> None:
    read_2022 = read_in(tmp_path, "1.1 An opening statement.\n" + a_copy(Edition.CODE_2022), Edition.CODE_2022)
    assert read_2022.unknown == ("1.1",)
    assert "1.1" not in {clause.id for clause in read_2022.clauses}


def test_what_is_not_in_the_copy_is_told(tmp_path: Path) -> None:
    copy = a_copy(Edition.CODE_2024, without=["6.3", "9.8"])
    assert read_in(tmp_path, copy, Edition.CODE_2024).missing == ("6.3", "9.8")


def test_clauses_to_compare_with_the_document_are_named_with_the_reason(tmp_path: Path) -> None:
    old = next(clause for clause in numbered(Edition.CODE_2022) if clause.id == "1.2")
    copy = a_copy(Edition.CODE_2024, without=["1.2", "6.3"]) + f"\n1.2 {old.words}\n6.3 Residents get an answer soon"
    assert read_in(tmp_path, copy, Edition.CODE_2024).doubts == {
        "1.2": "is word for word the 2022 Code's",
        "6.3": "has hardly a word of our summary; ends without a full stop",
    }


def test_a_copy_knows_the_file_it_came_from(tmp_path: Path) -> None:
    text = a_copy(Edition.CODE_2024)
    copy = read_in(tmp_path, text, Edition.CODE_2024).as_own_copy(imported_on=date(2026, 11, 22))
    assert (copy.source_name, copy.source_sha256) == ("copy.txt", sha256(text.encode()).hexdigest())
    assert (copy.edition, copy.imported_on) == (Edition.CODE_2024, date(2026, 11, 22))


def lgsco_like(lines: str) -> str:
    """The same duties as a look-alike Code would put them: of organisations and individuals, and "should"."""
    swaps = (("landlord", "organisation"), ("resident", "individual"), ("tenant", "individual"), (" must ", " should "))
    for ours, theirs in swaps:
        lines = lines.replace(ours, theirs).replace(ours.capitalize(), theirs.capitalize())
    return lines


WRONG_EDITION = [(made_of, asked_for) for made_of in Edition for asked_for in Edition if made_of is not asked_for]


@pytest.mark.parametrize(("made_of", "asked_for"), WRONG_EDITION)
def test_the_text_of_another_edition_is_refused_and_named(made_of: Edition, asked_for: Edition, tmp_path: Path) -> None:
    with pytest.raises(
        WrongFile, match=f"looks like the {made_of.code}, not the {asked_for.code}.*--edition {made_of}"
    ):
        read_in(tmp_path, a_copy(made_of), asked_for)


def test_the_look_alike_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongFile, match="Code of the Local Government and Social Care Ombudsman"):
        read_in(tmp_path, lgsco_like(a_copy(Edition.CODE_2024)), Edition.CODE_2024)


@pytest.mark.parametrize("look_alike_first", [True, False])
def test_where_both_codes_are_in_one_document_the_housing_ombudsmans_is_taken(
    look_alike_first: bool, tmp_path: Path
) -> None:
    ours = a_copy(Edition.CODE_2024)
    # Longer, so that length alone would choose it.
    theirs = lgsco_like(ours).replace("organisation", "organisation which gives services of whatever kind")
    both = [theirs, ours] if look_alike_first else [ours, theirs]
    found = {clause.id: clause.all_words for clause in read_in(tmp_path, "\n\n".join(both), Edition.CODE_2024).clauses}
    assert not [id_ for id_, words in found.items() if "gives services of whatever kind" in words]


def test_a_policy_with_numbers_of_its_own_is_refused(tmp_path: Path) -> None:
    policy = "\n".join(
        f"{id_} We will write to our residents about point {id_}." for id_ in numbered_ids(Edition.CODE_2024)
    )
    with pytest.raises(WrongFile, match="its words are not those of the 2024 Code"):
        read_in(tmp_path, policy, Edition.CODE_2024)


def test_less_than_a_third_of_the_clauses_is_too_few(tmp_path: Path) -> None:
    known = numbered_ids(Edition.CODE_2024)
    with pytest.raises(WrongFile, match="holds 24 of the 73 numbered clauses of the 2024 Code: too few"):
        read_in(tmp_path, a_copy(Edition.CODE_2024, without=known[24:]), Edition.CODE_2024)
    assert len(read_in(tmp_path, a_copy(Edition.CODE_2024, without=known[25:]), Edition.CODE_2024).clauses) == 25


def test_a_letter_is_no_copy_of_the_code(tmp_path: Path) -> None:
    with pytest.raises(WrongFile, match=r"no line begins with a clause's number\.$"):
        read_in(tmp_path, "Dear resident,\n\nthank you for your letter.", Edition.CODE_2024)


def test_a_word_document_that_word_numbers_itself_is_refused_with_the_way_out(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    for clause in numbered(Edition.CODE_2024):
        document.add_paragraph(clause.text, style="List Number")
    document.save(str(tmp_path / "code.docx"))
    with pytest.raises(WrongFile, match="If Word numbers the clauses itself, save it as PDF"):
        read_copy(tmp_path / "code.docx", Edition.CODE_2024)
