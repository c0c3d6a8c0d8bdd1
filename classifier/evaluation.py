"""How good the model is on groups of batches it has never seen, thresholds included.

For each group, thresholds are chosen and parts are fitted on the other groups alone, from scores by encoders that had
not seen the message scored. So no figure rests on a message that took part in any choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support
from sklearn.pipeline import Pipeline

from classifier.cross_fitted import (
    CrossFitted,
    CrossFittedScores,
    dated_texts,
    groups_of,
    load_table,
)
from classifier.encoder_targets import LABEL
from classifier.features import LexicalScores
from classifier.figures import (
    Abstention,
    Evaluation,
    LabelFigures,
    LearningPoint,
    Mistake,
    Scheme,
    SignalFigures,
    keyword_label,
)
from classifier.labels import LABELS, Label
from classifier.learning_curve import learning_curve
from classifier.messages import LabelledMessage
from classifier.slices import length_band, slices
from classifier.thresholds import OutOfFold, Thresholds, asks_person, at_temperature, silent_cost
from classifier.training import (
    HeldOut,
    Progress,
    apply_parts,
    fit_parts,
    held_out,
    learnable_signals,
    put_together,
    read_texts,
    signal_matrix,
    thresholds_from,
)

DANGER = "danger"
CALIBRATION_BINS = 10
WORST = 20


def evaluate(messages: Sequence[LabelledMessage], *, progress: Progress) -> Evaluation:
    """Measure the model, each group of batches by parts and thresholds of the other groups.

    Raises
    ------
    NotCrossFitted : if a message was added or changed since the encoder was fine-tuned.
    """
    table, groups = load_table(), groups_of(messages)
    texts, names = read_texts(messages), learnable_signals(messages)
    folds = np.unique(groups).tolist()
    pieces: list[tuple[NDArray[np.intp], HeldOut]] = []
    lexical = np.zeros(len(messages), dtype=np.intp)
    sent = np.zeros(len(messages), dtype=bool)
    raised = np.zeros((len(messages), len(names)), dtype=bool)
    plain = np.zeros(len(messages), dtype=bool)
    chosen: list[Thresholds] = []
    for number, group in enumerate(folds):
        progress("Evaluating on unseen batches", number, len(folds))
        seen, unseen = np.flatnonzero(groups != group), np.flatnonzero(groups == group)
        known, known_texts = [messages[i] for i in seen.tolist()], [texts[i] for i in seen.tolist()]
        # The signals that can be learned are settled once, so that every fold scores the same columns.
        thresholds = thresholds_from(known, held_out(known, known_texts, table, groups[seen], names=names))
        parts = fit_parts(known, known_texts, names, CrossFittedScores(table))
        strangers, their_texts = [messages[i] for i in unseen.tolist()], [texts[i] for i in unseen.tolist()]
        piece = apply_parts(parts, strangers, their_texts, table)
        cooled = at_temperature(piece.outcome.probabilities, thresholds.temperature)
        piece = replace(piece, outcome=replace(piece.outcome, probabilities=cooled))
        sent[unseen] = asks_person(piece.outcome, thresholds)
        raised[unseen] = piece.signals >= np.array([thresholds.signals[name] for name in names])
        if DANGER in names:
            scores = piece.signals[:, names.index(DANGER)]
            plain[unseen] = raised[unseen, names.index(DANGER)] & (scores >= thresholds.plain_danger)
        lexical[unseen] = _lexical_alone(parts.label, their_texts)
        pieces.append((unseen, piece))
        chosen.append(thresholds)
    progress("Evaluating on unseen batches", len(folds), len(folds))
    checked = put_together(pieces)
    curve = learning_curve(messages, table, groups, progress=progress)
    return summarise(messages, checked, sent, raised, plain, tuple(chosen), lexical=lexical, table=table, curve=curve)


def _lexical_alone(pipeline: Pipeline, texts: Sequence[str]) -> NDArray[np.intp]:
    """Return the column of the label that the pipeline's n-gram model alone gives dated texts, shape (n,)."""
    lexical: LexicalScores = dict(pipeline.named_steps["features"].transformer_list)["lexical"]
    return np.asarray(lexical.transform(texts).argmax(axis=1), dtype=np.intp)


