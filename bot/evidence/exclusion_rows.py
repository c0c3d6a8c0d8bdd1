"""What the figures say to the form's rows on exclusions (2024 Code 2.1 to 2.5), and on refusals to escalate."""

from __future__ import annotations

from bot.evidence.figures import Figures
from bot.evidence.phrases import NONE_DECLINED, Commentary, declined_words, ground_words, n_of, share_of, was
from bot.evidence.sample_cases import Sample
from knowledge.edition import MONTHS_TO_COMPLAIN, Edition
from knowledge.grounds import CODE_GROUNDS


def accept(figures: Figures) -> Commentary:
    sentences = [NONE_DECLINED]
    if figures.declined.count:
        kept = share_of(figures.reasons_kept, "refusals")
        sentences = [
            declined_words(figures),
            "Each was put forward with a written explanation and confirmed by a second person; the explanation is "
            f"still on the record for {kept}.",
        ]
    if figures.reversed.of:
        back, another = figures.reversed, figures.reversed_by_another
        by_another = f", {another.count:,} of them by somebody who had not declined them" if back.count else ""
        taken = share_of(back, "matters declined at any time")
        sentences.append(f"{taken} {was(back)} later taken back{by_another}.")
    if figures.dissatisfied:
        offered = figures.choice_offered.words
        sentences.append(f"To be read beside how often the choice to complain is recorded as offered: {offered}.")
    return Commentary(sentences, "anything that was turned away without being put to Clausewise.", Sample.REVERSED)


def grounds(figures: Figures) -> Commentary:
    sentences = []
    for kind, share, of_code in (
        ("the Code's own grounds", figures.declined_on_code_ground, True),
        ("grounds of our own policy", figures.declined_on_policy_ground, False),
    ):
        used = [each for each in figures.declined_by_ground if (each.ground in CODE_GROUNDS) is of_code]
        if used:
            listed = "; ".join(ground_words(each) for each in used)
            rest = "rests" if share.count == 1 else "rest"
            sentences.append(f"{share_of(share, 'refusals')} {rest} on {kind}: {listed}.")
    not_shown = (
        "whether the grounds in your policy are fair and reasonable, and refusals to escalate, which are in your case "
        "system."
    )
    return Commentary(sentences or [NONE_DECLINED], not_shown)


def discretion(figures: Figures) -> Commentary:
    months = MONTHS_TO_COMPLAIN[figures.edition or Edition.CODE_2024]
    sentences = [f"No matter past the limit of {months} months was recorded in the period."]
    if figures.late.count:
        late, considered = figures.late, figures.late_discretion_considered
        accepted, declined = figures.late_accepted, figures.late_declined
        matters = "matters in which a resident was dissatisfied"
        sentences = [
            f"{share_of(late, matters)} {was(late)} past the limit of {months} months.",
            f"Discretion was considered in {considered.words} of them; {accepted.words} {was(accepted)} accepted "
            f"under it, {declined.words} {was(declined)} declined.",
        ]
    dated = figures.counted_from_awareness
    if dated.of:
        entered = share_of(dated, "matters whose dates were entered")
        sentences.append(f"{entered} {was(dated)} counted from when the resident became aware.")
    not_shown = (
        "late matters that were accepted without their dates, or the use of discretion, being entered. For a matter "
        "declined, the note on discretion that belongs to its explanation counts as considering it."
    )
    return Commentary(sentences, not_shown, Sample.DISCRETION)


def letters(figures: Figures) -> Commentary:
    sentences = [NONE_DECLINED]
    if figures.declined.count:
        sent, right, not_sent = figures.explanation_sent, figures.explanation_with_right, figures.explanation_not_sent
        days = figures.decision_to_letter
        sentences = [
            f"{share_of(sent, 'residents whose matter was declined')} {was(sent)} sent an explanation; "
            f"{right.words} {was(right)} told of the right to take the decision to the Ombudsman."
        ]
        if days.of:
            sentences.append(f"The explanation was sent a median of {days.words} after the decision.")
        if not_sent.count:
            sentences.append(f"For {share_of(not_sent, 'refusals')} no explanation is recorded as sent.")
    if figures.ombudsman_results.count:
        results, overturned = figures.ombudsman_results, figures.ombudsman_overturned
        matters = share_of(results, "matters declined at any time")
        sentences.append(
            f"The Ombudsman's result is recorded for {matters}; {overturned.words} {was(overturned)} overturned."
        )
    return Commentary(sentences, "an explanation that was sent but not entered, and what the resident made of it.")


def merits(figures: Figures) -> Commentary:
    sentences = [NONE_DECLINED]
    if figures.declined.count:
        own, others = figures.own_reason, figures.declined_by_others
        carry = "carries" if own.count == 1 else "carry"
        sentences = [
            f"{share_of(own, 'refusals')} {carry} a reason of the person's own besides the explanation.",
            f"In {share_of(others, 'refusals')} neither of the two people who declined had handed the message in.",
        ]
    possible = figures.ground_possible_accepted
    if possible.of:
        matters = share_of(possible, "matters where a ground was possible")
        sentences.append(f"{matters} {was(possible)} accepted all the same.")
    not_shown = (
        "how each resident's circumstances were weighed: read the cases themselves. Whether a ground was possible is "
        "as Clausewise read the message, or as a person first decided."
    )
    return Commentary(sentences, not_shown, Sample.DECLINED)


def escalation(figures: Figures) -> Commentary:
    declined = n_of(figures.declined.count, "matter")
    at_intake = f"It holds {declined} declined at intake (section 1)." if figures.declined.count else NONE_DECLINED
    return Commentary(
        [f"This log holds what was not accepted at intake, not refusals to escalate. {at_intake}"],
        "refusals to escalate: take their number and reasons from your case system.",
    )


def escalation_explained(figures: Figures) -> Commentary:
    said = letters(figures)
    first = f"Of matters not accepted at intake: {said.sentences[0][0].lower()}{said.sentences[0][1:]}"
    not_shown = "whether refusals to escalate were explained: take that from your case system."
    return Commentary([first, *said.sentences[1:]], not_shown)
