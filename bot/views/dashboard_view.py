"""The manager's part of Home: the figures of a period, their charts, and the way to the files."""

from __future__ import annotations

from collections.abc import Iterable

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    ImageBlock,
    MarkdownTextObject,
    Option,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
    TextObject,
)
from slack_sdk.models.blocks.basic_components import SlackFile

from bot.dashboard import Dashboard
from bot.evidence.chart_words import chart_in_words
from bot.evidence.figures import Figures
from bot.evidence.periods import PERIOD_NAMES, Period
from bot.evidence.shares import FEWEST_FOR_A_PERCENTAGE, Share
from bot.time_limit import plain_day
from bot.views.mrkdwn import within
from knowledge.grounds import GROUND_NAMES

CHOOSE_PERIOD, EXPORT, EVIDENCE = "choose_period", "export_log", "evidence_document"
_MOST_ALTERNATIVE = 2000


def dashboard_blocks(dashboard: Dashboard, files: Iterable[str]) -> list[Block]:
    """Return the blocks; `files` are the pictures of the charts, none while they are not there yet."""
    figures = dashboard.figures
    what = f"Matters put to Clausewise from {plain_day(dashboard.first)} to {plain_day(dashboard.last)}."
    blocks: list[Block] = [
        HeaderBlock(text=f"Figures: {PERIOD_NAMES[dashboard.period].lower()}"),
        _context(f"{what} Only what a person decided counts."),
        ActionsBlock(
            elements=[
                _periods(dashboard.period),
                ButtonElement(text="Export…", action_id=EXPORT),
                ButtonElement(text="Evidence…", action_id=EVIDENCE),
            ]
        ),
    ]
    if not figures.matters:
        return [*blocks, SectionBlock(text="No matter was put to Clausewise in this period.")]
    blocks.append(SectionBlock(fields=_at_a_glance(figures)))
    if figures.decided.count:
        lists = (_by_label(figures), _by_ground(figures))
        blocks.append(SectionBlock(fields=[MarkdownTextObject(text=text) for text in lists]))
        blocks += _pictures(dashboard, files)
    blocks.append(_context(f"Counts under {FEWEST_FOR_A_PERCENTAGE} are shown without a percentage."))
    return blocks


def _periods(chosen: Period) -> StaticSelectElement:
    options = {period: Option(value=period, text=PlainTextObject(text=PERIOD_NAMES[period])) for period in Period}
    return StaticSelectElement(
        action_id=CHOOSE_PERIOD,
        options=list(options.values()),
        initial_option=options[chosen],
        placeholder="Choose the period",
    )


def _at_a_glance(figures: Figures) -> list[TextObject]:
    agreed = figures.as_proposed
    otherwise = Share(count=agreed.of - agreed.count, of=agreed.of)
    shown = {
        "Matters put to Clausewise": f"{figures.matters:,}",
        "Decided by a person": figures.decided.words,
        "Decided otherwise than proposed": otherwise.words,
        "Median time to decision": figures.message_to_decision.words,
        "Complaints acknowledged within 5 working days": figures.acknowledged_in_time.words,
        "Dissatisfaction declined": figures.declined.words,
        "Exclusions awaiting a second person": f"{figures.awaiting_second_person:,}",
        "Explanations not recorded as sent": figures.explanation_not_sent.words,
    }
    return [MarkdownTextObject(text=f"*{name}*\n{value}") for name, value in shown.items()]


def _by_label(figures: Figures) -> str:
    of = figures.decided.count
    counts = {
        "Service requests": figures.requests,
        "Complaints accepted": figures.complaints,
        "Declined": figures.declined.count,
        "Nothing to decide": figures.nothing_to_decide,
    }
    return "\n".join(["*By label*", *(f"• {name}: {Share(count=n, of=of).words}" for name, n in counts.items())])


def _by_ground(figures: Figures) -> str:
    if not figures.declined_by_ground:
        return "*Declined, by ground*\nNo matter was declined."
    of = figures.declined.count
    lines = [
        f"• {GROUND_NAMES[each.ground]} ({'the Code' if each.kind == 'Code' else 'policy'}): "
        f"{Share(count=each.count, of=of).words}"
        for each in figures.declined_by_ground
    ]
    return "\n".join(["*Declined, by ground*", *lines])


def _pictures(dashboard: Dashboard, files: Iterable[str]) -> list[Block]:
    return [
        ImageBlock(
            alt_text=within(chart_in_words(name, dashboard.figures), _MOST_ALTERNATIVE),
            slack_file=SlackFile(id=file),
        )
        for name, file in zip(dashboard.charts, files, strict=False)
    ]


def _context(text: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=text)])
