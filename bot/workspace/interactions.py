"""Commands, shortcuts, clicks and modals: what the bot has three seconds to answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.workspace import payloads, seeds
from bot.workspace.controls import NoSuchControlError, action_of, current_values, find_control, shortfalls
from bot.workspace.limits import VIEW_STACK
from bot.workspace.methods.views import check, put_on_stack, replace
from bot.workspace.responses import answer
from bot.workspace.sending import Answer, Delivering
from bot.workspace.state import Json, RefusedError, State
from bot.workspace.triggers import ResponseUrl

TROUBLE = "We had some trouble connecting. Try again?"
Values = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Outcome:
    """What came of it: `action` is what a modal did; `notice` is what Slack told the person when the bot failed."""

    ok: bool
    action: Literal["none", "close", "clear", "errors", "update", "push"] = "none"
    errors: Mapping[str, str] = field(default_factory=dict)  # by block_id
    notice: str | None = None
    status: int | None = None  # of the bot's HTTP answer


class Interactions:
    def __init__(self, state: State, sender: Delivering) -> None:
        self.state, self.sender = state, sender

    def command(self, user: str, channel: str, command: str, text: str) -> Outcome:
        place = ResponseUrl(channel, user, self.state.clock())
        fields = payloads.slash_command(
            user, channel, command, text, trigger_id=self._trigger(user), response_url=self._response_url(place)
        )
        got = self.sender.form(fields)
        if not got.ok:
            return self._failed(got, user, channel, f"`{command}`")
        self._show(place, got)
        return Outcome(True, status=got.status)

    def shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Outcome:
        with self.state.lock:
            message = self.state.find_message(channel, ts)
            if message is None:
                raise RefusedError("message_not_found")
            payload = payloads.message_action(
                user, channel, message, callback_id, ts=self.state.next_ts(), trigger_id=self._trigger(user),
                response_url=self._response_url(ResponseUrl(channel, user, self.state.clock(), ts)),
            )  # fmt: skip
        got = self.sender.interaction(payload)
        name = next((one.name for one in seeds.SHORTCUTS if one.callback_id == callback_id), callback_id)
        return Outcome(True, status=got.status) if got.ok else self._failed(got, user, channel, f"“{name}”")

    def click(
        self,
        user: str,
        container: Mapping[str, str],
        action_id: str,
        *,
        value: object,
        block_id: str | None,
        values: Values,
    ) -> Outcome:
        with self.state.lock:
            shown = self._shown(user, container)
            block, element = find_control(shown.get("blocks", []), action_id, block_id=block_id, value=value)
            action = action_of(block, element, value, self.state.next_ts())
            held = current_values(shown.get("blocks", []), values)
            if element["action_id"] in held.get(block["block_id"], {}):
                held = current_values(shown["blocks"], {**values, block["block_id"]: {
                    **values.get(block["block_id"], {}), action_id: value,
                }})  # fmt: skip
            trigger_id = self._trigger(user)
            if "view_id" in container:
                payload = payloads.view_click(user, shown, action, held, trigger_id)
            else:
                place = ResponseUrl(container["channel"], user, self.state.clock(), shown["ts"])
                payload = payloads.message_click(
                    user, shown, container["channel"], action, held,
                    trigger_id=trigger_id, response_url=self._response_url(place),
                )  # fmt: skip
        got = self.sender.interaction(payload)
        if got.ok:
            return Outcome(True, status=got.status)
        if "view_id" in container:
            return Outcome(False, notice=TROUBLE, status=got.status)
        return self._failed(got, user, container["channel"], "That button", shown.get("thread_ts"))

    def submit(self, user: str, view_id: str, values: Values) -> Outcome:
        with self.state.lock:
            view = self._top(user, view_id)
            held = current_values(view["blocks"], values)
            if wrong := shortfalls(view["blocks"], held):
                return Outcome(False, "errors", wrong)
            payload = payloads.view_submission(user, view, held, self._trigger(user))
        got = self.sender.interaction(payload)
        if not got.ok:
            return Outcome(False, notice=TROUBLE, status=got.status)
        with self.state.lock:
            try:
                outcome = self._obey(user, view, got)
            except RefusedError as refused:  # the bot answered with a view that Slack does not take
                self.state.refusals.append(("view_submission", refused.code))
                outcome = Outcome(False, notice=TROUBLE, status=got.status)
            self.state.keep()
        return outcome

    def close(self, user: str, view_id: str, *, clear: bool) -> None:
        with self.state.lock:
            view = self._top(user, view_id)
            cleared = clear or bool(view["clear_on_close"])
            gone = list(reversed(self.state.stacks[user])) if cleared else [view_id]
            closed = [payloads.view_closed(user, self.state.views[one], is_cleared=cleared) for one in gone]
            self.state.close_views(user, *gone)
            self.state.keep()
        for payload in closed:
            if payload["view"]["notify_on_close"]:
                self.sender.interaction(payload)

    def _obey(self, user: str, view: Json, got: Answer) -> Outcome:
        """Do what the answer to a submission asks for."""
        asked = got.parsed()
        action = asked.get("response_action", "close")
        if action == "errors":
            inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
            errors = {str(block): str(error) for block, error in asked.get("errors", {}).items()}
            if not errors or set(errors) - inputs:  # Slack shows errors under input blocks only
                raise RefusedError("invalid_arguments")
            return Outcome(False, "errors", errors, status=got.status)
        if action == "clear":
            self.state.close_views(user, *self.state.stacks.get(user, []))
            return Outcome(True, "clear", status=got.status)
        if action == "close":
            self.state.close_views(user, view["id"])
            return Outcome(True, "close", status=got.status)
        new = check(self.state, asked.get("view"), "modal", "view_submission")
        if action == "push":
            if len(self.state.stacks.get(user, [])) >= VIEW_STACK:
                raise RefusedError("push_limit_reached")
            put_on_stack(self.state, user, new)
            return Outcome(True, "push", status=got.status)
        if action == "update" and view["id"] in self.state.views:
            replace(self.state, view, new)
            return Outcome(True, "update", status=got.status)
        raise RefusedError("invalid_arguments")

    def _show(self, place: ResponseUrl, got: Answer) -> None:
        """A body in the answer to a command is a message, shown to the asker unless it says otherwise."""
        if got.body.strip() and any(got.parsed().get(key) for key in ("text", "blocks")):
            with self.state.lock:
                try:
                    answer(self.state, place, got.parsed())
                except RefusedError as refused:
                    self.state.refusals.append(("slash_command", refused.code))
                    self.state.slackbot_says(place.user, place.channel, f"The answer was refused: `{refused.code}`.")
                self.state.keep()

    def _failed(self, got: Answer, user: str, channel: str, what: str, thread_ts: str | None = None) -> Outcome:
        error = {"http_timeout": "operation_timeout", "connection_failed": "dispatch_failed"}.get(
            got.reason, f"http_status_{got.status}"
        )
        notice = f"{what} did not work: {seeds.APP_NAME} is not responding ({error}). Try again in a moment."
        self.state.slackbot_says(user, channel, notice, thread_ts)
        return Outcome(False, notice=notice, status=got.status)

    def _shown(self, user: str, container: Mapping[str, str]) -> Json:
        """The message, ephemeral, Home or open modal, as this person sees it."""
        if "view_id" in container:
            home = self.state.homes.get(user)
            if home is not None and home["id"] == container["view_id"]:
                return home
            return self._top(user, container["view_id"])
        channel, ts = container["channel"], container["ts"]
        if user not in self.state.members(channel):
            raise RefusedError("user_not_in_channel")
        ephemeral = self.state.find_ephemeral(channel, ts)
        found = self.state.find_message(channel, ts) or (ephemeral if ephemeral and ephemeral["to"] == user else None)
        if found is None:
            raise RefusedError("message_not_found")
        return found

    def _top(self, user: str, view_id: str) -> Json:
        view = self.state.open_view(user)
        if view is None or view["id"] != view_id:
            raise NoSuchControlError(f"View {view_id!r} is not the one that {user} has open.")
        return view

    def _trigger(self, user: str) -> str:
        return self.state.triggers.issue(user, self.state.clock())

    def _response_url(self, place: ResponseUrl) -> str:
        return f"{self.state.address}/response/{self.state.response_urls.issue(place)}"
