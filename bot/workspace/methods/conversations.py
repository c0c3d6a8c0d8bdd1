"""`conversations.*`, `assistant.threads.*` and `auth.test`."""

from typing import Any

from bot.workspace import seeds
from bot.workspace.arguments import Arguments, flag, need, parsed, text
from bot.workspace.limits import PROMPTS
from bot.workspace.state import Json, RefusedError, State


def auth_test(state: State, arguments: Arguments) -> Json:
    return {
        "url": f"https://{seeds.TEAM_DOMAIN}.slack.com/", "team": seeds.TEAM_NAME, "team_id": seeds.TEAM,
        "user": "clausewise", "user_id": seeds.BOT_USER, "bot_id": seeds.BOT, "is_enterprise_install": False,
    }  # fmt: skip


def replies(state: State, arguments: Arguments) -> Json:
    channel, ts = need(arguments, "channel", "channel_not_found"), need(arguments, "ts", "thread_not_found")
    state.need_bot_in(channel)
    told = state.thread(channel, ts) or []
    if not told or told[0]["ts"] != ts:
        raise RefusedError("thread_not_found")
    with_metadata = flag(arguments, "include_all_metadata")
    begin, limit = int(text(arguments, "cursor") or 0), int(text(arguments, "limit") or 1_000)
    page = told[begin : begin + limit]
    more = begin + limit < len(told)
    return {
        "messages": [one if with_metadata else {k: v for k, v in one.items() if k != "metadata"} for one in page],
        "has_more": more,
        "response_metadata": {"next_cursor": str(begin + limit) if more else ""},
    }


def open_(state: State, arguments: Arguments) -> Json:
    direct = {person: dm for dm, person in seeds.DIRECT.items()}
    users = need(arguments, "users").split(",")
    if len(users) != 1 or users[0] not in direct:
        raise RefusedError("user_not_found")
    return {"channel": {"id": direct[users[0]]}}


def set_suggested_prompts(state: State, arguments: Arguments) -> Json:
    channel = _direct_message(state, arguments)
    if (thread_ts := text(arguments, "thread_ts")) is not None:
        state.need_thread(channel, thread_ts)
    prompts: Any = parsed(arguments, "prompts", "invalid_arguments")
    if not isinstance(prompts, list) or not 0 < len(prompts) <= PROMPTS:
        raise RefusedError("invalid_arguments")
    if not all(isinstance(one, dict) and one.get("title") and one.get("message") for one in prompts):
        raise RefusedError("invalid_arguments")
    state.prompts[channel] = prompts
    state.keep()
    return {}


def set_status(state: State, arguments: Arguments) -> Json:
    channel, thread_ts = need(arguments, "channel_id", "channel_not_found"), need(arguments, "thread_ts")
    state.need_bot_in(channel)
    state.need_thread(channel, thread_ts)
    place = f"{channel} {thread_ts}"
    if (status := text(arguments, "status")) is None:
        state.statuses.pop(place, None)
    else:
        state.statuses[place] = status
    state.keep()
    return {}


def _direct_message(state: State, arguments: Arguments) -> str:
    channel = need(arguments, "channel_id", "channel_not_found")
    if channel not in seeds.DIRECT:
        raise RefusedError("channel_not_found")
    return channel
