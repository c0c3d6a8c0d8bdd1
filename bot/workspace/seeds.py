"""Who works at Hazelmere Homes, where they talk, and what they might try first."""

from dataclasses import dataclass

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
    members: frozenset[str]


@dataclass(frozen=True)
class Command:
    name: str
    about: str
    hint: str


@dataclass(frozen=True)
class Shortcut:
    callback_id: str
    name: str


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

# These repeat manifest.json, which is not installed with the package; a test holds the two together.
COMMANDS = (
    Command("/triage", "Triage a resident's message", "the resident's words"),
    Command("/code", "Ask what the Complaint Handling Code says", "your question"),
)
SHORTCUTS = (Shortcut("triage_message", "Triage this"),)

EXAMPLES = (
    "Hi, the kitchen tap at my flat won't turn off properly and it's dripping into the sink all night. "
    "Could someone come and look at it? I'm in most mornings.",
    "Please can you tell me how I go about getting permission for a satellite dish. Thanks, Mrs Odell",
    "That's the third time I've stayed in for the boiler man and the third time nobody has turned up. Nobody rang "
    "either. My mother is 81 and she has been without hot water since last Thursday.",
    "I don't want to make a fuss, but I was told in March that the damp in the back bedroom would be treated within "
    "the month, and I have heard nothing since.",
    "Back in the spring of 2021 your decorators got paint on my hall carpet. It was cleaned up at the time and I never "
    "said anything, but I have been thinking about it and would like to complain about the way they behaved.",
    "hello",
)
QUESTIONS = (
    "How many working days do we have to acknowledge a complaint?",
    "On which grounds may we refuse to accept a complaint?",
    "A complaint was escalated to stage 2 on 3 March. When is the response due?",
)
