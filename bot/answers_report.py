"""How good the answering is, as text: measured on whole batches of questions it has never seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.answers import edition_asked
from classifier.kind_of_text import measure_kinds
from classifier.messages import load_messages
from knowledge.measuring import NEWEST, EditionFigures, Figures, Ranking, measure
from knowledge.questions import StaffQuestion, load_questions


def answers_report(progress: Callable[[str, int, int], None]) -> str:
    """Measure answers on the shipped questions and say it in words.

    Raises
    ------
    NotCrossFitted : if a question was added or changed since the encoder of questions was fine-tuned.
    """
    questions = load_questions()
    figures = measure(questions, progress=progress)
    progress("Telling messages from questions", 0, 1)
    kinds = measure_kinds(load_messages())
    progress("Telling messages from questions", 1, 1)
    named, right = _editions(questions)
    lines = [
        f"{figures.questions} staff questions, {figures.never_answered} of them answered by no clause; each asked of",
        "every edition (or of the one it names), by an encoder, an index and curves that had not seen its group",
        "",
        *_table(figures),
        "",
        f"questions that no edition answers, answered all the same: {figures.false_answers_to_those:.3f}",
        f"edition named in words and taken for it: {right} of {named}; none taken where none is named: "
        f"{_none_taken(questions)}",
        f"resident's message or colleague's question ({kinds.texts} texts): the likelier kind is right for "
        f"{kinds.right:.3f}; a person is asked for {kinds.unsure:.3f}; of the others, {kinds.right_when_sure:.3f} so",
        "",
        f"The first clause right, by batch ({NEWEST.value}, answerable questions)",
        *(f"  {each.batch:36}{each.hit_at_1:6.3f} of {each.answerable}" for each in figures.batches),
        "",
        "The surest misses",
    ]
    for miss in figures.worst:
        wanted = ", ".join(miss.wanted)
        lines.append(
            f"  {miss.edition} {miss.confidence:.2f}  wanted {wanted}, first was {miss.found}: {miss.question}"
        )
    return "\n".join(lines) + "\n"


def _table(figures: Figures) -> list[str]:
    head = f"{'edition':9}{'':22}{'hit@1':>7}{'hit@3':>7}{'MRR':>7}   false answers   false refusals"
    rows = [head]
    for each in figures.editions:
        rows.append(
            f"{each.edition.value:9}{'all three':22}{_ranking(each.joined)}"
            f"{each.false_answers:13.3f} {_of(each.unanswerable)}{each.false_refusals:11.3f} {_of(each.answerable)}"
        )
        rows += [f"{'':9}{name:22}{_ranking(ranking)}" for name, ranking in _alone(each)]
    return rows


def _alone(figures: EditionFigures) -> list[tuple[str, Ranking]]:
    return [
        ("BM25 alone", figures.words),
        ("learned words alone", figures.learned),
        ("encoder alone", figures.meaning),
    ]


def _ranking(ranking: Ranking) -> str:
    return f"{ranking.hit_at_1:7.3f}{ranking.hit_at_3:7.3f}{ranking.mean_reciprocal_rank:7.3f}"


def _of(count: int) -> str:
    return f"of {count}"


def _editions(questions: Sequence[StaffQuestion]) -> tuple[int, int]:
    """Return how many questions name their edition, and of how many it was understood."""
    named = [q for q in questions if q.edition]
    return len(named), sum(edition_asked(q.question) is q.edition for q in named)


def _none_taken(questions: Sequence[StaffQuestion]) -> str:
    unnamed = [q for q in questions if not q.edition]
    return f"{sum(edition_asked(q.question) is None for q in unnamed)} of {len(unnamed)}"
