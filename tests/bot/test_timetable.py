"""A case's timetable as staff read it at the terminal, and as another program does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.failures import sentence
from bot.timetable_text import timetable_as_json, timetable_asked, timetable_text

RECEIVED = "2025-11-03"


def text(**days: Any) -> str:
    return timetable_text(timetable_asked(**{"received": RECEIVED} | days))


def test_a_case_just_received_reads_as_a_list_of_dates_with_their_clauses() -> None:
    said = text()
    assert said.startswith("Timetable under the 2024 Code\n")
    for line in (
        "Stage 1 acknowledgement: Mon 10 November 2025",
        "5 working days after Mon 3 November 2025, the day the complaint was received (2024 Code 6.2).",
        "Stage 1 response: Mon 24 November 2025 at the latest",
        "Stage 1 response with the full extension: Mon 8 December 2025 at the latest",
        "Stage 2 acknowledgement: not yet: counts from the day the request to escalate was received",
        "Stage 2 response: not yet: counts from the day the escalation was acknowledged at stage 2",
        "The next working day is day 1; weekends and England's bank holidays do not count.",
    ):
        assert line in said
    assert "- the Ombudsman's contact details, every time (2024 Code 6.5)" in said


def test_what_has_happened_is_shown_with_how_late_it_was() -> None:
    said = text(acknowledged="2025-11-13", responded="2025-11-27")
    assert "Done Thu 13 November 2025: 3 working days late." in said
    assert "Done Thu 27 November 2025: in time." in said
    assert "Had the acknowledgement been in time: Mon 24 November 2025." in said
    assert "Note: The acknowledgement was late" in said
    assert "To extend" not in said


def test_a_third_stage_waits_for_its_own_request() -> None:
    said = text(received="2023-03-03", escalated="2023-04-03")
    assert "Timetable under the 2022 Code" in said
    assert "Stage 3 response: not yet: counts from the day stage 3 was asked for, where the landlord has" in said


def test_the_landlord_s_own_time_stands_beside_the_code_s() -> None:
    said = text(policy="barnet", edition="2024")
    assert "Timetable under the 2024 Code and barnet's policy" in said
    assert "Stage 1 acknowledgement: Wed 5 November 2025" in said
    assert "This is the landlord's own time; the Code's last day is Mon 10 November 2025." in said


def test_no_line_is_wider_than_a_terminal() -> None:
    said = text(acknowledged="2025-11-13", escalated="2025-12-08", stage_2_acknowledged="2025-12-20", policy="barnet")
    assert max(len(line) for line in said.splitlines()) <= 120


def test_the_edition_is_the_one_in_force_on_the_first_day_unless_named() -> None:
    assert timetable_asked(received="2022-03-31").edition.value == "2020"
    assert timetable_asked(received="2024-03-31", escalated="2024-05-01").edition.value == "2022"
    assert timetable_asked(received="2022-03-31", edition="2024").edition.value == "2024"


def test_json_has_every_step_with_its_dates() -> None:
    said = json.loads(json.dumps(timetable_as_json(timetable_asked(received=RECEIVED, acknowledged="2025-11-13"))))
    assert list(said) == ["edition", "policy", "events", "steps", "notes"]
    assert said["events"]["received_on"] == RECEIVED
    assert said["events"]["escalated_on"] is None
    assert said["steps"][1] == {
        "step": "stage_1_response",
        "state": "counted",
        "due": "2025-11-27",
        "latest": "2025-11-27",
        "last_if_in_time": "2025-11-24",
        "starts_at": "acknowledgement",
        "from": "2025-11-13",
        "working_days": 10,
        "clock_starts_at": "acknowledgement",
        "clause": {"edition": "2024", "id": "6.3"},
        "done": None,
        "days_late": 0,
    }
    assert said["steps"][0]["days_late"] == 3
    assert said["steps"][3]["state"] == "not_yet"
    assert said["steps"][3]["due"] is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"received": "soon"}, "--received 'soon' is not a date. Write it as year-month-day, for example 2025-11-03."),
        ({"acknowledged": "31/11/2025"}, "--acknowledged '31/11/2025' is not a date"),
        ({"stage_2_acknowledged": "\u0000"}, "--stage-2-acknowledged"),
        ({"received": None}, "Give at least the day the complaint was received"),
        ({"received": "", "escalated": None}, "Give at least the day the complaint was received"),
        ({"acknowledged": "2025-11-01"}, "It cannot have been acknowledged on 2025-11-01, before it was received"),
        ({"edition": "2023"}, "There is no '2023' edition"),
        ({"policy": "nowhere"}, "There is no policy 'nowhere'"),
        ({"received": "2019-11-03"}, "No edition of the Code was in force on 2019-11-03"),
        ({"received": "2028-12-27"}, "Bank holidays are known from 2016 to 2028"),
        ({"received": "9999-12-31"}, "Bank holidays are known from 2016 to 2028"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(given: dict[str, Any], said: str) -> None:
    with pytest.raises((ValueError, LookupError)) as raised:
        timetable_asked(**{"received": RECEIVED} | given)
    assert said in (sentence(raised.value) or "")
