"""What a reader found in a file, and what taking it would do. Nothing of it has been written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from store.protocol import Change

ORG = "organisation"
"""Stands for the organisation's cell where others are named by their field."""


@dataclass(frozen=True)
class Proposal:
    """A row that a reader found, or a form's head (``row`` 0)."""

    row: int
    """Line or row number in the file, counted from 1, for sentences."""
    org: str
    """Organisation id; empty where it is not clear whose row it is."""
    raw: Mapping[str, str]
    """Field id to text."""
    place: str = ""
    """Where it stands, when a row's number does not say it: 第2个表格第3行."""
    file: str = ""
    """Name of the file, where there are several."""
    within: str = ""
    """For a row that does not say whose it is: whose form it stands in. ``org`` is then only the likely one,
    and a record of the form with the same natural key is the one that is meant."""
    whose: str = ""
    """The organisation as the file names it."""
    guessed: Mapping[str, str] = field(default_factory=dict)
    """Field id (or ``ORG``) to what was supposed about its text."""
    written: Mapping[str, str] = field(default_factory=dict)
    """Where a supposed text replaced the written one (同上): field id to what is written."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """Field id (or ``ORG``, or empty: the row) to why it cannot be taken."""

    forbidden: bool = False
    """It is another organisation's row, which this account may not see."""

    @property
    def where(self) -> str:
        return f"{self.file}{self.place or f'第{self.row}行'}"

    @property
    def why(self) -> str:
        return " ".join(self.faults.values())


@dataclass(frozen=True)
class Verdict:
    """What taking the proposal would do."""

    proposal: Proposal
    kind: Literal["new", "changed", "same", "refused"]
    changes: tuple[Change, ...] = ()
    differences: Mapping[str, tuple[str, str]] | None = None
    """For a changed one: field id to stored and proposed text."""
    why: str = ""
    """For a refused one: the sentence."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """For a refused one: field id (or ``ORG``) to the reason at that cell; empty when it is the whole row."""
    forbidden: bool = False
    """It is refused because this account may not see the organisation's records."""
    head: bool = False
    """It is a form's head, no row."""
