"""The figures, against a log that was counted by hand."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from bot.evidence.counting import count_figures
from bot.evidence.definitions import LENGTHS, LINKED_SHARES, SHARES
from bot.evidence.figures import Figures
from bot.evidence.shares import Days, Share
from bot.records.decision_log import DecisionLog
from classifier.labels import Label
from knowledge.edition import Edition
from tests.bot.evidence.hand_counted import (
    DAYS_BY_HAND,
    FROM,
    GROUNDS_BY_HAND,
    MONTHS_BY_HAND,
    NUMBERS_BY_HAND,
    PROPOSED_AND_DECIDED_BY_HAND,
    SHARES_BY_HAND,
    TO,
)
from tests.bot.records.builders import (
    JOAN,
    SIAN,
    a_decision_numbered,
    a_log,
    a_prediction,
    a_second_person,
    an_explanation,
)

TODAY = date(2026, 4, 2)


def of_the_year(log: DecisionLog) -> Figures:
    return count_figures(log, FROM, TO, Edition.CODE_2024, today=TODAY)


def test_every_figure_is_the_one_counted_by_hand(sixty: DecisionLog) -> None:
    figures = of_the_year(sixty)
    named = {name for name, value in figures if isinstance(value, Share)}
    assert {name: (getattr(figures, name).count, getattr(figures, name).of) for name in named} == SHARES_BY_HAND
    lengths = {name: value for name, value in figures if isinstance(value, Days)}
    assert {name: (days.matters_by_days, days.median) for name, days in lengths.items()} == DAYS_BY_HAND
    assert {name: getattr(figures, name) for name in NUMBERS_BY_HAND} == NUMBERS_BY_HAND
    cells = {(cell.proposed, cell.decided): cell.count for cell in figures.proposed_and_decided}
    assert cells == PROPOSED_AND_DECIDED_BY_HAND
    grounds = {each.ground: (each.kind, each.rests_on) for each in figures.declined_by_ground}
    assert grounds == GROUNDS_BY_HAND
    assert [each.count for each in figures.declined_by_ground] == [4, 2, 2, 1, 1, 1]
    months = [
        (f"{month.first_day:%Y-%m}", *month.by_label.values(), month.nothing_to_decide, month.declined_by_ground)
        for month in figures.by_month
    ]
    assert months == MONTHS_BY_HAND


def test_no_figure_is_left_out_of_the_count_by_hand() -> None:
    others = {"decided", "explanation_not_sent"}
    assert set(SHARES) | set(LINKED_SHARES) | others == set(SHARES_BY_HAND)
    assert set(LENGTHS) == set(DAYS_BY_HAND)


def test_the_slim_reading_says_what_the_full_one_says(sixty: DecisionLog) -> None:
    full = {each.decision.id: each for each in sixty.rows()}
    with sixty.matters() as matters:
        slim = {each.id: each for each in matters.each()}
    assert slim.keys() == full.keys()
    for id_, matter in slim.items():
        recorded = full[id_]
        assert (matter.status, matter.label) == (recorded.status, recorded.decided_label), id_
        assert matter.signals == recorded.decision.prediction.signals
        assert matter.proposed is recorded.decision.prediction.label
        assert (matter.received_on, matter.proposed_at) == (
            recorded.decision.message.received_on,
            recorded.decision.decided_at,
        )
        assert matter.reversed_by == (recorded.reversed_exclusion and recorded.reversed_exclusion.by)
        for kind, done in matter.done.items():
            entry = recorded.latest(kind)
            assert entry is not None
            assert (done.on, done.aware_on, done.result, done.ombudsman_right) == (
                entry.on,
                entry.aware_on,
                entry.result,
                entry.ombudsman_right,
            )
        if matter.status == "excluded":
            assert matter.exclusion is not None
            assert recorded.explanation is not None
            assert recorded.second_person is not None
            assert matter.exclusion.rests_on == recorded.explanation.rests_on
            assert matter.exclusion.written_by == recorded.explanation.by
            assert matter.exclusion.confirmed_by == recorded.second_person.by


def test_no_exclusion_counts_without_an_explanation_and_a_second_person(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    for number in (1, 2, 3):
        log.record(a_decision_numbered(number, prediction=a_prediction(label=Label.EXCLUDED)), reply_to=None)
        log.explain(f"d-{number}", an_explanation(JOAN))
    log.second_person("d-3", a_second_person(SIAN))
    with sqlite3.connect(tmp_path / "log.db") as database:  # As somebody might who goes round the gate.
        database.execute("UPDATE events SET status = 'excluded' WHERE decision_id = 'd-1' AND number = 1")
        database.execute(
            "INSERT INTO events (decision_id, number, kind, status, by, at, details) SELECT decision_id, 2, "
            "'second_person_confirmed', 'excluded', by, at, '{\"has_reason\": false}' FROM events "
            "WHERE decision_id = 'd-2' AND number = 1"  # by the person who wrote the explanation
        )
    database.close()
    figures = count_figures(log, today=TODAY)
    log.close()
    assert (figures.declined.count, figures.awaiting_second_person) == (1, 2)
    assert figures.declined_by_ground[0].count == 1


def test_without_an_edition_every_matter_of_the_period_counts(sixty: DecisionLog) -> None:
    figures = count_figures(sixty, FROM, TO, today=TODAY)
    assert (figures.matters, figures.of_other_editions) == (58, 0)
    assert (figures.complaints, figures.declined.count) == (19, 12)


def test_without_a_period_every_matter_of_the_log_counts(sixty: DecisionLog) -> None:
    assert count_figures(sixty, today=TODAY).matters == 60


def test_a_period_without_matters_has_no_share_and_no_median(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    figures = count_figures(log, FROM, TO, today=TODAY)
    log.close()
    assert figures.matters == 0
    assert figures.declined == Share(count=0, of=0)
    assert figures.message_to_decision.median is None
    assert figures.by_month == ()


@pytest.mark.parametrize(
    ("count", "of", "words"),
    [
        pytest.param(4, 40, "4 of 40", id="fewer than five get no percentage"),
        pytest.param(5, 40, "5 of 40 (12%)", id="five do"),
        pytest.param(0, 0, "none", id="nothing of nothing"),
        pytest.param(40, 40, "40 of 40 (100%)", id="all"),
        pytest.param(299, 300, "299 of 300 (99%)", id="nearly all is not all"),
        pytest.param(1999, 2000, "1,999 of 2,000 (99.9%)", id="nor among thousands"),
        pytest.param(5, 90_000, "5 of 90,000 (0.1%)", id="and some is not none"),
    ],
)
def test_a_share_is_said_with_what_it_is_a_share_of(count: int, of: int, words: str) -> None:
    assert Share(count=count, of=of).words == words


def test_there_is_no_share_of_more_than_there_is() -> None:
    with pytest.raises(ValueError, match="3 of 2 is no share"):
        Share(count=3, of=2)


@pytest.mark.parametrize(
    ("days", "median"),
    [({}, None), ({3: 1}, 3), ({0: 1, 1: 1}, 0.5), ({0: 2, 9: 1}, 0), ({1: 1, 2: 1, 8: 2}, 5)],
)
def test_a_median_is_the_middle_of_all_that_are_counted(days: dict[int, int], median: float | None) -> None:
    assert Days(matters_by_days=days).median == median
