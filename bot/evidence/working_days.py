"""Counting working days between two days, once for each pair of them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from knowledge.working_days import bank_holidays, working_days_between


@lru_cache(maxsize=10_000)  # Most matters of a year share their days with others.
def working_days_from(start_on: date, end_on: date) -> int:
    """Return how many working days lie after `start_on` up to and including `end_on`; 0 on the same day."""
    return working_days_between(start_on, end_on, bank_holidays())
