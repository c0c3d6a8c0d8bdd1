"""What has to be read beside a clause: its neighbours in the same edition, and the same subject in the others."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from knowledge.clauses import Clause, find_clause, read_yaml
from knowledge.edition import Edition


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Subject(_Data):
    """One subject of the Code and the clauses that settle it in each edition.

    differs : what changed in substance between the editions, in our own words, or None where only words or numbers did.
    """

    subject: str
    clauses: dict[Edition, tuple[str, ...]]
    differs: str | None = None


class _Counterparts(_Data):
    subjects: tuple[Subject, ...]
    see: dict[Edition, tuple[tuple[str, str], ...]]
    ended: dict[Edition, dict[str, str]]


@cache
def _counterparts() -> _Counterparts:
    return _Counterparts.model_validate(
        read_yaml(files("knowledge").joinpath("counterparts.yaml").read_text(encoding="utf-8"))
    )


def subjects_of(clause: Clause) -> tuple[Subject, ...]:
    """Return the subjects that `clause` settles."""
    return tuple(s for s in _counterparts().subjects if clause.id in s.clauses[clause.edition])


def counterparts(clause: Clause) -> tuple[Clause, ...]:
    """Return the clauses of the other editions on the subjects of `clause`, the newest edition first."""
    found = [
        find_clause(edition, id_)
        for subject in subjects_of(clause)
        for edition in sorted(Edition, reverse=True)
        if edition is not clause.edition
        for id_ in subject.clauses[edition]
    ]
    return tuple({each.reference: each for each in found}.values())


def difference(clause: Clause, *, asked: bool = False) -> str | None:
    """Return where the other editions have the subject of `clause` and what changed, in our own words.

    None where nothing changed in substance, unless `asked` for, and where no other edition has the subject on file.
    """
    told = [subject.differs for subject in subjects_of(clause) if subject.differs]
    if not subjects_of(clause) or not (told or asked):
        return None
    others = ", ".join(each.reference for each in counterparts(clause)) or "no clause of another edition"
    return " ".join([f"In other editions: {others}.", *told])


def read_beside(clause: Clause) -> tuple[Clause, ...]:
    """Return the clauses of the same edition that have to be read together with `clause`."""
    pairs = _counterparts().see.get(clause.edition, ())
    ids = [b if a == clause.id else a for a, b in pairs if clause.id in (a, b)]
    return tuple(find_clause(clause.edition, id_) for id_ in ids)


def ended(clause: Clause) -> str | None:
    """Return how the rule of `clause` ended, where no later edition has it, or None."""
    return _counterparts().ended.get(clause.edition, {}).get(clause.id)
