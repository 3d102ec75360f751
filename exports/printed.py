"""Forms and texts as they are printed, before anybody decides on a file format: text in columns, headings,
paragraphs, photographs, nothing to look up.

Builders (``forms_data``, ``diagnosis_report``, ``materials``) make these from a campaign; writers (``word``)
know nothing else. They are plain and frozen, so they travel between processes and tests write them down by
hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from forms.errors import TaizhangError
from forms.neutral import one_line
from forms.pack import Orientation as Orientation

Align = Literal["left", "center"]


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
        record = f"记录 {self.record}" if self.record else ""
        field = f"“{self.field}”一栏" if self.field else ""
        place = "，".join(filter(None, (self.org_name, self.annex, record, field)))
        return one_line(f"{place}：{self.what}")


def failure(org_name: str, annex: str, error: Exception) -> Problem:
    """The problem of a whole form that could not be made."""
    if isinstance(error, TaizhangError):
        return Problem(org_name, annex, error.sentence)
    kind = type(error).__name__
    return Problem(
        org_name, annex, f"有记录的内容不合规则（{kind}），整份表没有导出；请运行 taizhang check 查看。"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a file holds, whatever its format."""

    name: str = ""
    """What it is called after the organisation, in its file's name and properties; empty: like its annex."""
    problems: tuple[Problem, ...] = ()
    """What is missing from it."""


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
class PrintedForm(Document):
    """One document: the sheets of an organisation for an annex."""

    org_name: str
    number: int
    """Of the annex."""
    sheets: tuple[Sheet, ...]
    orientation: Orientation = "portrait"
    year: int = 2021
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """一、 is level 1, （一） level 2, 1. level 3; the number is part of the text."""

    text: str
    level: int = 1
    rest: str = ""
    """Text that follows in the same paragraph."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text; its line breaks separate paragraphs."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table among the text."""

    columns: tuple[PrintedColumn, ...]
    body: tuple[Row | Group, ...]


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG or PNG that is safe to embed, its size in pixels, and the line beneath it."""

    data: bytes
    width: int
    height: int
    caption: str = ""


Block = Heading | Paragraph | Grid


@dataclass(frozen=True, slots=True)
class WrittenDocument(Document):
    """One document: its title, the text, and photographs at the end, two to a page."""

    org_name: str
    title: str
    """As printed on top."""
    blocks: tuple[Block, ...]
    author: str = ""
    """The line beneath the title."""
    photos: tuple[Photo, ...] = ()
    year: int = 2021
    campaign: str = ""
