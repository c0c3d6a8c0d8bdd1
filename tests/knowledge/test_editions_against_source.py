"""The Code's editions, held word for word against the text they were taken from."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

Clause = dict[str, Any]

EDITIONS = Path(__file__).parents[2] / "knowledge" / "editions"
SOURCES = Path(__file__).parent / "sources"

CLAUSES_PER_SECTION = {
    "2020": {"A1": 8, "A2": 6, "1": 7, "2": 8, "3": 21, "4": 15, "5": 11, "6": 11, "C1": 10, "C2": 3},
    "2022": {"1": 8, "2": 8, "3": 3, "4": 19, "5": 20, "6": 6, "7": 5, "8": 3},
    "2024": {"1": 6, "2": 5, "3": 7, "4": 3, "5": 15, "6": 20, "7": 4, "8": 5, "9": 8},
}
KEYS_OF_A_CLAUSE = [
    "id",
    "part",
    "section",
    "heading",
    "text",
    "bullets",
    "closing",
    "level",
    "stage",
    "complete",
    "topics",
    "note",
    "verified",
    "source",
    "timescale",
]


def clauses_of(edition: str) -> list[Clause]:
    clauses: list[Clause] = yaml.safe_load((EDITIONS / f"{edition}.yaml").read_text(encoding="utf-8"))["clauses"]
    return clauses


def fold(text: str) -> str:
    return " ".join(text.split())


def words(clause: Clause) -> str:
    return fold(" ".join([clause["text"], *clause["bullets"], clause["closing"] or ""]))


def section_and_number(clause: Clause) -> tuple[str, int]:
    section, number = re.split(r"[.-]", clause["id"])
    return section, int(number)


def code_2020() -> str:
    """The 2020 Code from Part A on (the contents page comes before it), without Markdown's emphasis and link marks."""
    source = (SOURCES / "code_2020.txt").read_text(encoding="utf-8")
    return re.sub(r"\*|<(?=http)|(?<=/)>", "", source[source.rindex("## Part A") :])


def words_of_2020() -> str:
    return fold(re.sub(r"^\s*(#+|-) ", "", code_2020(), flags=re.MULTILINE))


def requirements_2022() -> dict[str, str]:
    """What the form prints for each clause, bullet marks kept."""
    rows = (line.split("\t") for line in (SOURCES / "code_2022.txt").read_text(encoding="utf-8").splitlines())
    return {number: fold(re.sub(r"<[^>]+>", "", requirement)) for number, requirement in rows}


@pytest.mark.parametrize("edition", CLAUSES_PER_SECTION)
def test_every_section_has_all_its_clauses(edition: str) -> None:
    counted = Counter(section for section, _ in map(section_and_number, clauses_of(edition)))
    assert counted == CLAUSES_PER_SECTION[edition]


@pytest.mark.parametrize("edition", CLAUSES_PER_SECTION)
def test_ids_are_unique_and_in_order(edition: str) -> None:
    sections = list(CLAUSES_PER_SECTION[edition])
    places = [(sections.index(section), number) for section, number in map(section_and_number, clauses_of(edition))]
    assert all(earlier < later for earlier, later in pairwise(places))


@pytest.mark.parametrize("edition", CLAUSES_PER_SECTION)
def test_every_clause_has_the_same_shape(edition: str) -> None:
    for clause in clauses_of(edition):
        assert list(clause) == KEYS_OF_A_CLAUSE, clause["id"]
        assert clause["topics"], clause["id"]


def test_parts_of_the_2020_code_are_whole() -> None:
    assert Counter(clause["part"] for clause in clauses_of("2020")) == {"A": 14, "B": 73, "C": 13}


def test_the_2020_code_is_its_source_word_for_word() -> None:
    source, clauses = words_of_2020(), clauses_of("2020")
    titles = {clause[key] for clause in clauses for key in ("section", "heading") if clause[key]}
    # The longest first: "Complaint team" also begins the title of the section it stands in.
    title = re.compile("|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True)))
    place, printed_under = 0, ""
    for clause in clauses:
        start = source.find(words(clause), place)
        assert start >= 0, f"2020 Code {clause['id']}: its words are not in the source, in this order"
        between = source[place:start].strip().removesuffix(".")
        if clause["part"] != "A":
            assert between.split()[-1] == clause["id"].removeprefix("C"), f"{clause['id']} has another clause's words"
        printed_under = (title.findall(between) or [printed_under])[-1]
        assert printed_under == (clause["heading"] or clause["section"]), clause["id"]
        left_out = re.sub(r"\bPart [ABC]\b|\bThe Code\b|\b\d(\.\d\d?)?\b\.?", "", title.sub("", between)).strip()
        assert not left_out, f"in the source but not in the data, before {clause['id']}: {left_out!r}"
        place = start + len(words(clause))
    assert not source[place:].strip()


def test_nothing_numbered_in_the_2020_source_is_missing() -> None:
    numbered = re.findall(r"^\W*(\d+\.\d+)\b", code_2020(), flags=re.MULTILINE)
    assert numbered == [clause["id"].removeprefix("C") for clause in clauses_of("2020") if clause["part"] != "A"]


def test_bullets_of_the_2020_code_are_those_of_its_source() -> None:
    printed = re.findall(r"^\s*- (?!\d+\.\d)(.+)$", code_2020(), flags=re.MULTILINE)
    assert [bullet for clause in clauses_of("2020") for bullet in clause["bullets"]] == list(map(fold, printed))


def test_the_2022_code_is_its_source_word_for_word() -> None:
    printed = {number: fold(requirement.replace("•", " ")) for number, requirement in requirements_2022().items()}
    assert {clause["id"]: words(clause) for clause in clauses_of("2022")} == printed


def test_bullets_of_the_2022_code_are_those_of_its_source() -> None:
    printed = requirements_2022()
    for clause in clauses_of("2022"):
        if clause["id"] != "8.3":  # the source has lost the marks of its bullets
            assert [clause["text"], *clause["bullets"]] == list(map(fold, printed[clause["id"]].split("•")))


def test_the_2022_clauses_that_the_landlord_cut_are_marked() -> None:
    cut = {clause["id"]: clause["note"] for clause in clauses_of("2022") if not clause["complete"]}
    assert set(cut) == {"1.6", "1.8", "3.2"}
    assert all(cut.values())


def test_the_2022_level_agrees_with_the_words() -> None:
    for clause in clauses_of("2022"):
        if clause["id"] != "3.3":  # printed among the musts, although it says "should"
            assert re.search(rf"\b{clause['level']}\b", words(clause)), clause["id"]


def test_unverified_2024_summaries_say_what_was_inferred() -> None:
    assert all(clause["note"] for clause in clauses_of("2024") if not clause["verified"])
