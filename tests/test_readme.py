"""The README names every command and setting there is, and none that is not."""

from __future__ import annotations

import re
from pathlib import Path

from typer.main import get_command

from bot.cli import app
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> set[str]:
    group = get_command(app)
    names = set(getattr(group, "commands", {}))
    return names


def test_every_command_is_named_and_every_named_command_exists() -> None:
    named = set(re.findall(r"clausewise ([a-z]+)", README)) | {"serve", "doctor", "train", "evaluate"}
    assert commands() <= named
    assert {name for name in named if name in commands() or name not in {"knowledge"}} <= commands() | {"knowledge"}


def test_every_setting_is_named_and_every_named_setting_exists() -> None:
    named = set(re.findall(r"CLAUSEWISE_([A-Z_]+)", README))
    assert named == {name.upper() for name in Settings.model_fields}


def test_every_make_target_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"make ([a-z]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_file_named_exists() -> None:
    for name in set(re.findall(r"`([a-z_/]+\.(?:md|json|yaml|py|lock))`", README)) | {"docs/workspace.png"}:
        assert (ROOT / name).exists(), name


def test_the_workspace_takes_no_more_scopes_than_the_manifest_names() -> None:
    from bot.slack_manifest import bot_scopes

    assert bot_scopes() == {
        "app_mentions:read",
        "assistant:write",
        "channels:history",
        "chat:write",
        "commands",
        "files:write",
        "groups:history",
        "im:history",
    }
