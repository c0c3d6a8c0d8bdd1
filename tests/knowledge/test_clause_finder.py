"""Where a clause begins and ends in a document, and how its words are put together."""

from __future__ import annotations

import textwrap

import pytest

from knowledge.clause_finder import find_clauses_in
from knowledge.clause_words import joined, put_together
from knowledge.edition import Edition
from knowledge.own_copy import OwnClause
from tests.knowledge.documents import a_copy, unequal


def the_words(lines: str) -> dict[str, OwnClause]:
    found = find_clauses_in([" ".join(line.split()) for line in lines.splitlines()], Edition.CODE_2024)
    return {id_: clauses[0] for id_, clauses in found.items()}


@pytest.mark.parametrize(
    "broken_line",
    [
        "as set out in clause\n6.3 The landlord's own",
        "see\n6.4 Landlords too",
        "6.3, 6.4 and 6.5 above",
        "(see 6.3)",
        "or about\n10.5% of complaints",
        "on\n1.4.2024 at the latest",
        "at\n2.5 million homes",
        "£1.20 or\n1.20 pounds",
        "5.1.3.1 If the issue",
        "between 9.30 and\n5.15 In the afternoon",
    ],
)
def test_a_number_in_running_text_begins_no_clause(broken_line: str) -> None:
    found = the_words(f"6.2 The landlord must answer {broken_line} and so on.\n6.9 Next.")
    assert list(found) == ["6.2", "6.9"]
    assert found["6.2"].text == " ".join(f"The landlord must answer {broken_line} and so on.".split())


@pytest.mark.parametrize(
    "between",
    [
        "2. Exclusions",
        "## Exclusions",
        "SECTION 2: WHAT IS NOT TAKEN",
        "Section 9: Scrutiny & oversight: continuous\nlearning and improvement",
        "3. Complaint team, procedure,\ntimeliness and\nresponsiveness",
        "Stage 1",
        "Mandatory 'must' requirements",
        "Appendix A: Self-assessment form\n\nThis form should be completed by the complaints officer.",
        "-----",
        "12",
        "Page 3 of 20",
        "Complaint Handling Code 2024",
        "Housing Ombudsman Service | 7",
        "1.6 Surveys ............ 9",
    ],
)
def test_headings_and_page_furniture_are_no_words_of_a_clause(between: str) -> None:
    found = the_words(f"1.5 A complaint must be raised.\n\n{between}\n\n2.1 Acceptance is the rule.")
    assert {id_: clause.all_words for id_, clause in found.items()} == {
        "1.5": "A complaint must be raised.",
        "2.1": "Acceptance is the rule.",
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "must follow the\nComplaint Handling Code",
        "go to the\nHousing Ombudsman Service\nat any time",
        "move to stage\n2",
        "have a culture of\ncontinuous learning and improvement",
        "look at\nExclusions\nfirst",
        "is no\n– or only a small –\nmatter",
        "resolved there and then....\nand need not be logged",
    ],
)
def test_words_that_could_be_furniture_stay_in_their_sentence(sentence: str) -> None:
    found = the_words(f"1.5 A landlord should {sentence}.\n1.6 Next.")
    assert found["1.5"].text == " ".join(f"A landlord should {sentence}.".split())


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("width", [42, 60, 78, 101])
def test_wherever_the_lines_are_broken_the_words_are_the_same(width: int, edition: Edition) -> None:
    lines = [line for paragraph in a_copy(edition).split("\n") for line in textwrap.wrap(paragraph, width) or [""]]
    found = [clauses[0] for clauses in find_clauses_in(lines, edition).values()]
    # 3.2 of 2022 is cut off in the source ("no conflicts of"), and so leads up to 3.3. The address in 5.11 of 2020 is
    # longer than some of the lines, so its break cannot be told from a space.
    assert set(unequal(found, edition)) <= {"3.2", "3.3", "5.11"}


def test_broken_lines_are_joined_and_hyphens_at_their_ends_judged() -> None:
    known = frozenset({"self-assessment", "complaint", "in-depth"})
    assert joined("the com-", "plaint was", known) == "the complaint was"
    assert joined("a self-", "assessment form", known) == "a self-assessment form"
    assert joined("a non-", "existent one", known) == "a non-existent one"
    assert joined("the main-", "tained list", known) == "the maintained list"
    assert joined("they have/", "have not", known) == "they have/have not"
    assert joined("one stage -", "or two", known) == "one stage - or two"


def test_bullets_are_kept_apart_and_letters_with_them() -> None:
    marked = ["The handler must:", "• be fair", "• be", "able", "", "This is so always."]
    assert put_together(marked, frozenset()) == ("The handler must:", ("be fair", "be able"), "This is so always.")
    lettered = ["The report must have:", "a. the analysis;", "b. the findings,", "as they are;", "and (c)"]
    assert put_together(lettered, frozenset()).bullets == ("a. the analysis;", "b. the findings, as they are; and (c)")
    unmarked = ["They must:", "", "set out", "their position", "", "comment on findings."]
    assert put_together(unmarked, frozenset()).bullets == ("set out their position", "comment on findings.")


def test_a_dash_where_a_line_broke_is_no_bullet() -> None:
    lines = ["Answer in 10 days", "– if this is not possible", "- explain why."]
    assert put_together(lines, frozenset()) == ("Answer in 10 days – if this is not possible - explain why.", (), None)
