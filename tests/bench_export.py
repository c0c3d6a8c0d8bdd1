"""`python -m tests.bench_export`: time and memory of an export, at 10,000 and at 100,000 decisions, on Linux."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from bot.evidence.export_file import Format
from tests.many_decisions import fill

SMALL, LARGE = 10_000, 100_000
MOST_MEMORY = 1.3
"""How much more memory ten times as many decisions may take: it is to stay the same, whatever is not exactly."""

# A process of its own for each, since the most memory a process has had never falls. `getrusage` is no use for it on
# Linux: there a process begins with the peak of the one that started it.
_EXPORT = """
import re, sys
from pathlib import Path
from time import process_time
from bot.evidence.export_file import Format, write_export
from bot.records.opening import open_log
from tests.bot.records.builders import KEY

url, format_, out = sys.argv[1:]
log = open_log(url, key=KEY)
began = process_time()
write_export(log.rows(), Format(format_), Path(out))
seconds = process_time() - began
[kilobytes] = re.findall(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(seconds, int(kilobytes) / 1024)
"""


class ExportRow(NamedTuple):
    """One thing that was measured at both sizes; `at_most` is what the ratio is to stay within, where it is to."""

    what: str
    small: float
    large: float
    at_most: float | None

    @property
    def ratio(self) -> float:
        return self.large / self.small


def export_rows(small: int = SMALL, large: int = LARGE) -> list[ExportRow]:
    """Return CPU seconds and peak megabytes of an export in each format, of `small` and of `large` decisions."""
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{Path(folder) / f'{size}.db'}" for size in (small, large)]
        for url, size in zip(urls, (small, large), strict=True):
            fill(url, size)
        rows = []
        for format_ in Format:
            (time, memory), (more_time, more_memory) = (_measured(url, format_, Path(folder)) for url in urls)
            rows.append(ExportRow(f"{format_}: CPU seconds", time, more_time, None))
            rows.append(ExportRow(f"{format_}: MB at the peak", memory, more_memory, MOST_MEMORY))
        return rows


def _measured(url: str, format_: Format, folder: Path) -> tuple[float, float]:
    command = [sys.executable, "-c", _EXPORT, url, format_.value, str(folder / f"log.{format_}")]
    seconds, megabytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(megabytes)


def main() -> None:
    sys.stdout.write(f"{'export':24}{SMALL:>12,}{LARGE:>12,}{'ratio':>8}\n")
    for row in export_rows():
        limit = f" (to be at most {row.at_most})" if row.at_most else ""
        sys.stdout.write(f"{row.what:24}{row.small:12.1f}{row.large:12.1f}{row.ratio:8.2f}{limit}\n")


if __name__ == "__main__":
    main()
