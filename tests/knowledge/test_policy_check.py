"""A landlord's policy held against each edition: worked out by hand for Barnet and Brent, then case by case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clauses import find_clause
from knowledge.edition import Edition
from knowledge.exclusion_list import as_exclusion_list
from knowledge.finding import Finding, PolicyCheck, Topic, Verdict
from knowledge.grounds import Ground
from knowledge.list_lines import Piece
from knowledge.policies import Policy, PolicyLine, StartEvent, Step, load_policy
from knowledge.policy_check import check_exclusion_list, check_policy
from knowledge.policy_rules import LineKind, main_rule, policy_rules, rules_beside
from tests.knowledge.test_exclusion_list import LINES, a_list

CODE_2020, CODE_2022, CODE_2024 = Edition
BEYOND, PERSON, OWN, NOT_FOUND, BETTER, KEEPS = Verdict

THE_CODES_DEFINITION = (
    "an expression of dissatisfaction, however made, about the standard of service, actions or lack of action by "
    "the organisation, its own staff, or those acting on its behalf, affecting an individual resident or group of "
    "residents."
)

# Each row: words of the policy's line ("" where there is none), the topic, and for 2020, 2022 and 2024 the deciding
# clause with the verdict, None where that edition has no such finding.
By = tuple[str, Verdict] | None
Row = tuple[str, Topic, By, By, By]

BARNET: tuple[Row, ...] = (
    ("defines a complaint as", Topic.DEFINITION, ("1.2", BETTER), ("1.2", BETTER), ("1.2", BETTER)),
    # "the organisation" and "individual" are the words of 2020 and 2022.
    ("defines a complaint as", Topic.DEFINITION, None, None, ("1.2", PERSON)),
    # 12 months where the Code has six, six and twelve.
    ("We encourage customers", Topic.TIME_LIMIT, ("1.5", BETTER), ("1.8", BETTER), ("2.2", KEEPS)),
    ("submitted twelve months", Topic.TIME_LIMIT, ("1.5", BETTER), ("1.8", BETTER), ("2.2", KEEPS)),
    ("Each case will be", Topic.DISCRETION, ("4.10", KEEPS), ("1.8", KEEPS), ("2.3", KEEPS)),
    ("submitted twelve months", Topic.DISCRETION, ("4.10", KEEPS), ("1.8", KEEPS), ("2.3", KEEPS)),
    # "just found out" stands only under the discretion.
    ("Each case will be", Topic.TIME_LIMIT, None, None, ("2.3", PERSON)),
    # 5.1.3.1
    ("a first request for service", Topic.SERVICE_REQUEST, ("1.3", KEEPS), ("1.4", KEEPS), ("1.4", KEEPS)),
    ("neighbour disputes", Topic.SERVICE_REQUEST, ("1.3", KEEPS), ("1.4", KEEPS), ("1.4", KEEPS)),
    ("hate crime", Topic.SERVICE_REQUEST, ("1.3", PERSON), ("1.4", PERSON), ("1.4", PERSON)),
    ("dealt with by our insurers", Topic.EXCLUSION, ("1.5", OWN), ("1.8", OWN), ("2.2", OWN)),
    ("commenced legal action", Topic.EXCLUSION, ("1.5", KEEPS), ("1.8", KEEPS), ("2.2", KEEPS)),
    ("amount of rent", Topic.EXCLUSION, ("1.5", OWN), ("1.8", OWN), ("2.2", OWN)),
    ("appeals against policy", Topic.EXCLUSION, ("1.5", OWN), ("1.8", OWN), ("2.2", OWN)),
    # The disrepair protocol comes before any proceedings.
    ("appeals against policy", Topic.EXCLUSION, ("1.5", BEYOND), ("1.8", BEYOND), ("2.2", BEYOND)),
    ("alternative statutory appeal", Topic.EXCLUSION, ("1.5", OWN), ("1.8", OWN), ("2.2", OWN)),
    # 5.1.3.2
    ("is not responsible", Topic.EXCLUSION, ("1.5", OWN), ("1.8", OWN), ("2.2", OWN)),
    ("matters of law", Topic.EXCLUSION, ("1.5", OWN), ("1.8", OWN), ("2.2", OWN)),
    ("complainant is an employee", Topic.EXCLUSION, ("1.2", KEEPS), ("1.2", KEEPS), ("1.2", KEEPS)),
    ("personnel matters", Topic.EXCLUSION, ("1.5", OWN), ("1.8", OWN), ("2.2", OWN)),
    ("decided by a court", Topic.EXCLUSION, ("1.5", OWN), ("1.8", OWN), ("2.2", OWN)),
    # 5.5.1: six months for going to stage 2
    ("We will not usually accept", Topic.ESCALATION, ("4.11", OWN), ("4.13", KEEPS), ("5.11", OWN)),
    # 5.7.1
    ("only very minor difference", Topic.EXCLUSION, ("1.5", KEEPS), ("1.8", KEEPS), ("2.2", KEEPS)),
    ("only very minor difference", Topic.OMBUDSMAN, ("3.9", KEEPS), ("2.8", PERSON), ("3.7", PERSON)),
    ("vexatious", Topic.EXCLUSION, ("4.14", OWN), ("4.18", OWN), ("5.14", OWN)),
    # 5.4.3.2: reasons for not escalating
    ("specific reasons", Topic.ESCALATION, ("4.11", PERSON), ("5.9", BEYOND), ("6.12", BEYOND)),
    ("only new issues", Topic.ESCALATION, ("4.11", KEEPS), ("5.7", KEEPS), ("6.8", KEEPS)),
    ("all resolution actions", Topic.ESCALATION, ("3.5", PERSON), ("5.9", BEYOND), ("6.10", BEYOND)),
    ("set out by legislation", Topic.ESCALATION, ("4.11", OWN), ("4.14", OWN), ("5.11", OWN)),
    ("request for compensation", Topic.ESCALATION, ("4.11", PERSON), ("4.14", BEYOND), ("5.11", OWN)),
    ("refused to engage", Topic.ESCALATION, ("4.11", PERSON), ("4.14", BEYOND), ("5.11", OWN)),
    ("legal action is being taken", Topic.ESCALATION, ("4.11", PERSON), ("4.14", PERSON), ("5.11", PERSON)),
    ("desired outcome", Topic.ESCALATION, ("4.11", OWN), ("4.14", OWN), ("5.11", OWN)),
    # Channels and representatives
    ("by email; through our website", Topic.CHANNELS, ("2.1", KEEPS), ("2.1", KEEPS), ("3.1", NOT_FOUND)),
    ("through social media", Topic.CHANNELS, ("2.2", KEEPS), ("2.2", KEEPS), ("3.2", PERSON)),
    ("via a third party", Topic.REPRESENTATIVES, ("4.3", KEEPS), ("4.5", KEEPS), ("3.6", KEEPS)),
    ("at the request of a Councillor", Topic.REPRESENTATIVES, ("4.3", KEEPS), ("4.5", KEEPS), ("3.6", KEEPS)),
    ("excluding legal representatives", Topic.REPRESENTATIVES, ("4.3", BEYOND), ("1.3", BEYOND), ("1.3", BEYOND)),
    ("signed advocacy form", Topic.REPRESENTATIVES, ("4.3", PERSON), ("1.3", PERSON), ("1.3", PERSON)),
    ("VIP Enquiry Procedure", Topic.REPRESENTATIVES, ("4.3", PERSON), ("1.3", PERSON), ("1.3", PERSON)),
    # 5.4.3.1 and the leaflet
    (
        "there is evidence that the issues have not",
        Topic.ESCALATION,
        ("4.11", PERSON),
        ("5.9", BEYOND),
        ("6.12", BEYOND),
    ),
    ("reason why you remain", Topic.ESCALATION, ("4.11", PERSON), ("5.9", BEYOND), ("6.12", BEYOND)),
    ("which requires a response", Topic.DEFINITION, ("1.2", BEYOND), ("1.2", BEYOND), ("1.2", BEYOND)),
    ("informally", Topic.STAGES, ("4.8", PERSON), ("4.1", PERSON), ("5.2", PERSON)),
    ("wish to make a formal complaint", Topic.STAGES, ("3.3", BEYOND), ("4.1", BEYOND), ("5.2", BEYOND)),
    ("operates two complaints stages", Topic.STAGES, ("3.6", KEEPS), ("5.17", KEEPS), ("5.3", KEEPS)),
    ("homelessness or allocations", Topic.STAGES, ("3.8", PERSON), ("5.17", PERSON), ("5.3", PERSON)),
    ("this right is stated", Topic.OMBUDSMAN, ("1.7", KEEPS), ("1.9", KEEPS), ("2.4", KEEPS)),
    ("once eight weeks", Topic.OMBUDSMAN, ("3.9", KEEPS), ("2.8", PERSON), ("3.7", BEYOND)),
    # Times. Stage 1 counts from receipt (2020), logging (2022) and the acknowledgement (2024).
    ("Within 2 working days", Topic.RESPONSE_TIME, ("3.11", BETTER), ("4.1", BETTER), ("6.2", BETTER)),
    ("from receipt of complaint", Topic.RESPONSE_TIME, ("3.11", KEEPS), ("5.1", BETTER), ("6.3", BETTER)),
    ("from receipt of complaint", Topic.RESPONSE_TIME, ("3.11", KEEPS), ("5.1", KEEPS), ("6.4", KEEPS)),
    # Stage 2: 10 from the request, where the Code has 20, in 2024 from the acknowledgement; its extension 10, 10, 20.
    ("from request to escalate", Topic.RESPONSE_TIME, ("3.11", BETTER), ("5.13", BETTER), ("6.14", BETTER)),
    ("from request to escalate", Topic.RESPONSE_TIME, ("3.11", KEEPS), ("5.13", KEEPS), ("6.15", BETTER)),
    ("from first receipt", Topic.RESPONSE_TIME, ("3.11", PERSON), ("5.13", PERSON), ("6.14", PERSON)),
    ("", Topic.RESPONSE_TIME, None, None, ("6.11", NOT_FOUND)),
    ("", Topic.EXPLANATION, ("1.6", NOT_FOUND), ("1.9", NOT_FOUND), ("2.4", NOT_FOUND)),
)

BRENT: tuple[Row, ...] = (
    # "not resolved immediately", and the parts of the definition that are not in it.
    ("not resolved immediately", Topic.DEFINITION, ("1.2", BEYOND), ("1.2", BEYOND), ("1.2", BEYOND)),
    ("not resolved immediately", Topic.DEFINITION, ("1.2", BEYOND), ("1.2", BEYOND), ("1.2", BEYOND)),
    ("not resolved immediately", Topic.DEFINITION, ("1.2", BETTER), ("1.2", BETTER), ("1.2", BETTER)),
    ("by more than 12 months", Topic.TIME_LIMIT, ("1.5", BETTER), ("1.8", BETTER), ("2.2", KEEPS)),
    ("", Topic.DISCRETION, ("4.10", NOT_FOUND), None, None),
    ("by more than 12 months", Topic.DISCRETION, None, None, ("2.3", BEYOND)),
    ("", Topic.TIME_LIMIT, None, None, ("2.3", NOT_FOUND)),
    ("without their explicit consent", Topic.REPRESENTATIVES, ("4.3", PERSON), ("1.3", PERSON), ("1.3", PERSON)),
    ("only threatened to do so", Topic.EXCLUSION, ("1.5", KEEPS), ("1.8", KEEPS), ("2.2", KEEPS)),
    ("own appeals or statutory", Topic.EXCLUSION, ("1.5", OWN), ("1.8", OWN), ("2.2", OWN)),
    ("via email; in person", Topic.CHANNELS, ("2.1", KEEPS), ("2.1", KEEPS), ("3.1", NOT_FOUND)),
    ("via a Councillor", Topic.REPRESENTATIVES, ("4.3", KEEPS), ("4.5", KEEPS), ("3.6", KEEPS)),
    ("directly to officers", Topic.CHANNELS, ("1.3", PERSON), ("1.6", KEEPS), ("1.3", PERSON)),
    ("all forms including", Topic.CHANNELS, ("2.1", KEEPS), ("2.1", KEEPS), ("3.2", KEEPS)),
    ("any form of dissatisfaction", Topic.SERVICE_REQUEST, ("1.3", KEEPS), ("1.3", KEEPS), ("1.3", KEEPS)),
    ("no third stage", Topic.STAGES, ("3.6", KEEPS), ("5.17", KEEPS), ("5.3", KEEPS)),
    ("via a representative", Topic.REPRESENTATIVES, ("4.3", KEEPS), ("4.5", KEEPS), ("3.6", KEEPS)),
    # 20 and 30 working days, where the Code has 10 (in 2022 and 2024 at the most 15 from receipt) and 20 (in 2024 25).
    ("20 working days for Stage 1", Topic.RESPONSE_TIME, ("3.11", BEYOND), ("5.1", BEYOND), ("6.3", BEYOND)),
    ("20 working days for Stage 1", Topic.RESPONSE_TIME, ("3.11", BEYOND), ("5.13", BEYOND), ("6.14", BEYOND)),
    ("", Topic.RESPONSE_TIME, ("3.11", NOT_FOUND), ("4.1", NOT_FOUND), ("6.2", NOT_FOUND)),
    ("", Topic.RESPONSE_TIME, ("3.11", NOT_FOUND), ("5.1", NOT_FOUND), ("6.4", NOT_FOUND)),
    ("", Topic.RESPONSE_TIME, ("3.11", NOT_FOUND), ("5.13", NOT_FOUND), ("6.15", NOT_FOUND)),
    ("", Topic.RESPONSE_TIME, None, None, ("6.11", NOT_FOUND)),
    ("", Topic.EXPLANATION, ("1.6", NOT_FOUND), ("1.9", NOT_FOUND), ("2.4", NOT_FOUND)),
    ("", Topic.OMBUDSMAN, ("1.7", NOT_FOUND), ("1.9", NOT_FOUND), ("2.4", NOT_FOUND)),
)


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize(("name", "rows"), [("barnet", BARNET), ("brent", BRENT)])
def test_a_shipped_policy_comes_out_as_worked_out_by_hand(name: str, rows: Sequence[Row], edition: Edition) -> None:
    found = list(check_policy(load_policy(name), edition).findings)
    for words, topic, *by_edition in rows:
        expected = by_edition[list(Edition).index(edition)]
        if expected:
            fitting = [
                finding
                for finding in found
                if finding.topic is topic
                and (finding.clauses[0].id, finding.verdict) == expected
                and (words in finding.line.text if finding.line and words else finding.line is None and not words)
            ]
            assert fitting, (words, topic, expected)
            found.remove(fitting[0])
    assert not found  # Nothing is said that was not worked out.


def a_policy(**changes: Any) -> Policy:
    """A policy that keeps to every edition; a test names only what matters."""
    fields: dict[str, Any] = {
        "name": "example",
        "landlord": "Example Homes",
        "source": "written for a test",
        "definition": {"paragraph": "1", "text": THE_CODES_DEFINITION},
        "exclusions": [],
        "time_limit": None,
        "channels": ["by telephone", "by letter", "by email", "online", "in person, to any member of staff"],
        "times": [],
        "process": [
            {"paragraph": "5", "text": "If we do not accept a complaint we will write and explain why."},
            {"paragraph": "6", "text": "You may take our decision not to accept it to the Housing Ombudsman."},
            {"paragraph": "7", "text": "A representative may complain for you with your permission."},
        ],
    }
    return Policy.model_validate(fields | changes)


def findings(edition: Edition, topic: Topic, **changes: Any) -> list[Finding]:
    return [finding for finding in check_policy(a_policy(**changes), edition).findings if finding.topic is topic]


def verdicts(edition: Edition, topic: Topic, **changes: Any) -> list[tuple[str, Verdict]]:
    return [(finding.clauses[0].id, finding.verdict) for finding in findings(edition, topic, **changes)]


def a_check(*lines: str, edition: Edition = CODE_2024) -> PolicyCheck:
    """The check of a list with these lines as its items."""
    pieces = [Piece(text=line, listed=True) for line in lines]
    return check_exclusion_list(as_exclusion_list("list", pieces), edition)


def said_of(line: str, edition: Edition = CODE_2024) -> set[tuple[str, Verdict]]:
    """What is said of a line of a list: the deciding clause of each finding, with its verdict."""
    return {
        (finding.clauses[0].id, finding.verdict)
        for finding in a_check(line, edition=edition).findings
        if finding.line is not None
    }


# A time limit and its discretion


def a_limit(months: int, words: str, discretion: str | None = "We may use our discretion.") -> dict[str, Any]:
    kept = {"paragraph": "4", "text": discretion} if discretion else None
    return {"months": months, "paragraph": "3", "text": words, "discretion": kept}


@pytest.mark.parametrize(
    ("months", "by_2020", "by_2022", "by_2024"),
    [(3, BEYOND, BEYOND, BEYOND), (6, KEEPS, KEEPS, BEYOND), (12, BETTER, BETTER, KEEPS), (24, BETTER, BETTER, BETTER)],
)
def test_the_same_limit_is_longer_or_shorter_than_the_edition_s(
    months: int, by_2020: Verdict, by_2022: Verdict, by_2024: Verdict
) -> None:
    limit = a_limit(months, f"Complaints about what happened or became known to you over {months} months ago")
    said = [verdicts(edition, Topic.TIME_LIMIT, time_limit=limit) for edition in Edition]
    assert said == [[("1.5", by_2020)], [("1.8", by_2022)], [("2.2", by_2024)]]


def test_where_our_source_leaves_the_six_months_out_the_finding_says_so() -> None:
    [finding] = findings(CODE_2022, Topic.TIME_LIMIT, time_limit=a_limit(6, "over 6 months ago"))
    assert "not in our source" in finding.why
    assert not finding.clauses[0].complete


def test_a_limit_without_discretion_breaks_the_2024_code_only() -> None:
    limit = a_limit(12, "Complaints about what happened over 12 months ago", discretion=None)
    assert verdicts(CODE_2020, Topic.DISCRETION, time_limit=limit) == [("4.10", NOT_FOUND)]
    assert verdicts(CODE_2022, Topic.DISCRETION, time_limit=limit) == []
    assert verdicts(CODE_2024, Topic.DISCRETION, time_limit=limit) == [("2.3", BEYOND)]


def test_discretion_elsewhere_in_the_policy_is_found() -> None:
    limit = a_limit(12, "Complaints about what happened over 12 months ago", discretion=None)
    process = [{"paragraph": "9", "text": "Late complaints are decided on their individual merits."}]
    assert verdicts(CODE_2024, Topic.DISCRETION, time_limit=limit, process=process) == [("2.3", KEEPS)]


def test_a_soft_word_is_not_yet_discretion() -> None:
    limit = a_limit(12, "We will not normally accept what happened over 12 months ago", discretion=None)
    assert verdicts(CODE_2024, Topic.DISCRETION, time_limit=limit) == [("2.3", PERSON)]


def test_in_2024_the_time_also_runs_from_when_the_resident_became_aware() -> None:
    unaware = a_limit(12, "Complaints about what happened over 12 months ago")
    aware = a_limit(12, "Complaints over 12 months after it happened or you became aware of it")
    assert ("2.3", NOT_FOUND) in verdicts(CODE_2024, Topic.TIME_LIMIT, time_limit=unaware)
    assert verdicts(CODE_2024, Topic.TIME_LIMIT, time_limit=aware) == [("2.2", KEEPS)]


def test_twelve_months_or_more_turns_away_a_matter_of_exactly_twelve() -> None:
    limit = a_limit(12, "submitted twelve months or more after the issue occurred or became known")
    [finding] = findings(CODE_2024, Topic.TIME_LIMIT, time_limit=limit)
    assert "exactly twelve months" in finding.why


def test_a_file_whose_months_are_not_its_words_goes_to_a_person() -> None:
    limit = a_limit(12, "Complaints about what happened or became known over six months ago")
    assert verdicts(CODE_2024, Topic.TIME_LIMIT, time_limit=limit) == [("2.2", PERSON), ("2.2", BEYOND)]


# The definition


def test_the_code_s_own_definition_keeps_to_it_but_for_2024_where_two_words_are_others() -> None:
    assert verdicts(CODE_2020, Topic.DEFINITION) == [("1.2", KEEPS)]
    assert verdicts(CODE_2022, Topic.DEFINITION) == [("1.2", KEEPS)]
    [finding] = findings(CODE_2024, Topic.DEFINITION)
    assert finding.verdict is PERSON
    assert "organisation" in finding.why
    assert "individual" in finding.why
    assert finding.clauses[0].summary


def test_the_definition_of_2024_keeps_to_it() -> None:
    text = THE_CODES_DEFINITION.replace("organisation", "landlord").replace("an individual resident", "a resident")
    assert verdicts(CODE_2024, Topic.DEFINITION, definition={"paragraph": None, "text": text}) == [("1.2", KEEPS)]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("an expression", "a formal expression", "“formal”"),
        ("an expression of dissatisfaction, however made,", "a written expression of dissatisfaction", "“written”"),
        ("however made,", "not resolved immediately to your satisfaction,", "settled at once"),
        ("residents.", "residents, which requires a response.", "response be required"),
        ("an expression of", "an expression of justified", "justified"),
        ("an expression", "an expression, after we have had the opportunity to put things right,", "a chance"),
        ("actions or lack of action by", "provided by", "“actions or lack of action” is not found"),
        (" or group of residents", "", "“a group of residents” is not found"),
        (", or those acting on its behalf,", ",", "“those acting on its behalf” is not found"),
    ],
)
@pytest.mark.parametrize("edition", Edition)
def test_words_that_narrow_the_definition_go_beyond_every_edition(
    was: str, becomes: str, said: str, edition: Edition
) -> None:
    text = THE_CODES_DEFINITION.replace(was, becomes)
    found = findings(edition, Topic.DEFINITION, definition={"paragraph": None, "text": text})
    assert any(finding.verdict is BEYOND and said in finding.why for finding in found)


@pytest.mark.parametrize(
    "text",
    [
        THE_CODES_DEFINITION.replace("however made", "however made, formal or informal, written or spoken"),
        THE_CODES_DEFINITION.replace("residents.", "residents, whether justified or not."),
    ],
)
def test_words_that_say_more_do_not_narrow_it(text: str) -> None:
    found = verdicts(CODE_2020, Topic.DEFINITION, definition={"paragraph": None, "text": text})
    assert BEYOND not in {verdict for _, verdict in found}


def test_tenants_for_residents_goes_to_a_person() -> None:
    text = THE_CODES_DEFINITION.replace("resident", "tenant")
    assert verdicts(CODE_2020, Topic.DEFINITION, definition={"paragraph": None, "text": text}) == [("1.2", PERSON)]


def test_no_definition_is_not_found_in_the_policy_and_not_said_to_be_missing() -> None:
    [finding] = findings(CODE_2024, Topic.DEFINITION, definition=None)
    assert finding.verdict is NOT_FOUND
    assert finding.line is None
    assert "not found in the policy" in finding.why


# Response times


def a_time(step: Step, days: int, start: StartEvent) -> dict[str, Any]:
    return {"step": step.value, "working_days": days, "from": start.value, "text": f"{days} days", "source": "policy"}


@pytest.mark.parametrize(
    ("edition", "step", "days", "start", "expected"),
    [
        (CODE_2020, Step.STAGE_1_RESPONSE, 10, StartEvent.RECEIPT, ("3.11", KEEPS)),
        (CODE_2020, Step.STAGE_1_RESPONSE, 11, StartEvent.RECEIPT, ("3.11", BEYOND)),
        # 10 from the acknowledgement can be 15 from receipt, and 5 can be 10.
        (CODE_2020, Step.STAGE_1_RESPONSE, 10, StartEvent.ACKNOWLEDGEMENT, ("3.11", BEYOND)),
        (CODE_2020, Step.STAGE_1_RESPONSE, 5, StartEvent.LOGGED, ("3.11", KEEPS)),
        (CODE_2022, Step.STAGE_1_RESPONSE, 10, StartEvent.ACKNOWLEDGEMENT, ("5.1", KEEPS)),
        (CODE_2024, Step.STAGE_1_RESPONSE, 10, StartEvent.ACKNOWLEDGEMENT, ("6.3", KEEPS)),
        (CODE_2024, Step.STAGE_1_RESPONSE, 10, StartEvent.RECEIPT, ("6.3", BETTER)),
        (CODE_2024, Step.STAGE_1_RESPONSE, 15, StartEvent.RECEIPT, ("6.3", PERSON)),
        (CODE_2024, Step.STAGE_1_RESPONSE, 16, StartEvent.RECEIPT, ("6.3", BEYOND)),
        (CODE_2024, Step.STAGE_1_EXTENSION, 11, StartEvent.STAGE_1_RESPONSE_DUE, ("6.4", BEYOND)),
        (CODE_2022, Step.STAGE_2_EXTENSION, 20, StartEvent.STAGE_2_RESPONSE_DUE, ("5.13", BEYOND)),
        (CODE_2024, Step.STAGE_2_EXTENSION, 20, StartEvent.STAGE_2_RESPONSE_DUE, ("6.15", KEEPS)),
        (CODE_2024, Step.STAGE_2_RESPONSE, 25, StartEvent.ESCALATION_REQUEST, ("6.14", PERSON)),
        (CODE_2024, Step.STAGE_2_RESPONSE, 26, StartEvent.ESCALATION_REQUEST, ("6.14", BEYOND)),
        (CODE_2024, Step.STAGE_2_RESPONSE, 20, StartEvent.RECEIPT, ("6.14", PERSON)),
        # In 2022 nothing says how long the acknowledgement before it may take.
        (CODE_2022, Step.STAGE_2_RESPONSE, 20, StartEvent.STAGE_2_ACKNOWLEDGEMENT, ("5.13", PERSON)),
        (CODE_2022, Step.STAGE_2_RESPONSE, 21, StartEvent.STAGE_2_ACKNOWLEDGEMENT, ("5.13", BEYOND)),
        # A step the edition sets no time for.
        (CODE_2022, Step.STAGE_2_ACKNOWLEDGEMENT, 5, StartEvent.ESCALATION_REQUEST, ("5.10", BETTER)),
        (CODE_2024, Step.OMBUDSMAN_EVIDENCE, 15, StartEvent.OMBUDSMAN_REQUEST, ("4.1", PERSON)),
        (CODE_2020, Step.OMBUDSMAN_EVIDENCE, 15, StartEvent.OMBUDSMAN_REQUEST, ("3.20", KEEPS)),
        (CODE_2022, Step.STAGE_3_RESPONSE, 20, StartEvent.ESCALATION_REQUEST, ("5.18", KEEPS)),
    ],
)
def test_a_time_is_compared_from_the_same_event(
    edition: Edition, step: Step, days: int, start: StartEvent, expected: tuple[str, Verdict]
) -> None:
    said = verdicts(edition, Topic.RESPONSE_TIME, times=[a_time(step, days, start)])
    assert said[0] == expected
    assert all(verdict is NOT_FOUND for _, verdict in said[1:])


def test_a_shorter_acknowledgement_of_the_landlord_s_own_is_reckoned_in() -> None:
    times = [
        a_time(Step.STAGE_1_RESPONSE, 8, StartEvent.ACKNOWLEDGEMENT),
        a_time(Step.STAGE_1_ACKNOWLEDGEMENT, 2, StartEvent.RECEIPT),
    ]
    assert verdicts(CODE_2020, Topic.RESPONSE_TIME, times=times)[0] == ("3.11", KEEPS)


def test_a_time_for_a_third_stage_goes_beyond_the_2024_code() -> None:
    times = [a_time(Step.STAGE_3_RESPONSE, 20, StartEvent.ESCALATION_REQUEST)]
    assert verdicts(CODE_2024, Topic.STAGES, times=times) == [("5.3", BEYOND)]


def test_an_event_the_policy_does_not_name_is_told_in_the_note() -> None:
    noted = [finding.note for finding in check_policy(load_policy("brent"), CODE_2024).beyond if finding.note]
    assert any("receipt is assumed" in note for note in noted)


# Exclusions, line by line

IN_2024: dict[str, set[tuple[str, Verdict]]] = {
    "Issues that happened more than 12 months ago": {("2.2", KEEPS), ("2.3", BEYOND)},
    "Anything that took place over six months before you contact us": {
        ("2.2", BEYOND),
        ("2.3", BEYOND),
        ("2.5", PERSON),
    },
    "Complaints raised more than two years after the event, unless there are good reasons": {
        ("2.2", BETTER),
        ("2.3", KEEPS),
    },
    "Historic matters": {("2.2", PERSON)},
    "Where legal proceedings have started, that is a claim form has been filed at court": {("2.2", KEEPS)},
    "Matters where there is active or pending legal action": {("2.2", BEYOND)},
    "Cases in which we have received a letter before action from your solicitor": {("2.2", BEYOND)},
    "Anything being dealt with under the disrepair protocol": {("2.2", BEYOND), ("2.5", PERSON)},
    "Complaints that are the subject of legal action": {("2.2", PERSON)},
    "Complaints a court has already decided": {("2.2", OWN)},
    "Matters that have already been through both stages of our complaints procedure": {("2.2", KEEPS)},
    "Complaints the same as or similar to one we have already answered": {("2.2", PERSON)},
    "Complaints which the Housing Ombudsman has determined": {("2.2", OWN)},
    "Issues you have had a stage 1 response on": {("6.10", PERSON)},
    "Any case with an insurer": {("2.2", OWN), ("2.5", BEYOND)},
    "Claims for personal injury or damage to belongings, which go to our insurers": {("2.2", OWN)},
    "The level of your rent or service charge": {("2.2", OWN)},
    "Service charge queries": {("2.2", PERSON)},
    "Decisions on allocations, banding or homelessness, which have a right of review": {("2.2", OWN)},
    "Freedom of information requests": {("2.2", OWN)},
    "Services we do not provide, such as refuse collection by the council": {("2.2", OWN)},
    "Changes in the law or government policy": {("2.2", OWN)},
    "Staff grievances, pay and recruitment": {("2.2", OWN)},
    "Disagreement with a decision made by our Board": {("2.2", OWN)},
    "Complaints about the behaviour of a member of staff, which are dealt with by managers": {("1.2", BEYOND)},
    "Complaints about the work of our contractors, who have their own process": {("1.2", BEYOND)},
    "The first time you tell us about a repair": {("1.4", KEEPS)},
    "First-time complaints, which we will log as a service request": {("1.3", BEYOND)},
    "Chasing a repair that is still within its target time": {("1.5", PERSON)},
    "Reports of anti-social behaviour": {("1.4", PERSON)},
    "Vexatious, abusive or persistent complainants": {("5.14", OWN)},
    "Anonymous complaints": {("2.1", PERSON)},
    "Complaints from someone acting for you without your written authority": {("1.3", PERSON)},
    "Complaints brought by MPs or councillors": {("1.3", BEYOND)},
    "Complaints from leaseholders": {("1.2", PERSON)},
    "Where the complainant is an employee of ours": {("1.2", PERSON)},
    "Posts on social media": {("3.2", BEYOND)},
    "Complaints that are not in writing": {("3.1", BEYOND)},
    "Informal complaints, which your housing officer will try to settle": {("5.2", BEYOND)},
    "Petitions and complaints from groups of residents": {("1.2", BEYOND)},
    "Feedback given in a satisfaction survey": {("1.6", KEEPS)},
    "Comments, suggestions and compliments": {("1.2", KEEPS)},
    "All complaints about parking": {("2.5", BEYOND)},
    "Requests for compensation": {("2.1", PERSON)},
    "Matters relating to the village green": {("2.1", PERSON)},
}


def test_every_line_has_a_verdict_worked_out() -> None:
    assert set(IN_2024) == {text for text, _ in LINES}


@pytest.mark.parametrize("line", IN_2024)
def test_a_line_has_the_verdict_worked_out_for_2024(line: str) -> None:
    assert said_of(line) == IN_2024[line]


@pytest.mark.parametrize(
    "words",
    [
        "Where legal action is threatened",
        "Complaints that may lead to court proceedings",
        "Anything a solicitor has written to us about",
        "Claims being prepared under the pre-action protocol",
        "Where you intend to take us to court",
        "Matters where legal proceedings are pending or have started",
        "Complaints brought through a claims management company",
    ],
)
@pytest.mark.parametrize(("edition", "clause"), [(CODE_2020, "1.5"), (CODE_2022, "1.8"), (CODE_2024, "2.2")])
def test_legal_action_before_proceedings_goes_beyond_every_edition(words: str, edition: Edition, clause: str) -> None:
    assert (clause, BEYOND) in said_of(words, edition)
    assert (clause, KEEPS) not in said_of(words, edition)


@pytest.mark.parametrize(
    "words",
    [
        "Legal proceedings have started (but not where you have only threatened to start them)",
        "Court proceedings have been issued; a letter before action is not enough",
        "Where a claim form and particulars of claim have been filed at court",
    ],
)
def test_proceedings_that_have_started_are_the_code_s_own_ground(words: str) -> None:
    assert BEYOND not in {verdict for _, verdict in said_of(words)}


@pytest.mark.parametrize(
    "words",
    [
        "We will not consider any complaint about parking",
        "Under no circumstances will we look at parking",
        "Complaints about parking are never accepted",
        "Every case that involves an insurance claim",
        "All matters about service charges",
    ],
)
def test_words_without_exception_go_beyond_2024_where_alone_a_clause_forbids_them(words: str) -> None:
    assert ("2.5", BEYOND) in said_of(words, CODE_2024)
    assert BEYOND not in {verdict for edition in (CODE_2020, CODE_2022) for _, verdict in said_of(words, edition)}


def test_words_with_room_in_them_are_no_blanket() -> None:
    words = "We will not consider any complaint about parking unless there are exceptional circumstances"
    assert "2.5" not in {clause for clause, _ in said_of(words)}


@pytest.mark.parametrize(
    "words",
    ["Complaints about a councillor", "Complaints received more than 3 months after our final letter"],
)
def test_what_only_looks_like_a_breach_is_none(words: str) -> None:
    assert BEYOND not in {verdict for _, verdict in said_of(words)}


def test_one_line_may_name_several_of_the_code_s_grounds() -> None:
    words = (
        "Complaints more than six months old, or that have already been considered, or where legal action is threatened"
    )
    grounds = {(f.ground, f.verdict) for f in a_check(words).findings if f.ground}
    assert grounds == {
        (Ground.OUT_OF_TIME, BEYOND),
        (Ground.ALREADY_CONSIDERED, KEEPS),
        (Ground.LEGAL_PROCEEDINGS, BEYOND),
    }


@pytest.mark.parametrize(
    ("words", "by_2020", "by_2022", "by_2024"),
    [
        (
            "A first expression of dissatisfaction is logged as a service request",
            ("1.2", BEYOND),
            ("1.6", BEYOND),
            ("1.3", BEYOND),
        ),
        (
            "If you do not wish to make a formal complaint we deal with it as a service request",
            ("1.2", BEYOND),
            ("1.2", BEYOND),
            ("1.3", BEYOND),
        ),
        (
            "It becomes a complaint only when we have repeatedly let you down",
            ("1.2", BEYOND),
            ("1.6", BEYOND),
            ("1.3", BEYOND),
        ),
        ("Informal complaints", ("3.3", PERSON), ("4.1", BEYOND), ("5.2", BEYOND)),
        ("Stage 0: we will ring you first", ("3.3", PERSON), ("4.1", BEYOND), ("5.2", BEYOND)),
        ("Complaints still at the pre-complaint stage", ("3.3", PERSON), ("4.1", BEYOND), ("5.2", BEYOND)),
        ("Stage 3 is a panel of board members", ("3.8", PERSON), ("5.17", PERSON), ("5.3", BEYOND)),
    ],
)
def test_each_edition_says_its_own_of_what_comes_before_and_after_the_two_stages(
    words: str, by_2020: By, by_2022: By, by_2024: By
) -> None:
    for edition, expected in zip(Edition, (by_2020, by_2022, by_2024), strict=True):
        assert expected in said_of(words, edition)


# Channels, representatives, and the letter that declines


def test_a_single_way_to_complain_goes_beyond_the_code() -> None:
    said = [verdicts(edition, Topic.CHANNELS, channels=["by letter"])[0] for edition in Edition]
    assert said == [("2.1", BEYOND), ("2.1", BEYOND), ("3.1", BEYOND)]


def test_ways_left_out_of_the_list_are_named_as_not_found() -> None:
    [finding] = findings(CODE_2024, Topic.CHANNELS, channels=["by letter", "by email"])
    assert finding.verdict is NOT_FOUND
    assert finding.why.endswith("in person, by telephone, online, to any member of staff.")


def test_a_full_list_keeps_to_the_code() -> None:
    said = verdicts(CODE_2024, Topic.CHANNELS)
    assert said[0] == ("3.1", KEEPS)
    assert BEYOND not in {verdict for _, verdict in said}


def test_a_way_that_shuts_out_the_others_goes_beyond_the_code() -> None:
    said = verdicts(CODE_2024, Topic.CHANNELS, channels=["complaints must be made in writing", "by email"])
    assert ("3.1", BEYOND) in said


@pytest.mark.parametrize(
    ("topic", "by_2020", "by_2022", "by_2024"),
    [
        (Topic.EXPLANATION, "1.6", "1.9", "2.4"),
        (Topic.OMBUDSMAN, "1.7", "1.9", "2.4"),
        (Topic.REPRESENTATIVES, "4.3", "1.3", "1.3"),
    ],
)
def test_what_the_policy_does_not_say_is_not_found_under_the_edition_s_own_clause(
    topic: Topic, by_2020: str, by_2022: str, by_2024: str
) -> None:
    said = [verdicts(edition, topic, process=[]) for edition in Edition]
    assert said == [[(by_2020, NOT_FOUND)], [(by_2022, NOT_FOUND)], [(by_2024, NOT_FOUND)]]


@pytest.mark.parametrize("topic", [Topic.EXPLANATION, Topic.OMBUDSMAN, Topic.REPRESENTATIVES])
def test_what_the_policy_says_is_found(topic: Topic) -> None:
    assert [verdict for _, verdict in verdicts(CODE_2024, topic)] == [KEEPS]


def test_a_decision_said_to_be_final_goes_beyond_the_code() -> None:
    assert said_of("Our decision not to accept a complaint is final") >= {("2.4", BEYOND)}


def test_nothing_is_said_of_the_rest_of_a_policy_where_only_a_list_was_read() -> None:
    check = a_check("Anonymous complaints")
    assert check.only_exclusions
    assert not {f.topic for f in check.findings} & {Topic.DEFINITION, Topic.CHANNELS, Topic.RESPONSE_TIME}


def test_a_reason_for_not_escalating_has_to_be_one_for_not_accepting() -> None:
    refusals = [{"paragraph": None, "text": "matters of law"}]
    line = {"paragraph": None, "text": "matters of law", "ground": "law_or_policy"}
    assert verdicts(CODE_2022, Topic.ESCALATION, escalation_refusals=refusals) == [("4.14", BEYOND)]
    said = verdicts(CODE_2022, Topic.ESCALATION, escalation_refusals=refusals, exclusions=[line])
    assert said == [("4.14", OWN)]


# What must hold whatever the policy


def test_every_rule_rests_on_clauses_of_its_edition_and_says_one_sentence() -> None:
    rules = policy_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        for edition, numbers in rule.clauses.items():
            assert [find_clause(edition, number).id for number in numbers] == list(numbers)
            assert re.fullmatch(r"[A-Z“][^.]*\.", rule.why[edition]), (rule.id, rule.why[edition])


def test_every_rule_is_met_by_a_line_of_a_landlord(tmp_path: Path) -> None:
    met: set[str] = set()

    def meet(line: PolicyLine, kind: LineKind, ground: Ground | None = None) -> None:
        placed = f"{line.paragraph}: {line.text}"
        rule = main_rule(line.text, kind)
        met.update({rule.id} if rule else ())
        met.update(rule.id for rule in rules_beside(line.text, kind, ground))
        if kind in {LineKind.PROCESS, LineKind.CHANNEL}:
            met.update(rule.id for rule in policy_rules() if rule.fits(placed, kind))

    for policy in map(load_policy, ("barnet", "brent")):
        for kind, lines in (
            (LineKind.EXCLUSION, policy.exclusions),
            (LineKind.ESCALATION_REFUSAL, policy.escalation_refusals),
            (LineKind.PROCESS, policy.process),
            (LineKind.CHANNEL, [PolicyLine(paragraph=None, text=channel) for channel in policy.channels]),
        ):
            for line in lines:
                meet(line, kind)
    others = [
        "We have a stage 3 appeal panel",
        "It becomes a complaint only when you have told us more than once",
        "A query where you do not wish to make a formal complaint is a service request",
        "Where we have not had an opportunity to put things right",
        "If we do not accept your complaint we will write to you and explain why.",
        "Our decision is final and we will not enter into further correspondence.",
        "Under no circumstances will we look at parking",
    ]
    for listed in a_list(tmp_path, "\n".join(f"- {text}" for text in [*(text for text, _ in LINES), *others])).lines:
        meet(listed, listed.kind, listed.ground)
    assert {rule.id for rule in policy_rules()} - met == set()


WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "any all complaint legal action court threat solicitor six 12 months ago not first stage 3 in writing insurer "
        "rent appeal staff , ; . or Ombudsman discretion decision review MP consent informal service request we will",
    )
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=4))
def test_whatever_the_lines_say_each_finding_quotes_its_own_edition(lines: list[str]) -> None:
    for edition in Edition:
        check = a_check(*lines, edition=edition)
        for finding in check.findings:
            assert {clause.edition for clause in finding.clauses} == {edition}
            assert finding.line is not None or finding.verdict is NOT_FOUND
            assert finding.line is None or any(finding.line.text in line for line in lines)
        assert all(clause.summary for f in check.findings for clause in f.clauses) is (edition is CODE_2024)
