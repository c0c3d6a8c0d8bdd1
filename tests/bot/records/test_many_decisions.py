"""The log that measurements are made on is one that the bot could have written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.records.opening import open_log
from tests.bot.records.builders import JOAN, KEY, a_decision, a_url, an_agreement
from tests.many_decisions import fill

pytestmark = pytest.mark.usefixtures("each_store")


def test_a_filled_log_is_whole_and_holds_all_that_people_do(tmp_path: Path) -> None:
    url = a_url(tmp_path)
    fill(url, 40)
    log = open_log(url, key=KEY)
    rows = list(log.rows())
    assert [row.decision.id for row in rows] == [f"{number:032x}" for number in range(40)]
    assert {row.status for row in rows} == {"proposed", "agreed", "corrected", "excluded"}
    assert {row.decision.prediction.label for row in rows} == {"complaint", "service_request", "excluded"}
    assert {entry.kind for row in rows for entry in row.evidence} == {"acknowledged", "explanation_sent"}
    assert all(row.decision.prediction.spoke_for[0].words for row in rows)
    found = log.verify()
    assert (found.altered, found.missing) == (None, None)
    log.close()


def test_a_log_may_be_filled_twice_and_written_to_in_between(tmp_path: Path) -> None:
    url = a_url(tmp_path)
    fill(url, 3)
    log = open_log(url, key=KEY)
    log.record(a_decision(), reply_to=None)
    log.agree("d-1", an_agreement(by=JOAN))
    fill(url, 3)
    assert log.counts().decisions == 7
    found = log.verify()
    assert (found.altered, found.missing) == (None, None)
    log.close()
