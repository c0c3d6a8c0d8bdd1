"""A year of made-up decisions, so that a manager can see what a year looks like. None of it is evidence."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from bot.basis import clauses_for
from bot.decisions import Decision, Evidence, ResidentMessage, Source
from bot.demo_story import DemoMessage, Step, Story, in_working_hours
from bot.local_time import local_date
from bot.progress import progress_bar
from bot.records.opening import open_log
from bot.triage import months_to_complain
from bot.whole_file import in_one_piece
from bot.workspace.seeds import CHANNELS, PEOPLE, TEAM
from classifier.labels import Label
from knowledge.edition import edition_on
from knowledge.working_days import bank_holidays, is_working_day

if TYPE_CHECKING:
    from bot.records.decision_log import DecisionLog
    from bot.triage import Predict
    from classifier.prediction import Prediction
    from classifier.training import Progress
    from knowledge.policies import Policy

MESSAGES = Path(__file__).parent / "workspace" / "demo_messages.jsonl"
NOTE = "Made-up decisions on the messages of invented people: a demonstration, and no evidence of anything."
HOW_MANY = 900
_YEAR = 365
_HANDED_IN_BY = [person.id for person in PEOPLE[:2]]
_MOSTLY_LEFT_OUT = 0.65  # of the exclusions in each round: most messages are none
_WINTER = frozenset({10, 11, 12, 1, 2})


def demo_messages() -> tuple[DemoMessage, ...]:
    lines = MESSAGES.read_text(encoding="utf-8").splitlines()
    return tuple(DemoMessage.model_validate(json.loads(line)) for line in lines)


def fill_demo(
    log: DecisionLog,
    *,
    predict: Predict,
    policy: Policy | None,
    now: datetime,
    how_many: int = HOW_MANY,
    seed: int = 1,
    progress: Progress = lambda *_: None,
) -> int:
    """Put a year of decisions into an empty log, with what people did about them; return how many there are.

    Everything goes through the log's own methods in the order in which it happened; nothing lies in the future.
    """
    steps = [step for step in _steps(predict, policy, now, how_many, Random(seed)) if step[0] < now]
    done = 0
    for (id_, of_evidence, _), together in groupby(sorted(steps, key=itemgetter(0)), key=_one_entry):
        acts = [act for _, _, act in together]
        if of_evidence:
            log.add_all_evidence(id_, [act for act in acts if isinstance(act, Evidence)])
        for act in acts:
            if not isinstance(act, Evidence):
                act(log)
        done += len(acts)
        progress("Making up a year", done, len(steps))
    return log.counts().decisions


def _one_entry(step: Step) -> tuple[str, bool, datetime]:
    """Say which steps are done in one go: what is entered about one decision at one time."""
    at, id_, act = step
    return id_, isinstance(act, Evidence), at


def _steps(predict: Predict, policy: Policy | None, now: datetime, how_many: int, chance: Random) -> list[Step]:
    steps: list[Step] = []
    judged: dict[str, Prediction] = {}
    requests: list[str] = []
    moments = _moments(now, how_many, chance)
    for number, (moment, message) in enumerate(zip(moments, _in_turn(how_many, chance), strict=True)):
        received_on = local_date(moment)
        if message.text not in judged:
            months = months_to_complain(edition_on(received_on), policy)
            judged[message.text] = predict(message.text, received_on=received_on, months_to_complain=months)
        decision = _decision(number, moment, message, judged[message.text], policy, chance)
        earlier = chance.choice(requests[-40:]) if requests else None
        steps += Story(decision, message, policy, now, chance, earlier).steps()
        if message.label is Label.SERVICE_REQUEST:
            requests.append(decision.id)
    return steps


def _decision(
    number: int, moment: datetime, message: DemoMessage, prediction: Prediction, policy: Policy | None, chance: Random
) -> Decision:
    received_on = local_date(moment)
    edition = edition_on(received_on)
    return Decision(
        id=f"{chance.getrandbits(128):032x}",
        message=ResidentMessage(
            team=TEAM,
            channel=CHANNELS[0].id,
            ts=f"{int(moment.timestamp())}.{number:06}",
            text=message.text,
            received_on=received_on,
            source=Source.WATCHED_CHANNEL,
            handed_in_by=chance.choice(_HANDED_IN_BY),
        ),
        prediction=prediction,
        edition=edition,
        policy=policy.name if policy else None,
        clauses=clauses_for(prediction.label, prediction.ground, prediction.signals, edition),
        decided_at=moment,
    )


def _moments(now: datetime, how_many: int, chance: Random) -> list[datetime]:
    """Return moments in working hours over the year before `now`, in order: more in winter and on Mondays."""
    today = local_date(now)
    days = [today - timedelta(days=back) for back in range(1, _YEAR)]
    days = [day for day in days if is_working_day(day, bank_holidays())]
    chosen = chance.choices(days, weights=[_weight(day) for day in days], k=how_many)
    return sorted(map(partial(in_working_hours, chance=chance), chosen))


def _weight(day: date) -> float:
    return (1.5 if day.month in _WINTER else 1.0) * (1.4 if day.weekday() == 0 else 1.0)


def _in_turn(how_many: int, chance: Random) -> list[DemoMessage]:
    """Return the messages in turn, in another order each round, so that the same one does not come again soon."""
    every = demo_messages()
    chosen: list[DemoMessage] = []
    while len(chosen) < how_many:
        few = [each for each in every if each.label is not Label.EXCLUDED or chance.random() > _MOSTLY_LEFT_OUT]
        chosen += chance.sample(few, len(few))
    return chosen[:how_many]


def make_demo_log(path: Path, *, key: bytes, predict: Predict, policy: Policy | None, now: datetime) -> int:
    """Make the log of a demonstration in one piece, so that one that was broken off is begun again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with in_one_piece(path) as draft, progress_bar() as progress:
        log = open_log(f"sqlite:///{draft}", key=key, lasting=False)
        try:
            return fill_demo(log, predict=predict, policy=policy, now=now, progress=progress)
        finally:
            log.close()
