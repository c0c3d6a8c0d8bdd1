"""Facts about a text, each by its name."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.dates import with_dates
from classifier.facts import FACT_NAMES, Facts, english_probability, facts_of, without_date_note

RECEIVED = date(2025, 11, 12)


def fact(text: str, name: str) -> float:
    return facts_of(text)[FACT_NAMES.index(name)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("your man never turned up", "something promised or due did not come"),
        ("your man never turned up", "speaks to the landlord (you, your)"),
        ("the family next door play drums", "speaks of a neighbour"),
        ("the council's bins", "speaks of another body"),
        ("it leaks again", "it came back or was told before"),
        ("I've had your final response", "the complaints process is over"),
        ("please take it to stage two", "the next stage is asked for"),
        ("the claim form came, hearing on the 3rd", "a court case has begun"),
        ("I'm going to get a solicitor", "the law is threatened"),
        ("not a complaint but", "says it is not a complaint"),
        ("T/C from Mrs Ade, tap drips", "a note of a call"),
        ("Dear Sir,\nthe tap drips", "a letter"),
        ("it cost me £40", "money"),
        ("tap", "very short"),
    ],
)
def test_a_fact_is_found(text: str, name: str) -> None:
    assert fact(text, name) > 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the tap drips", "speaks to the landlord (you, your)"),
        ("youth club", "speaks to the landlord (you, your)"),
        ("a stillborn lamb", "it came back or was told before"),
        ("the tap drips", "past the time limit"),
    ],
)
def test_a_fact_that_is_not_there_is_not_found(text: str, name: str) -> None:
    assert fact(text, name) == 0


def test_the_dates_of_a_text_are_facts() -> None:
    old = with_dates("It happened in March 2023", RECEIVED, 12)
    new = with_dates("It happened in March 2025", RECEIVED, 12)
    assert fact(old, "past the time limit") == 1
    assert fact(new, "past the time limit") == 0
    assert fact(old, "an old date") > fact(new, "an old date") > 0
    assert without_date_note(old) == "It happened in March 2023"


def test_the_limit_is_that_of_the_edition_or_policy() -> None:
    text = "It happened in March 2025"
    assert fact(with_dates(text, RECEIVED, 6), "past the time limit") == 1
    assert fact(with_dates(text, RECEIVED, 12), "past the time limit") == 0


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The boiler has packed in and the children are freezing", True),
        ("no hot water", True),
        ("is my boiler check still friday", True),
        ("how do i set up a direct debit for rent", True),
        ("yo wen is my bafroom gettin dun? no rush jus wanna no for me holiday", True),
        ("Dzień dobry, proszę o kontakt w sprawie mojego mieszkania", False),
        ("Buenos días, necesito ayuda con mi contrato por favor", False),
        ("Mae angen help arnaf gyda fy nhŷ os gwelwch yn dda", False),
        ("Waxaan u baahanahay caawimaad gurigayga ku saabsan", False),
    ],
)
def test_english_is_told_from_other_languages(text: str, english: bool) -> None:
    assert (english_probability(text) > 0.5) is english


@given(st.text(max_size=400))
def test_every_text_has_facts(text: str) -> None:
    facts = np.array(facts_of(text))
    assert facts.shape == (len(FACT_NAMES),)
    assert np.isfinite(facts).all()
    assert (facts >= 0).all()


def test_facts_of_many_are_those_of_each() -> None:
    texts = ["the lift is out", "you never came"]
    assert np.array_equal(Facts().fit(texts).transform(texts), np.array([facts_of(text) for text in texts]))
    assert Facts().transform([]).shape == (0, len(FACT_NAMES))
