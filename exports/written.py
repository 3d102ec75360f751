"""A written document before anybody decides on a file format: headings, paragraphs, tables, photographs.

The counterpart of ``printed`` for texts: builders make these, the Word writer knows nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from exports.printed import Group, PrintedColumn, Problem, Row


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
class WrittenDocument:
    """One document: its title, the text, and photographs at the end, two to a page."""

    org_name: str
    title: str
    """As printed on top."""
    name: str
    """What the document is called in its file's name and properties."""
    blocks: tuple[Block, ...]
    author: str = ""
    """The line beneath the title."""
    photos: tuple[Photo, ...] = ()
    year: int = 2021
    campaign: str = ""
    problems: tuple[Problem, ...] = field(default=())
