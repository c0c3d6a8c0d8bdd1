"""What the figures say to the form's rows on the definition of a complaint (2024 Code 1.2 to 1.6)."""

from __future__ import annotations

from bot.evidence.figures import Figures
from bot.evidence.phrases import Commentary, between, n_of, share_of, was
from bot.evidence.sample_cases import Sample
from classifier.labels import LABEL_NAMES


def definition(figures: Figures) -> Commentary:
    decided = n_of(figures.decided.count, "matter")
    declined, nothing = n_of(figures.declined.count, "matter"), figures.nothing_to_decide
    sentences = [
        f"Between {between(figures)} people judged {decided} against the definition: "
        f"{n_of(figures.requests, 'service request')}, {n_of(figures.complaints, 'complaint')} accepted, "
        f"{declined} declined and {nothing:,} that needed nothing under the Code.",
        "Clausewise proposed, a person decided. "
        f"They decided as proposed in {share_of(figures.as_proposed, 'matters')}.",
    ]
    corrected = [cell for cell in figures.proposed_and_decided if cell.proposed is not cell.decided]
    if corrected:
        most = max(corrected, key=lambda cell: cell.count)
        label = "nothing to decide" if most.decided is None else LABEL_NAMES[most.decided].lower()
        frequent = f"from {LABEL_NAMES[most.proposed].lower()} to {label} ({most.count:,})"
        sentences.append(f"The most frequent correction was {frequent}.")
    doubt = share_of(figures.needed_person, "matters")
    sentences.append(f"In {doubt} Clausewise was in doubt and asked for a person's judgement.")
    not_shown = "the words of the definition in your policy: give the section and compare the words."
    return Commentary(sentences, not_shown, Sample.CORRECTED)


def word(figures: Figures) -> Commentary:
    sentences = []
    if figures.complaints:
        unasked = share_of(figures.complaints_unasked, "complaints accepted")
        sentences.append(f"In {unasked} the resident did not ask to complain in any words.")
    if figures.dissatisfied:
        offered = share_of(figures.choice_offered, "matters in which a resident was dissatisfied")
        sentences.append(
            f"The choice to complain is recorded as offered in {offered}; those are the complaints accepted and the "
            "matters declined."
        )
    if figures.represented.count:
        accepted = figures.represented_accepted
        came = n_of(figures.represented.count, "such matter")
        sentences.append(f"{came} came through a representative; {accepted.words} {was(accepted)} accepted.")
    not_shown = (
        "an offer that nobody entered, and dissatisfaction that was never put to Clausewise. Whether a message asks to "
        "complain, and whether it is from a representative where nobody entered that, is as Clausewise read it."
    )
    return Commentary(sentences or ["No dissatisfaction was recorded in the period."], not_shown)


def requests(figures: Figures) -> Commentary:
    not_shown = "reviews and progress that are kept in the repairs system and were not entered here."
    if not figures.requests:
        return Commentary(["No service request was recorded in the period."], not_shown)
    told, reviewed = figures.requests_told, figures.requests_reviewed
    sentences = [
        f"We recorded {n_of(figures.requests, 'service request')}.",
        f"In {share_of(told, 'requests')} the resident was told that it is handled as a service request.",
        f"{share_of(reviewed, 'requests')} {was(reviewed)} reviewed at least once.",
    ]
    return Commentary(sentences, not_shown)


def became(figures: Figures) -> Commentary:
    sentences = []
    if figures.requests:
        share, days = figures.requests_became_complaints, figures.request_to_complaint
        median = f", a median of {days.words} after the request" if days.of else ""
        sentences.append(f"{share_of(share, 'service requests')} {was(share)} later raised as a complaint{median}.")
    if figures.complaints:
        linked = share_of(figures.complaints_with_request, "complaints accepted")
        sentences.append(f"A service request is linked to {linked}.")
    not_shown = (
        "whether the request stayed open meanwhile, and a complaint whose request nobody linked: a low share may mean "
        "that links were not entered."
    )
    return Commentary(sentences or ["No service request and no complaint was recorded in the period."], not_shown)


def surveys(figures: Figures) -> Commentary:
    not_shown = "what your survey forms themselves say about how to complain."
    if not figures.surveys.count:
        return Commentary(["No matter from a survey was recorded in the period."], not_shown)
    accepted, followed = figures.surveys_accepted, figures.surveys_then_complained
    sentences = [
        f"{n_of(figures.surveys.count, 'matter')} came from a survey; "
        f"in {figures.surveys_told.words} the person was told how to complain.",
        f"{accepted.words} {was(accepted)} taken as a complaint at once, "
        f"{followed.words} {was(followed)} followed by one.",
    ]
    return Commentary(sentences, not_shown)
