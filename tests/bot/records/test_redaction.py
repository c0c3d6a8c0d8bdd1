"""What of a resident's words is hidden before anything is stored, and what stays."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.records import (
    names_in_text,
    redaction,
    redaction_accounts,
    redaction_addresses,
    redaction_births,
    redaction_introductions,
    redaction_spoken,
)
from bot.records.redaction import redact


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("x@example.com, jane.o'neil+1@mail.example.co.uk!", "[email], [email]!"),
        ("call 07700 900123 or +447700900123", "call [phone] or [phone]"),
        ("(020) 7946 0123 / 07700900123 07700900124", "[phone] / [phone] [phone]"),
        ("M1 1AA, sw1a1aa", "[postcode], [postcode]"),
        ("I live at 14 Acacia Avenue, M1 1AA", "I live at [address], [postcode]"),
        ("14 acacia ave leak", "[address] leak"),
        ("flat 3, Rowan House is damp", "[address] is damp"),
        ("NI QQ123456C / ab 12 34 56 c", "NI [national insurance] / [national insurance]"),
        ("card 4111 1111 1111 1111 ok", "card [card or account] ok"),
        ("sort code 20-00-00 account 12345678", "sort code [card or account]"),
        ("20-00-00 12345678", "[card or account]"),
        ("dob 3/4/61", "dob [date of birth]"),
        ("born 3 April 1961", "born [date of birth]"),
        ("Mr Smith and Mrs O'Neil-Jones came", "Mr [name] and Mrs [name] came"),
        ("mr smith keeps shouting", "mr [name] keeps shouting"),
        ("Mr and Mrs Jones", "Mr and Mrs [name]"),
        ("Cllr A. B. Patel rang", "Cllr [name] rang"),
        ("my name is jane smith and i live", "my name is [name] and i live"),
        ("this is Jane Smith calling about", "this is [name] calling about"),
        ("this is jane speaking", "this is [name] speaking"),
        ("Regards,\nJane Smith", "Regards,\n[name]"),
        ("Kind regards, J. Smith", "Kind regards, [name]"),
        ("Yours truly, Mrs V. Stubbings", "Yours truly, [name]"),
        ("Dear Ms Okafor,", "Dear [name],"),
        ("Name: jane smith\nTel: 0161 496 0123", "Name: [name]\nTel: [phone]"),
        ("on oh seven seven double oh nine hundred one two three ta", "on [phone] ta"),
        ("it's jo dot bloggs at example dot org", "it's [email]"),
        ("post code S W one A one A A", "post code [postcode]"),
        ("Q Q one two three four five six C", "[national insurance]"),
        ("sort code is nine nine one two three four", "sort code is [card or account]"),
        ("IBAN GB29 NWBK 6016 1331 9268 19", "IBAN [card or account]"),
        ("ac 20093381 s/c 99-14-52", "ac [card or account] s/c [card or account]"),
        ("mob 7700 900123", "mob [phone]"),
        ("her dob on file is 1958-03-17", "her dob on file is [date of birth]"),
        ("date of birth the sixth of May nineteen ninety one", "date of birth [date of birth]"),
        ("born 4 Feb 2015 and 19 Nov 2018", "born [date of birth][date of birth]"),
        ("Ella (b. 3/7/2012)", "Ella (b. [date of birth])"),
        ("I'm at fifty six Saddler Street", "I'm at [address]"),
        ("The Cottage, 3 Mill Brow, Fenby.", "[address], [address], [address]."),
        ("1 to 9 Cooper Buildings", "[address]"),
        ("my son Hugo and his nan, Odette, live here", "my son [name] and his nan, [name], live here"),
        ("hi its Marlon at work", "hi its [name] at work"),
        ("spoke to Kelechi, then to the hub", "spoke to [name], then to the hub"),
        ("can Ella or Tom ring me", "can [name] or [name] ring me"),
        ("Ring Paulette on 07700 900123", "Ring [name] on [phone]"),
        ("Dear all\nthe lift is off\nAda Obi\nBen Lowe", "Dear all\nthe lift is off\n[name]\n[name]"),
        ("Sat works. Toni x", "Sat works. [name] x"),
        ("hi sandra, the tap drips", "hi [name], the tap drips"),
    ],
)
def test_what_tells_who_a_resident_is_is_replaced_by_its_kind(text: str, redacted: str) -> None:
    assert redact(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "any news on job 4471, ref 20240212 or job 0123456789?",
        "from 5 March to 10 April 2024, since 12/02/2024 and 12-02-24",
        "2024 Code 2.2 and S1 by 10:30",
        "waited 3 weeks down the road, 2 hours in the court",
        "b1 2nd floor",
        "they miss every appointment and I miss my mum",
        "the dr said no",
        "this is the third time calling you",
        "Thanks for nothing",
        "Thanks\nthe tap still drips",
        "Dear Sir or Madam, hi there",
        "my name is on the list",
        "write to info@housing-ombudsman.org.uk",
        "£120.50 for 14 days",
        "flat 2 bed swap wanted, flat 3 times the size",
        "built nine and drove off",
        "tenant since 4 May 1987, moved in on 3/5/1991",
        "born six weeks early",
        "job one two three four five six seven eight nine",
        "call me on 12 05 2025",
        "call 0300 111 3000",
        "my daughter lives at Ashgrove Court, ask for Ashgrove Court",
        "Kind regards,\nRepairs Team",
        "It's Tuesday. It's Rowan House. This is British Gas.",
        "spoke to Housing Benefit",
        "hi team, no news",
        "The tap drips.\nKitchen",
        "DAMP IN THE BEDROOM.\nAGAIN",
    ],
)
def test_what_a_decision_rests_on_stays(text: str) -> None:
    assert redact(text) == text


def test_a_name_that_nothing_announces_is_not_found_and_the_docstring_says_so() -> None:
    assert redact("Doreen was rude") == "Doreen was rude"
    assert "a name with no cue" in (redact.__doc__ or "")


_PIECES = """Mr|mrs|Smith|A.|my name is|Regards,|14|Acacia|Avenue|flat|flat 3|dob|07700 900123|0|1|-|/|account|sort code
20-00-00|12345678|4111111111111111|[name]|x@example.com|@|.|M1 1AA|QQ|123456|C|born|3 April 1961|Name:|calling|this is
dear|Thanks|one|double|oh|hundred|dot|at|com|b.|the|first|sort|my son|Ella|Ann Lee|hi|its|Ring|on|x|Court|and|[address]
[phone]|[date of birth]|[card or account]|+44|(|)|,|House|of|the|I am|[|]|job |GB29 NWBK|\ud800""".replace(
    "\n", "|"
).split("|")
_SOME = st.lists(st.sampled_from([*_PIECES, " ", "\n"]), max_size=25)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(), _SOME.map(" ".join), _SOME.map("".join)))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


def test_what_no_database_takes_is_made_storable() -> None:
    assert redact("a\0b\ud800c") == "a\ufffdb\ufffdc"


def test_a_text_made_to_defeat_the_search_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction, "_MOST_PASSES", 1)
    assert redact("my name is Jane") == "[text that could not be redacted]"


_PATTERNS = [
    pytest.param(value, id=f"{module.__name__}.{name}")
    for module in (
        redaction,
        names_in_text,
        redaction_accounts,
        redaction_addresses,
        redaction_births,
        redaction_introductions,
        redaction_spoken,
    )
    for name, held in vars(module).items()
    for value in (held if isinstance(held, tuple) else (held,))
    if isinstance(value, re.Pattern)
]


@pytest.mark.parametrize("pattern", _PATTERNS)
def test_no_pattern_repeats_without_a_limit(pattern: re.Pattern[str]) -> None:
    """So a match takes, from each position, a number of steps that does not grow with the text."""
    parsed = import_module("re._parser").parse(pattern.pattern, pattern.flags)
    assert _longest_repeat(parsed) <= 80


def _longest_repeat(tree: Any) -> int:
    """Return the greatest number of times anything in a parsed pattern may repeat."""
    if isinstance(tree, str | int) or tree is None:
        return 0
    items = list(tree)
    repeats = bool(items) and str(items[0]) in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
    return max([int(items[1][1]) if repeats else 0, *map(_longest_repeat, items)])


def test_the_check_of_patterns_finds_a_repeat_without_a_limit() -> None:
    assert _longest_repeat(import_module("re._parser").parse(r"a(?:b|(?:c+)x)?")) > 80


@pytest.mark.parametrize(
    "piece",
    ["1", "a@", "thanks \n", "one ", "Ann\n"],
)
def test_a_megabyte_of_anything_is_got_through(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    assert len(redact(text)) > 0
