"""`clausewise knowledge`: list, show, import, check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli_settings import quoting_settings, settings

app = typer.Typer(help="The Code's editions and landlords' policies.", no_args_is_help=True)


@app.command("list", epilog="Example: clausewise knowledge list 2024")
def list_(
    edition: Annotated[str | None, typer.Argument(help="An edition, to list its clauses.")] = None,
) -> None:
    """List the editions and policies, or the clauses of one edition."""
    from bot.knowledge_text import clauses_listed, everything_listed
    from knowledge.edition import edition_named

    quoting_settings()
    typer.echo(clauses_listed(edition_named(edition)) if edition else everything_listed())


@app.command(epilog="Example: clausewise knowledge show 2024 6.3")
def show(
    edition: Annotated[str, typer.Argument(help="2020, 2022 or 2024, or the name of a policy.")],
    number: Annotated[str | None, typer.Argument(help="The clause, for example 6.3 (Part C of 2020: C1.3).")] = None,
) -> None:
    """Show a clause with where its words come from, or a policy."""
    from bot.json_lines import BadInput
    from bot.knowledge_text import clause_shown, policy_shown
    from knowledge.edition import Edition, edition_named
    from knowledge.policies import load_policy

    quoting_settings()
    if number is None and edition in set(Edition):
        raise BadInput(f"Name a clause as well, for example: clausewise knowledge show {edition} 6.3")
    if number is None:
        typer.echo(policy_shown(load_policy(edition)))
    else:
        typer.echo(clause_shown(edition_named(edition), number))


@app.command("import", epilog='Example: clausewise knowledge import "Complaint Handling Code.pdf" --edition 2024')
def import_(
    file: Annotated[Path, typer.Argument(help="Your own copy: text, DOCX, PDF with a text layer, or a filled form.")],
    edition: Annotated[str, typer.Option("--edition", help="The edition it is a copy of: 2020, 2022 or 2024.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be found.")] = False,
) -> None:
    """Read your own copy of an edition, show what was found in it, and quote it word for word from then on."""
    from bot.importing import import_edition
    from knowledge.edition import edition_named

    typer.echo(import_edition(file, edition_named(edition), settings().home, dry_run=dry_run))


@app.command(epilog="Example: clausewise knowledge check barnet --edition 2024")
def check(
    policy: Annotated[
        str, typer.Argument(help="barnet, brent, the path of your own policy, or a list of exclusions (.txt, .docx).")
    ],
    edition: Annotated[str, typer.Option("--edition", help="2020, 2022 or 2024.")] = "2024",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Hold a landlord's policy against an edition line by line; exit status 1 where it goes beyond the Code."""
    from bot.policy_check_text import policy_check
    from knowledge.edition import edition_named

    quoting_settings()
    text, beyond = policy_check(policy, edition_named(edition), json=json)
    typer.echo(text)
    raise typer.Exit(1 if beyond else 0)
