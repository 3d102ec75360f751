"""What a cell of a workbook holds: a text, a day, a number, an amount of money.

Everything else that is exported (Word, CSV, JSON) takes the text as it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,13})(?:\.\d{1,6})?", re.ASCII)
_FIRST = date(1900, 3, 1)
"""Before it a spreadsheet counts a 29 February that never was."""


def _text(text: str) -> None:
    """It stands for nothing but itself. A function with a name: tables travel to other processes."""


@dataclass(frozen=True)
class CellType:
    """How a text is written into a cell; what it cannot turn into a value stays a text."""

    number_format: str = "@"
    """The format code of the cell."""
    value: Callable[[str], date | float | None] = _text
    """The value that a text stands for; None: it is kept as a text."""
    left: bool = False
    """Set at the left, where the program would put it at the right."""


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    try:
        day = date(*map(int, match.groups()))
    except ValueError:
        return None
    return day if day >= _FIRST else None


def _number(text: str) -> float | None:
    """Only where the cell would show the same digits again: a workbook keeps 15 of them."""
    return float(text) if _NUMBER.fullmatch(text) and f"{float(text):.15g}" == text else None


def _money(text: str) -> float | None:
    """The same for an amount, whose last zeros the format of the cell shows."""
    exact = _NUMBER.fullmatch(text) and Decimal(f"{float(text):.15g}") == Decimal(text)
    return float(text) if exact else None


TEXT = CellType()
DAY = CellType('yyyy"年"m"月"d"日"', _day, left=True)
NUMBER = CellType("General", _number)
MONEY = CellType("0.00", _money)
