"""The labelled messages: enough of each, spread as intended, and a loader that refuses a bad row by file and line."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from classifier.labels import Label
from classifier.messages import BadRow, LabelledMessage, data_hash, load_messages, training_folder
from knowledge.grounds import Ground

HELD_OUT = Path(__file__).parent.parent / "held_out" / "messages.jsonl"


@pytest.fixture(scope="module")
def messages() -> list[LabelledMessage]:
    return load_messages()


def a_row(**changes: Any) -> str:
    row: dict[str, Any] = {
        "id": "t-001",
        "text": "The lift is out.",
        "received": "2025-03-03",
        "channel": "sms",
        "label": "service_request",
        "ground": None,
        "signals": [],
        "batch": "t",
        "why": "first report",
    }
    return json.dumps(row | changes)


def test_there_are_enough_messages_of_every_label(messages: list[LabelledMessage]) -> None:
    counts = Counter(m.label for m in messages)
    assert len(messages) >= 4000
    assert min(counts[label] for label in Label) >= 1500
    assert counts[None] >= 350


def test_every_ground_is_there(messages: list[LabelledMessage]) -> None:
    counts = Counter(m.ground for m in messages if m.ground)
    assert set(counts) == set(Ground)
    assert min(counts.values()) >= 150


def test_no_held_out_message_is_trained_on(messages: list[LabelledMessage]) -> None:
    held_out = [json.loads(line)["text"] for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]
    known = {" ".join(m.text.casefold().split()) for m in messages}
    assert not known & {" ".join(text.casefold().split()) for text in held_out}


def test_a_row_comes_back_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(a_row(label="excluded", ground="out_of_time", signals=["danger"]) + "\n")
    (message,) = load_messages(tmp_path)
    assert (message.label, message.ground, message.signals) == (Label.EXCLUDED, Ground.OUT_OF_TIME, ("danger",))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param("{", "not valid JSON", id="broken JSON"),
        pytest.param(a_row(label="moan"), "label", id="unknown label"),
        pytest.param(a_row(label="excluded"), "a ground is given when, and only when", id="excluded without ground"),
        pytest.param(
            a_row(ground="out_of_time"), "a ground is given when, and only when", id="ground without excluded"
        ),
        pytest.param(a_row(signals=["angry"]), "unknown signal 'angry'", id="unknown signal"),
        pytest.param(a_row(signals=["danger", "danger"]), "named twice", id="signal twice"),
        pytest.param(a_row(received="31/12/2025"), "received", id="no ISO date"),
        pytest.param(a_row(channel="pigeon"), "channel", id="unknown channel"),
        pytest.param(a_row(text="  "), "blank", id="blank text"),
        pytest.param(a_row(mood="cross"), "mood", id="unknown field"),
        pytest.param(a_row() + "\n" + a_row(text="Another."), "line 2: the id 't-001' stands already", id="id twice"),
        pytest.param(a_row() + "\n" + a_row(id="t-002"), "line 2: the text of 't-002' stands already", id="text twice"),
    ],
)
def test_a_bad_row_is_refused_by_file_line_and_reason(tmp_path: Path, row: str, reason: str) -> None:
    (tmp_path / "bad.jsonl").write_text(row + "\n", encoding="utf-8")
    with pytest.raises(BadRow, match=r"bad\.jsonl, line \d") as refused:
        load_messages(tmp_path)
    assert reason in str(refused.value)


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no labelled messages"):
        load_messages(tmp_path)


def test_another_word_is_another_hash(messages: list[LabelledMessage]) -> None:
    changed = [messages[0].model_copy(update={"text": messages[0].text + "!"}), *messages[1:]]
    assert data_hash(messages) != data_hash(changed)


def test_the_shipped_folder_is_the_one_that_is_read() -> None:
    assert training_folder().name == "messages"
