"""A table as a reader finds it in a file, whichever: rows of cells that know which columns they cover; and
what reading comes to."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass
from typing import NamedTuple

from forms.errors import BadInput
from store.campaign.imports import Proposal

ROWS = 20_000
"""Rows with anything in them that one file may have; a school of 500 organisations has 10,000 a year."""
CELLS = 600_000
COLUMNS = 200
"""Word takes 63; beyond this many a sheet holds no form."""

NESTED = "这一格里套着另一个表格，读不出先后；请把里面的表格转换成文字再导入"
MERGED = "合并的单元格，与上一行相同"


class Cell(NamedTuple):
    """One cell; merged ones stand in every row they cover, with what they hold."""

    text: str = ""
    start: int = 0
    """Where it begins and ends: in columns counted from 0; in Word, where borders need not meet, in twips."""
    end: int = 0
    guess: str = ""
    """What the reader supposed about its text, a sentence."""
    fault: str = ""
    """Why its text cannot be read, a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row; ``number`` counts as the program that made the file shows it, from 1."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it, and nothing that cannot be read."""
        return not any(cell.fault or (cell.text and not cell.text.isspace()) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table and the lines of text above it; blank rows are left out."""

    name: str
    """Which one it is, when the file has several: 第2个表格, 工作表“附件2”."""
    lines: tuple[Line, ...]
    above: tuple[str, ...] = ()

    def place(self, number: int) -> str:
        """A row's place, for sentences."""
        return f"{self.name}第{number}行"


@dataclass(slots=True)
class Room:
    """What a file has taken of what one may hold."""

    rows: int = 0
    cells: int = 0

    def take(self, cells: Sized) -> None:
        """A row of so many cells. Raises BadInput when it is too much."""
        self.rows += 1
        self.cells += len(cells)
        if self.rows > ROWS:
            raise BadInput(f"表格超过{ROWS}行，不像填报的表；请分成几个文件导入。")
        if self.cells > CELLS:
            raise BadInput("表格的格太多，不像填报的表；请只留要导入的行和列，另存后再导入。")


def too_wide(number: int) -> BadInput:
    """Why a row is not read: nothing of it is left out without a word."""
    return BadInput(
        f"第{number}行在第{COLUMNS}列以后还有内容，不像填报的表，没有读入；请只留要导入的列，另存后再导入。"
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a file comes to: the rows it proposes, in its order; nothing has been written."""

    proposals: tuple[Proposal, ...]
    head: Proposal | None = None
    """What stands above the table: 填报单位, 截止时间."""
    notes: tuple[str, ...] = ()
    """What was passed over or taken for something, about the file as a whole."""
    columns: tuple[str, ...] = ()
    """Of what was pasted: what its columns were taken for."""
    headless: bool = False
    """There was no heading to say so."""
