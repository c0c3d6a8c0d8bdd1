"""The bot's parts, bound once: what listeners may ask for, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.answers import Answer, answer_question
from bot.briefing import Briefing, brief
from bot.dashboard import Dashboard
from bot.decisions import RecordedDecision, ResidentMessage
from bot.evidence.counting import count_figures
from bot.evidence.periods import Period, days_of
from bot.follow_up import judge_again, judge_follow_up
from bot.records.decision_log import DecisionLog
from bot.records.outbox import ReplyTo
from bot.replies import Replies
from bot.roles import Roles
from bot.triage import Predict, triage_message
from bot.views.home import MOST_COUNTED, HomeContent
from bot.watching import WatchedChannel
from bot.why import Changes
from classifier.kinds import Kind
from knowledge.policies import Policy

KindOf = Callable[[str], Kind | None]
"""Says whether a text is a resident's message or a colleague's question; None where a person has to."""


@dataclass(frozen=True)
class Services:
    """Everything a listener may call. Slack's words stay in the listeners, SQL stays in the log."""

    log: DecisionLog
    predict: Predict
    kind_of: KindOf
    replies: Replies
    now: Callable[[], datetime]
    policy: Policy | None
    watched_channels: Mapping[str, WatchedChannel]
    roles: Roles
    changes: Changes | None = None
    """Says what would change a proposal; None where no model is at hand."""
    log_note: str = ""
    """What has to be said of the log on Home and in documents, where it is no evidence."""

    def today(self) -> date:
        return self.now().date()

    def triage(self, message: ResidentMessage, *, reply_to: ReplyTo | None) -> tuple[RecordedDecision, bool]:
        return triage_message(
            message, predict=self.predict, record=self.log.record, policy=self.policy, now=self.now, reply_to=reply_to
        )

    def complaint_of(
        self, request: RecordedDecision, message: ResidentMessage, *, reply_to: ReplyTo | None
    ) -> tuple[RecordedDecision, bool] | None:
        """Record the complaint that a later message makes of a service request; None if it makes no new one."""
        complaint = judge_follow_up(request, message, predict=self.predict, policy=self.policy, now=self.now)
        if complaint is None:
            return None
        return self.log.record_complaint_of(request.decision.id, complaint, reply_to=reply_to)

    def revise(
        self, recorded: RecordedDecision, request: RecordedDecision | None, text: str, *, by: str
    ) -> RecordedDecision:
        """Judge an edited message again and record what is proposed of it now."""
        revised = judge_again(recorded, request, text, predict=self.predict, policy=self.policy, now=self.now)
        return self.log.revise(recorded.decision.id, revised, by=by)

    def brief(self, recorded: RecordedDecision) -> Briefing:
        return brief(recorded, policy=self.policy)

    def answer(self, question: str) -> Answer:
        return answer_question(question, today=self.today(), policy=self.policy)

    def home(self, user: str, team: str | None, period: Period) -> HomeContent:
        """Return what a person's Home shows: their own workspace's decisions, never another's."""
        most = MOST_COUNTED + 1  # One more says that there are more.
        return HomeContent(
            user=user,
            may_confirm=self.roles.may_confirm(user),
            note=self.log_note,
            dashboard=self.dashboard(team, period) if self.roles.may_see_dashboard(user) else None,
            undecided=tuple(self.log.needs_person_undecided(most, team=team)),
            awaiting=tuple(self.log.awaiting_second_person(most, team=team)),
            to_send=tuple(self.log.explanations_to_send(most, team=team)),
            recent=tuple(self.log.latest_of(user, team=team)),
        )

    def dashboard(self, team: str | None, period: Period) -> Dashboard:
        """Count the figures of a period that ends today."""
        first, last = days_of(period, self.today())
        figures = count_figures(self.log, first, last, today=self.today(), team=team)
        return Dashboard(period=period, first=first, last=last, figures=figures)
