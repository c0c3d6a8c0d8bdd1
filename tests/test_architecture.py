"""The arrows of the house: bot → classifier → knowledge, bot → knowledge, and nothing back."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SLACK_AND_SQL = {"slack_bolt", "slack_sdk", "sqlalchemy", "alembic"}
FORBIDDEN = {
    "sentence_encoder": {"bot", "classifier", "knowledge", *SLACK_AND_SQL},
    "knowledge": {"bot", "classifier", *SLACK_AND_SQL},
    "classifier": {"bot", *SLACK_AND_SQL},
    "bot/views": {"sqlalchemy", "alembic", "bot.records", "bot.listeners", "bot.app"},
    "bot/records": {"slack_bolt", "slack_sdk", "bot.listeners", "bot.views", "bot.app"},
    "bot/evidence": {"slack_bolt", "slack_sdk", "sqlalchemy", "bot.listeners"},
}


def imports(path: Path) -> Iterator[str]:
    """Yield every module a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("package", FORBIDDEN)
def test_no_arrow_points_the_wrong_way(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for module in imports(path)
        if any(module == bad or module.startswith(f"{bad}.") for bad in FORBIDDEN[package])
    ]
    assert not wrong


def test_only_the_log_knows_sql() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "bot").rglob("*.py"))
        if "records" not in path.parts and any(module.split(".")[0] == "sqlalchemy" for module in imports(path))
    ]
    assert not wrong


@pytest.mark.parametrize("package", ["knowledge", "classifier"])
def test_neither_knowledge_nor_classifier_reads_the_environment(package: str) -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / package).rglob("*.py"))
        if "environ" in (text := path.read_text(encoding="utf-8")) or "getenv" in text
    ]
    assert not wrong


def test_the_classifier_takes_only_shared_words_from_knowledge() -> None:
    allowed = {"knowledge.grounds", "knowledge.edition"}
    wrong = [
        f"{path.name} imports {module}"
        for path in sorted((ROOT / "classifier").glob("*.py"))
        for module in imports(path)
        if module.startswith("knowledge") and module not in allowed
    ]
    assert not wrong


def test_all_state_that_training_data_holds_is_data() -> None:
    assert not list((ROOT / "training_data").rglob("*.py"))
