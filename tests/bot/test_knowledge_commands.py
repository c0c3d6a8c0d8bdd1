"""`clausewise knowledge`: the editions, their clauses and the landlords' policies, as text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.clauses import load_edition
from knowledge.edition import Edition
from knowledge.policies import load_policy
from tests.bot.conftest import Clausewise


def test_everything_is_listed_with_when_it_is_in_force_and_whose_words_it_has(clausewise: Clausewise) -> None:
    ran = clausewise("knowledge", "list")
    assert (ran.status, ran.err) == (0, "")
    for edition in Edition:
        loaded = load_edition(edition)
        kind = "word for word" if loaded.wording == "verbatim" else "summaries in our own words"
        assert f"{edition}  {len(loaded.clauses)} clauses, {kind}; in force from " in ran.out
    assert "1 April 2024, in force now" in ran.out
    assert f"barnet  policy of {load_policy('barnet').landlord}: " in ran.out
    assert "brent  policy of " in ran.out


@pytest.mark.parametrize("edition", Edition)
def test_every_clause_of_an_edition_is_listed_on_a_line(edition: Edition, clausewise: Clausewise) -> None:
    ran = clausewise("knowledge", "list", edition.value)
    assert ran.status == 0
    assert [line.split()[0] for line in ran.out.splitlines()] == [clause.id for clause in load_edition(edition).clauses]


def test_a_clause_is_shown_with_where_its_words_come_from(clausewise: Clausewise) -> None:
    ran = clausewise("knowledge", "show", "2024", "6.3")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("2024 Code 6.3 (summary in our own words, not the Code's wording)\n")
    assert "Section: " in ran.out
    assert f"Source: {load_edition(Edition.CODE_2024).attribution}" in ran.out
    assert "Official page: https://" in ran.out


def test_the_code_s_own_words_are_not_called_a_summary(clausewise: Clausewise) -> None:
    ran = clausewise("knowledge", "show", "2020", "1.2")
    assert ran.out.startswith("2020 Code 1.2\n")
    assert "summary" not in ran.out


@pytest.mark.parametrize("number", ["C1.3", "c1.3", "C1.3."])
def test_a_clause_of_part_c_is_found_however_it_is_written(number: str, clausewise: Clausewise) -> None:
    assert clausewise("knowledge", "show", "2020", number).out.startswith("2020 Code Part C 1.3\n")


@pytest.mark.parametrize("name", ["barnet", "brent"])
def test_a_policy_is_shown_with_its_exclusions_and_times(name: str, clausewise: Clausewise) -> None:
    ran = clausewise("knowledge", "show", name)
    policy = load_policy(name)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"{policy.landlord}: complaints policy\n")
    for line in policy.exclusions:
        assert line.text in ran.out
    assert "Time limit: 12 months." in ran.out
    assert "- stage 1 response: " in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "2024", "99.9"], "The 2024 Code has no clause '99.9' (it has: 1.1, "),
        (["show", "2019", "1.2"], "no '2019' edition of the Code (there are: 2020, 2022, 2024)"),
        (["list", "2019"], "no '2019' edition of the Code"),
        (["show", "camelot"], "no policy 'camelot' (there are: barnet, brent)"),
        (["show", "2024"], "knowledge show 2024 6.3"),
    ],
)
def test_what_is_not_there_is_told_of_with_what_is(arguments: list[str], said: str, clausewise: Clausewise) -> None:
    ran = clausewise("knowledge", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.sentence


def test_a_landlords_own_copy_is_quoted_from_the_next_command_on(clausewise: Clausewise, tmp_path: Path) -> None:
    copy = tmp_path / "our copy.txt"
    clauses = [c for c in load_edition(Edition.CODE_2022).clauses if c.complete]
    ours = "We must acknowledge and log a complaint within five days of the day on which we receive it."
    copy.write_text(
        "Complaint Handling Code 2022\n\n"
        + "\n\n".join(f"{c.id} {ours if c.id == '4.1' else c.words}" for c in clauses),
        encoding="utf-8",
    )
    tried = clausewise("knowledge", "import", str(copy), "--edition", "2022", "--dry-run")
    assert (tried.status, tried.err) == (0, "")
    assert "Nothing was changed" in tried.out
    assert ours not in clausewise("knowledge", "show", "2022", "4.1").out
    assert clausewise("knowledge", "import", str(copy), "--edition", "2022").status == 0
    shown = clausewise("knowledge", "show", "2022", "4.1").out
    assert "within five days of the day on which we receive it" in " ".join(shown.split())
    assert "our copy.txt" in shown


def test_a_wrong_file_is_refused_in_a_sentence(clausewise: Clausewise, tmp_path: Path) -> None:
    wrong = tmp_path / "menu.txt"
    wrong.write_text("1.2 Soup of the day\n1.3 Fish and chips\n", encoding="utf-8")
    ran = clausewise("knowledge", "import", str(wrong), "--edition", "2024")
    assert (ran.status, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_a_policy_is_held_against_an_edition(clausewise: Clausewise) -> None:
    ran = clausewise("knowledge", "check", "barnet", "--edition", "2024")
    assert ran.status == 1
    assert "2024 Code 6.14" in ran.out
    found = json.loads(clausewise("knowledge", "check", "barnet", "--edition", "2024", "--json").out)
    assert found["edition"] == "2024"


def test_a_policy_that_is_none_is_refused_in_a_sentence(clausewise: Clausewise) -> None:
    ran = clausewise("knowledge", "check", "atlantis")
    assert ran.status == 2
    assert "There is no policy 'atlantis'" in ran.err
