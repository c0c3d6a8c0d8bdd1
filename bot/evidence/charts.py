"""The figures as pictures (PNG), in colours that people who do not see all colours can tell apart."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.evidence.figures import Figures
from classifier.labels import LABEL_NAMES, Label
from knowledge.grounds import CODE_GROUNDS, GROUND_NAMES, Ground

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's colours; bars are told apart by hatching too, for those who print in grey.
COLOURS = {Label.SERVICE_REQUEST: "#56B4E9", Label.COMPLAINT: "#E69F00", Label.EXCLUDED: "#0072B2"}
_NOTHING = "#999999"
_HATCHES = {Label.SERVICE_REQUEST: "", Label.COMPLAINT: "//", Label.EXCLUDED: ".."}
_CODE, _POLICY = "#0072B2", "#E69F00"
_DPI = 150
_LENGTHS = ((0, 0, "same day"), (1, 1, "1"), (2, 2, "2"), (3, 5, "3 to 5"), (6, 10, "6 to 10"), (11, None, "more"))
_MOST_MONTHS_NAMED = 14


def labels_by_month(figures: Figures) -> bytes:
    """Draw the decisions by label, month by month."""
    figure, axes = _empty("Decisions by label and month", "month in which the message was put", "matters decided")
    months = range(len(figures.by_month))
    below = [0] * len(figures.by_month)
    for label in figures.by_label:
        counts = [month.by_label[label] for month in figures.by_month]
        style: dict[str, Any] = {
            "color": COLOURS[label],
            "hatch": _HATCHES[label],
            "edgecolor": "white",
            "linewidth": 0.5,
        }
        axes.bar(months, counts, bottom=below, label=LABEL_NAMES[label], **style)
        below = [sum(pair) for pair in zip(below, counts, strict=True)]
    nothing = [month.nothing_to_decide for month in figures.by_month]
    axes.bar(months, nothing, bottom=below, label="Nothing to decide", color=_NOTHING)
    every = max(1, -(-len(figures.by_month) // _MOST_MONTHS_NAMED))
    named = list(months)[::every]
    axes.set_xticks(named, [f"{figures.by_month[n].first_day:%b\n%Y}" for n in named])
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    return _png(figure)


def declined_by_ground(figures: Figures) -> bytes:
    """Draw the declined matters by ground, the Code's grounds and the policy's told apart."""
    figure, axes = _empty("Matters declined, by ground", "matters declined", "ground")
    grounds = list(reversed(figures.declined_by_ground))
    places = range(len(grounds))
    for kind, colour, hatch in (("Code", _CODE, ""), ("policy", _POLICY, "//")):
        of_kind = [each.count if each.kind == kind else 0 for each in grounds]
        name = "ground of the Code" if kind == "Code" else "ground of the landlord's policy"
        axes.barh(places, of_kind, color=colour, hatch=hatch, edgecolor="white", linewidth=0.5, label=name)
    for place, each in enumerate(grounds):
        axes.text(each.count, place, f" {each.count:,}", va="center")
    axes.set_yticks(places, [GROUND_NAMES[each.ground] for each in grounds])
    axes.margins(x=0.1)
    axes.legend(loc="lower right", frameon=False)
    return _png(figure)


def declined_by_month(figures: Figures) -> bytes:
    """Draw the declined matters month by month, the Code's grounds and the policy's told apart."""
    figure, axes = _empty("Matters declined, by month", "month in which the message was put", "matters declined")
    months = range(len(figures.by_month))
    code, policy = (
        [_sum(month.declined_by_ground, of_code=of_code) for month in figures.by_month] for of_code in (True, False)
    )
    axes.bar(months, code, color=_CODE, label="ground of the Code")
    axes.bar(
        months,
        policy,
        bottom=code,
        color=_POLICY,
        hatch="//",
        edgecolor="white",
        linewidth=0.5,
        label="ground of the landlord's policy",
    )
    every = max(1, -(-len(figures.by_month) // _MOST_MONTHS_NAMED))
    named = list(months)[::every]
    axes.set_xticks(named, [f"{figures.by_month[n].first_day:%b\n%Y}" for n in named])
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    return _png(figure)


def proposed_and_decided(figures: Figures) -> bytes:
    """Draw what Clausewise proposed against what people decided."""
    figure, axes = _empty(
        "Proposed by Clausewise, decided by a person", "decided by a person", "proposed by Clausewise"
    )
    proposed = list(figures.by_label)
    decided: list[Label | None] = [*figures.by_label, None]
    counts = {(cell.proposed, cell.decided): cell.count for cell in figures.proposed_and_decided}
    cells = [[counts.get((row, column), 0) for column in decided] for row in proposed]
    axes.imshow(cells, cmap="Blues", aspect="auto")
    most = max(max(row) for row in cells)
    for row, line in enumerate(cells):
        for column, count in enumerate(line):
            axes.text(
                column, row, f"{count:,}", ha="center", va="center", color="white" if count > most / 2 else "black"
            )
    axes.set_xticks(range(4), [*(LABEL_NAMES[label] for label in figures.by_label), "Nothing to decide"])
    axes.set_yticks(range(3), [LABEL_NAMES[label] for label in proposed])
    return _png(figure)


def time_to_decision(figures: Figures) -> bytes:
    """Draw how many working days lay between message and decision."""
    figure, axes = _empty("Time from message to decision", "working days", "matters decided")
    counts = [figures.message_to_decision.between(fewest, most) for fewest, most, _ in _LENGTHS]
    axes.bar(range(len(_LENGTHS)), counts, color=_CODE)
    for place, count in enumerate(counts):
        axes.text(place, count, f"{count:,}", ha="center", va="bottom")
    axes.set_xticks(range(len(_LENGTHS)), [name for _, _, name in _LENGTHS])
    return _png(figure)


def _sum(declined: dict[Ground, int], *, of_code: bool) -> int:
    return sum(count for ground, count in declined.items() if (ground in CODE_GROUNDS) is of_code)


def _empty(title: str, x: str, y: str) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(8, 3.6), layout="constrained")
    axes = figure.subplots()
    axes.set(title=title, xlabel=x, ylabel=y)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True))  # matters come whole
    return figure, axes


def _png(figure: Figure) -> bytes:
    out = BytesIO()
    figure.savefig(out, format="png", dpi=_DPI)
    return out.getvalue()
