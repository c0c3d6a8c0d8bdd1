"""What is kept of a decision, once, and what is not kept."""

from __future__ import annotations

from datetime import date, timedelta, timezone
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from bot.records.decision_log import DecisionLog, DecisionNotFound, ReplyTo
from bot.records.tables import metadata
from classifier.labels import Label
from classifier.prediction import FoundDate, SpokenFact, SpokenWords
from tests.bot.records.builders import (
    AMARA,
    DEV,
    KEY,
    NOON,
    SIAN,
    a_correction,
    a_decision,
    a_decision_numbered,
    a_log,
    a_prediction,
    a_second_person,
    a_url,
    an_agreement,
    an_explanation,
)

if TYPE_CHECKING:
    from pathlib import Path

    from bot.decisions import RecordedDecision

THREAD = ReplyTo(channel="C0CONTACT", thread_ts="1762084800.000100")

pytestmark = pytest.mark.usefixtures("each_store")


def a_quoting_prediction(**changed: object) -> object:
    found = FoundDate(words="in March 2023", earliest=date(2023, 3, 1), latest=date(2023, 3, 31))
    spoke = {
        "spoke_for": (SpokenWords(words="nobody came", weight=0.5),),
        "spoke_against": (SpokenWords(words="since", weight=-0.25),),
        "facts": (SpokenFact(fact="past the time limit", weight=0.5),),
    }
    return a_prediction(**spoke, dates=(found,), needs_person=True, **changed)


def test_a_decision_comes_back_as_it_was_recorded(tmp_path: Path) -> None:
    decision = a_decision(text="nobody came since in March 2023", prediction=a_quoting_prediction())
    recorded, is_new = a_log(tmp_path).record(decision, reply_to=THREAD)
    assert is_new
    assert recorded.decision == decision
    assert recorded.status == "proposed"
    assert DecisionLog(a_url(tmp_path), key=KEY).find("d-1") == recorded


def test_times_come_back_as_the_same_moment_whatever_their_zone(tmp_path: Path) -> None:
    decided_at = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    recorded, _ = a_log(tmp_path).record(a_decision(decided_at=decided_at), reply_to=None)
    assert recorded.decision.decided_at == NOON


