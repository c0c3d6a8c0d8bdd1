"""Who works at Hazelmere Homes, where they talk, and what they might try first."""

from dataclasses import dataclass

from bot.slack_manifest import manifest

TEAM = "T0WORKSPACE"
TEAM_NAME = "Hazelmere Homes"
TEAM_DOMAIN = "hazelmere-homes"
APP = "A0CLAUSE"
APP_NAME = "Clausewise"
BOT = "B0CLAUSE"
BOT_USER = "U0CLAUSE"
SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Person:
    id: str
    name: str  # the short name that Slack puts into payloads
    real_name: str
    job: str


@dataclass(frozen=True)
class Channel:
    id: str
    name: str
    about: str
    members: frozenset[str]  # a private one has an id that starts with G


@dataclass(frozen=True)
class Command:
    name: str
    about: str
    hint: str


@dataclass(frozen=True)
class Shortcut:
    callback_id: str
    name: str
    about: str


PEOPLE = (
    Person("U0AMARA", "amara", "Amara Osei", "Contact-centre officer"),
    Person("U0JOAN", "joan", "Joan Pritchard", "Complaint handler"),
    Person("U0DEV", "dev", "Dev Malik", "Manager"),
    Person("U0SIAN", "sian", "Siân Hughes", "Second person"),
)
_EVERYBODY = frozenset(person.id for person in PEOPLE)

CHANNELS = (
    Channel("C0CONTACT", "contact-centre", "What residents write and say", _EVERYBODY | {BOT_USER}),
    Channel("C0REPAIRS", "repairs", "Jobs and contractors", _EVERYBODY - {"U0SIAN"} | {BOT_USER}),
    Channel("C0GENERAL", "general", "Everybody at Hazelmere Homes", _EVERYBODY),
)
DIRECT = {f"D{person.id[1:]}": person.id for person in PEOPLE}  # D0AMARA: Amara with Clausewise

_FEATURES = manifest()["features"]
ABOUT = str(manifest()["display_information"]["long_description"])
COMMANDS = tuple(Command(one["command"], one["description"], one["usage_hint"]) for one in _FEATURES["slash_commands"])
SHORTCUTS = tuple(Shortcut(one["callback_id"], one["name"], one["description"]) for one in _FEATURES["shortcuts"])

EXAMPLES = (
    "Hi, the kitchen tap at my flat won't turn off properly and it's dripping into the sink all night. "
    "Could someone come and look at it? I'm in most mornings.",
    "Please can you tell me how I go about getting permission for a satellite dish. Thanks, Mrs Odell",
    "That's the third time I've stayed in for the boiler man and the third time nobody has turned up. Nobody rang "
    "either. My mother is 81 and she has been without hot water since last Thursday.",
    "There's a strong smell of gas on our landing since about six this morning. I've got the windows open and the "
    "kids are at my sister's. Who do I ring?",
    "I don't want to make a fuss, but I was told in March that the damp in the back bedroom would be treated within "
    "the month, and I have heard nothing since.",
    "Back in the spring of 2021 your decorators got paint on my hall carpet. It was cleaned up at the time and I never "
    "said anything, but I have been thinking about it and would like to complain about the way they behaved.",
    "I wish to complain about the repairs to my roof. My claim against you over that same roof was issued at the "
    "county court in June, and the first hearing is listed for the 19th.",
    "I am the caseworker for the MP for Hazelmere North. Our constituent Mrs Adair has written to you three times "
    "since July about the mould in her son's bedroom and has had no reply. She has signed a form so that "
    "you can talk to us. Please tell us what will be done and when.",
    "Survey, question 7. How satisfied are you with your last repair? 2 out of 10. Any comments? The lad who came was "
    "lovely but it took four phone calls to get him here, and the office never once rang me back.",
    "Morning! Just to say thank you to the two who mended the back gate on Friday.",
)
QUESTIONS = (
    "How many working days have we got to acknowledge a complaint?",
    "Escalated to stage 2 last Tuesday, when does the reply have to be out?",
    "Can we turn a complaint down because she has been to a solicitor?",
    "He wants stage 2 but won't say why. Does he have to?",
    "If somebody moans in a satisfaction survey, is that a complaint?",
)
