"""A form as it is printed, before anybody decides on a file format: text in columns, nothing to look up.

Builders (``forms_data``) make these from a campaign; writers (``word``) know nothing else. They are plain and
frozen, so they travel between processes and tests write them down by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from forms.errors import TaizhangError
from forms.neutral import one_line

Align = Literal["left", "center"]
Orientation = Literal["portrait", "landscape"]


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column: its heading, its width in mm, and how its cells are set."""

    title: str
    width: int
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; a cell's line breaks separate its paragraphs."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A line across all columns above the rows that belong together."""

    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table under one title, on pages of its own."""

    title: str
    columns: tuple[PrintedColumn, ...]
    body: tuple[Row | Group, ...] = ()
    """Empty: the blank form, with empty rows to the foot of its page."""
    mark: str = ""
    """附件4, or empty where the form is not an annex of the notice."""
    head: tuple[str, ...] = ()
    """Entries of the line above the table, spread between its margins."""
    note: str = ""
    foot: tuple[tuple[str, ...], ...] = ()
    """Lines for seal and signature beneath the table, each with its entries side by side."""


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """One document: the sheets of an organisation for an annex."""

    org_name: str
    name: str
    """What the document is called: in its file's name and properties."""
    number: int
    """Of the annex."""
    sheets: tuple[Sheet, ...]
    orientation: Orientation = "portrait"
    year: int = 2021
    campaign: str = ""
    problems: tuple[Problem, ...] = field(default=())
    """Records that could not be printed and are missing from the sheets."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a file is without, and where it would have been."""

    org_name: str
    annex: str
    what: str
    record: str = ""
    field: str = ""
    told: bool = False
    """Left out because the person wants it so, or simply not there yet: told, and no failure."""

    def sentence(self) -> str:
        """For the terminal: names come from the store, so they are neutralised."""
        place = "，".join(
            part
            for part in (
                self.org_name,
                self.annex,
                f"记录 {self.record}" if self.record else "",
                f"“{self.field}”一栏" if self.field else "",
            )
            if part
        )
        return one_line(f"{place}：{self.what}")


def failure(org_name: str, annex: str, error: Exception) -> Problem:
    """The problem of a whole form that could not be made."""
    if isinstance(error, TaizhangError):
        return Problem(org_name, annex, error.sentence)
    kind = type(error).__name__
    return Problem(
        org_name, annex, f"有记录的内容不合规则（{kind}），整份表没有导出；请运行 taizhang check 查看。"
    )
