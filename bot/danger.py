"""What a possible danger asks for at once, and by when under Awaab's Law, as far as that can be counted.

Source: Hazards in Social Housing (Prescribed Requirements) (England) Regulations 2025, SI 2025/1042.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from bot.decisions import Decision
from bot.local_time import local_date, moment_in_words
from bot.time_limit import plain_day
from knowledge.working_days import BankHolidaysUnknown, add_working_days, bank_holidays

AWAABS_LAW_FROM = date(2025, 10, 27)  # In force for social landlords in England from that day.
EMERGENCY = timedelta(hours=24)
INVESTIGATE, SUMMARY, MAKE_SAFE = 10, 3, 5
"""Working days for a significant hazard: from awareness, and from the end of the investigation."""

_SLACK_TS = re.compile(r"\d{10}\.\d+")
_DAMP = re.compile(r"\b(?:damp\w*|mou?ld\w*|condensation)\b", re.IGNORECASE)


def danger_lines(decision: Decision) -> tuple[str, ...]:
    """Return what to do at once, the first thing first; empty where no danger is plain."""
    if "danger" not in decision.prediction.signals or decision.prediction.danger_in_doubt:
        return ()
    lines = ["Possible danger: pass it on now, whatever else this message is."]
    if decision.message.received_on >= AWAABS_LAW_FROM:
        lines.append(_emergency(decision))
        if _DAMP.search(decision.message.text):
            lines.append(_significant(decision.message.received_on))
    return tuple(lines)


def to_check(decision: Decision) -> str | None:
    """Return what to look at where a danger is in doubt: a siren over every dripping tap would soon be overlooked."""
    if "danger" not in decision.prediction.signals or not decision.prediction.danger_in_doubt:
        return None
    law = decision.message.received_on >= AWAABS_LAW_FROM
    return "Check that nobody is in danger; if somebody is, pass it on now" + (
        " (Awaab's Law: 24 hours)" if law else ""
    )


def aware_at(decision: Decision) -> datetime | None:
    """Return when the landlord knew at the latest: when the message was posted; None where only the day is known."""
    message = decision.message
    posted = datetime.fromtimestamp(float(message.ts), UTC) if _SLACK_TS.fullmatch(message.ts) else decision.decided_at
    return posted if local_date(posted) == message.received_on else None


def _emergency(decision: Decision) -> str:
    aware = aware_at(decision)
    by = f"by {moment_in_words(aware + EMERGENCY)}, 24 hours after this message" if aware else "within 24 hours"
    return (
        f"Awaab's Law, if it is an emergency hazard: investigate it and make it safe {by}. Nights, weekends and bank "
        "holidays count. If anybody at the landlord knew sooner, count from then."
    )


def _significant(received_on: date) -> str:
    """Only the first step follows from the day the landlord knew; the others count from the end of that step."""
    try:
        due = f" (by {plain_day(add_working_days(received_on, INVESTIGATE, bank_holidays()))})"
    except BankHolidaysUnknown:
        due = ""
    return (
        f"Awaab's Law, if it is significant damp or mould: investigate it within {INVESTIGATE} working days of knowing "
        f"of it{due}. From the end of the investigation: a written summary to the resident within {SUMMARY} working "
        f"days, and make it safe within {MAKE_SAFE} working days."
    )
