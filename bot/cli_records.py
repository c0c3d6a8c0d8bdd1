"""`clausewise audit`, `clausewise retention` and `clausewise person`: what is done with the log as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable

audit = typer.Typer(help="Is the log what was written, and what happened to a decision.", no_args_is_help=True)
retention = typer.Typer(help="Delete texts whose time is over; the decisions stay.", no_args_is_help=True)
person = typer.Typer(help="Hand out, or erase, all that the log holds on one matter.", no_args_is_help=True)

_Workspace = Annotated[bool, typer.Option("--workspace", help="The local workspace's try-out log instead.")]
_ForReal = Annotated[bool, typer.Option("--for-real", help="Delete; without it, only say what would go.")]


@audit.command(epilog="Example: clausewise audit verify --anchor 1204:9f86d0818884…")
def verify(
    anchor: Annotated[
        list[str] | None,
        typer.Option("--anchor", help="COUNT:HEAD as kept elsewhere; as many as you have."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    workspace: _Workspace = False,
) -> None:
    """Say whether the log is unaltered and complete; exit status 1 unless both hold."""
    from bot.audit_command import verify as verify_log

    said, holds = verify_log(settings(), anchor or [], as_json=json, workspace=workspace)
    typer.echo(said)
    raise typer.Exit(0 if holds else 1)


@audit.command(epilog="Example: clausewise audit anchor --post C0AUDIT")
def anchor(
    post: Annotated[str | None, typer.Option("--post", help="The id of a Slack channel to post it to.")] = None,
    workspace: _Workspace = False,
) -> None:
    """Print how long the log is and where it ends, and keep it: later it shows that nothing was cut off."""
    from bot.audit_command import anchor as anchor_log

    typer.echo(anchor_log(settings(), post, workspace=workspace))


@audit.command(epilog="Example: clausewise audit history 3f9c21ab")
def history(
    decision: Annotated[str, typer.Argument(help="The decision's id, or its first 8 characters.")],
    workspace: _Workspace = False,
) -> None:
    """Say in plain words what happened to one decision."""
    from bot.audit_command import history as history_of

    typer.echo(history_of(settings(), decision, workspace=workspace))


@retention.command(epilog="Example: clausewise retention run --for-real")
def run(for_real: _ForReal = False) -> None:
    """Delete the texts of matters decided more than CLAUSEWISE_RETENTION_DAYS ago; at first only say how many."""
    from bot.retention_command import run as run_retention

    typer.echo(run_retention(settings(), for_real=for_real))


@retention.callback()
def _only_run() -> None:
    pass  # With one command alone, Typer would take its name away.


_Decision = Annotated[str | None, typer.Argument(help="The decision's id, or its first 8 characters.")]
_Case = Annotated[str | None, typer.Option(help="The case's reference in your own system.")]
_Link = Annotated[str | None, typer.Option("--message", help="The link to the message that Slack copies.")]
_Team = Annotated[str | None, typer.Option(help="The Slack workspace's id, with --channel and --ts.")]
_Channel = Annotated[str | None, typer.Option(help="The channel's id, with --ts.")]
_Ts = Annotated[str | None, typer.Option(help="The message's ts.")]


@person.command(epilog="Example: clausewise person export --case CMP-2026-1482 -o person.json")
def export(
    out: Annotated[Path, typer.Option("-o", "--out", help="The JSON file to write; a .txt to read is put beside it.")],
    decision: _Decision = None,
    case: _Case = None,
    message: _Link = None,
    team: _Team = None,
    channel: _Channel = None,
    ts: _Ts = None,
    workspace: _Workspace = False,
) -> None:
    """Write everything the log holds on one matter to a file, for a subject access request."""
    from bot.matter import matter_named
    from bot.person_command import export as write

    named = matter_named(decision, case, message, team, channel, ts)
    _say(lambda: write(settings(), named, out, workspace=workspace))


@person.command(epilog="Example: clausewise person erase --case CMP-2026-1482 --for-real")
def erase(
    decision: _Decision = None,
    case: _Case = None,
    message: _Link = None,
    team: _Team = None,
    channel: _Channel = None,
    ts: _Ts = None,
    for_real: _ForReal = False,
    workspace: _Workspace = False,
) -> None:
    """Delete every text of one matter, for an erasure request; at first only say what would go."""
    from bot.matter import matter_named
    from bot.person_command import erase as delete

    named = matter_named(decision, case, message, team, channel, ts)
    _say(lambda: delete(settings(), named, for_real=for_real, workspace=workspace))


def _say(work: Callable[[], str]) -> None:
    from bot.person_command import NothingFound

    try:
        typer.echo(work())
    except NothingFound as nothing:
        typer.echo(f"clausewise: {nothing}", err=True)
        raise typer.Exit(1) from None
