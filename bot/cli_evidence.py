"""`clausewise evidence` and `clausewise figures`: what the decision log shows, for the self-assessment and the year."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli_settings import quoting_settings, settings

app = typer.Typer(invoke_without_command=True)

_From = Annotated[str | None, typer.Option("--from", help="Matters put to Clausewise from this day on.")]
_To = Annotated[str | None, typer.Option("--to", help="Matters put up to and including this day.")]
_Out = Annotated[Path | None, typer.Option("-o", "--out", help="The .docx to write, or an .xlsx with its figures.")]
_Workspace = Annotated[bool, typer.Option(help="Count the local workspace's try-out log instead.")]
_Edition = Annotated[
    str | None, typer.Option("--edition", help="2020, 2022 or 2024; by default the one in force on the last day.")
]


@app.callback(epilog="Example: clausewise evidence --edition 2024 --from 2025-04-01 --to 2026-03-31 -o evidence.docx")
def evidence(
    context: typer.Context,
    edition: _Edition = None,
    from_: _From = None,
    to: _To = None,
    out: _Out = None,
    workspace: _Workspace = False,
) -> None:
    """Fill the definition and exclusions rows of the self-assessment form from the log; a person finishes it."""
    from bot.evidence_files import write_self_assessment
    from bot.json_lines import BadInput
    from bot.local_time import now

    if context.invoked_subcommand is not None:
        if edition or from_ or to or out or workspace:
            raise BadInput(f"Write the options after {context.invoked_subcommand}: it does not take those before it.")
        return
    said = write_self_assessment(
        quoting_settings(), _needed(out), from_, to, edition, workspace=workspace, today=now().date()
    )
    typer.echo(said)


@app.command(epilog="Example: clausewise evidence annual --from 2025-04-01 --to 2026-03-31 -o refused.docx")
def annual(from_: _From = None, to: _To = None, out: _Out = None, workspace: _Workspace = False) -> None:
    """Write the analysis of matters refused for the annual report (2024 Code 8.1(b)); a person finishes it."""
    from bot.evidence_files import write_annual_report
    from bot.local_time import now

    typer.echo(write_annual_report(settings(), _needed(out), from_, to, workspace=workspace, today=now().date()))


def figures(
    from_: _From = None,
    to: _To = None,
    edition: Annotated[
        str | None, typer.Option("--edition", help="Only matters judged under 2020, 2022 or 2024.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    workspace: _Workspace = False,
) -> None:
    """Count what the log holds: decisions, refusals by ground, explanations sent, times, and all the rest."""
    from bot.evidence_files import figures_shown
    from bot.local_time import now

    typer.echo(figures_shown(settings(), from_, to, edition, workspace=workspace, as_json=json, today=now().date()))


def _needed(out: Path | None) -> Path:
    from bot.json_lines import BadInput

    if out is None:
        raise BadInput("Name the file to write, for example -o evidence.docx (or .xlsx for the figures behind it).")
    return out
