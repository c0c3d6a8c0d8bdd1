"""What `clausewise doctor` says of one thing it looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mark = Literal["ok", "missing", "wrong", "note"]


@dataclass(frozen=True)
class Finding:
    """Whether one thing is in order, and what to do if not. A note stops nothing."""

    mark: Mark
    what: str
    remedy: str = ""

    @property
    def fails(self) -> bool:
        return self.mark in {"missing", "wrong"}

    @property
    def line(self) -> str:
        shown = f"{self.mark:<7}  {self.what}"
        return shown if self.mark == "ok" or not self.remedy else f"{shown}\n         {self.remedy}"
