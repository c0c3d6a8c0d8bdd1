"""The `clausewise` command as a test drives it: in this process, through `main()`, with a home folder of its own."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from classifier import messages
from classifier.messages import LabelledMessage, load_messages
from classifier.model import TriageModel
from classifier.model_store import load, train_and_save
from tests.bot.records.builders import KEY


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What it said on standard error, which is one sentence on one line and no traceback."""
        assert "Traceback" not in self.err
        said, _, rest = self.err.partition("\n")
        assert not rest, self.err
        assert said.startswith("clausewise: "), self.err
        assert "something went wrong that should not have" not in said, said
        return said.removeprefix("clausewise: ")

    @property
    def json(self) -> dict[str, Any]:
        [line] = self.lines
        return line

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line, parse_constant=_not_json) for line in self.out.splitlines()]


def _not_json(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


class _Keyboard(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


Clausewise = Callable[..., Ran]
"""`clausewise("ask", "…", stdin=b"…")` runs the command; `stdin=None` is a person at the keyboard."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder that is not there yet, and none of the settings this machine may have."""
    for name in list(os.environ):
        if name.startswith(("CLAUSEWISE_", "SLACK_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)  # Where no `.env` is.
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("CLAUSEWISE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CLAUSEWISE_AUDIT_KEY", KEY.decode())  # the one that tests open a log with
    return tmp_path / "home"


@pytest.fixture
def clausewise(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Clausewise:
    def run(*arguments: str, stdin: bytes | Path | None = b"") -> Ran:
        kind = _Keyboard if stdin is None else io.TextIOWrapper
        monkeypatch.setattr(sys, "argv", ["clausewise", *arguments])
        capsys.readouterr()
        with stdin.open("rb") if isinstance(stdin, Path) else io.BytesIO(stdin or b"") as given:
            monkeypatch.setattr(sys, "stdin", kind(given, encoding="utf-8"))
            with pytest.raises(SystemExit) as stopped:
                cli.main()
        said = capsys.readouterr()
        return Ran(status=int(stopped.value.code or 0), out=said.out, err=said.err)

    return run


@pytest.fixture(scope="session")
def a_sixth() -> list[LabelledMessage]:
    """A sixth of the labelled messages, of every batch, so that training takes a moment."""
    return load_messages()[::6]


@pytest.fixture(scope="session")
def trained_home(a_sixth: list[LabelledMessage], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained")
    train_and_save(a_sixth, folder)
    return folder


@pytest.fixture(scope="session")
def trained(a_sixth: list[LabelledMessage], trained_home: Path) -> TriageModel:
    [stored] = (trained_home / "models").iterdir()
    return load(stored.name, trained_home)


@pytest.fixture
def few_messages(home: Path, a_sixth: list[LabelledMessage], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a sixth of the messages be all there are, so that the model made of them is the right one."""
    monkeypatch.setattr(messages, "load_messages", lambda: a_sixth)
    monkeypatch.setattr(messages, "read_messages", lambda: iter(a_sixth))


@pytest.fixture
def with_model(few_messages: None, trained_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_HOME", str(trained_home))


@pytest.fixture
def no_training(few_messages: None, trained: TriageModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let training give the model that was trained once, at no cost."""
    monkeypatch.setattr("classifier.training.train", lambda *_, **__: trained)
