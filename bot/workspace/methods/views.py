"""`views.*`: modals in their stack, and each person's Home."""

from typing import Any

from bot.workspace import seeds
from bot.workspace.arguments import Arguments, need, parsed, refuse_as_slack, text
from bot.workspace.broadcasts import broadcasts, with_ids
from bot.workspace.controls import initial_values
from bot.workspace.file_blocks import need_files
from bot.workspace.limits import VIEW_STACK, refuse_view
from bot.workspace.state import Json, RefusedError, State


def open_(state: State, arguments: Arguments) -> Json:
    view = _given(state, arguments, "modal")
    user = _person(state, arguments)
    state.close_views(user, *state.stacks.get(user, []))
    return {"view": put_on_stack(state, user, view)}


def push(state: State, arguments: Arguments) -> Json:
    view = _given(state, arguments, "modal")
    user = _person(state, arguments)
    if not state.stacks.get(user):
        raise RefusedError(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] no modal is open to push upon"]}
        )
    if len(state.stacks[user]) >= VIEW_STACK:
        raise RefusedError("push_limit_reached")
    return {"view": put_on_stack(state, user, view)}


def update(state: State, arguments: Arguments) -> Json:
    view = _given(state, arguments, "modal")
    old = _existing(state, arguments)
    if (known := text(arguments, "hash")) is not None and known != old["hash"]:
        raise RefusedError("hash_conflict")
    return {"view": replace(state, old, view)}


def publish(state: State, arguments: Arguments) -> Json:
    user = need(arguments, "user_id")
    if user not in seeds.DIRECT.values():
        raise RefusedError("user_not_found")
    view = _given(state, arguments, "home")
    old = state.homes.get(user)
    if (known := text(arguments, "hash")) is not None and (old is None or known != old["hash"]):
        raise RefusedError("hash_conflict")
    view_id = old["id"] if old else state.new_id("V")
    state.homes[user] = _stored(state, view, view_id, root=view_id, previous=None)
    state.keep()
    return {"view": dict(state.homes[user])}


def check(state: State, given: object, kind: str, method: str) -> Json:
    """The view, refused where Slack would refuse it; a broadcast in it is recorded as an alarm."""
    refuse_as_slack(refuse_view(given))
    view: Any = given
    if view["type"] != kind:
        raise RefusedError("invalid_arguments", response_metadata={"messages": [f"[ERROR] a {kind} is needed here"]})
    need_files(state, view["blocks"])
    for alarm in broadcasts(None, view["blocks"]):
        state.alarms.append({"method": method, "channel": None, "text": alarm})
    return dict(view)


def put_on_stack(state: State, user: str, view: Json) -> Json:
    """Open the view on top of what the person has open."""
    stack = state.stacks.setdefault(user, [])
    _need_free_external_id(state, view, None)
    view_id = state.new_id("V")
    root, previous = (stack[0], stack[-1]) if stack else (view_id, None)
    state.views[view_id] = _stored(state, view, view_id, root=root, previous=previous)
    stack.append(view_id)
    state.keep()
    return dict(state.views[view_id])


def replace(state: State, old: Json, view: Json) -> Json:
    """Put another content into an open view; it keeps its id and place, and gets a new hash."""
    _need_free_external_id(state, view, old["id"])
    new = _stored(state, view, old["id"], root=old["root_view_id"], previous=old["previous_view_id"])
    state.views[old["id"]] = new
    state.keep()
    return dict(new)


def _given(state: State, arguments: Arguments, kind: str) -> Json:
    return check(state, parsed(arguments, "view", "invalid_arguments"), kind, "views")


def _person(state: State, arguments: Arguments) -> str:
    """Who caused the trigger; it is used up by this."""
    trigger_id = text(arguments, "trigger_id") or need(arguments, "interactivity_pointer")
    user = state.triggers.exchange(trigger_id, state.clock())
    if user not in seeds.DIRECT.values():
        raise RefusedError(user)
    return user


def _existing(state: State, arguments: Arguments) -> Json:
    external_id = text(arguments, "external_id")
    if external_id is not None:
        found = next((one for one in state.views.values() if one.get("external_id") == external_id), None)
    else:
        found = state.views.get(need(arguments, "view_id"))
    if found is None:
        raise RefusedError("not_found")
    return found


def _need_free_external_id(state: State, view: Json, own: str | None) -> None:
    external_id = view.get("external_id")
    taken = (one for one in state.views.values() if one["id"] != own)
    if external_id and any(one.get("external_id") == external_id for one in taken):
        raise RefusedError("duplicate_external_id")


def _stored(state: State, view: Json, view_id: str, *, root: str, previous: str | None) -> Json:
    blocks = with_ids(view["blocks"])
    return {
        "private_metadata": "", "callback_id": "", "external_id": "", "title": None, "submit": None, "close": None,
        "clear_on_close": False, "notify_on_close": False, **view,
        "id": view_id, "team_id": seeds.TEAM, "app_id": seeds.APP, "bot_id": seeds.BOT,
        "app_installed_team_id": seeds.TEAM, "blocks": blocks, "state": {"values": initial_values(blocks)},
        "hash": f"{state.next_ts()}.{state.new_id('')}", "root_view_id": root, "previous_view_id": previous,
    }  # fmt: skip