def test_a_new_decision_comes_as_it_will_be_read_back(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    decision = a_decision(
        text="Mr Quibbleworth, in March 2023 \0 ☕",
        prediction=a_quoting_prediction(),
        decided_at=NOON.astimezone(timezone(timedelta(hours=5, minutes=30))),
    )
    recorded, is_new = log.record(decision, reply_to=THREAD)
    assert is_new
    assert recorded == log.get(decision.id)


def test_a_message_that_comes_again_finds_the_first_decision(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    first, _ = log.record(a_decision(), reply_to=THREAD)
    again, is_new = log.record(
        a_decision(id="d-2", prediction=a_prediction(label=Label.SERVICE_REQUEST)), reply_to=THREAD
    )
    assert not is_new
    assert again == first
    assert log.find("d-2") is None
    assert log.find_message("T0HAZEL", "C0CONTACT", "1762084800.000100") == first


def test_of_many_processes_that_record_one_message_at_once_exactly_one_is_first(tmp_path: Path) -> None:
    a_log(tmp_path)
    together, outcomes = Barrier(8), list[tuple["RecordedDecision", bool]]()

    def record(number: int) -> None:
        log = DecisionLog(a_url(tmp_path), key=KEY)
        together.wait()
        outcomes.append(log.record(a_decision(id=f"d-{number}"), reply_to=THREAD))

    threads = [Thread(target=record, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(is_new for _, is_new in outcomes) == 1
    assert len({recorded.decision.id for recorded, _ in outcomes}) == 1
    assert a_log(tmp_path).counts().decisions == 1


def test_what_is_read_back_is_redacted_also_in_the_words_that_spoke_for_the_label(tmp_path: Path) -> None:
    spoke_for = tuple(SpokenWords(words=words, weight=0.1) for words in ("mr quibbleworth", "quibbleworth", "again"))
    prediction = a_prediction(spoke_for=spoke_for, spoke_against=spoke_for)
    recorded, _ = a_log(tmp_path).record(a_decision(text="again Mr Quibbleworth", prediction=prediction), reply_to=None)
    assert recorded.decision.message.text == "again Mr [name]"
    for spoken in (recorded.decision.prediction.spoke_for, recorded.decision.prediction.spoke_against):
        assert [each.words for each in spoken] == ["[redacted]", "[redacted]", "again"]


def test_a_date_of_birth_is_not_kept_as_a_date_either(tmp_path: Path) -> None:
    born = FoundDate(words="3 April 1961", earliest=date(1961, 4, 3), latest=date(1961, 4, 3))
    decision = a_decision(text="I was born 3 April 1961", prediction=a_prediction(dates=(born,)))
    a_log(tmp_path).record(decision, reply_to=None)
    assert "1961" not in _everything_in(tmp_path)


def test_the_full_text_is_kept_beside_the_redacted_one_only_if_asked_for(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(text="Mr Smith came"), reply_to=None)
    assert (log.text("d-1"), log.full_text("d-1")) == ("Mr [name] came", None)
    keeping = a_log(tmp_path, keep_full_text=True)
    recorded, _ = keeping.record(a_decision_numbered(2, text="Mr Smith came"), reply_to=None)
    assert (keeping.text("d-2"), keeping.full_text("d-2")) == ("Mr [name] came", "Mr Smith came")
    assert recorded.decision.message.text == "Mr [name] came"


def test_no_word_a_person_wrote_stands_outside_the_texts(tmp_path: Path) -> None:
    log, word = a_log(tmp_path, keep_full_text=True), "zanzibar"
    found = FoundDate(words=f"{word} day", earliest=date(2023, 3, 1), latest=date(2023, 3, 31))
    prediction = a_prediction(
        spoke_for=(SpokenWords(words=word, weight=1),),
        spoke_against=(SpokenWords(words=word, weight=-1),),
        dates=(found,),
        needs_person=True,
        why_person=f"It says {word}.",
    )
    log.record(a_decision(text=f"about {word} day", prediction=prediction), reply_to=THREAD)
    log.correct("d-1", a_correction(reason=f"as {word} said"))
    log.explain(
        "d-1",
        an_explanation(
            rests_on=word, letter=f"{word}: the Ombudsman", discretion=f"no {word}", reason=f"because of {word}"
        ),
    )
    log.second_person("d-1", a_second_person(confirmed=False, reason=f"not {word}"))
    log.reply_sent("d-1", "1762084801.000200")
    assert word in _everything_in(tmp_path, "texts")
    for table in set(metadata.tables) - {"texts"}:
        assert word not in _everything_in(tmp_path, table)


def test_when_the_texts_are_deleted_the_decision_and_what_people_did_remain(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(text="in March 2023", prediction=a_quoting_prediction()), reply_to=None)
    log.correct("d-1", a_correction())
    log.explain("d-1", an_explanation(reason="It is over."))
    log.second_person("d-1", a_second_person(reason="Right."))
    with create_engine(a_url(tmp_path)).begin() as connection:
        connection.execute(text("DELETE FROM texts"))
    recorded = log.find("d-1")
    assert recorded is not None
    assert (recorded.status, recorded.decided_label) == ("excluded", Label.EXCLUDED)
    assert recorded.decision.message.text == "(text removed)"
    assert recorded.decision.prediction.dates[0].earliest == date(2023, 3, 1)
    assert {found.words for found in recorded.decision.prediction.dates} == {"(text removed)"}
    assert recorded.explanation is not None
    assert recorded.explanation.letter.startswith("(text removed)")
    assert log.text("d-1") is None


def test_a_text_that_redaction_lengthens_beyond_its_limit_can_still_be_read(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision(text=("a@b.cc " * 6000)[:40_000]), reply_to=None)
    letter = ("a@b.cc " * 500)[:2990] + " ombudsman"
    recorded = log.explain("d-1", an_explanation(letter=letter, reason="a@b.cc " * 428))
    assert recorded.explanation is not None
    assert "Ombudsman" in recorded.explanation.letter
    assert len(recorded.explanation.letter) <= 3000


def test_half_a_character_and_nul_are_made_storable_wherever_they_stand(tmp_path: Path) -> None:
    prediction = a_prediction(
        spoke_for=(SpokenWords(words="x\ud800", weight=1),), needs_person=True, why_person="\0", model="m\udfff"
    )
    recorded, _ = a_log(tmp_path).record(a_decision(text="a\0b", prediction=prediction), reply_to=None)
    assert recorded.decision.message.text == "a\ufffdb"
    assert recorded.decision.prediction.model == "m\ufffd"


def test_a_decision_is_found_by_how_its_id_begins(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    for number, id_ in enumerate(("ab12cd34ef", "ab12cd34ff", "AB12cd34ff", "ab%2cd34ff")):
        log.record(a_decision_numbered(number, id=id_), reply_to=None)
    assert [row.decision.id for row in log.beginning_with("ab12cd34e")] == ["ab12cd34ef"]
    assert [row.decision.id for row in log.beginning_with("ab12")] == ["ab12cd34ef", "ab12cd34ff"]
    assert [row.decision.id for row in log.beginning_with("ab%")] == ["ab%2cd34ff"]
    assert log.beginning_with("ab12cd34ef0") == []


def test_the_export_yields_the_period_in_order_with_the_texts(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    for number in reversed(range(450)):
        log.record(a_decision_numbered(number, text=f"message {number}"), reply_to=None)
    log.record(a_decision_numbered(900, decided_at=NOON - timedelta(days=30)), reply_to=None)
    rows = [recorded.decision for recorded in log.rows(from_on=date(2026, 11, 2), to_on=date(2026, 11, 2))]
    assert [decision.id for decision in rows] == [f"d-{number}" for number in range(450)]
    assert rows[7].message.text == "message 7"
    assert next(log.rows()).decision.id == "d-900"


def test_the_days_of_a_period_are_counted_as_in_the_uk(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    just_after_midnight = NOON.replace(month=6, day=30, hour=23, minute=30)  # 00:30 on 1 July, British Summer Time
    log.record(a_decision(decided_at=just_after_midnight), reply_to=None)
    assert log.counts(from_on=date(2026, 7, 1)).decisions == 1
    assert log.counts(to_on=date(2026, 6, 30)).decisions == 0


def test_home_shows_what_is_recent_what_waits_and_how_much_there_is(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    for number in range(4):
        doubt = a_prediction(needs_person=number < 2)
        log.record(a_decision_numbered(number, prediction=doubt, handed_in_by=DEV if number else AMARA), reply_to=None)
    log.agree("d-0", an_agreement())
    log.explain("d-2", an_explanation(reason="It is over."))
    log.explain("d-3", an_explanation(reason="It is over."))
    log.second_person("d-3", a_second_person(SIAN, confirmed=False))
    assert [recorded.decision.id for recorded in log.recent(limit=2)] == ["d-3", "d-2"]
    assert [recorded.decision.id for recorded in log.recent(AMARA)] == ["d-0"]
    assert [recorded.decision.id for recorded in log.awaiting_second_person()] == ["d-2"]
    assert [recorded.decision.id for recorded in log.needs_person_undecided()] == ["d-1"]
    counts = log.counts()
    assert (counts.decisions, counts.needs_person, counts.by_label[Label.COMPLAINT]) == (4, 2, 4)
    assert counts.by_status == {
        "proposed": 2, "agreed": 1, "corrected": 0, "awaiting_second_person": 1, "excluded": 0
    }  # fmt: skip


def test_adding_to_a_decision_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(DecisionNotFound, match="holds no decision 'd-9'"):
        a_log(tmp_path).agree("d-9", an_agreement())


def _everything_in(folder: Path, *tables: str) -> str:
    with create_engine(a_url(folder)).connect() as connection:
        names = tables or tuple(metadata.tables)
        return repr([connection.execute(text(f"SELECT * FROM {name}")).all() for name in names])  # noqa: S608
