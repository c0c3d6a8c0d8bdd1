"""`conversations.*`, `assistant.threads.*` and `auth.test`."""

from typing import Any

from bot.workspace import seeds
from bot.workspace.arguments import Arguments, flag, need, parsed, text
from bot.workspace.limits import PROMPTS
from bot.workspace.rules import Shape, characters
from bot.workspace.state import Json, RefusedError, State

MOST_REPLIES = 1_000
LOADING_MESSAGES = 10
PROMPT = Shape({"title": characters(3_000), "message": characters(3_000)}, typed=False)


def auth_test(state: State, arguments: Arguments) -> Json:
    return {
        "url": f"https://{seeds.TEAM_DOMAIN}.slack.com/", "team": seeds.TEAM_NAME, "team_id": seeds.TEAM,
        "user": "clausewise", "user_id": seeds.BOT_USER, "bot_id": seeds.BOT, "is_enterprise_install": False,
    }  # fmt: skip


def replies(state: State, arguments: Arguments) -> Json:
    channel, ts = need(arguments, "channel", "channel_not_found"), need(arguments, "ts", "thread_not_found")
    state.need_bot_in(channel)
    begin = _number(arguments, "cursor", 0, "invalid_cursor")
    limit = _number(arguments, "limit", MOST_REPLIES, "invalid_limit")
    if not 0 < limit <= MOST_REPLIES:
        raise RefusedError("invalid_limit")
    told = state.thread(channel, ts) or []
    if not told or told[0]["ts"] != ts:
        raise RefusedError("thread_not_found")
    with_metadata = flag(arguments, "include_all_metadata")
    page = told[begin : begin + limit]
    more = begin + limit < len(told)
    return {
        "messages": [one if with_metadata else {k: v for k, v in one.items() if k != "metadata"} for one in page],
        "has_more": more,
        "response_metadata": {"next_cursor": str(begin + limit) if more else ""},
    }


def _number(arguments: Arguments, name: str, otherwise: int, error: str) -> int:
    given = text(arguments, name)
    if given is not None and not given.isdecimal():
        raise RefusedError(error)
    return int(given) if given is not None else otherwise


def history(state: State, arguments: Arguments) -> Json:
    """The channel's latest messages, newest first, without replies."""
    channel = need(arguments, "channel", "channel_not_found")
    state.need_bot_in(channel)
    told = [one for one in state.conversations.get(channel, []) if one.get("thread_ts", one["ts"]) == one["ts"]]
    limit = int(text(arguments, "limit") or 100)
    shown = [{k: v for k, v in one.items() if k != "metadata"} for one in reversed(told[-limit:])]
    return {"messages": shown, "has_more": len(told) > limit}


def open_(state: State, arguments: Arguments) -> Json:
    direct = {person: dm for dm, person in seeds.DIRECT.items()}
    users = need(arguments, "users").split(",")
    if len(users) != 1 or users[0] not in direct:
        raise RefusedError("user_not_found")
    return {"channel": {"id": direct[users[0]]}}


def set_suggested_prompts(state: State, arguments: Arguments) -> Json:
    channel = _direct_message(state, arguments)
    prompts: Any = parsed(arguments, "prompts", "invalid_arguments")
    if not isinstance(prompts, list) or not 0 < len(prompts) <= PROMPTS:
        raise RefusedError("invalid_arguments")
    if any(list(PROMPT(one, "")) for one in prompts):
        raise RefusedError("invalid_arguments")
    # An agent has no thread for them: Slack takes such a call and shows nothing. Source: the method's page.
    if text(arguments, "thread_ts") is None:
        state.prompts[channel] = prompts
        state.keep()
    return {}


def set_status(state: State, arguments: Arguments) -> Json:
    channel, thread_ts = need(arguments, "channel_id", "channel_not_found"), need(arguments, "thread_ts")
    state.need_bot_in(channel)
    state.need_open(channel)
    if state.find_message(channel, thread_ts) is None:
        raise RefusedError("invalid_thread_ts")
    loading: Any = parsed(arguments, "loading_messages", "invalid_arguments") or []
    if "status" not in arguments or not isinstance(loading, list) or len(loading) > LOADING_MESSAGES:
        raise RefusedError("invalid_arguments")
    place = f"{channel} {thread_ts}"
    if (status := text(arguments, "status")) is None:
        state.statuses.pop(place, None)
    else:
        state.statuses[place] = status
    state.keep()
    return {}


def set_title(state: State, arguments: Arguments) -> Json:
    channel, thread_ts = _direct_message(state, arguments), need(arguments, "thread_ts")
    need(arguments, "title")
    if state.find_message(channel, thread_ts) is None:
        raise RefusedError("invalid_thread_ts")
    return {}


def _direct_message(state: State, arguments: Arguments) -> str:
    channel = need(arguments, "channel_id", "channel_not_found")
    if channel not in seeds.DIRECT:
        raise RefusedError("channel_not_found")
    return channel
