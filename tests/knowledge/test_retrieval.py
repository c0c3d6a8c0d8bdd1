"""Answers: the right clause of the right edition, or an honest no."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from knowledge import kept
from knowledge.case_words import step_asked
from knowledge.clauses import ClauseNotFound, find_clause, load_edition
from knowledge.counterparts import counterparts, difference, ended, read_beside
from knowledge.edition import Edition, NoEditionInForce, UnknownEdition, edition_named, edition_on
from knowledge.grounds import GROUNDS_CLAUSE
from knowledge.learned_words import LearnedWords
from knowledge.policies import PolicyNotFound, StartEvent, Step, load_policy, shipped_policies
from knowledge.question_encoder import (
    NotCrossFitted,
    believed,
    columns,
    cross_fitted_scores,
    shipped_question_encoder,
)
from knowledge.question_words import AskedWords, expand
from knowledge.questions import load_questions, questions_hash
from knowledge.retrieval import confidence, find_clauses
from sentence_encoder.encoder_files import MODEL_FILE

HELD_OUT = Path(__file__).parent.parent / "held_out" / "questions.jsonl"


@pytest.mark.parametrize(
    ("question", "edition", "first"),
    [
        ("What does 6.3 say?", Edition.CODE_2024, "6.3"),
        ("at what point is a repair request a complaint", Edition.CODE_2024, "1.5"),
        ("boss wants to say no to a second stage, allowed?", Edition.CODE_2024, "5.11"),
        ("is a third stage allowed", Edition.CODE_2020, "3.8"),
    ],
)
def test_a_question_finds_its_clause(question: str, edition: Edition, first: str) -> None:
    assert find_clauses(question, edition)[0].clause.id == first


@pytest.mark.parametrize(
    "question",
    ["what is the wifi password", "how do I bake a lemon cake", "qwertz uiop", "Wo ist der Bahnhof", "🙂", ""],
)
def test_what_the_code_does_not_answer_gets_an_honest_no(question: str) -> None:
    assert find_clauses(question, Edition.CODE_2024) == ()


SOME = load_questions()[::40]


@pytest.mark.parametrize("edition", list(Edition))
def test_an_answer_never_cites_another_edition(edition: Edition) -> None:
    for question in SOME:
        assert {found.clause.edition for found in find_clauses(question.question, edition)} <= {edition}


@pytest.mark.parametrize("edition", list(Edition))
def test_confidence_falls_from_the_first_clause_to_the_last(edition: Edition) -> None:
    for question in SOME:
        likely = [found.confidence for found in find_clauses(question.question, edition)]
        assert likely == sorted(likely, reverse=True)


def test_the_confidence_was_fitted_on_what_is_shipped() -> None:
    assert confidence().questions_sha256 == questions_hash(load_questions()), "run `python -m knowledge.fitting`"
    assert set(confidence().curves) == set(Edition)
    assert confidence().encoder_sha256 == shipped_question_encoder().files.sha256, "run `python -m knowledge.fitting`"


def test_the_encoder_tells_the_clauses_that_are_shipped() -> None:
    assert tuple(shipped_question_encoder().files.manifest["scores"]) == columns()


def test_what_is_kept_of_the_questions_is_what_the_shipped_ones_tell() -> None:
    asked, learned = kept.read(questions_hash(load_questions()))
    assert asked == AskedWords.of(load_questions())
    assert learned.weights.shape == (len(load_questions()), len(columns()))
    with pytest.raises(kept.KeptRefused, match=r"knowledge\.fitting"):
        kept.read(questions_hash(load_questions()[:-1]))


def test_words_that_were_kept_score_as_those_that_were_just_learned() -> None:
    learned = LearnedWords.of(load_questions()[::20])
    again = LearnedWords(learned.terms, learned.rarity, learned.known, learned.weights)
    for question in SOME:
        assert np.array_equal(again.scores([question.question]), learned.scores([question.question]))


def test_the_encoder_is_small_enough_to_ship_and_is_what_its_manifest_names() -> None:
    files = shipped_question_encoder().files
    files.check()
    assert (files.folder / MODEL_FILE).stat().st_size <= 30_000_000


def test_every_question_has_scores_by_an_encoder_that_had_not_seen_its_batch() -> None:
    scores = cross_fitted_scores([question.question for question in load_questions()])
    assert scores.shape == (len(load_questions()), len(columns()))


def test_a_question_that_is_not_shipped_has_none() -> None:
    with pytest.raises(NotCrossFitted, match="make encoder STEPS=questions"):
        cross_fitted_scores(["who stole the tarts?"])


def test_no_shipped_question_is_a_held_out_one() -> None:
    held_out = {json.loads(line)["question"].casefold() for line in HELD_OUT.read_text(encoding="utf-8").splitlines()}
    assert not held_out & {question.question.casefold() for question in load_questions()}


def test_every_question_names_clauses_that_exist() -> None:
    for question in load_questions():
        for edition in Edition:
            for number in (*question.clauses[edition], *question.also[edition]):
                find_clause(edition, number)


def test_belief_in_the_clauses_and_in_none_adds_up_to_one() -> None:
    belief = believed(shipped_question_encoder().scores("how long to acknowledge"), Edition.CODE_2022)
    assert len(belief.clauses) == len(load_edition(Edition.CODE_2022).clauses)
    assert np.exp(belief.clauses).sum() + np.exp(belief.none) == pytest.approx(1.0)


@pytest.mark.parametrize("edition", list(Edition))
def test_what_stands_beside_a_clause_exists(edition: Edition) -> None:
    for clause in load_edition(edition).clauses:
        assert clause not in read_beside(clause)
        assert {other.edition for other in read_beside(clause)} <= {edition}
        assert edition not in {other.edition for other in counterparts(clause)}


def test_the_other_editions_are_told_where_the_rule_changed() -> None:
    limit = find_clause(Edition.CODE_2024, "2.3")
    assert [c.reference for c in counterparts(limit)] == ["2022 Code 1.8", "2020 Code 1.5"]
    assert "six months" in (difference(limit) or "")
    assert difference(find_clause(Edition.CODE_2024, "1.2")) is None
    assert "2022 Code 1.2" in (difference(find_clause(Edition.CODE_2024, "1.2"), asked=True) or "")


def test_a_rule_that_ended_is_marked_as_ended() -> None:
    assert "1 October 2022" in (ended(find_clause(Edition.CODE_2020, "3.9")) or "")
    assert ended(find_clause(Edition.CODE_2024, "3.5")) is None


def test_a_pasted_book_is_answered_or_refused_like_any_question() -> None:
    find_clauses("how long do we have to acknowledge a complaint " * 20_000, Edition.CODE_2024)


def test_abbreviations_are_expanded() -> None:
    assert "Ombudsman" in expand("what do HOS say")
    assert "acknowledge" in expand("s1 ack")


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        ("2020-07-01", "2020"),
        ("2022-03-31", "2020"),
        ("2022-04-01", "2022"),
        ("2024-03-31", "2022"),
        ("2024-04-01", "2024"),
    ],
)
def test_the_edition_is_the_one_in_force_on_the_day(day: str, edition: str) -> None:
    from datetime import date

    assert edition_on(date.fromisoformat(day)) == edition


def test_before_the_first_edition_there_is_none() -> None:
    from datetime import date

    with pytest.raises(NoEditionInForce, match="July 2020"):
        edition_on(date(2020, 6, 30))


def test_an_unknown_edition_or_clause_says_what_there_is() -> None:
    with pytest.raises(UnknownEdition, match="2020, 2022, 2024"):
        edition_named("2023")
    with pytest.raises(ClauseNotFound, match=r"check the edition first"):
        find_clause(Edition.CODE_2024, "3.11")


def test_words_and_summary_never_look_alike() -> None:
    assert all(clause.summary for clause in load_edition(Edition.CODE_2024).clauses)
    assert not any(clause.summary for clause in load_edition(Edition.CODE_2020).clauses)


def test_every_ground_rests_on_a_clause_of_every_edition() -> None:
    for edition, number in GROUNDS_CLAUSE.items():
        assert find_clause(edition, number).edition is edition


def test_the_shipped_policies_load_with_their_exclusions() -> None:
    assert shipped_policies() == ("barnet", "brent")
    barnet, brent = load_policy("barnet"), load_policy("brent")
    assert barnet.time_limit is not None
    assert barnet.time_limit.months == 12
    assert len(barnet.exclusions) == 18
    assert len(brent.exclusions) == 4
    assert {time.step for time in brent.times} == {Step.STAGE_1_RESPONSE, Step.STAGE_2_RESPONSE}


def test_a_policy_that_is_none_says_so(tmp_path: Path) -> None:
    wrong = tmp_path / "policy.yaml"
    wrong.write_text("name: [", encoding="utf-8")
    for name in ("nowhere", str(wrong), str(tmp_path)):
        with pytest.raises(PolicyNotFound):
            load_policy(name)


@pytest.mark.parametrize(
    ("question", "edition", "step", "told_of"),
    [
        (
            "how long have i got once they've escalated",
            Edition.CODE_2024,
            Step.STAGE_2_RESPONSE,
            StartEvent.ESCALATION_REQUEST,
        ),
        ("S1 acked 23/12/25, when's it due?", Edition.CODE_2024, Step.STAGE_1_RESPONSE, StartEvent.ACKNOWLEDGEMENT),
        ("S1 acked 23/12/21, when's it due?", Edition.CODE_2020, Step.STAGE_1_RESPONSE, StartEvent.RECEIPT),
        ("by when do we ack a complaint", Edition.CODE_2024, Step.STAGE_1_ACKNOWLEDGEMENT, StartEvent.RECEIPT),
    ],
)
def test_a_by_when_question_names_its_step(question: str, edition: Edition, step: Step, told_of: StartEvent) -> None:
    asked = step_asked(question, edition)
    assert asked is not None
    assert (asked.step, asked.told_of) == (step, told_of)


@pytest.mark.parametrize(
    "question",
    [
        "when does the gas engineer come",
        "who is the prime minister",
        "what is a complaint",
        "is another self-assessment due",
    ],
)
def test_other_questions_name_no_step(question: str) -> None:
    assert step_asked(question, Edition.CODE_2024) is None
