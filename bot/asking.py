"""`clausewise ask`: the fields of one question made into an answer."""

from __future__ import annotations

from typing import Any

from bot import local_time
from bot.answers import Answer, answer_question
from bot.clean_text import MAX_QUESTION_CHARACTERS
from bot.json_lines import BadInput, read_day, required_text
from knowledge.edition import edition_named
from knowledge.policies import load_policy


def ask_fields(given: dict[str, Any], *, today: str | None, edition: str | None, policy: str | None) -> Answer:
    """Answer `given["question"]`; the line's own edition, today and policy go before the options.

    Raises
    ------
    BadInput, UnknownEdition, PolicyNotFound, NoEditionInForce : for what cannot be used; each says what to do.
    """
    question = required_text(given, "question").strip()
    if len(question) > MAX_QUESTION_CHARACTERS:
        raise BadInput(
            f"The question has {len(question):,} characters, more than {MAX_QUESTION_CHARACTERS:,}. Ask it shorter."
        )
    day = given.get("today") or today
    named = given.get("edition") or edition
    policy_name = given.get("policy") or policy
    return answer_question(
        question,
        today=read_day(day, "today") if day else local_time.now().date(),
        edition=edition_named(str(named)) if named else None,
        policy=load_policy(str(policy_name)) if policy_name else None,
    )
