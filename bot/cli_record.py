"""`clausewise record`: enter what was done about a matter, as **Record…** on its card does."""

from __future__ import annotations

import getpass
from typing import Annotated, Any

import typer

from bot.cli_settings import settings

_Day = Annotated[str | None, typer.Option(help="A day, as 2025-12-05.")]
_Text = Annotated[str | None, typer.Option()]


def record(
    decision: Annotated[str, typer.Argument(help="The decision's id, or the first characters of it, as on its card.")],
    choice_offered: _Day = None,
    told_service_request: _Day = None,
    request_reviewed: _Day = None,
    told_how_to_complain: _Day = None,
    acknowledged: _Day = None,
    explanation_sent: _Day = None,
    ombudsman_right: Annotated[
        bool | None, typer.Option(help="Whether the explanation names the right to go to the Ombudsman.")
    ] = None,
    discretion: Annotated[str | None, typer.Option(help="accepted or refused.")] = None,
    discretion_reason: _Text = None,
    linked_to: Annotated[str | None, typer.Option(help="The other decision's id, or its first characters.")] = None,
    happened: _Day = None,
    aware: _Day = None,
    came_from: Annotated[str | None, typer.Option(help="resident, representative, staff_relay or survey.")] = None,
    case: Annotated[str | None, typer.Option(help="The case's reference in your own system.")] = None,
    ombudsman_result: Annotated[str | None, typer.Option(help="upheld or overturned.")] = None,
    ombudsman_on: _Day = None,
    by: Annotated[str | None, typer.Option(help="Who enters it; by default who is logged in here.")] = None,
    workspace: Annotated[bool, typer.Option(help="In the local workspace's try-out log instead.")] = False,
) -> None:
    """Record what was done about a matter: acknowledged, explanation sent, case reference and so on."""
    from bot.recording_command import record_entries

    given: dict[str, Any] = {
        "choice_offered": choice_offered,
        "told_service_request": told_service_request,
        "request_reviewed": request_reviewed,
        "told_how_to_complain": told_how_to_complain,
        "acknowledged": acknowledged,
        "explanation_sent": explanation_sent,
        "ombudsman_right": ombudsman_right,
        "discretion": discretion,
        "discretion_reason": discretion_reason,
        "linked_to": linked_to,
        "happened": happened,
        "aware": aware,
        "came_from": came_from,
        "case": case,
        "ombudsman_result": ombudsman_result,
        "ombudsman_on": ombudsman_on,
    }
    typer.echo(record_entries(settings(), decision, given, by=by or getpass.getuser(), workspace=workspace))
