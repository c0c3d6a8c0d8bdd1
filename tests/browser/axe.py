"""axe-core, which finds what shuts people out of a page. It comes from npm at the version in package-lock.json."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
NPM = shutil.which("npm")
ENOUGH = 120  # seconds
BAD = {"serious", "critical"}


def why_no_axe() -> str | None:
    """Return why axe cannot be had on this machine, or `None` once it is there."""
    if AXE.exists():
        return None
    if NPM is None:
        return "no npm on this machine, which brings axe-core"
    command = [NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=ENOUGH, check=False)
    except subprocess.TimeoutExpired:
        return f"npm brought no axe-core within {ENOUGH} seconds"
    return None if AXE.exists() else f"npm brought no axe-core: {done.stderr.strip()[-200:]}"


def faults(page: Page) -> list[str]:
    """Return the serious and critical faults of what the page shows now, each with its places."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document)")
    return [
        f"{fault['impact']}: {fault['id']}, {fault['help']}: {', '.join(node['html'][:160] for node in fault['nodes'])}"
        for fault in found["violations"]
        if fault["impact"] in BAD
    ]
