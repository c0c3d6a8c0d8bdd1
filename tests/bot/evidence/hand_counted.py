"""A log of sixty decisions, each written by hand, with the figures counted by hand beside it.

Fifty-six are of the year from April 2025 under the 2024 Code; two of that year were judged under the 2022 Code, two lie
a moment outside the year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bot.decisions import Evidence, EvidenceKind
from bot.records.decision_log import DecisionLog
from classifier.labels import Label
from knowledge.edition import Edition
from knowledge.grounds import Ground
from tests.bot.records.builders import (
    AMARA,
    DEV,
    JOAN,
    SIAN,
    a_correction,
    a_decision,
    a_prediction,
    a_second_person,
    an_agreement,
    an_explanation,
)

REQUEST, COMPLAINT, EXCLUDED = Label.SERVICE_REQUEST, Label.COMPLAINT, Label.EXCLUDED
OUT_OF_TIME, LEGAL, ALREADY = Ground.OUT_OF_TIME, Ground.LEGAL_PROCEEDINGS, Ground.ALREADY_CONSIDERED
INSURANCE, APPEAL, RENT = Ground.INSURANCE_CLAIM, Ground.OTHER_APPEAL_ROUTE, Ground.RENT_OR_CHARGE_LEVEL
FROM, TO = date(2025, 4, 1), date(2026, 3, 31)
CODE = "2024 Code 2.2"


def at(day: str) -> datetime:
    """Return ten in the morning of a day, or the moment that is given."""
    return datetime.fromisoformat(day) if "T" in day else datetime.fromisoformat(f"{day}T10:00:00+00:00")


@dataclass(frozen=True)
class Case:
    """One decision in the log, and what people do with it: each method is one line of its story."""

    log: DecisionLog
    id: str

    def agreed(self, day: str, by: str = JOAN) -> Case:
        self.log.agree(self.id, an_agreement(by).model_copy(update={"at": at(day)}))
        return self

    def corrected(self, day: str, label: Label | None, reason: str, by: str = JOAN) -> Case:
        self.log.correct(self.id, a_correction(label, by, reason=reason, at=at(day)))
        return self

    def explained(self, day: str, ground: Ground, by: str = JOAN, rests_on: str = CODE, **more: Any) -> Case:
        self.log.explain(self.id, an_explanation(by, ground=ground, rests_on=rests_on, at=at(day), **more))
        return self

    def confirmed(self, day: str, by: str = SIAN) -> Case:
        self.log.second_person(self.id, a_second_person(by).model_copy(update={"at": at(day)}))
        return self

    def sent_back(self, day: str, reason: str, by: str = SIAN) -> Case:
        second = a_second_person(by, confirmed=False, reason=reason)
        self.log.second_person(self.id, second.model_copy(update={"at": at(day)}))
        return self

    def did(self, kind: str, day: str | None = None, **fields: Any) -> Case:
        on = {} if day is None else {"on": date.fromisoformat(day)}
        entered = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
        self.log.add_evidence(self.id, Evidence(kind=EvidenceKind(kind), by=JOAN, at=entered, **on, **fields))
        return self

    def sent(self, day: str, *, right: bool = True) -> Case:
        return self.did("explanation_sent", day, ombudsman_right=right)


def put(log: DecisionLog, number: int, day: str, label: Label, text: str, **changed: Any) -> Case:
    """Record what Clausewise proposed for a message of that day."""
    prediction = {name: changed.pop(name) for name in ("signals", "ground", "needs_person") if name in changed}
    usual = {"received_on": date.fromisoformat(day[:10]), "decided_at": at(day), "text": text}
    of_this = usual | {"id": f"d-{number:02}", "ts": f"1745000000.{number:06}"} | changed
    log.record(a_decision(prediction=a_prediction(label=label, **prediction), **of_this), reply_to=None)
    return Case(log, f"d-{number:02}")


def the_log(log: DecisionLog) -> DecisionLog:
    """Fill `log` with the sixty decisions."""
    for group in (requests, complaints, excluded, nothing_to_decide, undecided, elsewhere):
        group(log)
    # Links that were entered at the request
    Case(log, "d-05").did("linked", linked_to="d-21")
    Case(log, "d-07").did("linked", linked_to="d-22")  # as at the complaint
    Case(log, "d-12").did("linked", linked_to="d-25")
    Case(log, "d-16").did("linked", linked_to="d-14")  # two requests
    return log


def requests(log: DecisionLog) -> None:
    """Service requests."""
    case = put(log, 1, "2025-03-31T23:30:00+00:00", REQUEST, "the kitchen tap drips", received_on=date(2025, 4, 1))
    case.agreed("2025-04-01").did("told_service_request", "2025-04-01").did("request_reviewed", "2025-04-14")
    case = put(log, 2, "2025-04-08", REQUEST, "please change the bulb in the hall")
    case.agreed("2025-04-09").did("told_service_request", "2025-04-09")
    case = put(log, 3, "2025-04-17", REQUEST, "the bathroom light has gone")  # over Easter
    case.agreed("2025-04-22").did("told_service_request", "2025-04-22").did("request_reviewed", "2025-05-01")
    put(log, 4, "2025-05-01", REQUEST, "the gutter at the back leaks").agreed("2025-05-01")
    case = put(log, 5, "2025-05-06", REQUEST, "the front door will not lock").agreed("2025-05-06")
    case.did("told_service_request", "2025-05-06")
    case = put(log, 6, "2025-05-12", COMPLAINT, "the lift smells, can somebody clean it")
    case.corrected("2025-05-14", REQUEST, "A first report of a smell, nothing was promised before.")
    case.did("told_service_request", "2025-05-14")
    put(log, 7, "2025-06-03", REQUEST, "damp patch by the window").agreed("2025-06-03")
    case = put(log, 8, "2025-06-09", REQUEST, "when does the bin store open", needs_person=True)
    case.agreed("2025-06-10").did("request_reviewed", "2025-06-20")
    case = put(log, 9, "2025-06-16", COMPLAINT, "the fence is down again after the storm", needs_person=True)
    case.corrected("2025-06-17", REQUEST, "The storm took it down, it was mended well the first time.")
    case = put(log, 10, "2025-08-04", REQUEST, "the intercom buzzes").agreed("2025-08-04")
    case.did("told_service_request", "2025-08-04").did("request_reviewed", "2025-08-18")
    put(log, 11, "2025-09-02", REQUEST, "a slab in the yard is loose").agreed("2025-09-02")
    case = put(
        log, 12, "2025-10-06", REQUEST, "repairs survey: still no date for the gate", signals=("survey_feedback",)
    )
    case.agreed("2025-10-07").did("told_service_request", "2025-10-07").did("told_how_to_complain", "2025-10-07")
    case = put(log, 13, "2025-11-03", EXCLUDED, "in 2021 you put in a meter, it needs a new cover", ground=OUT_OF_TIME)
    case.corrected("2025-11-04", REQUEST, "The cover broke last week, so nothing is out of time.")
    put(log, 14, "2025-11-10", REQUEST, "no hot water since this morning").agreed("2025-11-10")
    case = put(log, 15, "2025-12-22", REQUEST, "the stair light flickers").agreed("2025-12-29")  # over Christmas
    case.did("told_service_request", "2025-12-29")
    put(log, 16, "2026-01-12", REQUEST, "the heating is off again, as in November").agreed("2026-01-12")
    put(log, 17, "2026-02-02", REQUEST, "the window catch is broken").agreed("2026-02-03")
    put(log, 18, "2026-03-02", REQUEST, "please trim the hedge").agreed("2026-03-02")


def complaints(log: DecisionLog) -> None:
    """Complaints."""
    case = put(
        log, 19, "2025-04-10", COMPLAINT, "I want to complain about the rude call", signals=("asks_to_complain",)
    )
    case.agreed("2025-04-10").did("choice_offered", "2025-04-10").did("acknowledged", "2025-04-15")
    case = put(log, 20, "2025-05-20", COMPLAINT, "I told you about the gutter and it still leaks").agreed("2025-05-20")
    case.did("linked", linked_to="d-04").did("choice_offered", "2025-05-20").did("acknowledged", "2025-05-28")
    case = put(log, 21, "2025-05-27", COMPLAINT, "three visits and my door still will not lock").agreed("2025-05-29")
    case.did("acknowledged", "2025-06-04")  # a working day late
    case = put(log, 22, "2025-06-24", REQUEST, "I reported the damp three weeks ago and heard nothing back")
    case.corrected("2025-06-25", COMPLAINT, "They are unhappy with how we answered the first report.")
    case.did("linked", linked_to="d-07").did("choice_offered", "2025-06-25").did("acknowledged", "2025-06-26")
    case = put(log, 23, "2025-08-05", COMPLAINT, "I write for my mother, nobody came", signals=("representative",))
    case.agreed("2025-08-06").did("choice_offered", "2025-08-06").did("acknowledged", "2025-08-08")
    case = put(log, 24, "2025-09-09", COMPLAINT, "the cleaners have missed us for a month").agreed("2025-09-09")
    case.did("came_from", result="representative")
    case = put(log, 25, "2025-10-14", COMPLAINT, "the gate again, log it please", signals=("asks_to_complain",))
    case.agreed("2025-10-14").did("acknowledged", "2025-10-15")
    case = put(log, 26, "2025-10-20", REQUEST, "no one rang me back", signals=("representative",), needs_person=True)
    case.corrected("2025-10-22", COMPLAINT, "The call back that we promised never came.")
    case.did("came_from", result="resident").did("acknowledged", "2025-10-24")
    case = put(log, 27, "2025-11-04", EXCLUDED, "my solicitor will hear of this leak", ground=LEGAL)
    case.corrected("2025-11-05", COMPLAINT, "A threat of action is not proceedings.", by=SIAN)
    case.did("choice_offered", "2025-11-05").did("acknowledged", "2025-11-06")
    case = put(log, 28, "2025-11-11", COMPLAINT, "the survey shows rot", signals=("possible_ground:out_of_time",))
    case.agreed("2025-11-11").did("matter_dates", "2023-09-01", aware_on=date(2025, 3, 1))
    case = put(log, 29, "2025-11-17", EXCLUDED, "In June last year I was left without heating", ground=OUT_OF_TIME)
    case.corrected("2025-11-19", COMPLAINT, "There was good reason for the delay, so it is accepted all the same.")
    case.did("matter_dates", "2024-06-01").did("choice_offered", "2025-11-19").did("acknowledged", "2025-11-20")
    case.did("discretion", result="accepted", reason="They were in hospital for most of the year.")
    case = put(log, 30, "2025-12-01", COMPLAINT, "nobody told me about the roof works").agreed("2025-12-02")
    case.did("discretion", result="accepted", reason="The letters went to an old address.")
    case = put(log, 31, "2025-12-08", COMPLAINT, "1 out of 10, I want this logged", signals=("asks_to_complain",))
    case.agreed("2025-12-08").did("came_from", result="survey").did("told_how_to_complain", "2025-12-08")
    case.did("acknowledged", "2025-12-09")
    case = put(log, 32, "2026-01-06", COMPLAINT, "the works of December 2024 were never finished").agreed("2026-01-07")
    case.did("matter_dates", "2024-12-01")
    case = put(log, 33, "2026-01-13", EXCLUDED, "the flood of two years ago", ground=OUT_OF_TIME)
    case.explained("2026-01-13", OUT_OF_TIME).confirmed("2026-01-14").sent("2026-01-15")
    case.corrected("2026-01-20", COMPLAINT, "It flooded again in the autumn, so it is within time.")  # by its writer
    case = put(log, 34, "2026-02-10", EXCLUDED, "my carpet was ruined", ground=INSURANCE)
    case.explained("2026-02-10", INSURANCE, DEV, "Complaints policy 4.2").confirmed("2026-02-11", JOAN)
    case.sent("2026-02-12").did("ombudsman_result", "2026-03-03", result="overturned")
    case.corrected("2026-03-04", COMPLAINT, "The Ombudsman found that only the claim is for the insurers.", by=SIAN)
    case = put(log, 35, "2026-02-17", COMPLAINT, "the contractor never came back")
    case.explained("2026-02-17", ALREADY, reason="They complained of this contractor before.")
    case.sent_back("2026-02-18", "That was another job.").agreed("2026-02-18", SIAN)
    case = put(log, 36, "2026-03-10", COMPLAINT, "please take this as a complaint", signals=("asks_to_complain",))
    case.agreed("2026-03-10").did("choice_offered", "2026-03-10").did("acknowledged", "2026-03-12")


def excluded(log: DecisionLog) -> None:
    """Excluded, and so they stayed."""
    case = put(log, 37, "2025-04-14", EXCLUDED, "in January 2023 your men broke my step", ground=OUT_OF_TIME)
    case.explained("2025-04-14", OUT_OF_TIME).confirmed("2025-04-15").sent("2025-04-16")
    case.did("matter_dates", "2023-01-10").did("discretion", result="refused", reason="No reason for the delay.")
    case = put(log, 38, "2025-05-13", EXCLUDED, "the fence of 2022", ground=OUT_OF_TIME)
    case.explained("2025-05-13", OUT_OF_TIME).confirmed("2025-05-13").sent("2025-05-15")
    case = put(log, 39, "2025-06-11", EXCLUDED, "my claim form is at the court", ground=LEGAL)
    case.explained("2025-06-11", LEGAL, DEV).confirmed("2025-06-12", JOAN).sent("2025-06-12")
    case = put(log, 40, "2025-08-12", EXCLUDED, "you closed my complaint and I disagree", ground=ALREADY)
    case.explained("2025-08-12", ALREADY).confirmed("2025-08-14").sent("2025-08-20", right=False)
    case = put(log, 41, "2025-09-16", EXCLUDED, "pay for my sofa", ground=INSURANCE)
    case.explained("2025-09-16", INSURANCE, rests_on="Complaints policy 4.2").confirmed("2025-09-16", DEV)
    case.sent("2025-09-17")
    case = put(log, 42, "2025-10-07", EXCLUDED, "my car was scratched by the gate", ground=INSURANCE)
    case.explained("2025-10-07", INSURANCE, AMARA, "Complaints policy 4.2").confirmed("2025-10-08")  # never sent
    case = put(log, 43, "2025-11-12", COMPLAINT, "I disagree with the banding of my son", signals=("representative",))
    reason = "Banding has a review of its own, which they can still ask for."
    case.explained("2025-11-12", APPEAL, rests_on="Complaints policy 4.5", reason=reason).confirmed("2025-11-13")
    case.sent("2025-11-14")
    case = put(
        log, 44, "2025-12-09", EXCLUDED, "In 2023 I hurt my hand and I have now filed at court", ground=OUT_OF_TIME
    )
    case.explained("2025-12-09", LEGAL, DEV, reason="The claim was filed at court in December.").confirmed("2025-12-10")
    case.sent("2025-12-12").did("ombudsman_result", "2026-02-20", result="upheld")
    case = put(log, 45, "2026-01-20", EXCLUDED, "the parking row of 2023", ground=OUT_OF_TIME)
    case.explained("2026-01-20", OUT_OF_TIME).sent_back("2026-01-21", "Say when it happened.")
    case.explained("2026-01-22", OUT_OF_TIME, letter="It was in May 2023. You may go to the Housing Ombudsman.")
    case.confirmed("2026-01-23").did("choice_offered", "2026-01-20")  # never sent
    case = put(log, 46, "2026-02-23", EXCLUDED, "I complain of my rent", ground=RENT, signals=("asks_to_complain",))
    case.explained("2026-02-23", RENT, rests_on="Complaints policy 4.1").confirmed("2026-02-24", AMARA)
    case.sent("2026-02-24")
    case = put(log, 47, "2026-03-16", EXCLUDED, "In 2024 I asked for a new kitchen and was refused", ground=OUT_OF_TIME)
    case.explained("2026-03-16", OUT_OF_TIME).confirmed("2026-03-16")
    case.corrected("2026-03-17", COMPLAINT, "It may be about a later letter.", by=DEV)
    case.explained("2026-03-18", OUT_OF_TIME, reason="There was no later letter, we looked for one.")
    case.confirmed("2026-03-19").sent("2026-03-20")


def nothing_to_decide(log: DecisionLog) -> None:
    """Nothing to decide."""
    case = put(log, 48, "2025-06-18", REQUEST, "survey: fine, thanks", signals=("survey_feedback",))
    case.corrected("2025-06-18", None, "A thank-you.")
    case = put(log, 49, "2025-12-15", COMPLAINT, "wrong number, sorry", needs_person=True)
    case.corrected("2025-12-16", None, "Meant for somebody else.")


def undecided(log: DecisionLog) -> None:
    """Nobody has decided."""
    put(log, 50, "2026-03-23", COMPLAINT, "hmm, not good", needs_person=True)
    put(log, 51, "2026-03-24", EXCLUDED, "the flood of 2021", ground=OUT_OF_TIME)
    case = put(log, 52, "2026-02-26", EXCLUDED, "the paint of 2020", ground=OUT_OF_TIME)
    case.explained("2026-02-26", OUT_OF_TIME).sent_back("2026-02-27", "Look at the date again.")
    put(log, 53, "2026-03-25", REQUEST, "the door squeaks")
    # An exclusion awaits its second person
    put(log, 54, "2026-03-26", EXCLUDED, "papers are filed", ground=LEGAL).explained("2026-03-26", LEGAL)
    case = put(log, 55, "2026-03-27", REQUEST, "a new bath, please").agreed("2026-03-27")
    case.explained("2026-03-27", ALREADY, DEV, reason="It was refused at stage 2 in February.")
    case = put(log, 56, "2026-03-30", EXCLUDED, "the boiler of 2022", ground=OUT_OF_TIME)
    case.explained("2026-03-30", OUT_OF_TIME).confirmed("2026-03-30").corrected("2026-03-31", COMPLAINT, "Too soon.")
    case.explained("2026-03-31", OUT_OF_TIME, reason="It was right the first time.")


def elsewhere(log: DecisionLog) -> None:
    """Under the 2022 Code, and a moment outside the year."""
    put(log, 57, "2025-04-24", COMPLAINT, "a case of 2023", edition=Edition.CODE_2022).agreed("2025-04-25")
    case = put(log, 58, "2025-05-07", EXCLUDED, "a row of 2021", edition=Edition.CODE_2022, ground=OUT_OF_TIME)
    case.explained("2025-05-07", OUT_OF_TIME, rests_on="2022 Code 1.8").confirmed("2025-05-08")
    # A moment before the year, and a moment after it, as the days are counted in London
    put(log, 59, "2025-03-31T22:59:00+00:00", COMPLAINT, "late in March").agreed("2025-04-01")
    put(log, 60, "2026-03-31T23:00:00+00:00", REQUEST, "early in April").agreed("2026-04-01")


# Counted by hand, from the lines above: how many, of how many.
SHARES_BY_HAND: dict[str, tuple[int, int]] = {
    "decided": (49, 56),
    "as_proposed": (37, 49),
    "needed_person": (4, 49),
    "choice_offered": (8, 29),
    "complaints_unasked": (14, 18),
    "represented": (3, 29),
    "represented_accepted": (2, 3),
    "requests_told": (8, 18),
    "requests_reviewed": (4, 18),
    "requests_became_complaints": (4, 18),
    "complaints_with_request": (4, 18),
    "surveys": (3, 49),
    "surveys_told": (2, 3),
    "surveys_accepted": (1, 3),
    "surveys_then_complained": (1, 3),
    "acknowledged": (11, 18),
    "acknowledged_in_time": (10, 18),
    "accepted": (18, 29),
    "declined": (11, 29),
    "declined_on_code_ground": (7, 11),
    "declined_on_policy_ground": (4, 11),
    "reasons_kept": (11, 11),
    "own_reason": (3, 11),
    "declined_by_others": (9, 11),
    "ground_possible_accepted": (5, 16),
    "explanation_sent": (9, 11),
    "explanation_not_sent": (2, 11),
    "explanation_with_right": (8, 11),
    "reversed": (2, 13),
    "reversed_by_another": (1, 2),
    "ombudsman_results": (2, 13),
    "ombudsman_overturned": (1, 2),
    "late": (7, 29),
    "late_discretion_considered": (6, 7),
    "late_accepted": (2, 7),
    "late_declined": (4, 7),
    "counted_from_awareness": (1, 4),
}
# Working days: how many matters took so many.
DAYS_BY_HAND: dict[str, tuple[dict[int, int], float]] = {
    "message_to_acknowledgement": ({1: 2, 2: 3, 3: 3, 4: 1, 5: 1, 6: 1}, 3),
    "message_to_decision": ({0: 19, 1: 20, 2: 5, 3: 3, 5: 1, 16: 1}, 1),
    "decision_to_letter": ({0: 2, 1: 4, 2: 2, 4: 1}, 1),
    "request_to_complaint": ({6: 1, 12: 1, 14: 1, 15: 1}, 13),
}
NUMBERS_BY_HAND = {
    "matters": 56,
    "of_other_editions": 2,
    "undecided": 4,
    "awaiting_second_person": 3,
    "nothing_to_decide": 2,
    "by_label": {REQUEST: 18, COMPLAINT: 18, EXCLUDED: 11},
    "reversed_by": {JOAN: 1, SIAN: 1},
}
PROPOSED_AND_DECIDED_BY_HAND: dict[tuple[Label, Label | None], int] = {
    (REQUEST, REQUEST): 15,
    (REQUEST, COMPLAINT): 2,
    (REQUEST, None): 1,
    (COMPLAINT, REQUEST): 2,
    (COMPLAINT, COMPLAINT): 12,
    (COMPLAINT, EXCLUDED): 1,
    (COMPLAINT, None): 1,
    (EXCLUDED, REQUEST): 1,
    (EXCLUDED, COMPLAINT): 4,
    (EXCLUDED, EXCLUDED): 10,
}
GROUNDS_BY_HAND: dict[Ground, tuple[str, dict[str, int]]] = {
    OUT_OF_TIME: ("Code", {CODE: 4}),
    LEGAL: ("Code", {CODE: 2}),
    INSURANCE: ("policy", {"Complaints policy 4.2": 2}),
    ALREADY: ("Code", {CODE: 1}),
    RENT: ("policy", {"Complaints policy 4.1": 1}),
    APPEAL: ("policy", {"Complaints policy 4.5": 1}),
}
# Month: service requests, complaints, excluded, nothing to decide, and the grounds of the excluded.
MONTHS_BY_HAND: list[tuple[str, int, int, int, int, dict[Ground, int]]] = [
    ("2025-04", 3, 1, 1, 0, {OUT_OF_TIME: 1}),
    ("2025-05", 3, 2, 1, 0, {OUT_OF_TIME: 1}),
    ("2025-06", 3, 1, 1, 1, {LEGAL: 1}),
    ("2025-07", 0, 0, 0, 0, {}),
    ("2025-08", 1, 1, 1, 0, {ALREADY: 1}),
    ("2025-09", 1, 1, 1, 0, {INSURANCE: 1}),
    ("2025-10", 1, 2, 1, 0, {INSURANCE: 1}),
    ("2025-11", 2, 3, 1, 0, {APPEAL: 1}),
    ("2025-12", 1, 2, 1, 1, {LEGAL: 1}),
    ("2026-01", 1, 2, 1, 0, {OUT_OF_TIME: 1}),
    ("2026-02", 1, 2, 1, 0, {RENT: 1}),
    ("2026-03", 1, 1, 1, 0, {OUT_OF_TIME: 1}),
]
