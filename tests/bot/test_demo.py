"""The made-up year of `clausewise workspace --demo`: every kind of decision in it, none to come, none mixed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo import NOTE, demo_messages, fill_demo, make_demo_log
from bot.evidence.counting import count_figures
from bot.evidence.figures import Figures
from bot.records.decision_log import DecisionLog
from bot.settings import demo_log, workspace_log
from classifier.labels import Label
from knowledge.grounds import Ground
from knowledge.policies import load_policy
from tests.bot.records.builders import KEY, a_log
from tests.bot.slack_bot import plain_predict

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
BARNET = load_policy("barnet")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DecisionLog]:
    made = a_log(tmp_path_factory.mktemp("demo"))
    assert fill_demo(made, predict=plain_predict, policy=BARNET, now=NOW, how_many=300) == 300
    yield made
    made.close()


@pytest.fixture(scope="module")
def figures(log: DecisionLog) -> Figures:
    return count_figures(log, today=NOW.date())


def test_the_messages_are_of_every_label_and_ground_and_no_two_alike() -> None:
    messages = demo_messages()
    assert len({message.text for message in messages}) == len(messages) >= 60
    assert {message.label for message in messages} == {*Label, None}
    assert {message.ground for message in messages} == {*Ground, None}
    assert all("Ombudsman" in message.letter for message in messages if message.label is Label.EXCLUDED)


def test_a_year_holds_everything_that_people_do(figures: Figures) -> None:
    assert min(figures.by_label.values()) > 0
    assert figures.nothing_to_decide > 0
    assert 0 < figures.as_proposed.count < figures.as_proposed.of
    for share in (
        figures.acknowledged_in_time,
        figures.choice_offered,
        figures.requests_told,
        figures.requests_reviewed,
        figures.requests_became_complaints,
        figures.complaints_with_request,
        figures.explanation_sent,
        figures.own_reason,
    ):
        assert 0 < share.count <= share.of
    assert len(figures.by_month) >= 12


def test_an_exclusion_is_confirmed_by_somebody_else(log: DecisionLog) -> None:
    confirmed = [each for each in log.rows() if each.status == "excluded"]
    assert confirmed
    for recorded in confirmed:
        assert recorded.explanation is not None
        assert recorded.second_person is not None
        assert recorded.explanation.by != recorded.second_person.by


def test_nothing_lies_in_the_future_and_the_chain_is_whole(log: DecisionLog) -> None:
    for recorded in log.rows():
        assert all(happened.at < NOW for happened in log.history(recorded.decision.id))
        assert all(entry.on is None or entry.on <= NOW.date() for entry in recorded.evidence)
    audit = log.verify()
    assert (audit.altered, audit.missing) == (None, None)


def test_the_same_message_does_not_come_again_soon(log: DecisionLog) -> None:
    texts = [recorded.decision.message.text for recorded in log.rows()]
    assert max(Counter(texts[-40:]).values()) <= 2


def test_each_text_is_judged_once(tmp_path: Path) -> None:
    judged: list[str] = []

    def predict(text: str, **about: object) -> object:
        judged.append(text)
        return plain_predict(text, **about)  # type: ignore[arg-type]  # as it is handed in

    log = a_log(tmp_path)
    fill_demo(log, predict=predict, policy=BARNET, now=NOW, how_many=100)  # type: ignore[arg-type]  # of plain_predict
    log.close()
    assert len(judged) == len(set(judged)) <= len(demo_messages())


def test_one_that_is_broken_off_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    path = demo_log(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        make_demo_log(path, key=KEY, predict=broken, policy=BARNET, now=NOW)  # type: ignore[arg-type]  # judges nothing
    assert not path.exists()


def test_it_is_kept_apart_and_says_what_it_is(tmp_path: Path) -> None:
    assert demo_log(tmp_path).parent != workspace_log(tmp_path).parent
    assert "no evidence" in NOTE
