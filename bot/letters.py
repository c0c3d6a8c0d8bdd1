"""The explanation to a resident whose matter is not taken as a complaint: a first draft for a person to finish.

Source: 2020 Code 1.6 and 1.7; 2022 Code 1.9; 2024 Code 2.3 to 2.5.
"""

from __future__ import annotations

import re

from bot import ground_basis
from bot.decisions import RecordedDecision
from bot.letter_words import AWARENESS, BECAUSE, DISCRETION, FACT_TO_FILL, WHY_NOT_US
from bot.resident_words import sentence_about, sentence_showing
from bot.time_limit import past_the_limit, why_out_of_time
from bot.triage import months_to_complain
from knowledge.edition import Edition
from knowledge.grounds import Ground
from knowledge.other_routes import other_routes
from knowledge.policies import Policy

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_BLANK = re.compile(r"\[[^\]]*\]")
_SHORTEST_MARK = 25  # A shorter part of a sentence may stand in a letter on any ground, and so may these:
_ANYBODYS = ("You told us", "We were told", "We received your message", "Your message was about")
# These editions say that the Ombudsman can have the landlord take the complaint on; the 2022 Code held here does not.
_CAN_INSTRUCT = frozenset({Edition.CODE_2020, Edition.CODE_2024})
_ANSWER = (
    "We have read your message with care. We are sorry, but we cannot take this on as a complaint. We know this is "
    "not the answer you hoped for."
)
_CLOSING = (
    "Please tell us if anything in this letter is not clear. Tell us too if you need it in another form, such as large "
    "print."
)


def rests_on(recorded: RecordedDecision, ground: Ground, policy: Policy | None) -> str:
    """Say which clause, or which paragraph of the landlord's policy, is behind `ground`; empty if none is on file."""
    return ground_basis.rests_on(recorded.decision.edition, ground, policy)


def draft_letter(recorded: RecordedDecision, ground: Ground, policy: Policy | None) -> str:
    """Return a first draft of the explanation, which names no member of staff and not the resident.

    It says what the matter is in the resident's own words, the ground and what it rests on, why it applies, what else
    they can do and the right to the Ombudsman. What only a person can say is left in square brackets.
    """
    about = _about(recorded, ground, policy)
    matter = f"You told us: “{about}”" if about else "Your message was about [the matter, in the resident's own words]."
    return "\n\n".join(
        (
            "Thank you for getting in touch.",
            matter,
            " ".join((_ANSWER, *_reason(recorded, ground, policy))),
            "Why this applies to you\n" + " ".join(_why(recorded, ground, policy, about)),
            f"What you can do\n{other_routes().routes[ground].says}",
            f"If you do not agree with us\n{_right_to_the_ombudsman(recorded.decision.edition)}",
            _CLOSING,
            "[your team]",
        )
    )


def left_over_from(
    recorded: RecordedDecision, ground: Ground, policy: Policy | None, *, letter: str, basis: str
) -> dict[str, str]:
    """Return, by field, what still speaks of another ground than `ground`; empty if nothing does.

    A draft is made for one ground; whoever chooses another must not send the reasons of the first.
    """
    others = [other for other in Ground if other is not ground]
    own = _marks(recorded, ground, policy)
    foreign = (mark for other in others for mark in _marks(recorded, other, policy) if mark not in own)
    problems = {}
    if any(BECAUSE[other] in letter for other in others):
        problems["letter"] = f"It still gives the reason of another ground. Say that {BECAUSE[ground]}."
    elif left := next((mark for mark in foreign if mark in letter), None):
        problems["letter"] = f"This is about another ground: “{left[:80]}{'…' if left[80:] else ''}”. Take it out."
    own_basis = rests_on(recorded, ground, policy)
    if basis != own_basis and basis in {rests_on(recorded, other, policy) for other in others}:
        own_basis = own_basis or "name your own"
        problems["rests_on"] = f"This is the paragraph of another ground. For this one: {own_basis}."[:150]
    return problems


def _marks(recorded: RecordedDecision, ground: Ground, policy: Policy | None) -> list[str]:
    """Return the sentences, and the parts of them beside a blank, by which a draft shows what ground it is for."""
    facts = _days(recorded, policy) if ground is Ground.OUT_OF_TIME else [FACT_TO_FILL[ground], WHY_NOT_US[ground]]
    said = " ".join((*_reason(recorded, ground, policy), *facts, other_routes().routes[ground].says))
    sentences = [sentence for sentence in _SENTENCE.split(said) if not sentence.startswith(_ANYBODYS)]
    parts = (part.strip(" .") for sentence in sentences for part in _BLANK.split(sentence))
    return [part for part in parts if len(part) >= _SHORTEST_MARK]


def _is_from_representative(recorded: RecordedDecision) -> bool:
    """Say whether somebody else may have written the message, whose words are not the resident's."""
    return "representative" in recorded.decision.prediction.signals


def _about(recorded: RecordedDecision, ground: Ground, policy: Policy | None) -> str | None:
    """Return the resident's own sentence on the matter; for what is out of time, the one with the day first of all."""
    if _is_from_representative(recorded):
        return None
    days: tuple[str, ...] = ()
    if ground is Ground.OUT_OF_TIME:
        months = months_to_complain(recorded.decision.edition, policy)
        days = tuple(found.words for found in past_the_limit(recorded, months) if found.words)
    return sentence_about(recorded.decision.message.text, days=days)


def _reason(recorded: RecordedDecision, ground: Ground, policy: Policy | None) -> list[str]:
    basis = ground_basis.basis_for_resident(recorded.decision.edition, ground, policy)
    return [f"The reason is that {BECAUSE[ground]}.", *basis]


def _why(recorded: RecordedDecision, ground: Ground, policy: Policy | None, about: str | None) -> list[str]:
    """Say what makes the ground apply: the days and the limit, or what the resident wrote, or else a blank."""
    if ground is Ground.OUT_OF_TIME:
        return _days(recorded, policy)
    decision = recorded.decision
    spoke_for = tuple(spoken.words for spoken in decision.prediction.spoke_for if spoken.words)
    shown = (
        None
        if _is_from_representative(recorded)
        else sentence_showing(ground, decision.message.text, spoke_for=spoke_for, but=about)
    )
    told = "You also told us" if about else "You told us"
    return [f"{told}: “{shown}”" if shown else FACT_TO_FILL[ground], WHY_NOT_US[ground]]


def _days(recorded: RecordedDecision, policy: Policy | None) -> list[str]:
    edition = recorded.decision.edition
    counted = [AWARENESS] if edition is Edition.CODE_2024 else []  # Source: 2024 Code 2.3; no other edition says so.
    told = "We were told" if _is_from_representative(recorded) else "You told us"
    return [*why_out_of_time(recorded, months_to_complain(edition, policy), told=told), *counted, DISCRETION]


def _right_to_the_ombudsman(edition: Edition) -> str:
    reach = other_routes().housing_ombudsman
    instruct = " If it finds that we were not fair, it can tell us to take your complaint on."
    return (
        f"You have the right to take this decision to the {reach.name}. It is free and independent."
        f"{instruct if edition in _CAN_INSTRUCT else ''} You can contact it like this:\n"
        f"• Website: {reach.web}\n• E-mail: {reach.email}\n• Telephone: {reach.telephone}\n"
        f"• Post: {reach.name}, {reach.post}"
    )
