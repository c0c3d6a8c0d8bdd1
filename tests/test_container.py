"""The container files, as far as they can be checked without building: names, rights, versions, what is left out."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.applications import Starlette
from typer.main import get_command

from bot.cli import app
from bot.health import HEALTH_PATH
from bot.serving import GRACE_SECONDS
from bot.settings import Settings
from tests.workspace.running import running

ROOT = Path(__file__).parent.parent
SETTINGS = {f"CLAUSEWISE_{name.upper()}" for name in Settings.model_fields}


def instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions in order, with lines that go on put together."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    whole = re.sub(r"\\\n\s*", "", text)
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in whole.splitlines() if line.strip()]


def last(instruction: str) -> str:
    return [value for name, value in instructions() if name == instruction][-1]


def composed() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def serve_arguments(command: list[str]) -> dict[str, Any]:
    """Parse a command as the program does, without running it."""
    group: Any = get_command(app)
    made = group.commands[command[0]].make_context(command[0], command[1:])
    parameters: dict[str, Any] = made.params
    return parameters


@pytest.mark.parametrize("file", ["Dockerfile", "compose.yaml"])
def test_every_setting_named_exists(file: str) -> None:
    named = set(re.findall(r"CLAUSEWISE_[A-Z_]+", (ROOT / file).read_text(encoding="utf-8")))
    assert named
    assert named <= SETTINGS


def test_only_instructions_that_docker_knows_are_used() -> None:
    known = {"FROM", "RUN", "ENV", "COPY", "WORKDIR", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK"}
    assert {name for name, _ in instructions()} <= known | {"ENTRYPOINT", "CMD"}
    assert instructions()[0][0] == "FROM"


def test_images_are_pinned_by_a_tag_and_the_python_is_the_projects() -> None:
    bases = [value.split()[0] for name, value in instructions() if name == "FROM"]
    images = [*bases, composed()["services"]["database"]["image"]]
    assert all(re.fullmatch(r"[a-z]+:\d+[\w.-]*", image) for image in images), images
    assert all(base.startswith("python:3.11-slim") for base in bases)
    assert int(re.findall(r"postgres:(\d+)", images[-1])[0]) >= 15


def test_everything_is_installed_from_the_lock_by_hash() -> None:
    installs = [value for name, value in instructions() if name == "RUN" and "pip install" in value]
    assert "--require-hashes --requirement requirements.lock" in installs[0]
    assert all("--no-deps" in value for value in installs[1:])


def test_the_bot_runs_without_rights_and_writes_only_to_its_volume() -> None:
    assert last("USER") == "10001:10001"
    names = [name for name, _ in instructions()]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert "RUN" not in names[names.index("USER") :]
    assert last("VOLUME") == "/data"
    assert "CLAUSEWISE_HOME=/data" in last("ENV")
    bot = composed()["services"]["bot"]
    assert (bot["read_only"], bot["tmpfs"], bot["cap_drop"]) == (True, ["/tmp"], ["ALL"])  # noqa: S108 - in the container
    assert bot["volumes"] == ["home:/data"]


def test_what_the_image_needs_is_copied_and_is_there() -> None:
    copied = [
        source
        for name, value in instructions()
        if name == "COPY" and "--from" not in value
        for source in value.split()[:-1]
    ]
    assert all((ROOT / source).exists() for source in copied)
    packages = re.search(r"^packages = \[(.*)\]$", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert packages is not None
    assert set(re.findall(r'"(\w+)"', packages.group(1))) <= set(copied)
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".git", ".venv", "build", ".env"} <= set(left_out)
    assert not set(copied) & set(left_out)


@pytest.mark.parametrize("where", ["Dockerfile", "compose.yaml"])
def test_the_command_is_one_the_program_takes(where: str) -> None:
    command = json.loads(last("CMD")) if where == "Dockerfile" else composed()["services"]["bot"]["command"]
    given = serve_arguments(command)
    assert given["http"]
    assert (given["host"], str(given["port"])) == ("0.0.0.0", last("EXPOSE"))  # noqa: S104 - in the container
    assert json.loads(last("ENTRYPOINT")) == ["clausewise"]


def test_the_health_check_asks_the_bots_own_page_and_fails_where_that_fails() -> None:
    checked = json.loads(last("HEALTHCHECK").partition("CMD ")[2])
    assert checked[:2] == ["python", "-c"]
    page = f"http://127.0.0.1:{last('EXPOSE')}{HEALTH_PATH}"
    assert page in checked[2]
    with running(Starlette()) as address:  # A bot without that page, at another port.
        elsewhere = checked[2].replace(page, f"{address}{HEALTH_PATH}")
        with pytest.raises(urllib.error.HTTPError) as refused:
            exec(elsewhere, {"urllib": urllib})  # noqa: S102 - the file's own line is what is tested
        refused.value.close()


def test_stopping_leaves_time_to_finish() -> None:
    assert last("STOPSIGNAL") == "SIGTERM"
    seconds = int(composed()["services"]["bot"]["stop_grace_period"].removesuffix("s"))
    assert seconds > GRACE_SECONDS


def test_the_bot_waits_for_a_healthy_database_that_is_kept() -> None:
    parts = composed()
    services = parts["services"]
    assert services["bot"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert "pg_isready" in services["database"]["healthcheck"]["test"][1]
    mounted = {volume.partition(":")[0] for service in services.values() for volume in service["volumes"]}
    assert mounted == set(parts["volumes"])


def test_no_secret_stands_in_the_files_and_the_port_is_this_machines_alone() -> None:
    services = composed()["services"]
    assert services["bot"]["env_file"] == ".env"
    assert ".env" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    for service in services.values():
        secrets = [value for value in service["environment"].values() if "PASSWORD" in value]
        assert all("${POSTGRES_PASSWORD:?" in value for value in secrets)
    assert all(port.startswith("127.0.0.1:") for port in services["bot"]["ports"])
    assert "ports" not in services["database"]
