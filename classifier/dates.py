"""Dates and durations in a message, resolved against the day it was received, in British order.

Spans are found by patterns of our own and calendar dates are read by `dateparser`: let loose on whole sentences it
finds dates in telephone numbers and in "we", and it does not know "two summers ago".
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from classifier.prediction import FoundDate

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

MAX_CHARACTERS = 20_000  # Dates beyond this stand in quoted threads, not in what the resident now says.
MAX_DATES = 20

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19[89]\d|20[0-3]\d)"
_WORD_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "couple": 2, "few": 3, "half": 0.5,
}  # fmt: skip
# Longest first, or "four" would be found in "fourteen".
_NUMBER = r"(?:\d{1,3}(?:\.5)?|" + "|".join(sorted(_WORD_NUMBERS, key=len, reverse=True)) + r")"
_UNIT = r"(?:days?|weeks?|wks?|months?|mths?|mnths?|years?|yrs?)"
_SEASON = r"(?:spring|summer|autumn|winter|christmas|xmas|easter|new year)"
_LEAD_IN = r"(?:last|since|in|until|till|back in|from|of|by)"
_AND_A_HALF = r"(?: and a half)?"
_ABOUT_IT = r"(?: about)?(?: it| this)?(?: for)?"
_NO_NUMBER = r"(?<![£\d/.#:\w-])(?<!flat )(?<!job )(?<!ref )(?<!no )(?<!no\. )(?<!number )(?<!form )"
_LAST_YEAR = r"(?:of )?(?:last (?:year|yr)|(?:the )?year before last)"
_SPELT_YEAR = re.compile(
    r"\btwenty[ -](?:(?P<teen>fifteen|sixteen|seventeen|eighteen|nineteen)"
    r"|twenty(?:[ -](?P<one>one|two|three|four|five|six|seven|eight|nine))?)\b",
    re.IGNORECASE,
)
_PATTERNS = [
    ("calendar", r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:20)?\d{2}\b"),
    ("calendar", r"\b20\d{2}-\d{2}-\d{2}\b"),
    ("of_last_year", rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? )?(?:{_MONTH}|{_SEASON}),? {_LAST_YEAR}\b"),
    ("calendar", rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b\.?,?(?: {_YEAR}\b)?"),
    ("calendar", rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)\b,?(?: {_YEAR}\b)?"),
    ("month", rf"\b(?:{_LEAD_IN} )?{_MONTH}\.?,?(?: of)? {_YEAR}\b"),
    ("month", rf"\b(?:{_LEAD_IN} )?{_MONTH}(?: of)? ['’]\d\d\b"),
    ("month_or_day", rf"(?<!on )\b{_MONTH} (?:1[5-9]|2\d)\b(?! ?(?:st|nd|rd|th|:|%|am|pm|\d|/))"),
    ("month_before_last", rf"\b{_MONTH} before last\b"),
    ("last_month", rf"\b{_LEAD_IN} {_MONTH}\b(?! ?['’\d])"),
    ("season", rf"\b{_SEASON}(?: of| in)? {_YEAR}\b"),
    ("season_back", rf"\b(?:last|this) {_SEASON}\b|\b{_SEASON} before last\b"),
    ("season_back", rf"\b{_NUMBER} (?:summers|winters|christmases) ago\b"),
    ("ago", rf"\b{_NUMBER}(?: of)?{_AND_A_HALF} (?:or (?:so|more) )?{_UNIT}{_AND_A_HALF} (?:ago|back|since|gone|on)\b"),
    ("ago", rf"\b(?:sat on|sitting on|kept quiet|said nothing|waited){_ABOUT_IT} {_NUMBER} {_UNIT}\b"),
    ("years_and_months", rf"\b{_NUMBER} (?:years?|yrs?)(?:,| and) {_NUMBER} (?:months?|mths?|mnths?) (?:ago|back)\b"),
    ("ago", rf"\bhalf a year ago\b|\b{_NUMBER} {_UNIT}(?: or so| or more)? (?:ago|back)\b"),
    ("past", r"\byesterday\b|\blast (?:night|week|month|year)\b|\bthis time last year\b"),
    ("past", r"\b(?:the )?(?:year|month|week) before last\b"),
    ("past", r"\b(?:last |on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"),
    ("year", rf"\b(?:in|since|from|of|during|until|till|back in|year|early|late|mid|end of|and|or|to) ?-?{_YEAR}\b"),
    ("year", rf"{_NO_NUMBER}{_YEAR}\b(?![\d/:%-]|\.\d)"),
]  # fmt: skip
# Each begins with a word: looked for at beginnings of words alone, they are found in half the time.
_SPANS = re.compile(
    rf"\b(?=\w)(?:{'|'.join(f'(?P<p{n}>{pattern})' for n, (_, pattern) in enumerate(_PATTERNS))})", re.IGNORECASE
)
_SEASON_MONTHS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 14), "easter": (3, 4)}
_DAYS_IN = {"day": 1, "wee": 7, "wk": 7}


def find_dates(text: str, received_on: date, *, past_only: bool = True) -> tuple[FoundDate, ...]:
    """Return the dates `text` speaks of that lie on or before `received_on`, in the order they stand.

    Each comes as the span of days its words can mean: "in 2021" is the whole of that year.

    past_only : False for a question, which may speak of days to come: a day without a year is then the one nearest
        to `received_on`, and later days are kept.
    """
    found: list[FoundDate] = []
    for hit in _SPANS.finditer(_SPELT_YEAR.sub(_in_digits, text[:MAX_CHARACTERS])):
        kind = _PATTERNS[int((hit.lastgroup or "p0")[1:])][0]
        words = hit.group().strip()
        plain = words.casefold().replace("’", "'")
        span = next(_resolve(kind, plain, received_on), None)
        if span is not None and not past_only and kind == "calendar" and not re.search(rf"{_YEAR}|[/.-]\d\d$", plain):
            span = _nearest(span[0], received_on)
        if span is not None and (not past_only or span[0] <= received_on):
            latest = min(span[1], received_on) if past_only else span[1]
            found.append(FoundDate(words=words, earliest=span[0], latest=latest))
        if len(found) == MAX_DATES:
            break
    return tuple(found)


def _nearest(day: date, today: date) -> tuple[date, date]:
    """Return the same day of the month in the year that brings it nearest to `today`."""
    years = [day.year - 1, day.year, day.year + 1]
    same = [day.replace(year=year) for year in years if day.month != 2 or day.day != 29 or monthrange(year, 2)[1] == 29]  # noqa: PLR2004 - the leap day
    nearest = min(same, key=lambda each: abs((each - today).days))
    return nearest, nearest


def months_before(day: date, months: int) -> date:
    """Return the day `months` months before `day`; a day the month does not have becomes its last."""
    year, month = divmod(max(day.year * 12 + day.month - 1 - months, 12), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def older_than(dates: tuple[FoundDate, ...], received_on: date, months: int) -> tuple[FoundDate, ...]:
    """Return those of `dates` that lie, on any reading of their words, more than `months` months before receipt."""
    limit = months_before(received_on, months)
    return tuple(found for found in dates if found.latest < limit)


def with_dates(text: str, received_on: date, months: int) -> str:
    """Return `text` behind one line that says how long before receipt its oldest and newest dates lie.

    The line is plain words, so that everything that reads the text reads it too: n-grams, facts and encoder. It says
    "past the limit", "within the limit" or "perhaps past the limit" of `months` for the oldest. A text without dates
    is returned as it is.
    """
    return behind_note(text, find_dates(text, received_on), received_on, months)


def behind_note(text: str, dates: Sequence[FoundDate], received_on: date, months: int) -> str:
    """Return `text` behind the line that `with_dates` puts before it, of the dates that were found in it."""
    if not dates:
        return text
    oldest = min(dates, key=lambda found: found.latest)
    newest = max(dates, key=lambda found: found.latest)
    limit = months_before(received_on, months)
    if oldest.latest < limit:
        standing = "past the limit"
    else:
        standing = "within the limit" if oldest.earliest >= limit else "perhaps past the limit"
    note = f"Dates: {_how_long(oldest, received_on)} before, {standing}"
    if newest is not oldest:
        note += f"; newest {_how_long(newest, received_on)} before"
    return f"{note}.\n{text}"


def _how_long(found: FoundDate, received_on: date) -> str:
    middle = found.earliest + (found.latest - found.earliest) / 2
    days = (received_on - middle).days
    for length, word, least in ((365.25, "year", 730), (30.44, "month", 45), (7, "week", 14)):
        if days >= least:
            return f"{round(days / length)} {word}s"
    return f"{days} day{'' if days == 1 else 's'}"


def _resolve(kind: str, words: str, received_on: date) -> Iterator[tuple[date, date]]:
    if kind in {"calendar", "month", "last_month"}:
        yield from _read_calendar(kind, words, received_on)
    elif kind == "years_and_months":
        years, months = re.findall(rf"\b{_NUMBER}\b", words)[:2]
        day = months_before(received_on, min(round(_number(years) * 12 + _number(months)), 1200))
        yield day - timedelta(days=15), min(day + timedelta(days=15), received_on)
    elif kind == "month_or_day":
        yield from _read_month_or_day(words, received_on)
    elif kind == "month_before_last":
        yield from _moved_back(_read_calendar("last_month", words.removesuffix(" before last"), received_on), 1)
    elif kind == "of_last_year":
        yield from _read_of_last_year(words, received_on)
    elif kind in {"season", "season_back"}:
        yield from _read_season(words, received_on)
    elif kind == "ago":
        yield from _read_ago(words, received_on)
    elif kind == "past":
        yield from _read_past(words, received_on)
    elif year := re.search(_YEAR, words):
        yield date(int(year.group()), 1, 1), date(int(year.group()), 12, 31)


def _in_digits(hit: re.Match[str]) -> str:
    """Return "2023" for "twenty twenty-three"."""
    word = hit["teen"] or hit["one"]
    return str(2000 + (0 if hit["teen"] else 20) + (_WORD_NUMBERS[word.casefold()] if word else 0))


@cache
def _parser(base: date) -> DateDataParser:
    from dateparser.date import DateDataParser

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "past",
        "RELATIVE_BASE": datetime(base.year, base.month, base.day),  # noqa: DTZ001 - dateparser takes naive days only
    }
    return DateDataParser(languages=["en"], settings=settings)


def _read_calendar(kind: str, words: str, received_on: date) -> Iterator[tuple[date, date]]:
    spelt = words if kind == "calendar" else re.sub(rf"^{_LEAD_IN} ", "", words)
    spelt = re.sub(r"'(\d\d)$", r"20\1", spelt).replace(" of ", " ")
    spelt = re.sub(r"([/.-])(\d\d)$", r"\g<1>20\2", spelt)  # Or a day to come would be taken for one in 1925.
    data = _parser(received_on).get_date_data(spelt)
    if data.date_obj is None:
        return
    day = data.date_obj.date()
    if data.period == "month" or kind in {"month", "last_month"}:
        yield day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    else:
        yield day, day


def _read_month_or_day(words: str, received_on: date) -> Iterator[tuple[date, date]]:
    """Read "Feb 24" as anything from February 2024 to the last 24 February: its words do not say which is meant."""
    month, number = words.rsplit(" ", 1)
    if 2000 + int(number) > received_on.year:
        yield from _read_calendar("calendar", f"{number} {month}", received_on)
        return
    first = next(_read_calendar("month", f"{month} 20{number}", received_on), None)
    last = next(_read_calendar("calendar", f"{number} {month}", received_on), first)
    if first and last:
        yield first[0], max(first[1], last[1])


def _read_of_last_year(words: str, received_on: date) -> Iterator[tuple[date, date]]:
    """Read "14 June last year", "June of last year" and "summer, the year before last"."""
    year = received_on.year - (2 if "before last" in words else 1)
    named = re.sub(rf",? {_LAST_YEAR}$", "", words)
    if re.search(_SEASON, named):
        yield from _read_season(f"{named} {year}", received_on)
    else:
        yield from _read_calendar("calendar" if named[0].isdigit() else "month", f"{named} {year}", received_on)


def _moved_back(spans: Iterator[tuple[date, date]], years: int) -> Iterator[tuple[date, date]]:
    for first, last in spans:
        yield months_before(first, 12 * years), months_before(last, 12 * years)


def _read_season(words: str, received_on: date) -> Iterator[tuple[date, date]]:
    name = next((name for name in ("spring", "summer", "autumn", "winter", "easter") if name in words), "christmas")
    first, last = _SEASON_MONTHS.get(name, (12, 13))
    if year := re.search(_YEAR, words):
        back, base = 0, int(year.group())
    else:
        counted = re.match(rf"({_NUMBER}) \w+ ago", words)
        back = int(_number(counted.group(1))) - 1 if counted else int("before last" in words)
        base = received_on.year
        begins = date(base, 12, 25) if name == "christmas" else _season_days(base, first, last)[0]
        if begins >= received_on or (counted and _season_days(base, first, last)[1] >= received_on):
            base -= 1
    yield _season_days(base - back, first, last)


def _season_days(year: int, first: int, last: int) -> tuple[date, date]:
    last_year, last_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return date(year, first, 1), date(last_year, last_month, monthrange(last_year, last_month)[1])


def _read_ago(words: str, received_on: date) -> Iterator[tuple[date, date]]:
    first = re.search(rf"\b{_NUMBER}\b", words)
    unit = re.search(rf"\b{_UNIT}\b", words)
    if first is None or unit is None:
        return
    number = 0.5 if words.startswith("half a year") else _number(first.group()) + (0.5 if "and a half" in words else 0)
    unit_name = unit.group()
    if unit_name.startswith(("y", "m")):
        months = number * (12 if unit_name.startswith("y") else 1)
        day = months_before(received_on, min(round(months), 1200))
        slack = timedelta(days=15 if months < 12 else 30)  # noqa: PLR2004 - people round months, and years more so
        yield day - slack, min(day + slack, received_on)
    else:
        day = received_on - timedelta(
            days=round(number) * next(n for k, n in _DAYS_IN.items() if unit_name.startswith(k))
        )
        yield day, day


def _number(word: str) -> float:
    return _WORD_NUMBERS.get(word) or float(word)


def _read_past(words: str, received_on: date) -> Iterator[tuple[date, date]]:
    if "year before last" in words:
        yield date(received_on.year - 2, 1, 1), date(received_on.year - 2, 12, 31)
    elif words == "last year":
        yield date(received_on.year - 1, 1, 1), date(received_on.year - 1, 12, 31)
    elif words == "this time last year":
        day = months_before(received_on, 12)
        yield day - timedelta(days=30), day + timedelta(days=30)
    elif "month" in words:
        day = months_before(received_on, 2 if "before" in words else 1)
        yield day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    elif "week" in words:
        monday = received_on - timedelta(days=received_on.weekday() + (14 if "before" in words else 7))
        yield monday, monday + timedelta(days=6)
    elif words in {"yesterday", "last night"}:
        yield received_on - timedelta(days=1), received_on - timedelta(days=1)
    else:
        name = next(day for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") if day in words)
        number = ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(name)
        day = received_on - timedelta(days=(received_on.weekday() - number - 1) % 7 + 1)
        yield day, day
