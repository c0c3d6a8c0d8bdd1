"""`clausewise classify`: the same judgement the bot makes, without a log."""

from __future__ import annotations

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
from bot.triage import judge_message, months_to_complain
from knowledge.edition import Edition, edition_named
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
        received_on: date = read_day(received, "--received") if received else local_time.now().date()
        message = ResidentMessage(
            team="",
            channel="",
            ts=uuid4().hex,
            text=message_text(text),
            received_on=received_on,
            source=Source.COMMAND_LINE,
            handed_in_by="",
        )
        return judge_message(
            message, predict=self.model.predict, policy=self.policy, now=local_time.now, edition=self.edition
        )

    def classify_fields(self, given: dict[str, Any], *, received: str | None) -> Decision:
        """Judge the message in the fields of one JSON line."""
        day = given.get("received") or received
        if day is not None:
            read_day(day, "The field 'received'")
        return self.classify(required_text(given, "text"), received=None if day is None else str(day))

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
