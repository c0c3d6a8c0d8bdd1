"""What the figures say to each row of the form: sentences for a person to edit, and what the log cannot show."""

from __future__ import annotations

from collections.abc import Callable

from bot.evidence import definition_rows, exclusion_rows
from bot.evidence.figures import Figures
from bot.evidence.phrases import NONE_DECIDED, NONE_DECLINED, Commentary, between, declined_words, n_of, share_of, was
from knowledge.form_layout import About

_ABOUT: dict[About, Callable[[Figures], Commentary]] = {
    "definition": definition_rows.definition,
    "word": definition_rows.word,
    "requests": definition_rows.requests,
    "became": definition_rows.became,
    "surveys": definition_rows.surveys,
    "accept": exclusion_rows.accept,
    "grounds": exclusion_rows.grounds,
    "discretion": exclusion_rows.discretion,
    "letters": exclusion_rows.letters,
    "merits": exclusion_rows.merits,
    "escalation": exclusion_rows.escalation,
    "escalation_explained": exclusion_rows.escalation_explained,
}


def commentary(about: About, figures: Figures) -> Commentary:
    """Return what the figures say on one subject of the form."""
    said = _ABOUT[about](figures)
    return said if figures.decided.count else said._replace(sentences=[NONE_DECIDED])


def drafted_summary(figures: Figures) -> str:
    """Return the sentences that sum the period up, as far as there is anything to say."""
    if not figures.decided.count:
        return NONE_DECIDED
    said = [f"Between {between(figures)} we made {n_of(figures.decided.count, 'decision')} on residents' messages."]
    if figures.declined.count:
        right = figures.explanation_with_right
        residents = share_of(right, "residents whose matter was declined")
        told = f"{residents} {was(right)} sent an explanation with their right to take the decision to the Ombudsman."
        said += [declined_words(figures), told]
    else:
        said.append(NONE_DECLINED)
    if figures.late.count:
        considered = share_of(figures.late_discretion_considered, "matters past the time limit")
        said.append(f"We considered discretion in {considered} and accepted {figures.late_accepted.count:,}.")
    return " ".join(said)
