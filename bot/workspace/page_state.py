"""Everything that one person can see, as the page reads it."""

from copy import deepcopy
from dataclasses import asdict

from bot.workspace import seeds
from bot.workspace.stand_in import StandIn
from bot.workspace.state import Json


def page_state(stand_in: StandIn, user: str) -> Json:
    """What this person sees; of the four, Amara if nobody by that id works here."""
    state = stand_in.state
    with state.lock:
        me = user if user in seeds.DIRECT.values() else seeds.PEOPLE[0].id
        dm = next(channel for channel, person in seeds.DIRECT.items() if person == me)
        mine = [channel.id for channel in seeds.CHANNELS if me in channel.members] + [dm]
        shown = {
            "team": seeds.TEAM_NAME,
            "app": {"id": seeds.BOT_USER, "name": seeds.APP_NAME, "about": seeds.ABOUT},
            "me": me,
            "dm": dm,
            "people": [asdict(person) for person in seeds.PEOPLE],
            "channels": [_channel(one) for one in seeds.CHANNELS if one.id in mine],
            "commands": [asdict(command) for command in seeds.COMMANDS],
            "shortcuts": [asdict(shortcut) for shortcut in seeds.SHORTCUTS],
            "examples": seeds.EXAMPLES,
            "questions": seeds.QUESTIONS,
            "messages": {channel: state.conversations.get(channel, []) for channel in mine},
            "ephemerals": [one for one in state.ephemerals if one["to"] == me],
            "prompts": state.prompts.get(dm, []),
            "statuses": {place: text for place, text in state.statuses.items() if place.split()[0] in mine},
            "home": state.homes.get(me),
            "view": state.open_view(me),
            "depth": len(state.stacks.get(me, [])),
        }
        return deepcopy(shown)


def _channel(channel: seeds.Channel) -> Json:
    people = [person.id for person in seeds.PEOPLE if person.id in channel.members]
    return {
        "id": channel.id, "name": channel.name, "about": channel.about, "people": people,
        "app": seeds.BOT_USER in channel.members,
    }  # fmt: skip
