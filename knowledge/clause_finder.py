"""Find the Code's clauses by their numbers in the lines of a document.

A clause runs from its number to the next clause's number or the next heading. A number in running text ("see 6.3",
"10.5%", a date, a price) begins no clause: it would have to open a line, be followed by the beginning of a sentence,
and not be what the line above leads up to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from functools import cache
from itertools import pairwise

from knowledge.clause_words import put_together
from knowledge.clauses import shipped_edition
from knowledge.document_lines import CLAUSE_NUMBER, is_page_number
from knowledge.document_tables import ANSWER, COLUMN_HEAD, OTHER_COLUMN
from knowledge.edition import Edition
from knowledge.own_copy import OwnClause

MOST_LINES = 300  # Of one clause; the longest of the Code has 20.

_LONGEST_TITLE = 120
_SENTENCE = re.compile(r"[A-Z‘’“”\"'…(\[•]|\.\.")
_START = re.compile(
    r"(?:[-*•#]\s+)*(?:(?i:code\s+)?(?i:provision|section|clause|paragraph)\s+)?"
    rf"{CLAUSE_NUMBER.pattern}(?:\s*$|\s+(?={_SENTENCE.pattern})|(?=[A-Z‘“][a-z\s]))(?P<rest>.*)"
)
# What a line ends with that leads up to a number on the next.
_LEADS_UP = re.compile(
    r"(?:[,(/–—]|\b(?i:see|clause|section|paragraph|para|provision|in|of|to|and|or|with|than|least|between|within|per|"
    r"the|an?|for|at|from|page))$"
)
_CONTENTS = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,})\s*\d+$")
_INLINE_ANSWER = re.compile(r"(?<=\S)\s+(?:Yes|No|N/A|Partial(?:ly)?)\b(?=\W|$)")
_PART = re.compile(r"(?:# )?part ([abc])\b\W*(?:the code)?\W*", re.IGNORECASE)
_LABEL = re.compile(r"(?:# )?(?:(?:section|chapter|part)\s+)?(?:[0-9A-C]{1,2}\b)?\W*", re.IGNORECASE)
_STRUCTURE = re.compile(
    r"(?:Section|SECTION|Part|PART|Chapter|CHAPTER|Appendix|APPENDIX|Annex|ANNEX)\s+[0-9A-Z]{1,2}(?::|\W.{0,80}[^.;,])?"
    r"|\d{1,2}[.:)]?\s+[A-Z][^.;]{2,80}[^.;,]"
    r"|Stage (?:[123]|one|two|three)(?: complaints?)?:?"
    r"|(?:Mandatory\W+must|Best practice\W+should)\W+requirements?"
    r"|Self-assessment form"
)
# The names a running head may have. They also stand in sentences, so the lines around decide.
_NAME = re.compile(
    r"\W*(?:(?:The )?Housing Ombudsman(?:['’]s)?(?: Service)?"
    r"|(?:The )?(?:Housing Ombudsman['’]s )?Complaint Handling Code(?: [Ss]elf-assessment| 20\d\d)*"
    r"|(?:https?://)?(?:www\.)?housing-ombudsman\.org\.uk/?)(?:\W+(?:[Pp]age )?\d+)?"
)
_STAGE = re.compile(r"\b(?i:stages?)$")
_NUMBERED = re.compile(r"\d{1,2}[.:)]?\s")
_RULE = re.compile(r"[-–—_=*\s]{2,}")
_SENTENCE_ENDS = (".", ";", ":", "!", "?", "”", "’")
_OFTEN = 3


class _Mark(Enum):
    NUMBER = auto()
    HEADING = auto()
    WORDS = auto()
    END = auto()


def find_clauses_in(lines: Sequence[str], edition: Edition) -> dict[str, list[OwnClause]]:
    """Return every occurrence of each clause number in `lines`, in the order of the document.

    The clauses of Part C of the 2020 Code are told by the heading they stand under, and get its "C". Numbers that no
    clause of the edition has are returned too: they end the clause above them.
    """
    vocabulary = _words_of_the_code() | frozenset(_words(lines))
    found: dict[str, list[OwnClause]] = {}
    for id_, body in _occurrences(lines, edition):
        words = put_together(body, vocabulary)
        if words.text:
            found.setdefault(id_, []).append(OwnClause(id=id_, **words._asdict()))
    return found


def _occurrences(lines: Sequence[str], edition: Edition) -> list[tuple[str, list[str]]]:
    occurrences: list[tuple[str, list[str]]] = []
    part = ""
    inside = False
    for mark, text in _marked(lines):
        if mark is _Mark.NUMBER:
            occurrences.append((part + text, []))
        elif mark is _Mark.HEADING:
            part = _part_under(text, part, edition)
        elif mark is _Mark.WORDS and inside and len(occurrences[-1][1]) < MOST_LINES:
            occurrences[-1][1].append(text)
        inside = mark is _Mark.NUMBER or (inside and mark is _Mark.WORDS)
    return occurrences


def _marked(lines: Sequence[str]) -> Iterator[tuple[_Mark, str]]:
    form = any(_is_head_of_form(line) for line in lines)
    above = ""
    for line, below in pairwise([*_without_furniture(lines), ""]):
        words = line
        if start := _start(line, above, below):
            yield _Mark.NUMBER, start["number"]
            words = start["rest"]
        elif _is_heading(line, above, below):
            yield _Mark.HEADING, line
            words = ""
        if not form:
            yield _Mark.WORDS, words
        elif _is_column_head(words, above, below):
            continue
        elif OTHER_COLUMN.fullmatch(words) or ANSWER.fullmatch(words):
            yield _Mark.END, words
        elif answer := _INLINE_ANSWER.search(words):
            yield from ((_Mark.WORDS, words[: answer.start()]), (_Mark.END, words))
        else:
            yield _Mark.WORDS, words
        above = words


def _is_column_head(line: str, above: str, below: str) -> bool:
    """Whether a line is the head of a column, and not the last word of a sentence ("the Code")."""
    in_sentence = " " not in line and not COLUMN_HEAD.fullmatch(below) and bool(_LEADS_UP.search(above))
    return bool(COLUMN_HEAD.fullmatch(line)) and not in_sentence


def _without_furniture(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines without lines of a contents page, rules, page numbers and running heads."""
    names = Counter(line for line in lines if _NAME.fullmatch(line))
    above = ""
    for line in lines:
        led_up_to = bool(_LEADS_UP.search(above))
        between = not above or above.endswith(_SENTENCE_ENDS)
        is_name = line in names and not led_up_to and (names[line] >= _OFTEN or between)
        is_number = is_page_number(line) and not led_up_to and not _STAGE.search(above)
        if not (is_name or is_number or _RULE.fullmatch(line) or _CONTENTS.search(line[-60:])):
            yield line
            above = line


