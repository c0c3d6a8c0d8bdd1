"""A landlord's plain list of exclusions: which line turns a matter away, on which ground, and after how many months."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.age_check import AgeLimit, age_limit_in, discretion_among
from knowledge.grounds import Ground
from knowledge.list_lines import Piece, read_pieces
from knowledge.policies import PolicyLine
from knowledge.policy_rules import LineKind, ground_of, policy_rules

_LONGEST_TITLE = 10  # words


class ListedLine(PolicyLine):
    """A line of the list. `ground` is None where it is no ground of exclusion under the Code."""

    kind: LineKind
    ground: Ground | None
    age_limit: AgeLimit | None


class ExclusionList(BaseModel):
    """A list of exclusions as it was read."""

    model_config = ConfigDict(frozen=True)
    name: str
    lines: tuple[ListedLine, ...]
    discretion: PolicyLine | None
    """The first sentence of the file that keeps a discretion, wherever it stands."""
    passed_over: int
    """Lines that are neither an exclusion nor a rule the Code has a word on: headings, addresses, other prose."""


_NO_MATTER = re.compile(
    r"^\W*(?:page \d|version\b|appendix\b|contents\b|reviewed?\b.{0,30}\d{4}|approved\b.{0,40}\d{4}"
    r"|tel(?:ephone)?\b:?\s*\d|email:?\s|www\.|https?:)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\bexclusions?\b|^(?:[\w']+ ){0,4}policy$|^what\b|^when\b.*\bnot\b", re.IGNORECASE)
# Under such a heading stands what may be complained of, or how, or when a late complaint is taken all the same.
_TAKES_IN = re.compile(
    r"\b(?:can|may) (?:make a )?complain|\bwhat is a complaint|\b(?:how|ways?) to complain|\bdiscretion"
    r"|\b(?:will|may|can) (?:still )?(?:accept|consider|investigate)|\bexamples of complaints"
    r"|\bcomplaints? (?:can|may) be (?:made|about)",
    re.IGNORECASE,
)
_NAMES_A_MATTER = re.compile(
    r"^\W*(?:complain(?:t|ant)s?|matters?|issues?|cases?|claims?|disputes?|requests?|reports?|decisions?|appeals?"
    r"|services?|any|anything|all|every|where|when|if)\b",
    re.IGNORECASE,
)
_TURNS_AWAY = re.compile(
    r"\bnot\b|n't\b|\bcannot\b|\bdeclin\w+|\brefus\w+|\bexclu\w+|\breject\w*|\bunable\b|\boutside\b|\bnever\b",
    re.IGNORECASE,
)
_WILL_NOT = re.compile(
    r"\b(?:will|do|does|can|shall|may|would|are|is)(?: (?:\w+ly|also))?(?: ?not|n't)\b|\bcannot\b|\bnever\b"
    r"|\bdeclin\w+|\brefus\w+|\bexclu(?:de|ded|ding)\b|\breject\w*|\bunable to\b",
    re.IGNORECASE,
)
_SUBJECT = (
    r"(?:we|you|(?:our|the|your) (?:\w+ )?(?:landlord|council|association|group|policy|decision|team|resident)"
    r"|residents?|customers?|tenants?|anyone|each (?:case|complaint)|every (?:case|complaint)|complaints?)"
)
_DOES = (
    r"(?:will|can|may|must|should|shall|aim|welcome|accept|has the right|have the right|is able|are able|is final)\b"
)
# A sentence that says what happens, as against a matter that is left out ("claims for injury, which we will pass on").
_SAYS_WHAT_HAPPENS = re.compile(
    rf"^\W*{_SUBJECT} (?:(?!that |which |who |about |from |where )\w+ ){{0,3}}{_DOES}", re.IGNORECASE
)
_SAYS_IF = re.compile(rf"^\W*(?:if|where|when(?:ever)?|once)\b.*\b{_SUBJECT} (?:\w+ ){{0,2}}{_DOES}", re.IGNORECASE)
_SPEAKS_OF_ITSELF = re.compile(r"^\W*(?:we|our|this policy|the purpose)\b", re.IGNORECASE)


def read_exclusion_list(path: Path) -> ExclusionList:
    """Return the list in `path`, a UTF-8 text file or a .docx document.

    Raises
    ------
    ExclusionListUnreadable : if the file cannot be read, or is none that holds a list.
    """
    return as_exclusion_list(path.name, read_pieces(path))


def as_exclusion_list(name: str, pieces: list[Piece]) -> ExclusionList:
    """Return the list that `pieces` make, each line with what it is about."""
    has_items = any(piece.listed for piece in pieces)
    lines = []
    takes_in = False
    for piece in pieces:
        heading = _is_heading(piece)
        if heading:
            takes_in = bool(_TAKES_IN.search(piece.text)) and not _WILL_NOT.search(piece.text)
        line = _line(piece, takes_in=takes_in)
        known = [rule for rule in policy_rules() if rule.fits(line.text, line.kind)]
        if heading:
            keep = any(rule.beside for rule in known)  # "We will not consider any complaint about:" says something.
        else:
            keep = bool(known or line.age_limit or _turns_away(line, likely=piece.listed or not has_items))
        lines += [line] if keep else []
    plain = [PolicyLine(paragraph=piece.number, text=piece.text) for piece in pieces]
    return ExclusionList(
        name=name, lines=tuple(lines), discretion=discretion_among(plain), passed_over=len(pieces) - len(lines)
    )


def _line(piece: Piece, *, takes_in: bool) -> ListedLine:
    text = piece.text
    says = _SAYS_WHAT_HAPPENS.search(text) or (not piece.listed and _SAYS_IF.search(text))
    speaks = _SPEAKS_OF_ITSELF.search(text) and not _TURNS_AWAY.search(text)
    limit = age_limit_in(text)
    if takes_in or ((says or speaks) and not limit and not _WILL_NOT.search(text)):
        return ListedLine(paragraph=piece.number, text=text, kind=LineKind.PROCESS, ground=None, age_limit=None)
    ground = ground_of(text)
    if limit and ground not in {Ground.LEGAL_PROCEEDINGS, Ground.ALREADY_CONSIDERED}:
        ground = Ground.OUT_OF_TIME
    return ListedLine(paragraph=piece.number, text=text, kind=LineKind.EXCLUSION, ground=ground, age_limit=limit)


def _turns_away(line: ListedLine, *, likely: bool) -> bool:
    """Say whether a line in words that are not known is an exclusion all the same."""
    likely = likely or bool(_TURNS_AWAY.search(line.text) or _NAMES_A_MATTER.search(line.text))
    return line.kind is LineKind.EXCLUSION and likely and len(line.text.split()) > 1


def _is_heading(piece: Piece) -> bool:
    text = piece.text
    if piece.heading or text.endswith(":") or _NO_MATTER.search(text):
        return True
    could_be = (not piece.listed or piece.number) and len(text.split()) <= _LONGEST_TITLE and not text.endswith(".")
    return bool(could_be) and (text.isupper() or bool(_TITLE.search(text)))
