"""Which clauses a decision rests on, by label, ground, signals and edition."""

from __future__ import annotations

from bot.decisions import CitedClause
from classifier.labels import Label
from knowledge.edition import Edition
from knowledge.grounds import GROUNDS_CLAUSE, Ground

# Source: the table of subjects and their numbers in each edition; the numbers mean different things between editions.
_DEFINITION = {Edition.CODE_2020: "1.2", Edition.CODE_2022: "1.2", Edition.CODE_2024: "1.2"}
_WORD_NOT_NEEDED = {Edition.CODE_2020: "1.3", Edition.CODE_2022: "1.3", Edition.CODE_2024: "1.3"}
_ACKNOWLEDGE = {Edition.CODE_2020: "3.11", Edition.CODE_2022: "4.1", Edition.CODE_2024: "6.2"}
_SERVICE_REQUEST = {Edition.CODE_2020: ("1.3",), Edition.CODE_2022: ("1.4", "1.6"), Edition.CODE_2024: ("1.4", "1.5")}
_ACCEPT = {Edition.CODE_2020: "1.4", Edition.CODE_2022: "1.7", Edition.CODE_2024: "2.1"}
_EXPLAIN = {Edition.CODE_2020: "1.6", Edition.CODE_2022: "1.9", Edition.CODE_2024: "2.4"}
_DISCRETION = {Edition.CODE_2020: "4.10", Edition.CODE_2022: "1.8", Edition.CODE_2024: "2.3"}
_SURVEY = {Edition.CODE_2020: "1.3", Edition.CODE_2022: "1.5", Edition.CODE_2024: "1.6"}
_REPRESENTATIVE = {Edition.CODE_2020: "4.3", Edition.CODE_2022: "1.3", Edition.CODE_2024: "1.3"}


def clauses_for(
    label: Label, ground: Ground | None, signals: tuple[str, ...], edition: Edition
) -> tuple[CitedClause, ...]:
    """Return the clauses behind a label, the one that decides first."""
    if label is Label.SERVICE_REQUEST:
        ids = list(_SERVICE_REQUEST[edition])
    elif label is Label.COMPLAINT:
        ids = [_DEFINITION[edition], _WORD_NOT_NEEDED[edition], _ACKNOWLEDGE[edition]]
    else:
        ids = [GROUNDS_CLAUSE[edition], _ACCEPT[edition], _EXPLAIN[edition]]
        ids += [_DISCRETION[edition]] if ground is Ground.OUT_OF_TIME else []
    ids += [_SURVEY[edition]] if "survey_feedback" in signals else []
    ids += [_REPRESENTATIVE[edition]] if "representative" in signals else []
    return tuple(CitedClause(edition=edition, id=id_) for id_ in dict.fromkeys(ids))
