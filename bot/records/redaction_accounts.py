"""Numbers of payment cards and bank accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every repeat has a limit or gives nothing back, so that no text can make the search slow.
_CARD = re.compile(r"(?<!\d)\d(?:[ \-.]?\d){12,18}(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \-]?[A-Z0-9]{4}){2,7}(?:[ \-]?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
_SIX = r"\d{2}[ \-–.]?\d{2}[ \-–.]?\d{2}"
_ACCOUNT_WORD = r"(?:bank[ ])?(?:account|acct?|a/c|ac)\b\.?(?:[ ](?:number|num|no)\b\.?)?"
_IS = r"(?:[ ](?:is|was|it['’]?s|of))?[\s:.#(=,]{0,4}+"
_SORT_CODE_AND_ACCOUNT = re.compile(
    rf"(?<!\d)(?P<hide>{_SIX}[\s,/;]{{1,3}}+(?:and[ ])?(?:{_ACCOUNT_WORD}{_IS})?\d{{8}})(?!\d)", re.IGNORECASE
)
_SORT_CODE = re.compile(rf"\b(?:sort(?:[ ]?code)?|s/c|sc){_IS}(?P<hide>{_SIX})(?!\d)", re.IGNORECASE)
_ACCOUNT = re.compile(rf"\b{_ACCOUNT_WORD}{_IS}(?P<hide>\d{{6,12}}|\d{{4}}[ ]\d{{4}})(?![\d/])", re.IGNORECASE)
_AFTER_SORT_CODE = re.compile(
    rf"\[card or account\][\s,/;:.)]{{0,3}}+(?:and[ ])?(?:the[ ])?(?:{_ACCOUNT_WORD}{_IS})?(?P<hide>"
    r"\d{7,8}(?:[ ,/]{1,3}\d{7,8}){0,8})(?!\d)",
    re.IGNORECASE,
)
_CARD_AFTER_CUE = re.compile(
    r"\bcard[ ](?:number|no\b\.?|num)(?:[ ]is)?[\s:.#]{0,3}+(?P<hide>\d(?:[ \-.]?\d){11,18})(?!\d)", re.IGNORECASE
)
_SECURITY_CODE = re.compile(
    r"\b(?:cvv2?|cvc|security[ ]code)(?:[ ]is)?[\s:.#]{0,3}+(?P<hide>\d{3,4})(?!\d)", re.IGNORECASE
)


def accounts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the number of a card or of a bank account stands."""
    for found in _CARD.finditer(text):
        if _passes_luhn(found.group()):
            yield found.span()
    for found in _IBAN.finditer(text):
        if _is_iban(found.group()):
            yield found.span()
    for pattern in (
        _SORT_CODE_AND_ACCOUNT,
        _SORT_CODE,
        _ACCOUNT,
        _AFTER_SORT_CODE,
        _CARD_AFTER_CUE,
        _SECURITY_CODE,
    ):
        for found in pattern.finditer(text):
            yield found.span("hide")


def _passes_luhn(number: str) -> bool:
    digits = [int(digit) for digit in number if digit.isdecimal()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0


def _is_iban(written: str) -> bool:
    """Hold it against the check digits; a British one is hidden even with a slip of the pen in it."""
    plain = re.sub(r"[ \-]", "", written).upper()
    if plain.startswith("GB") and plain[4:8].isalpha():
        return True
    return int("".join(str(int(character, 36)) for character in plain[4:] + plain[:4])) % 97 == 1
