"""The knowledge as text for a terminal: editions, clauses and policies."""

from __future__ import annotations

from bot.plain_text import clause_text
from bot.views.mrkdwn import day, within
from knowledge.clauses import find_clause, load_edition
from knowledge.deadlines import STEP_NAMES
from knowledge.edition import Edition
from knowledge.policies import Policy, load_policy, shipped_policies


def everything_listed() -> str:
    """Return the editions and the policies, one a line."""
    lines = []
    for edition in Edition:
        loaded = load_edition(edition)
        kind = "word for word" if loaded.wording == "verbatim" else "summaries in our own words"
        until = f"until {day(loaded.in_force_until)}" if loaded.in_force_until else "in force now"
        lines.append(
            f"{edition}  {len(loaded.clauses)} clauses, {kind}; in force from {day(loaded.in_force_from)}, {until}"
        )
        lines += [f"      gap: {gap}" for gap in loaded.gaps]
    for name in shipped_policies():
        policy = load_policy(name)
        lines.append(f"{name}  policy of {policy.landlord}: {len(policy.exclusions)} lines on exclusions")
    return "\n".join(lines)


def clauses_listed(edition: Edition) -> str:
    """Return the clauses of one edition, one a line."""
    return "\n".join(
        f"{clause.id:7} {within(' '.join(clause.words.split()), 110)}" for clause in load_edition(edition).clauses
    )


def clause_shown(edition: Edition, number: str) -> str:
    """Return a clause with where it stands and where its words come from."""
    clause, loaded = find_clause(edition, number), load_edition(edition)
    lines = [clause_text(clause), "", f"Section: {clause.section}"]
    lines += [f"Heading: {clause.heading}"] if clause.heading else []
    lines += [f"Note: {clause.note}"] if clause.note else []
    lines += ["Not every word of this clause was read; see the note."] if not clause.verified else []
    lines.append(f"Source: {loaded.attribution}")
    lines += [f"Official page: {loaded.official_page}"] if loaded.official_page else []
    return "\n".join(lines)


def policy_shown(policy: Policy) -> str:
    """Return a landlord's policy: its exclusions with their grounds, time limit and times."""
    lines = [f"{policy.landlord}: complaints policy", f"Source: {policy.source}", "", "Exclusions"]
    for line in policy.exclusions:
        ground = line.ground.value if line.ground else "no ground of exclusion"
        lines.append(f"- {line.paragraph or '(no number)'} [{ground}] {line.text}")
        lines += [f"    {line.note}"] if line.note else []
    if policy.time_limit:
        lines += ["", f"Time limit: {policy.time_limit.months} months. {policy.time_limit.text}"]
    lines += ["", "Times"]
    lines += [
        f"- {STEP_NAMES[time.step]}: {time.working_days} working days from {time.start.value}" for time in policy.times
    ]
    return "\n".join(lines)
