"""The encoder of staff's questions: the one that ships, and those of the folds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from fine_tuning import questions as teaching
from fine_tuning.export import export_questions
from fine_tuning.kept import WORK, taught_once
from fine_tuning.questions import QuestionNetwork
from knowledge.question_encoder import (
    CROSS_FITTED_FILE,
    GROUPS,
    QuestionEncoder,
    encoder_folder,
    groups_of,
    question_key,
    shipped_question_encoder,
)
from knowledge.questions import StaffQuestion, load_questions, questions_hash


def _taught(name: str, questions: Sequence[StaffQuestion]) -> QuestionNetwork:
    made_of = teaching.RECIPE + questions_hash(questions)
    return taught_once(name, made_of, QuestionNetwork, lambda: teaching.teach_questions(questions, name=name))


def _fold(group: int) -> NDArray[np.float32]:
    """Return the scores of one group's questions by an encoder of the other groups', through its exported file."""
    questions, groups = load_questions(), groups_of(load_questions())
    name = f"questions-without-group-{group}"
    seen = [q for q, g in zip(questions, groups, strict=True) if g != group]
    export_questions(_taught(name, seen), [q.question for q in seen], WORK / name, {"trained_on": name})
    encoder = QuestionEncoder(WORK / name)
    return np.stack([encoder.scores(q.question) for q, g in zip(questions, groups, strict=True) if g == group])


def _final() -> None:
    questions = load_questions()
    about = {
        "trained_on": f"{len(questions)} questions",
        "questions_sha256": questions_hash(questions),
        "recipe": teaching.RECIPE,
    }
    export_questions(_taught("questions", questions), [q.question for q in questions], encoder_folder(), about)


def everything() -> None:
    """Write the encoder that ships and the cross-fitted scores of all questions."""
    questions, groups = load_questions(), groups_of(load_questions())
    _, *told = Parallel(n_jobs=-1, batch_size=1)(
        [delayed(_final)(), *(delayed(_fold)(group) for group in range(GROUPS))]
    )
    order = np.argsort(np.concatenate([np.flatnonzero(groups == group) for group in range(GROUPS)]))
    np.savez_compressed(
        encoder_folder() / CROSS_FITTED_FILE,
        keys=np.array([question_key(q.question) for q in questions]),
        scores=np.concatenate(told)[order].astype(np.float16),
    )


def added() -> None:
    """Add to the cross-fitted scores those of questions written since, by the encoder that ships: it never saw them."""
    with np.load(encoder_folder() / CROSS_FITTED_FILE) as table:
        scored = dict(zip(table["keys"].tolist(), table["scores"], strict=True))
    encoder = shipped_question_encoder()
    for question in load_questions():
        key = question_key(question.question)
        if key not in scored:
            scored[key] = encoder.scores(question.question).astype(np.float16)
    np.savez_compressed(
        encoder_folder() / CROSS_FITTED_FILE, keys=np.array([*scored]), scores=np.stack([*scored.values()])
    )
