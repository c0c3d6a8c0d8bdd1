"""A model trained once, on a part of the messages, for the tests that need one."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifier.messages import LabelledMessage, load_messages
from classifier.model import TriageModel
from classifier.model_store import identity_of, save
from classifier.training import train


@pytest.fixture(scope="session")
def some_messages() -> list[LabelledMessage]:
    """A sixth of the messages, of every batch, so that training takes a moment."""
    return load_messages()[::6]


@pytest.fixture(scope="session")
def small_model(some_messages: list[LabelledMessage]) -> TriageModel:
    return train(some_messages, identity=identity_of(some_messages))


@pytest.fixture
def stored(small_model: TriageModel, some_messages: list[LabelledMessage], tmp_path: Path) -> Path:
    """The folder of the stored model; its home is two above."""
    return save(small_model, some_messages, tmp_path)
