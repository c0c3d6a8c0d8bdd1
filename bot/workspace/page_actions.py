"""What the page asks for in a person's name, as one function for each `/workspace/…` action."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from bot.workspace.deliveries import Deliveries, Outcome

Asked = dict[str, Any]
Action = Callable[[Deliveries, Asked], Any]


def say(deliveries: Deliveries, asked: Asked) -> Asked:
    return {"ts": deliveries.say(asked["user"], asked["channel"], asked["text"], asked.get("thread_ts"))}


def edit(deliveries: Deliveries, asked: Asked) -> None:
    deliveries.edit(asked["user"], asked["channel"], asked["ts"], asked["text"])


def delete(deliveries: Deliveries, asked: Asked) -> None:
    deliveries.delete(asked["user"], asked["channel"], asked["ts"])


def dismiss(deliveries: Deliveries, asked: Asked) -> None:
    deliveries.dismiss(asked["user"], asked["channel"], asked["ts"])


def command(deliveries: Deliveries, asked: Asked) -> Asked:
    return _told(deliveries.command(asked["user"], asked["channel"], asked["command"], asked.get("text", "")))


def shortcut(deliveries: Deliveries, asked: Asked) -> Asked:
    return _told(deliveries.shortcut(asked["user"], asked["channel"], asked["ts"], asked["callback_id"]))


def click(deliveries: Deliveries, asked: Asked) -> Asked:
    return _told(
        deliveries.click(
            asked["user"], asked["container"], asked["action_id"], asked.get("value"),
            block_id=asked.get("block_id"), values=asked.get("values"),
        )
    )  # fmt: skip


def submit(deliveries: Deliveries, asked: Asked) -> Asked:
    return _told(deliveries.submit(asked["user"], asked["view_id"], asked.get("values")))


def close(deliveries: Deliveries, asked: Asked) -> None:
    deliveries.close(asked["user"], asked["view_id"], clear=bool(asked.get("clear")))


def open_home(deliveries: Deliveries, asked: Asked) -> None:
    deliveries.open_home(asked["user"])


def open_dm(deliveries: Deliveries, asked: Asked) -> None:
    deliveries.open_dm(asked["user"])


def _told(outcome: Outcome) -> Asked:
    return asdict(outcome)


ACTIONS: dict[str, Action] = {
    action.__name__.replace("_", "-"): action
    for action in (say, edit, delete, dismiss, command, shortcut, click, submit, close, open_home, open_dm)
}