def _start(line: str, above: str, below: str) -> re.Match[str] | None:
    """Return the match of a line that begins a clause."""
    start = _START.fullmatch(line)
    if start is None or _LEADS_UP.search(above):
        return None
    begins = start["rest"] or below
    return start if not begins or _SENTENCE.match(begins) else None


def _is_heading(line: str, above: str, below: str) -> bool:
    if line.startswith("#"):
        return True
    title = _title(line[:_LONGEST_TITLE])
    if title and _NUMBERED.match(line) and any(known.startswith(title) for known in _titles()):
        return True  # A long one goes on over the next lines.
    in_sentence = line[:1].islower() or line.endswith((".", ";", ",")) or bool(_LEADS_UP.search(above))
    if not line or in_sentence or len(line) > _LONGEST_TITLE:
        return False
    if not _titles().isdisjoint((title, _title(f"{line} {below[:_LONGEST_TITLE]}"))):
        return True
    return bool(_STRUCTURE.fullmatch(line)) and not above.endswith(":")


def _is_head_of_form(line: str) -> bool:
    if OTHER_COLUMN.fullmatch(line):
        return line.startswith(("Comply", "Compliance:", "Do we"))
    folded = line.casefold()
    return "requirement" in folded and (bool(COLUMN_HEAD.fullmatch(line)) or "comply" in folded)


def _part_under(heading: str, part: str, edition: Edition) -> str:
    """Return the letter that goes before the numbers under a heading: "C" in Part C of the 2020 Code."""
    sections = {_title(clause.section): clause.part for clause in shipped_edition(edition).clauses}
    named = _PART.fullmatch(heading)
    letter = named[1].upper() if named else sections.get(_title(heading))
    if "C" not in sections.values() or letter is None:
        return part
    return "C" if letter == "C" else ""


@cache
def _titles() -> frozenset[str]:
    clauses = [clause for edition in Edition for clause in shipped_edition(edition).clauses]
    return frozenset(_title(name) for clause in clauses for name in (clause.section, clause.heading) if name)


def _title(line: str) -> str:
    """Return a heading's words alone, without its number, for comparison."""
    return " ".join(re.findall(r"\w+", _LABEL.sub("", line, count=1).casefold().replace("&", " and ")))


@cache
def _words_of_the_code() -> frozenset[str]:
    clauses = [clause for edition in Edition for clause in shipped_edition(edition).clauses]
    return frozenset(_words(clause.words for clause in clauses))


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from re.findall(r"[a-z]+(?:-[a-z]+)*", text.casefold())
