"""Does more data still pay? The first group of batches, labelled by what was taught on ever more of the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from classifier.cross_fitted import CrossFitted, dated_texts, learning_curve_scores, on_the_curve
from classifier.encoder_targets import LABEL
from classifier.features import LexicalScores
from classifier.figures import LearningPoint
from classifier.labels import LABELS
from classifier.messages import LabelledMessage
from classifier.pipeline import RANDOM_STATE
from classifier.training import Progress


def learning_curve(
    messages: Sequence[LabelledMessage], table: CrossFitted, groups: NDArray[np.int_], *, progress: Progress
) -> tuple[LearningPoint, ...]:
    """Return how well the first group is labelled by pipelines and encoders of ever more messages of the others.

    The encoders of the smaller sizes have seen the messages their pipeline is fitted on, so the pipeline here is the
    plain encoder: its most probable label, beside n-grams fitted on the same messages. Messages written since the
    encoders were fine-tuned are left out.
    """
    points = []
    texts = dated_texts(messages)
    first = np.flatnonzero(groups == 0)
    first = first[on_the_curve([texts[n] for n in first])]
    unseen = [n for n in first.tolist() if messages[n].label]
    truth = np.array([messages[n].label for n in unseen], dtype=object)
    curve = learning_curve_scores([texts[n] for n in unseen])
    everything = np.flatnonzero((groups != 0) & table.dealt[table.of(texts)])
    curve.append((everything, table.scores[table.of([texts[n] for n in unseen])]))
    for number, (taught_on, scores) in enumerate(curve):
        progress("Learning curve", number, len(curve))
        judged = [n for n in taught_on.tolist() if messages[n].label]
        lexical = LexicalScores(random_state=RANDOM_STATE)
        lexical.fit([texts[n] for n in judged], [str(messages[n].label) for n in judged])
        by_words = lexical.transform([texts[n] for n in unseen]).argmax(axis=1)
        points.append(
            LearningPoint(
                messages=len(taught_on),
                encoder=_macro_f1(truth, scores[:, LABEL].argmax(axis=1)),
                ngrams=_macro_f1(truth, by_words),
            )
        )
    progress("Learning curve", len(curve), len(curve))
    return tuple(points)


def _macro_f1(truth: NDArray[Any], columns: NDArray[np.intp]) -> float:
    said = [LABELS[n].value for n in columns]
    return float(f1_score([label.value for label in truth], said, average="macro"))
