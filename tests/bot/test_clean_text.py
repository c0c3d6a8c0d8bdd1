"""Text from outside: what is taken out, what stays, and what is refused."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clean_text import NotAMessage, from_slack, message_text, printable
from bot.decisions import MAX_MESSAGE_CHARACTERS

ANYTHING = st.text(st.characters(exclude_categories=()))  # Lone surrogates too.


@pytest.mark.parametrize(
    "text", ["the boiler", "naïve £40 “damp”", "דולף", "🏠👩‍👩‍👧", "a\tb\nc", "\u200bx", "\ufeffx", "ﬁ"]
)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


def test_line_ends_of_windows_become_one() -> None:
    assert printable("a\r\nb") == "a\nb"


@pytest.mark.parametrize("surrogate", ["\ud800", "\udfff\ud800"])
@pytest.mark.parametrize("where", ["{}", "{}ab", "a{}b", "ab{}"])
def test_half_a_surrogate_pair_becomes_the_replacement_character(surrogate: str, where: str) -> None:
    assert printable(where.format(surrogate)) == where.format("\ufffd" * len(surrogate))


def test_two_halves_that_belong_together_become_their_character() -> None:
    assert printable("\ud83c\udfe0") == "🏠"


@given(ANYTHING)
def test_nothing_is_left_that_no_database_or_terminal_takes(text: str) -> None:
    clean = printable(text)
    clean.encode("utf-8")
    assert not [c for c in clean if unicodedata.category(c) == "Cc" and c not in "\n\t"]


@given(ANYTHING)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_a_control_character_becomes_a_blank_unless_it_is_a_tab_or_a_line_end() -> None:
    controls = [c for c in map(chr, range(0xA0)) if unicodedata.category(c) == "Cc"]
    assert [hex(ord(c)) for c in controls if printable(f"a{c}b") != (f"a{c}b" if c in "\t\n" else "a b")] == []


@pytest.mark.parametrize("text", ["", "  ", "\n\n", "\t", "\x00", "\x07\x1b", "\u00a0", "\u3000 \u2003"])
def test_a_message_without_words_is_refused(text: str) -> None:
    with pytest.raises(NotAMessage, match="no words"):
        message_text(text)


def test_a_message_loses_the_blanks_around_it() -> None:
    assert message_text("\n  the boiler \r\n") == "the boiler"


def test_the_longest_message_is_as_long_as_slack_s() -> None:
    longest = "a" * MAX_MESSAGE_CHARACTERS
    assert message_text(f" {longest} ") == longest
    with pytest.raises(NotAMessage, match="40,001 characters, more than the 40,000"):
        message_text(f"{longest}a")


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("the boiler", "the boiler"),
        ("<@U1> the boiler", "@U1 the boiler"),
        ("<@U1|joan> the boiler", "@joan the boiler"),
        ("<#C1|repairs> and <#C2>", "#repairs and #C2"),
        ("<!channel> <!here>", "@channel @here"),
        pytest.param("<!subteam^S1|@repairs>", "@repairs", id="a user group"),
        pytest.param("<!subteam^S1>", "@subteam", id="a user group without its name"),
        pytest.param("<!date^1392734382^{date_num}|18 February 2014>", "18 February 2014", id="a date"),
        ("<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"),
        ("<https://example.com|our page>", "our page"),
        ("<mailto:joan@example.com|joan@example.com>", "joan@example.com"),
        ("<mailto:joan@example.com>", "joan@example.com"),
        ("<tel:07700900123|07700 900123>", "07700 900123"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        pytest.param("&amp;lt;", "&lt;", id="an entity somebody typed"),
        pytest.param("&lt;!channel&gt;", "<!channel>", id="a mark somebody typed"),
        ("", ""),
    ],
)
def test_slack_s_marks_are_undone_once(sent: str, typed: str) -> None:
    assert from_slack(sent) == typed


@given(st.text())
def test_what_slack_escaped_comes_back_as_it_was_typed(typed: str) -> None:
    escaped = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert from_slack(escaped) == typed
