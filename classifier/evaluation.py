"""How good the model is on batches it has never seen, thresholds included.

Batches are dealt into outer folds. For each, thresholds are chosen and parts are fitted on the other folds alone, so no
figure rests on a message that took part in any choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support
from sklearn.model_selection import GroupKFold

from classifier.figures import (
    Abstention,
    ChannelFigures,
    Evaluation,
    LabelFigures,
    Scheme,
    SignalFigures,
    keyword_label,
)
from classifier.labels import Label
from classifier.messages import LabelledMessage
from classifier.thresholds import LABELS, OutOfFold, Thresholds, asks_person, at_temperature, silent_cost
from classifier.training import (
    HeldOut,
    Progress,
    apply_parts,
    fit_parts,
    held_out,
    learnable_signals,
    put_together,
    signal_matrix,
    thresholds_from,
)

OUTER_FOLDS = 7
INNER_FOLDS = 3
CALIBRATION_BINS = 10


def evaluate(messages: Sequence[LabelledMessage], *, progress: Progress) -> Evaluation:
    """Measure the model by nested folds of whole batches."""
    names = learnable_signals(messages)
    groups = [m.batch for m in messages]
    pieces: list[tuple[NDArray[np.intp], HeldOut]] = []
    sent = np.zeros(len(messages), dtype=bool)
    raised = np.zeros((len(messages), len(names)), dtype=bool)
    chosen: list[Thresholds] = []
    for number, (seen, unseen) in enumerate(GroupKFold(OUTER_FOLDS).split(np.zeros(len(messages)), groups=groups)):
        progress("Evaluating on unseen batches", number, OUTER_FOLDS)
        known = [messages[i] for i in seen]
        # The signals that can be learned are settled once, so that every fold scores the same columns.
        thresholds = thresholds_from(known, held_out(known, folds=INNER_FOLDS, names=names))
        piece = apply_parts(fit_parts(known, names), [messages[i] for i in unseen])
        cooled = at_temperature(piece.outcome.probabilities, thresholds.temperature)
        piece = replace(piece, outcome=replace(piece.outcome, probabilities=cooled))
        sent[unseen] = asks_person(piece.outcome, thresholds)
        raised[unseen] = piece.signals >= np.array([thresholds.signals[name] for name in names])
        pieces.append((unseen, piece))
        chosen.append(thresholds)
    progress("Evaluating on unseen batches", OUTER_FOLDS, OUTER_FOLDS)
    return summarise(messages, put_together(pieces), sent, raised, tuple(chosen))


def summarise(
    messages: Sequence[LabelledMessage],
    checked: HeldOut,
    sent: NDArray[np.bool_],
    raised: NDArray[np.bool_],
    thresholds: tuple[Thresholds, ...],
) -> Evaluation:
    """Turn predictions on unseen batches into figures.

    Parameters
    ----------
    sent : bool array (n_messages,), whether the message goes to a person.
    raised : bool array (n_messages, n_signals), whether the signal is raised.
    """
    outcome = checked.outcome
    judged = np.array([truth is not None for truth in outcome.truth])
    truth = np.array([t.value for t in outcome.truth[judged]])
    said = np.array([LABELS[n].value for n in outcome.said])
    right = truth == said[judged]
    confidence = outcome.confidence[judged]
    excluded = np.array([m.ground is not None for m in messages])
    true_grounds = np.array([m.ground.value if m.ground else "" for m in messages], dtype=object)
    common = max(set(truth), key=list(truth).count)
    return Evaluation(
        messages=len(messages),
        judgeable=int(judged.sum()),
        model=_scheme("n-grams, calibrated linear model", truth, said[judged]),
        baselines=(
            _scheme("majority class", truth, np.full(len(truth), common)),
            _scheme("keywords", truth, np.array([keyword_label(m.text).value for m in messages])[judged]),
        ),
        confusion=confusion_matrix(truth, said[judged], labels=[label.value for label in LABELS]),
        calibration_error=_calibration_error(confidence, right),
        reliability=_reliability(confidence, right),
        risk_coverage=_risk_coverage(confidence, right),
        abstention=_abstention(outcome, judged, sent),
        thresholds=thresholds,
        channels=_channels(messages, judged, said, sent),
        ground_accuracy=float((checked.grounds[excluded] == true_grounds[excluded]).mean()),
        signals=_signals(signal_matrix(messages, checked.signal_names).astype(bool), raised, checked.signal_names),
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


def _channels(
    messages: Sequence[LabelledMessage], judged: NDArray[np.bool_], said: NDArray[Any], sent: NDArray[np.bool_]
) -> tuple[ChannelFigures, ...]:
    rows = []
    for channel in sorted({m.channel for m in messages}):
        mine = np.array([m.channel == channel for m in messages]) & judged
        right = [messages[i].label == said[i] for i in np.flatnonzero(mine).tolist()]
        rows.append(ChannelFigures(channel, int(mine.sum()), float(np.mean(right)), float(sent[mine].mean())))
    return tuple(rows)


def _signals(marked: NDArray[np.bool_], raised: NDArray[np.bool_], names: Sequence[str]) -> tuple[SignalFigures, ...]:
    rows = []
    for n, name in enumerate(names):
        found = int((marked[:, n] & raised[:, n]).sum())
        precision = found / int(raised[:, n].sum()) if raised[:, n].any() else 0.0
        rows.append(SignalFigures(name, precision, found / int(marked[:, n].sum()), int(marked[:, n].sum())))
    return tuple(rows)


def _worst(
    messages: Sequence[LabelledMessage], judged: NDArray[np.bool_], said: NDArray[Any], confidence: NDArray[np.float64]
) -> tuple[tuple[str, str, str, float], ...]:
    wrong = [i for i in np.flatnonzero(judged).tolist() if messages[i].label != said[i]]
    wrong.sort(key=lambda i: -confidence[i])
    return tuple((messages[i].id, str(messages[i].label), str(said[i]), float(confidence[i])) for i in wrong[:15])
