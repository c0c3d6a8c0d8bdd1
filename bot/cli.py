"""The `clausewise` command: one thin function a subcommand. Heavy imports stand inside the function that needs them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import cli_evidence, cli_knowledge, cli_record, cli_records
from bot.cli_settings import quoting_settings, settings

app = typer.Typer(
    name="clausewise",
    help="Service request, complaint or excluded matter? The clause of the Complaint Handling Code, and by when.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(cli_knowledge.app, name="knowledge")
app.add_typer(cli_records.audit, name="audit")
app.add_typer(cli_records.retention, name="retention")
app.add_typer(cli_records.person, name="person")
app.command(epilog="Example: clausewise record 1a2b3c4d --acknowledged 2025-12-05 --case CMP-1")(cli_record.record)
app.add_typer(cli_evidence.app, name="evidence")
app.command(epilog="Example: clausewise figures --from 2025-04-01 --to 2026-03-31")(cli_evidence.figures)

EditionOption = Annotated[
    str | None, typer.Option("--edition", help="2020, 2022 or 2024; by default the one in force on the day.")
]
PolicyOption = Annotated[
    str | None, typer.Option("--policy", help="A landlord's policy: barnet, brent, or the path of your own.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
JsonLinesOption = Annotated[
    bool, typer.Option("--jsonl", help="Read one JSON object a line from standard input, write one a line.")
]


@app.command(
    epilog='Example: clausewise classify "the boiler is off again, you only came on Tuesday" --received 2025-11-03'
)
def classify(
    text: Annotated[str | None, typer.Argument(help="The resident's message; by default standard input.")] = None,
    received: Annotated[
        str | None, typer.Option(help="The day it was received, as 2025-11-03; by default today.")
    ] = None,
    edition: EditionOption = None,
    policy: PolicyOption = None,
    json: JsonOption = False,
    jsonl: JsonLinesOption = False,
    why: Annotated[bool, typer.Option("--why", help="Also say what spoke for it and what would change it.")] = False,
) -> None:
    """Say what a message is under the Code. Nothing is logged.

    With --jsonl: {"id", "text", "received"?} in, {"id", "label", "confidence", …} out, line by line.
    """
    from bot.classifying import Classifier
    from bot.json_lines import Answered, answer_lines, as_json, decision_as_json
    from bot.plain_text import decision_text, why_text

    classifier = Classifier.start(quoting_settings(), edition=edition, policy=policy)
    if jsonl:
        day = received

        def all_of(given: Sequence[dict[str, Any]]) -> Iterator[Answered]:
            for said in classifier.classify_all(given, received=day):
                yield said if isinstance(said, Exception) else decision_as_json(said)

        raise typer.Exit(1 if answer_lines(sys.stdin.buffer, sys.stdout, all_of) else 0)
    decision = classifier.classify(_text_or_stdin(text, "message"), received=received)
    if json:
        typer.echo(as_json({"id": None} | decision_as_json(decision)))
    else:
        typer.echo(decision_text(classifier.brief(decision)))
        if why:
            typer.echo(why_text(decision.prediction, classifier.changes(decision)))


@app.command(epilog='Example: clausewise ask "S1 acknowledged on 3 March 2025, when is the response due?"')
def ask(
    question: Annotated[str | None, typer.Argument(help="The question; by default standard input.")] = None,
    today: Annotated[str | None, typer.Option(help="The day to answer for, as 2025-11-03; by default today.")] = None,
    edition: EditionOption = None,
    policy: PolicyOption = None,
    json: JsonOption = False,
    jsonl: JsonLinesOption = False,
) -> None:
    """Answer a question with the clause of the Code that answers it, or an honest no.

    With --jsonl: {"id", "question", "edition"?, "today"?, "policy"?} in, {"id", "answered", "clauses", …} out.
    """
    from bot.asking import ask_fields
    from bot.json_lines import answer_as_json, answer_lines, as_json, one_by_one
    from bot.plain_text import answer_text

    chosen = quoting_settings()
    answer = partial(ask_fields, today=today, edition=edition, policy=policy or chosen.policy)
    if jsonl:

        def one(given: dict[str, Any]) -> dict[str, Any]:
            return answer_as_json(answer(given))

        raise typer.Exit(1 if answer_lines(sys.stdin.buffer, sys.stdout, one_by_one(one)) else 0)
    found = answer({"question": _text_or_stdin(question, "question")})
    typer.echo(as_json({"id": None} | answer_as_json(found)) if json else answer_text(found))


_Day = Annotated[str | None, typer.Option(help="For `case`: the day it happened, as 2025-11-03.")]


@app.command(epilog="Example: clausewise deadline stage_1_response --from 2025-12-17")
def deadline(
    step: Annotated[str, typer.Argument(help="For example stage_1_response; or case, for a whole case's timetable.")],
    from_: Annotated[str | None, typer.Option("--from", help="The day of the event that starts the clock.")] = None,
    received: _Day = None,
    acknowledged: _Day = None,
    logged: _Day = None,
    responded: _Day = None,
    escalated: _Day = None,
    stage_2_acknowledged: _Day = None,
    ics: Annotated[Path | None, typer.Option(help="For `case`: also write it as a calendar file.")] = None,
    edition: EditionOption = None,
    policy: PolicyOption = None,
    json: JsonOption = False,
) -> None:
    """Say by when a step is due, counted in working days; or the timetable of a whole case."""
    from bot.deadline_command import one_step, whole_case

    name = policy or quoting_settings().policy
    if step != "case":
        typer.echo(one_step(step, from_, edition=edition, policy=name, json=json))
        return
    days = {
        "received": received,
        "acknowledged": acknowledged,
        "logged": logged,
        "responded": responded,
        "escalated": escalated,
        "stage_2_acknowledged": stage_2_acknowledged,
    }
    typer.echo(whole_case(days, ics=ics, edition=edition, policy=name, json=json))


@app.command(epilog="Example: clausewise train")
def train() -> None:
    """Train the classifier anew and keep it in the home folder."""
    from bot.progress import progress_bar
    from classifier.messages import load_messages
    from classifier.model_store import train_and_save

    messages = load_messages()
    with progress_bar() as progress:
        model = train_and_save(messages, settings().home, progress=progress)
    typer.echo(f"Trained {model.identity} on {len(messages)} messages; kept in {settings().home / 'models'}.")


@app.command(epilog="Example: clausewise evaluate --card classifier/REPORT.md --html report.html")
def evaluate(
    html: Annotated[Path | None, typer.Option(help="Also write the report as an HTML page with plots.")] = None,
    card: Annotated[Path | None, typer.Option(help="Also write the model card, as Markdown.")] = None,
    what: Annotated[str, typer.Argument(help="classifier, answers or redaction.")] = "classifier",
) -> None:
    """Measure how good the classifier (or the answering, or the redaction) is on texts it has never seen."""
    from bot.json_lines import BadInput
    from bot.progress import progress_bar

    if what == "answers":
        from bot.answers_report import answers_report

        with progress_bar() as progress:
            report = answers_report(progress)
        typer.echo(report, nl=False)
        return
    if what == "redaction":
        from bot.records.redaction_report import redaction_report

        typer.echo(redaction_report(), nl=False)
        return
    if what != "classifier":
        raise BadInput(
            f"There is nothing called {what[:40]!r} to evaluate (there are: classifier, answers, redaction)."
        )
    from classifier.evaluation import evaluate as measure
    from classifier.messages import load_messages
    from classifier.model_store import identity_of
    from classifier.report import as_html, as_markdown, as_text

    messages = load_messages()
    with progress_bar() as progress:
        result = measure(messages, progress=progress)
    typer.echo(as_text(result), nl=False)
    model = identity_of(messages)
    for path, content in ((card, as_markdown), (html, as_html)):
        if path:
            path.write_text(content(result, model=model), encoding="utf-8")
            typer.echo(f"Written: {path}")


@app.command(epilog="Example: clausewise export -o decisions.csv --from 2025-04-01 --to 2026-03-31")
def export(
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write, its ending saying the format.")],
    from_: Annotated[str | None, typer.Option("--from", help="Decisions from this day on.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Decisions up to and including this day.")] = None,
    format_: Annotated[str | None, typer.Option("--format", help="csv, xlsx, jsonl or parquet.")] = None,
    workspace: Annotated[bool, typer.Option(help="Export the local workspace's try-out log instead.")] = False,
) -> None:
    """Write the decision log as a CSV, XLSX, JSONL or Parquet file, one row a decision with every field."""
    from bot.exporting import export as write
    from bot.json_lines import read_day

    first = read_day(from_, "--from") if from_ else None
    last = read_day(to, "--to") if to else None
    typer.echo(write(settings(), out, first, last, format_=format_, workspace=workspace))


@app.command(epilog="Example: clausewise handover 3f9c21ab -o case.txt")
def handover(
    decision: Annotated[str, typer.Argument(help="The decision, as its card names it (the first 8 characters do).")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="A .txt or .json file; else it is printed.")] = None,
    json: JsonOption = False,
    workspace: Annotated[bool, typer.Option(help="Take it from the local workspace's try-out log.")] = False,
) -> None:
    """Write one decision as a form for a case system: what came in, what was decided and why, what is due when."""
    from bot.handing_over import hand_over

    typer.echo(hand_over(quoting_settings(), decision, out=out, json=json, workspace=workspace))


@app.command(epilog="Example: clausewise serve --http --port 3000")
def serve(
    http: Annotated[bool, typer.Option("--http", help="Serve HTTP instead of Socket Mode.")] = False,
    host: Annotated[str, typer.Option(help="The address to listen on, for HTTP.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on, for HTTP.", min=0, max=65535)] = 3000,
    processes: Annotated[int, typer.Option(help="How many processes share the port, for HTTP.", min=1, max=64)] = 1,
) -> None:
    """Run the bot in Slack: Socket Mode by default (no public address needed), or HTTP behind a proxy."""
    from bot.starting import serve as start

    start(quoting_settings(), http=http, host=host, port=port, processes=processes)


@app.command(epilog="Example: clausewise manifest --url https://clausewise.example.org")
def manifest(
    url: Annotated[str | None, typer.Option(help="The bot's public address, for HTTP instead of Socket Mode.")] = None,
    several: Annotated[bool, typer.Option("--several", help="Several workspaces install it by OAuth.")] = False,
) -> None:
    """Print the manifest to create the Slack app from."""
    from bot.slack_manifest import manifest_text

    typer.echo(manifest_text(url, several=several))


@app.command(epilog="Example: clausewise workspace --port 8765")
def workspace(
    port: Annotated[int, typer.Option(help="The port on this machine.", min=0, max=65535)] = 8765,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in your browser.")] = True,
    demo: Annotated[bool, typer.Option("--demo", help="Over a year of made-up decisions, kept apart.")] = False,
) -> None:
    """Open a page on this machine that works like Slack, with the bot in it. No Slack needed."""
    from bot.starting import workspace as start

    start(quoting_settings(), port=port, open_browser=open_, demo=demo)


@app.command(epilog="Example: clausewise doctor")
def doctor() -> None:
    """Say what is missing before the bot can run, and how to get it."""
    from bot.doctor import examine

    findings = examine(settings())
    for finding in findings:
        typer.echo(finding.line)
    raise typer.Exit(1 if any(finding.fails for finding in findings) else 0)


def _text_or_stdin(text: str | None, what: str) -> str:
    from bot.json_lines import BadInput

    if text is not None:
        return text
    if sys.stdin.isatty():
        raise BadInput(f"Give the {what} as an argument in quotation marks, or on standard input.")
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(f"The {what} is not UTF-8 text.") from None


def main() -> None:
    """Run the command; whatever a person can put right ends in one sentence on standard error, never a traceback."""
    from bot.failures import sentence

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # A terminal in another encoding shows what it can.
    try:
        app(standalone_mode=True)
    except BrokenPipeError:
        sys.stderr.close()  # Whoever read the output has gone; there is nobody to tell.
        raise SystemExit(1) from None
    except Exception as error:  # noqa: BLE001 - the last net: no traceback reaches a user
        said = sentence(error)
        if said is None:
            said = f"something went wrong that should not have ({type(error).__name__}). Nothing was decided."
            raise SystemExit(_fail(said, 1)) from None
        raise SystemExit(_fail(said, 2)) from None


def _fail(said: str, status: int) -> int:
    typer.echo(f"clausewise: {said}", err=True)
    return status


if __name__ == "__main__":
    main()
