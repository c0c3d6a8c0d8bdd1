"""The evaluation as text for a terminal and as one HTML page with plots, readable without the internet."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from classifier.figures import Evaluation, Scheme, SliceFigures
from classifier.labels import LABELS
from classifier.thresholds import (
    MISSED_COMPLAINT,
    NEEDLESS_COMPLAINT,
    PERSON,
    WRONG_EXCLUSION,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Row = Sequence[str]
SHOWN = 160  # Characters of a message that are shown of a mistake.


def _tables(result: Evaluation) -> list[tuple[str, str, list[Row]]]:
    """Return every table as title, note and rows, the first row its header."""
    after = result.abstention
    names = [label.value for label in LABELS]
    return [
        (
            "Labels, before abstention",
            f"{result.judgeable} messages somebody could judge; each predicted by a model that never saw its batch.",
            [("", "label", "precision", "recall", "F1", "support"), *_scheme_rows((result.model, *result.baselines))],
        ),
        (
            "Confusion",
            "Rows: as people labelled. Columns: as the model said.",
            [
                ("", *names),
                *((name, *(str(n) for n in row)) for name, row in zip(names, result.confusion, strict=True)),
            ],
        ),
        (
            "After abstention",
            f"Costs: silent missed complaint {MISSED_COMPLAINT:g}, silent wrong exclusion {WRONG_EXCLUSION:g}, "
            f"needless complaint {NEEDLESS_COMPLAINT:g}, message sent to a person {PERSON:g}. Thresholds were "
            "chosen for each fold on the other folds.",
            [
                ("", "share"),
                ("judgeable messages sent to a person", _percent(after.judgeable_sent)),
                ("unjudgeable messages sent to a person", _percent(after.unjudgeable_sent)),
                ("right, of those answered", _percent(after.accuracy_of_silent)),
                ("complaints missed silently, of all complaints", _percent(after.silent_missed_complaints)),
                ("wrong exclusions made silently, of all messages", _percent(after.silent_wrong_exclusions)),
                ("cost per message (everything sent to a person: 1)", f"{after.cost_per_message:.3f}"),
                ("expected calibration error", f"{result.calibration_error:.3f}"),
                ("ground right, of excluded messages", _percent(result.ground_accuracy)),
                (f"contrast pairs with both right, of {result.pairs[0]}", _percent(result.pairs[1])),
            ],
        ),
        (
            "Risk and coverage",
            "The surest messages first: how many are answered, and how many of those are wrong.",
            [("answered", "wrong"), *_coverage_rows(result)],
        ),
        ("Channels", "Judgeable messages only.", _slice_rows(result.channels)),
        ("Lengths in words", "Judgeable messages only.", _slice_rows(result.lengths)),
        (
            "Groups of batches",
            "Judgeable messages only. The recipe of the fine-tuning was chosen on group 0, and nothing on the others.",
            _slice_rows(result.groups),
        ),
        ("Batches", "Judgeable messages only.", _slice_rows(result.batches)),
        (
            "Learning curve",
            "Macro-F1 on the first group of batches, by what was taught on so many messages of the other groups.",
            [
                ("messages", "fine-tuned encoder alone", "word n-grams alone"),
                *((str(p.messages), f"{p.encoder:.3f}", f"{p.ngrams:.3f}") for p in result.learning_curve),
            ],
        ),
        (
            "Signals",
            "",
            [
                ("signal", "precision", "recall", "support"),
                *((s.signal, f"{s.precision:.2f}", f"{s.recall:.2f}", str(s.support)) for s in result.signals),
            ],
        ),
        (
            "The surest mistakes",
            "",
            [
                ("message", "people", "model", "confidence", "why people did", "its words"),
                *((m.id, m.people, m.model, f"{m.confidence:.2f}", m.why, _short(m.text)) for m in result.worst),
            ],
        ),
    ]


def _scheme_rows(schemes: Sequence[Scheme]) -> list[Row]:
    rows: list[Row] = []
    for scheme in schemes:
        for n, f in enumerate(scheme.labels):
            figures = (f"{f.precision:.3f}", f"{f.recall:.3f}", f"{f.f1:.3f}", str(f.support))
            rows.append((scheme.name if n == 0 else "", f.label, *figures))
        rows.append(("", f"accuracy {scheme.accuracy:.3f}", "", "macro", f"{scheme.macro_f1:.3f}", ""))
    return rows


def _slice_rows(slices: Sequence[SliceFigures]) -> list[Row]:
    rows = [(each.name, str(each.support), _percent(each.accuracy), _percent(each.sent)) for each in slices]
    return [("", "support", "right", "sent to a person"), *rows]


def _coverage_rows(result: Evaluation) -> list[Row]:
    curve = result.risk_coverage
    last = len(curve) - 1
    picked = [curve[min(last, round(share * len(curve)) - 1)] for share in (0.2, 0.4, 0.6, 0.8, 0.9, 1.0)]
    return [(_percent(float(coverage)), _percent(float(risk))) for coverage, risk in picked]


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"


def _percent(share: float) -> str:
    return f"{share:.1%}"


def as_markdown(result: Evaluation, *, model: str) -> str:
    """Return the model card: what the classifier is for, how good it is, what it must not be used for."""
    card = files("classifier").joinpath("model_card.md").read_text(encoding="utf-8")
    parts = [card.format(model=model, messages=f"{result.messages:,}", batches=len(result.batches)).rstrip()]
    for title, note, rows in _tables(result):
        head, *lines = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows]
        dashes = " | ".join("---" for _ in rows[0])
        table = "\n".join(f"| {line} |" for line in (head, dashes, *lines))
        parts.append("\n\n".join([f"### {title}", *([note] if note else []), table]))
    compared = files("classifier").joinpath("comparison.md")
    if compared.is_file():  # Only once `make encoder STEPS=compare` has been run on these messages.
        note = "Group 0 chose; groups 1 to 3 report."
        parts += ["### What was tried", note, compared.read_text(encoding="utf-8").strip()]
    return "\n\n".join(parts) + "\n"


def as_text(result: Evaluation) -> str:
    """Return the evaluation as plain text, tables aligned by spaces."""
    parts = [f"{result.messages} labelled messages, {result.judgeable} of them judgeable"]
    for title, note, rows in _tables(result):
        widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        parts.append("\n".join([title, *([note] if note else []), *(f"  {line}" for line in lines)]))
    return "\n\n".join(parts) + "\n"


def as_html(result: Evaluation, *, model: str) -> str:
    """Return the evaluation as one HTML page; the plots stand in it as PNG."""
    body = [
        "<h1>How good is the classifier?</h1>",
        f"<p>Model <code>{escape(model)}</code>, {result.messages} labelled messages in whole batches that the "
        "model had not seen.</p>",
        *(
            f'<img alt="{escape(title)}" src="data:image/png;base64,{_png(figure)}">'
            for title, figure in _plots(result)
        ),
    ]
    for title, note, rows in _tables(result):
        head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
        lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
        body.append(f"<h2>{escape(title)}</h2><p>{escape(note)}</p>{table}")
    style = (
        "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d1c1d}"
        "table{border-collapse:collapse}td,th{padding:.2rem .8rem;text-align:left;border-bottom:1px solid #ddd}"
        "img{max-width:100%;margin:.5rem 0}"
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Clausewise evaluation</title>'
        f"<style>{style}</style><body>{''.join(body)}</body></html>\n"
    )


def _plots(result: Evaluation) -> list[tuple[str, Figure]]:
    from matplotlib.figure import Figure

    confusion = Figure(figsize=(5.5, 4.5), layout="constrained")
    axes = confusion.subplots()
    axes.imshow(result.confusion, cmap="Blues")
    names = [label.value.replace("_", " ") for label in LABELS]
    axes.set(xticks=range(3), yticks=range(3), xticklabels=names, yticklabels=names)
    axes.set(xlabel="as the model said", ylabel="as people labelled", title="Confusion")
    for (row, column), count in [((r, c), result.confusion[r, c]) for r in range(3) for c in range(3)]:
        dark = count > result.confusion.max() / 2
        axes.text(column, row, str(count), ha="center", va="center", color="white" if dark else "black")

    reliability = Figure(figsize=(5.5, 4.5), layout="constrained")
    axes = reliability.subplots()
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", label="perfect")
    axes.plot(result.reliability[:, 0], result.reliability[:, 1], marker="o", label="measured")
    axes.set(xlabel="confidence shown", ylabel="share right", title="Reliability", xlim=(0.3, 1.02), ylim=(0, 1.02))
    axes.legend()

    risk = Figure(figsize=(5.5, 4.5), layout="constrained")
    axes = risk.subplots()
    axes.plot(result.risk_coverage[:, 0], result.risk_coverage[:, 1])
    axes.set(
        xlabel="share answered, surest first", ylabel="share of those wrong", title="Risk and coverage", ylim=(0, None)
    )
    curve = Figure(figsize=(5.5, 4.5), layout="constrained")
    axes = curve.subplots()
    sizes = [point.messages for point in result.learning_curve]
    axes.plot(sizes, [point.encoder for point in result.learning_curve], marker="o", label="fine-tuned encoder")
    axes.plot(sizes, [point.ngrams for point in result.learning_curve], marker="o", label="n-grams")
    axes.set(xlabel="messages taught on", ylabel="macro-F1 on unseen batches", title="Learning curve")
    axes.legend()
    return [
        ("Learning curve", curve),
        ("Confusion matrix", confusion),
        ("Reliability diagram", reliability),
        ("Risk-coverage curve", risk),
    ]


def _png(figure: Figure) -> str:
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=110)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
