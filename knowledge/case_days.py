"""The days a question speaks of, in British order: "23/12/25", "3rd of March", "last Tuesday", "8 working days ago".

A question about a deadline turns on one day, so each is read twice: as the day of something that has happened (the
last such day) and as a day on which something is due (the nearest). Where the words could mean another day as well, the
reading says so. Words that name no one day ("in March", "a few days ago") are kept too, so that they can be named.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from knowledge.working_days import bank_holidays, is_working_day

MAX_CHARACTERS = 1_500  # Whoever asks by when a case is due says it within these.
_WEEK = timedelta(days=7)
_FRIDAY = 4
_SOON = timedelta(days=31)  # A day told of is hardly meant as one to come that is further off.
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20,
}  # fmt: skip
_FEASTS = {
    "christmas eve": (24, 12), "christmas day": (25, 12), "xmas eve": (24, 12), "xmas day": (25, 12),
    "boxing day": (26, 12), "new year's eve": (31, 12), "new years eve": (31, 12), "new year's day": (1, 1),
    "new years day": (1, 1),
}  # fmt: skip

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may(?! (?:be|not|have|take|need|well|we|i)\b)|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_FULL_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|satur|sun)day"
_WEEKDAY = rf"(?:{_FULL_WEEKDAY}|mon|tues?|weds?|thu(?:rs?)?|fri)"
_NAMED = rf"(?:{_WEEKDAY}|sat|sun)"
_BEFORE_IT = rf"(?:{_NAMED}\.?,? (?:the )?)?"
_LEAD_IN = r"(?:on|by|from|since|until|till|due|dated)"
# A number beside one of these belongs to something else than a date.
_NO_DAY = (
    r"(?! ?(?:working|wd|days?|weeks?|hours?|residents?|people|complaints?|cases?|of (?:the|our|them)|%|am\b|pm\b))"
)
_NO_TURN = (
    r"(?! (?:working|days?|stage|time|complaints?|floor|party|parties|response|reply|request|letter|one|ext\w*|chas\w+"
    r"|reminder|visit|email|call|attempt|look|answer|person|repl\w+))"
)
_TH = r"(?:st|nd|rd|th)"
_COUNT = r"(?:\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_LOOSELY = r"(?:about|around|roughly|over|nearly|almost|some|at least|more than|less than|maybe|approx\.?)"
_YEAR = rf"(?:\.?,?[ -](?:20\d\d|'?[23]\d)\b{_NO_DAY}|'[23]\d\b)"
_NO_DATE = r"(?<![\w/.-])(?<!stage )(?<!stg )(?<!code )(?<!flat )(?<!ref )(?<!case )(?<!job )(?<!number )(?<!no )"
_NO_ADDRESS = r"(?! (?:house|road|rd|street|court|close|avenue|ave|lane|way|place|gardens|terrace)\b)"

# The first that fits at a place wins.
_PATTERNS = [
    ("vague", rf"\b(?:w/c|week (?:commencing|of|beginning)) [^,;?]{{0,14}}\d[\w/.]*(?: {_MONTH})?\b"),
    ("vague", rf"\b\d{{1,2}}{_TH}? ?(?:or|to|-|–|/) ?\d{{1,2}}{_TH}?(?: of)? {_MONTH}\b(?: 20\d\d)?"),
    ("iso", rf"{_NO_DATE}20\d\d-\d{{1,2}}-\d{{1,2}}(?:t[\d:.]+z?)?\b"),
    ("numeric", rf"{_NO_DATE}{_BEFORE_IT}\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:20)?\d\d\b(?![/.-]?\d)"),
    ("day_month", rf"{_NO_DATE}{_BEFORE_IT}\d{{1,2}}{_TH}?(?: of)?[ -]?{_MONTH}\b{_NO_ADDRESS}{_YEAR}?"),
    ("month_day", rf"\b{_BEFORE_IT}{_MONTH}\.? (?:the )?\d{{1,2}}{_TH}?\b(?![\d:/%])(?:,? 20\d\d\b)?{_NO_DAY}"),
    ("slash", rf"{_NO_DATE}(?!24/7\b){_BEFORE_IT}\d{{1,2}}/\d{{1,2}}\b(?![/\d]){_NO_DAY}"),
    (
        "day_of_month",
        rf"\b(?:{_NAMED}\.?,? (?:the )?|{_LEAD_IN} (?:the )?|the )\d{{1,2}}{_TH}\b{_NO_TURN}(?! (?:of )?{_MONTH})",
    ),
    ("feast", r"\b(?:(?:christmas|xmas) (?:eve|day)|boxing day|new year'?s (?:eve|day))\b"),
    ("easter", r"\bgood friday\b|\beaster monday\b"),
    ("vague", r"\bbank holiday monday\b|\bmonday bank holiday\b"),
    ("today", r"\btoday\b|\bthis (?:morning|afternoon|evening)\b|\btonight\b|\bjust now\b"),
    ("today", rf"\b{_COUNT} (?:hours?|hrs?|mins?|minutes) ago\b"),
    ("just", r"(?:(?<=has )|(?<=have )|(?<='s )|(?<='ve )|(?<=ve )|(?<=we )|(?<=i )|(?<=only )|^)just\b"),
    ("ordinal", rf"(?<![\w/.-])\d{{1,2}}{_TH}(?=\s*(?:[,.;:?!)]|$|(?:and|then|but|when|acked|due)\b|[&-]))"),
    ("same", r"\b(?:the )?same day\b|\b(?:the )?(?:next|following) (?:working )?day\b"),
    ("yesterday", r"\b(?:the )?day before yesterday\b|\byest(?:erday)?\b|\blast night\b"),
    ("tomorrow", r"\b(?:the )?day after tomorrow\b|\btomorrow\b"),
    ("vague", rf"\b{_LOOSELY} {_COUNT} (?:working )?(?:days?|wd|weeks?|wks?|fortnights?|months?) (?:ago|back)\b"),
    ("vague", r"\b(?:a )?(?:couple|few)(?: of)? (?:working )?(?:days?|weeks?|wks?|months?) (?:ago|back)\b"),
    ("ago", rf"\b{_COUNT} (?:working days?|w\.?d\.?s?|days?|weeks?|wks?|fortnights?) (?:ago|back)(?: today)?\b"),
    ("vague", rf"\b{_COUNT} (?:months?|mths?|years?|yrs?) (?:ago|back)\b|\ba while (?:ago|back)\b"),
    ("weekday", rf"\b(?:a )?week (?:last|ago|ago on) {_FULL_WEEKDAY}\b|\blast week(?:'s)? (?:on )?{_WEEKDAY}\b"),
    (
        "weekday",
        rf"(?<!good )(?<!easter )(?<!every )(?<!each )(?<!holiday )\b"
        rf"(?:(?:last |next |this(?: coming)? |coming )?{_WEEKDAY}\b|(?:on|last|next|this|since) (?:sat|sun)\b)"
        r"(?: (?:of |in )?(?:last|this|next) week| week\b| just gone| gone| before last)?"
        r"(?!\.?,? (?:the )?\d{1,2}(?:st|nd|rd|th|/| [a-z]))",
    ),
    ("vague", rf"\b(?:early|mid|late|(?:the )?(?:end|start|beginning) of)[ -](?:in )?{_MONTH}\b(?: 20\d\d)?"),
    ("vague", rf"\b(?:in|since|during|last|from|back in|of) {_MONTH}\b(?:,? '?\d\d(?:\d\d)?\b)?"),
    ("vague", rf"\b{_MONTH},? 20\d\d\b|\bthe other day\b|\brecently\b"),
    ("vague", r"\b(?:early |late |end of |earlier )?(?:last|this) (?:week|month|year)\b"),
]  # fmt: skip
_SPANS = re.compile("|".join(f"(?P<p{n}>{pattern})" for n, (_, pattern) in enumerate(_PATTERNS)), re.IGNORECASE)
_LEADING = re.compile(rf"(?:{_LEAD_IN} )?(?:the )?(?=\d|{_NAMED})", re.IGNORECASE)


class Reading(BaseModel):
    """A day the words are taken to mean, and a second one that they could mean as well."""

    model_config = ConfigDict(frozen=True)
    day: date
    other: date | None = None
    before: date | None = None
    """The last such day before it, where the words leave it open: "the 3rd" of the month before."""
    remark: str | None = None
    """How the words were read, where that is not plain."""


class DaySpokenOf(BaseModel):
    """Words that name a day, and where they stand in the question; no reading where they name no one day."""

    model_config = ConfigDict(frozen=True)
    words: str
    start: int
    end: int
    told: Reading | None
    due: Reading | None


def spoken(day: date) -> str:
    """Return a day as staff say it: "Mon 9 June 2025"."""
    return f"{day:%a} {day.day} {day:%B %Y}"


def days_spoken_of(question: str, today: date) -> tuple[DaySpokenOf, ...]:
    """Return the days `question` speaks of, in the order they stand.

    "31 February" is no day and is kept as words that name none; figures that no calendar holds (31/02) are left out.
    """
    found: list[DaySpokenOf] = []
    for hit in _SPANS.finditer(question[:MAX_CHARACTERS].replace("’", "'")):
        kind = _PATTERNS[int((hit.lastgroup or "p0").removeprefix("p"))][0]
        leading = _LEADING.match(hit.group())
        start = hit.start() + (leading.end() if leading and kind in {"day_of_month", "weekday"} else 0)
        words = hit.string[start : hit.end()]
        try:
            told, due = _after(words, found[-1:]) if kind == "same" else _read(kind, words, today)
        except (ValueError, OverflowError):
            if kind not in {"day_month", "month_day"}:
                continue
            told = due = None
        found.append(DaySpokenOf(words=words, start=start, end=hit.end(), told=told, due=due))
    return tuple(found)


def _after(words: str, before: Sequence[DaySpokenOf]) -> tuple[Reading | None, Reading | None]:
    """Read "the same day" and "the next working day", which go by the day spoken of before them."""
    told = before[0].told if before else None
    if told is None or "same" in words.casefold():
        return told, told
    day = told.day + timedelta(days=1)
    while "working" in words.casefold() and not is_working_day(day, bank_holidays()):
        day += timedelta(days=1)
    return Reading(day=day), Reading(day=day)


def _read(kind: str, words: str, today: date) -> tuple[Reading | None, Reading | None]:
    """Return the day as told of and as due.

    Raises
    ------
    ValueError, OverflowError : if there is no such day.
    """
    if kind == "vague":
        return None, None
    if kind == "weekday":
        return _weekday(words, today)
    if kind in {"day_of_month", "ordinal"}:
        return _day_of_month(words, today)
    if kind in {"today", "just", "yesterday", "tomorrow", "ago"}:
        both = _from_today(kind, words.casefold(), today)
        return both, both
    return _calendar(kind, words, today)


def _from_today(kind: str, words: str, today: date) -> Reading:
    if kind == "just":
        return Reading(day=today, remark=f"“just” is taken as today, {spoken(today)}.")
    if kind == "ago":
        return Reading(day=_days_ago(words, today))
    away = {"today": 0, "yesterday": -1, "tomorrow": 1}[kind]
    return Reading(day=today + timedelta(days=away * (2 if "day before" in words or "day after" in words else 1)))


def _days_ago(words: str, today: date) -> date:
    number, unit = words.split()[:2]
    count = int(number) if number.isdigit() else _NUMBERS[number]
    if not unit.startswith(("working", "wd", "w.d")):
        return today - timedelta(days=count * (1 if unit.startswith("day") else 14 if unit.startswith("fort") else 7))
    day = today
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day, bank_holidays())
    return day


def _calendar(kind: str, words: str, today: date) -> tuple[Reading, Reading]:
    plain = words.casefold()
    if kind == "easter":
        return _without_year(lambda year: _easter(year, monday="monday" in plain), words, today)
    day, month, year = _numbers(kind, plain)
    if year is None:
        told, due = _without_year(lambda each: _in_year(day, month, each), words, today)
    else:
        remark = None
        if kind == "numeric" and day != month and day <= len(_MONTHS):
            remark = f"“{words}” is read the British way, day first: {spoken(date(year, month, day))}."
        told = due = Reading(day=date(year, month, day), remark=remark)
    return _checked(told, words), _checked(due, words)


def _numbers(kind: str, words: str) -> tuple[int, int, int | None]:
    """Return day, month and year, None where the words leave the year open."""
    if kind == "feast":
        return *_FEASTS[words], None
    numbers = [int(number) for number in re.findall(r"\d+", words.partition("t")[0] if kind == "iso" else words)]
    if kind == "iso":
        return numbers[2], numbers[1], numbers[0]
    if kind in {"day_month", "month_day"}:
        name = next(hit.group() for hit in re.finditer(rf"(?<![a-z]){_MONTH}(?![a-z])", words))
        numbers.insert(1, _MONTHS.index(name[:3]) + 1)
    day, month, *year = numbers
    return day, month, (year[0] if year[0] > 99 else 2000 + year[0]) if year else None  # noqa: PLR2004 - two digits


def _in_year(day: int, month: int, year: int) -> date:
    """Return the day in `year`; 29 February is the 28th in a year that has none."""
    return date(year, month, min(day, monthrange(year, month)[1]) if (day, month) == (29, 2) else day)


def _without_year(in_year: Callable[[int], date], words: str, today: date) -> tuple[Reading, Reading]:
    """Read a day without its year: told of, it is the last; due, the nearest. A weekday beside it narrows it down."""
    days = [in_year(year) for year in (today.year - 1, today.year, today.year + 1)]
    nearest = min(days, key=lambda day: abs((day - today).days))
    fitting = [day for day in days if day.weekday() == _weekday_number(words)]
    due = min(fitting or days, key=lambda day: abs((day - today).days))
    past = [day for day in days if day <= today]
    told = nearest if nearest in fitting else max([day for day in past if day in fitting] or past)
    reading = _unless_nearer(words, told, nearest, today)
    earlier = [day for day in days if day < told]
    return (
        reading.model_copy(update={"before": max(earlier, default=None)}),
        _unless_nearer(words, due, nearest, today),
    )


def _unless_nearer(words: str, day: date, nearest: date, today: date) -> Reading:
    """Take `day`, but name the nearest such day as well where that has been or is not far off."""
    if day == nearest or nearest - today > _SOON:
        return Reading(day=day)
    remark = f"“{words}” is taken as {spoken(day)}; it may mean {spoken(nearest)}."
    return Reading(day=day, other=nearest, remark=remark)


def _easter(year: int, *, monday: bool) -> date:
    """Return Good Friday or Easter Monday.

    Raises
    ------
    ValueError : in a year whose bank holidays are not known.
    """
    spring = [day for day in bank_holidays() if day.year == year and day.month in {3, 4} and day.weekday() == _FRIDAY]
    return min(spring) + timedelta(days=3 if monday else 0)


def _weekday_number(words: str) -> int | None:
    """Return the weekday that stands before a date ("Fri 3 Oct"), Monday being 0."""
    named = re.match(rf"{_NAMED}\b", words, re.IGNORECASE)
    return _WEEKDAYS.index(named.group()[:3].casefold()) if named else None


def _checked(reading: Reading, words: str) -> Reading:
    """Say so where the weekday named is not the weekday of the date."""
    if _weekday_number(words) in {None, reading.day.weekday()}:
        return reading
    remark = f"“{words}”: {reading.day.day} {reading.day:%B %Y} is a {reading.day:%A}. Check the date."
    return reading.model_copy(update={"remark": remark})


def _day_of_month(words: str, today: date) -> tuple[Reading, Reading]:
    """Read "the 3rd" or "Tuesday 6th": told of, the last one; due, the nearest."""
    number = next(int(hit.group()) for hit in re.finditer(r"\d+", words))
    months = [divmod(today.year * 12 + today.month - 1 + away, 12) for away in range(-13, 14)]
    days = [date(year, month + 1, number) for year, month in months if number <= monthrange(year, month + 1)[1]]
    if (named := _weekday_number(words)) is not None:
        days = [day for day in days if day.weekday() == named]
    last = max(day for day in days if day <= today)
    remark = f"“{words}” is taken as {spoken(last)}." if today - last > _SOON else None
    told = Reading(day=last, before=max((day for day in days if day < last), default=None), remark=remark)
    return told, Reading(day=min(days, key=lambda day: abs((day - today).days)))


def _weekday(words: str, today: date) -> tuple[Reading, Reading]:
    """Read a weekday: told of, the last one before today; due, the next one, today included."""
    plain = words.casefold()
    number = next(_WEEKDAYS.index(hit.group()[:3]) for hit in re.finditer(rf"\b{_NAMED}\b", plain))
    coming = today + timedelta(days=(number - today.weekday()) % 7)
    this_week = today + timedelta(days=number - today.weekday())
    last, week_before = coming - _WEEK, coming - 2 * _WEEK
    if "before last" in plain or re.match(r"(?:a )?week ", plain):
        both = Reading(day=week_before)
    elif "last week" in plain:
        both = Reading(day=this_week - _WEEK)
    elif "this week" in plain:
        both = Reading(day=this_week)
    elif plain.endswith(" week") and "next" not in plain:
        both = Reading(day=coming + _WEEK)
    elif "next" in plain:
        both = _one_of_two(words, this_week + _WEEK, coming)
    elif "last" in plain:
        both = _one_of_two(words, last, week_before if last >= this_week else last)
    elif "gone" in plain:
        both = Reading(day=last)
    else:
        told = _one_of_two(words, last, today if coming == today else last)
        return told.model_copy(update={"before": week_before}), Reading(day=coming)
    return both, both


def _one_of_two(words: str, day: date, other: date) -> Reading:
    """Read "last Tuesday", which on a Thursday may be the day before yesterday or the Tuesday of the week before."""
    if other == day:
        return Reading(day=day)
    return Reading(day=day, other=other, remark=f"“{words}” is taken as {spoken(day)}; it may mean {spoken(other)}.")
