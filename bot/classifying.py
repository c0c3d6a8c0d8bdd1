"""`clausewise classify`: the same judgement the bot makes, without a log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from bot import local_time
from bot.briefing import Briefing, brief
from bot.clean_text import message_text
from bot.decisions import Decision, RecordedDecision, ResidentMessage, Source
from bot.json_lines import read_day, required_text
from bot.progress import load_model
from bot.triage import decision_on, judge_message, months_to_complain
from classifier.prediction import ToJudge
from knowledge.edition import Edition, edition_named, edition_on
from knowledge.policies import Policy, load_policy

if TYPE_CHECKING:
    from bot.settings import Settings
    from classifier.model import TriageModel
    from classifier.what_if import Change


@dataclass(frozen=True)
class Classifier:
    """The model with the edition and policy it is asked to apply."""

    model: TriageModel
    edition: Edition | None
    policy: Policy | None

    @classmethod
    def start(cls, settings: Settings, *, edition: str | None, policy: str | None) -> Classifier:
        """Load the model (training it on first use); a wrong edition or policy is told of before that."""
        name = policy or settings.policy
        chosen = edition_named(edition) if edition else None
        loaded = load_policy(name) if name else None
        return cls(model=load_model(settings.home), edition=chosen, policy=loaded)

    def classify(self, text: str, *, received: str | None) -> Decision:
        """Judge one message.

        Raises
        ------
        NotAMessage, BadInput, NoEditionInForce : for what cannot be judged; each says what to do.
        """
        return judge_message(
            _message(text, read_day(received, "--received") if received else None),
            predict=self.model.predict,
            policy=self.policy,
            now=local_time.now,
            edition=self.edition,
        )

    def classify_all(
        self, given: Sequence[dict[str, Any]], *, received: str | None
    ) -> Iterator[Decision | ValueError | LookupError]:
        """Judge the messages in the fields of JSON lines, all at once; for one that cannot be judged, yield why."""
        read = [self._read(fields, received) for fields in given]
        predictions = self.model.predict_many(
            [
                ToJudge(message.text, message.received_on, months_to_complain(edition, self.policy))
                for message, edition in (each for each in read if isinstance(each, tuple))
            ]
        )
        for each in read:
            if isinstance(each, tuple):
                message, edition = each
                yield decision_on(message, next(predictions), policy=self.policy, now=local_time.now, edition=edition)
            else:
                yield each

    def _read(
        self, fields: dict[str, Any], received: str | None
    ) -> tuple[ResidentMessage, Edition] | ValueError | LookupError:
        try:
            day = fields.get("received") or received
            message = _message(
                required_text(fields, "text"), None if day is None else read_day(day, "The field 'received'")
            )
            return message, self.edition or edition_on(message.received_on)
        except (ValueError, LookupError) as error:
            return error

    def changes(self, decision: Decision) -> tuple[Change, ...]:
        """Return what would give the message of `decision` another label."""
        from classifier.what_if import what_would_change_it

        return what_would_change_it(
            self.model,
            decision.message.text,
            received_on=decision.message.received_on,
            months_to_complain=months_to_complain(decision.edition, self.policy),
        )

    def brief(self, decision: Decision) -> Briefing:
        return brief(RecordedDecision(decision=decision, status="proposed"), policy=self.policy)


def _message(text: str, received_on: date | None) -> ResidentMessage:
    """Return the words as a message received on that day, by default today; raises NotAMessage if they are none."""
    return ResidentMessage(
        team="",
        channel="",
        ts=uuid4().hex,
        text=message_text(text),
        received_on=received_on or local_time.now().date(),
        source=Source.COMMAND_LINE,
        handed_in_by="",
    )
