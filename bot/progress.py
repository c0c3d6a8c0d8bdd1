"""A progress bar on standard error, and the model, trained on first use with one."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classifier.model import TriageModel
    from classifier.training import Progress


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Yield a function that moves a bar on standard error; where that is no terminal, nothing is drawn."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, steps: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=steps)
            bars.update(tasks[what], completed=done, total=steps)

        yield show


def load_model(home: Path) -> TriageModel:
    """Return the stored model; train it, with a bar, where there is none yet."""
    from classifier import facts
    from classifier.messages import load_messages, read_messages
    from classifier.model_store import identity_of, load, train_and_save

    facts.make_ready()  # Before the model: what reading the languages takes for a moment, the model takes for good.
    identity = identity_of(read_messages())  # One at a time: all together they would take room for good.
    try:
        model = load(identity, home)
    except FileNotFoundError:
        with progress_bar() as progress:
            model = train_and_save(load_messages(), home, progress=progress)
    gc.freeze()  # What is loaded by now stays: to search it for what can go stops everything for a tenth of a second.
    return model
