"""Cases that are shown: with a person's reason, few, short, and never with a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evidence.sample_cases import MOST_SAMPLES, Candidates, Sample, SampleCase, names_nobody
from bot.records.decision_log import DecisionLog
from classifier.labels import Label
from tests.bot.records.builders import a_correction, a_decision_numbered, a_log, an_agreement


@pytest.mark.parametrize(
    "reason",
    [
        "A first report, nothing was promised before.",
        "The claim was filed at court in December.",
        "There was good reason for the delay.",
        "They came twice. Nobody mended it.",
        "The Ombudsman asked us to look again under the Code.",
    ],
)
def test_a_reason_that_names_nobody_may_be_shown(reason: str) -> None:
    assert names_nobody(reason)


@pytest.mark.parametrize(
    "reason",
    [
        pytest.param("Doreen told us so.", id="a name that begins"),
        pytest.param("It was Doreen who told us so.", id="a name within"),
        pytest.param("They came twice. Doreen saw it.", id="a name that begins a later sentence"),
        pytest.param("June told us so.", id="a name that is a month"),
        pytest.param("Will told us so.", id="a name that is a word"),
        pytest.param("It was at Ash Court.", id="a place"),
        pytest.param("doreen told us so", id="no capitals to tell by"),
        pytest.param("Ring 07700 900123.", id="a number"),
        pytest.param("The [name] told us.", id="what redaction left"),
        pytest.param("(text removed)", id="what was deleted"),
        pytest.param("The " + "very " * 60 + "long story.", id="too long"),
    ],
)
def test_a_reason_in_any_doubt_is_not_shown(reason: str) -> None:
    assert not names_nobody(reason)


def shown(log: DecisionLog, sample: Sample) -> list[SampleCase]:
    candidates = Candidates()
    with log.matters() as matters:
        for matter in matters.each():
            candidates.see(matter)
    return candidates.cases(log, sample)


def test_cases_need_a_person_s_own_reason_and_there_are_at_most_three_the_latest_first(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    for number in range(1, 7):
        log.record(a_decision_numbered(number, text="I told you the lift is out again"), reply_to=None)
    for number in (1, 2, 3, 4):
        log.correct(f"d-{number}", a_correction(reason=f"The {number * 'very '}first report."))
    log.correct("d-5", a_correction(reason="Doreen said so."))
    log.agree("d-6", an_agreement())
    cases = shown(log, Sample.CORRECTED)
    log.close()
    assert len(cases) == MOST_SAMPLES
    assert [case.reason.count("very") for case in cases] == [4, 3, 2]
    assert cases[0].shown == (
        "November 2026. The resident wrote: “I told you the lift is out again”. Proposed: complaint; decided: service "
        "request. Reason: “The very very very very first report.”"
    )


def test_the_resident_s_words_are_left_out_where_they_may_hold_a_name(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.record(a_decision_numbered(1, text="I told Doreen the lift is out again"), reply_to=None)
    log.correct("d-1", a_correction(reason="A first report."))
    [case] = shown(log, Sample.CORRECTED)
    log.close()
    assert case.words is None
    assert case.shown == "November 2026. Proposed: complaint; decided: service request. Reason: “A first report.”"


def test_each_kind_of_case_comes_from_the_matters_it_is_about(sixty: DecisionLog) -> None:
    assert [case.decided for case in shown(sixty, Sample.DISCRETION)] == [
        Label.COMPLAINT,
        Label.COMPLAINT,
        Label.EXCLUDED,
    ]
    assert [case.reason for case in shown(sixty, Sample.REVERSED)] == [
        "The Ombudsman found that only the claim is for the insurers.",
        "It flooded again in the autumn, so it is within time.",
    ]
    assert {case.decided for case in shown(sixty, Sample.DECLINED)} == {Label.EXCLUDED}
