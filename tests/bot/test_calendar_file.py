"""The calendar file: valid, the same events each time, reminded of on a working day, and nothing of a resident's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from bot.calendar_file import NothingToWrite, calendar_file, write_calendar
from bot.timetable_text import timetable_asked
from knowledge.timetable import CaseEvents, Timetable, timetable
from knowledge.working_days import bank_holidays, is_working_day

NOW = datetime(2025, 11, 3, 12, tzinfo=UTC)


def a_table(**days: Any) -> Timetable:
    return timetable_asked(**{"received": "2025-11-03"} | days)


def a_file(table: Timetable | None = None, *, case: str = "C-1042", now: datetime = NOW) -> bytes:
    return calendar_file(table or a_table(), case=case, now=now)


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_each_step_with_a_date_is_an_all_day_event() -> None:
    found = events(a_file())
    assert [(str(event["SUMMARY"]), event.decoded("DTSTART")) for event in found] == [
        ("Stage 1 acknowledgement due (complaint of 3 November 2025)", date(2025, 11, 10)),
        ("Stage 1 response due (complaint of 3 November 2025)", date(2025, 11, 24)),
        ("Last day of an extended stage 1 response (complaint of 3 November 2025)", date(2025, 12, 8)),
    ]
    for event in found:
        assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(days=1)
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert str(event["TRANSP"]) == "TRANSPARENT"


def test_the_description_holds_the_count_and_the_clause() -> None:
    first = str(events(a_file())[0]["DESCRIPTION"])
    assert "5 working days after Mon 3 November 2025" in first
    assert "2024 Code 6.2 (summary, not the Code's wording): The landlord has five working days" in first
    verbatim = str(events(a_file(a_table(received="2023-03-03")))[0]["DESCRIPTION"])
    assert "2022 Code 4.1: " in verbatim
    assert "within five days of receipt." in verbatim


def test_the_reminder_is_on_the_working_day_before() -> None:
    # Due Mon 5 January 2026: the working day before is Fri 2 January. Due Mon 29 December 2025: Wed 24 December.
    for received, due_on, before in (
        ("2025-12-24", date(2026, 1, 5), date(2026, 1, 2)),
        ("2025-12-18", date(2025, 12, 29), date(2025, 12, 24)),
    ):
        [first, *_] = events(a_file(a_table(received=received)))
        assert first.decoded("DTSTART") == due_on
        [alarm] = first.walk("VALARM")
        assert (str(alarm["ACTION"]), bool(str(alarm["DESCRIPTION"]))) == ("DISPLAY", True)
        assert datetime.combine(due_on, datetime.min.time()) + alarm.decoded("TRIGGER") == datetime.combine(
            before, datetime.min.time()
        ) + timedelta(hours=9)
        assert is_working_day(before, bank_holidays())


def test_a_step_that_is_done_says_so_and_reminds_of_nothing() -> None:
    first, second, *_ = events(a_file(a_table(acknowledged="2025-11-05")))
    assert str(first["SUMMARY"]) == "Stage 1 acknowledgement: done (complaint of 3 November 2025)"
    assert first.walk("VALARM") == []
    assert len(second.walk("VALARM")) == 1


def test_the_same_case_written_again_has_the_same_events_on_their_new_days() -> None:
    before, after = events(a_file()), events(a_file(a_table(acknowledged="2025-11-05"), now=NOW + timedelta(days=2)))
    assert [str(event["UID"]) for event in before] == [str(event["UID"]) for event in after]
    assert before[1].decoded("DTSTART") != after[1].decoded("DTSTART")
    assert a_file() == a_file()


def test_another_case_has_other_events() -> None:
    names = {str(event["UID"]) for event in events(a_file())}
    assert len(names) == 3
    assert names.isdisjoint(str(event["UID"]) for event in events(a_file(case="C-1043")))
    assert names.isdisjoint(str(event["UID"]) for event in events(a_file(a_table(received="2025-11-04"))))


def test_it_is_valid_by_rfc_5545() -> None:
    content = a_file(a_table(acknowledged="2025-11-13", escalated="2025-12-08", policy="barnet"))
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert content.decode("utf-8").count("BEGIN:VEVENT") == content.count(b"END:VEVENT") == 6
    assert all(line.endswith(b"Z") for line in lines if line.startswith(b"DTSTAMP"))
    calendar = Calendar.from_ical(content)
    assert (str(calendar["VERSION"]), bool(str(calendar["PRODID"]))) == ("2.0", True)
    assert calendar.errors == []
    for event in calendar.walk("VEVENT"):
        assert event.errors == []
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)


def test_the_time_of_writing_is_kept_in_universal_time() -> None:
    summer = datetime(2025, 6, 2, 12, tzinfo=timezone(timedelta(hours=1)))
    assert events(a_file(now=summer))[0]["DTSTAMP"].to_ical() == b"20250602T110000Z"


def test_the_name_of_the_case_is_nowhere_in_the_file() -> None:
    content = a_file(case="Mrs Ahmed, 12 High Street")
    for word in (b"Ahmed", b"High Street"):
        assert word not in content


def test_it_is_written_where_asked_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "case 1042.ics"
    assert write_calendar(path, a_table(), now=NOW) == f"Written: {path} (3 events)"
    assert len(events(path.read_bytes())) == 3
    first = path.read_bytes()
    write_calendar(path, a_table(), now=NOW)
    assert path.read_bytes() == first


def test_a_folder_or_a_missing_one_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere" / "case.ics"):
        with pytest.raises(OSError, match=str(path.name)):
            write_calendar(path, a_table(), now=NOW)


def test_a_case_without_a_date_makes_no_file() -> None:
    # In 2022 the acknowledgement at stage 2 starts no clock.
    from knowledge.edition import Edition

    table = timetable(CaseEvents(stage_2_acknowledged_on=date(2023, 3, 3)), Edition.CODE_2022)
    with pytest.raises(NothingToWrite, match="No step of this case has a date yet"):
        a_file(table)