def summarise(
    messages: Sequence[LabelledMessage],
    checked: HeldOut,
    sent: NDArray[np.bool_],
    raised: NDArray[np.bool_],
    plain: NDArray[np.bool_],
    thresholds: tuple[Thresholds, ...],
    *,
    lexical: NDArray[np.intp],
    table: CrossFitted,
    curve: tuple[LearningPoint, ...],
) -> Evaluation:
    """Turn predictions on unseen batches into figures.

    Parameters
    ----------
    sent : bool array (n_messages,), whether the message goes to a person.
    raised : bool array (n_messages, n_signals), whether the signal is raised.
    plain : bool array (n_messages,), whether a danger is shown as plain.
    lexical : int array (n_messages,), the column of the label by n-grams alone.
    """
    outcome = checked.outcome
    marked = signal_matrix(messages, checked.signal_names).astype(bool)
    danger = checked.signal_names.index(DANGER) if DANGER in checked.signal_names else None
    judged = np.array([truth is not None for truth in outcome.truth])
    truth = np.array([t.value for t in outcome.truth[judged]])
    values = np.array([label.value for label in LABELS])
    said = values[outcome.said]
    right = truth == said[judged]
    confidence = outcome.confidence[judged]
    excluded = np.array([m.ground is not None for m in messages])
    true_grounds = np.array([m.ground.value if m.ground else "" for m in messages], dtype=object)
    common = max(set(truth), key=list(truth).count)
    told = table.scores[table.of(dated_texts(messages))][:, LABEL].argmax(axis=1)
    return Evaluation(
        messages=len(messages),
        judgeable=int(judged.sum()),
        model=_scheme("word n-grams, facts and fine-tuned encoder", truth, said[judged]),
        baselines=(
            _scheme("fine-tuned encoder alone", truth, values[told][judged]),
            _scheme("word n-grams alone", truth, values[lexical][judged]),
            _scheme("keywords", truth, np.array([keyword_label(m.text).value for m in messages])[judged]),
            _scheme("majority class", truth, np.full(len(truth), common)),
        ),
        confusion=confusion_matrix(truth, said[judged], labels=list(values)),
        calibration_error=_calibration_error(confidence, right),
        reliability=_reliability(confidence, right),
        risk_coverage=_risk_coverage(confidence, right),
        abstention=_abstention(outcome, judged, sent),
        thresholds=thresholds,
        channels=slices(messages, judged, said, sent, lambda m: m.channel),
        batches=slices(messages, judged, said, sent, lambda m: m.batch),
        groups=slices(messages, judged, said, sent, dict(zip(messages, groups_of(messages).tolist(), strict=True)).get),
        lengths=slices(messages, judged, said, sent, length_band),
        pairs=_pairs(messages, said),
        ground_accuracy=float((checked.grounds[excluded] == true_grounds[excluded]).mean()),
        signals=_signals(marked, raised, checked.signal_names)
        + (_signals(marked[:, [danger]], plain[:, None], ["danger, shown as plain"]) if danger is not None else ()),
        learning_curve=curve,
        worst=_worst(messages, judged, said, outcome.confidence),
    )


def _scheme(name: str, truth: NDArray[Any], said: NDArray[Any]) -> Scheme:
    values = [label.value for label in LABELS]
    figures = precision_recall_fscore_support(truth, said, labels=values, zero_division=0)
    return Scheme(
        name=name,
        accuracy=float((truth == said).mean()),
        macro_f1=float(figures[2].mean()),
        labels=tuple(
            LabelFigures(value, float(p), float(r), float(f), int(n))
            for value, p, r, f, n in zip(values, *figures, strict=True)
        ),
    )


def _reliability(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    bins = np.minimum((confidence * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    rows = [
        (confidence[bins == n].mean(), right[bins == n].mean(), (bins == n).sum())
        for n in range(CALIBRATION_BINS)
        if (bins == n).any()
    ]
    return np.array(rows, dtype=float)


def _calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error over ten bins of equal width, 0 to 1."""
    rows = _reliability(confidence, right)
    return float(np.average(np.abs(rows[:, 0] - rows[:, 1]), weights=rows[:, 2]))


def _risk_coverage(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    order = np.argsort(-confidence, kind="stable")
    answered = np.arange(1, len(order) + 1)
    return np.column_stack([answered / len(order), np.cumsum(~right[order]) / answered])


def _abstention(outcome: OutOfFold, judged: NDArray[np.bool_], sent: NDArray[np.bool_]) -> Abstention:
    truth = outcome.truth
    said = np.array([LABELS[n] for n in outcome.said], dtype=object)
    silent = judged & ~sent
    complaints = np.array([t is Label.COMPLAINT for t in truth])
    missed = silent & complaints & (said != Label.COMPLAINT)
    wrong = ~sent & (said == Label.EXCLUDED) & (truth != Label.EXCLUDED)
    cost = np.array([1.0 if s else silent_cost(t, p) for t, p, s in zip(truth, said, sent, strict=True)])
    return Abstention(
        judgeable_sent=float(sent[judged].mean()),
        unjudgeable_sent=float(sent[~judged].mean()) if (~judged).any() else float("nan"),
        accuracy_of_silent=float((truth[silent] == said[silent]).mean()) if silent.any() else float("nan"),
        silent_missed_complaints=float(missed.sum() / complaints.sum()),
        silent_wrong_exclusions=float(wrong.sum() / len(truth)),
        cost_per_message=float(cost.mean()),
        cost_if_all_sent=1.0,
    )


def _pairs(messages: Sequence[LabelledMessage], said: NDArray[Any]) -> tuple[int, float]:
    """Return how many contrast pairs there are of which both can be judged, and the share with both right."""
    place = {m.id: n for n, m in enumerate(messages)}
    pairs = [(n, place[m.pair]) for n, m in enumerate(messages) if m.pair in place and m.id < m.pair]
    both = [(a, b) for a, b in pairs if messages[a].label and messages[b].label]
    right = [messages[a].label == said[a] and messages[b].label == said[b] for a, b in both]
    return len(both), float(np.mean(right)) if right else float("nan")


def _signals(marked: NDArray[np.bool_], raised: NDArray[np.bool_], names: Sequence[str]) -> tuple[SignalFigures, ...]:
    rows = []
    for n, name in enumerate(names):
        found = int((marked[:, n] & raised[:, n]).sum())
        precision = found / int(raised[:, n].sum()) if raised[:, n].any() else 0.0
        rows.append(SignalFigures(name, precision, found / int(marked[:, n].sum()), int(marked[:, n].sum())))
    return tuple(rows)


def _worst(
    messages: Sequence[LabelledMessage], judged: NDArray[np.bool_], said: NDArray[Any], confidence: NDArray[np.float64]
) -> tuple[Mistake, ...]:
    wrong = [i for i in np.flatnonzero(judged).tolist() if messages[i].label != said[i]]
    wrong.sort(key=lambda i: -confidence[i])
    return tuple(
        Mistake(
            messages[i].id,
            str(messages[i].label),
            str(said[i]),
            float(confidence[i]),
            messages[i].why,
            messages[i].text,
        )
        for i in wrong[:WORST]
    )
