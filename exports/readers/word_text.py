"""The text of a cell of a Word table: what its reader would see on paper, to the character.

Content controls, inserted and moved text, hyperlinks, smart tags and whatever else wraps runs are unwrapped;
deleted text, hidden text, the prompts of controls nobody filled in, and text boxes are not there. Paragraphs
and line breaks are line breaks. Automatic numbers are written out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from exports.readers.word_names import (
    ALTERNATE,
    CHOICE,
    CONTROL,
    CONTROL_PROPERTIES,
    DROPPED,
    EMOJI,
    EMOJI_CHAR,
    FALLBACK,
    FORMULA_TEXT,
    PARAGRAPH,
    PARAGRAPH_LOOK,
    PICTURES,
    RUN,
    RUN_LOOK,
    SIGNS,
    SPACE,
    TABLE,
    TEXT,
    child,
    on,
    properties,
)
from exports.readers.word_numbers import Numbers

_ESCAPE = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(slots=True)
class Read:
    """A cell's text as it comes together, and what else was met."""

    pieces: list[str] = field(default_factory=list)
    nested: bool = False
    """A table within the cell; its text is not read."""
    pictures: bool = False
    numbered: bool = False

    @property
    def text(self) -> str:
        """The text as far as it has been read."""
        return "".join(self.pieces)


def empty_prompts(element: Any) -> None:
    """Take the prompt out of each control that still shows it: 单击此处输入文字."""
    for tag in CONTROL:
        for control in element.iter(tag):
            about = properties(control, CONTROL_PROPERTIES)
            if about is not None and on(about, "showingPlcHdr"):
                for text in TEXT:
                    for one in control.iter(text):
                        one.text = None


def cell_text(cell: Any, numbers: Numbers) -> Read:
    """What stands in a ``w:tc``."""
    read = Read()
    _blocks(cell, read, numbers, _Breaks())
    return read


def paragraph_text(paragraph: Any, numbers: Numbers) -> str:
    """What stands in a paragraph outside tables; its automatic number is counted and left out."""
    read = Read()
    look = properties(paragraph, PARAGRAPH_LOOK)
    if look is not None:
        numbers.text(look)
    _inline(paragraph, read)
    return read.text


@dataclass(slots=True)
class _Breaks:
    """Whether a line break is due before the next paragraph; a deleted paragraph mark joins two."""

    due: bool = False


def _blocks(element: Any, read: Read, numbers: Numbers, breaks: _Breaks) -> None:
    for one in element:
        tag = one.tag
        if tag in PARAGRAPH:
            if breaks.due:
                read.pieces.append("\n")
            look = properties(one, PARAGRAPH_LOOK)
            breaks.due = True
            if look is not None:
                number = numbers.text(look)
                if number:
                    read.numbered = True
                    read.pieces.append(number)
                breaks.due = not _mark_gone(look)
            _inline(one, read)
        elif tag in TABLE:
            read.nested = True
        elif tag == ALTERNATE:
            _blocks(_alternative(one), read, numbers, breaks)
        elif tag not in DROPPED:
            _blocks(one, read, numbers, breaks)


def _mark_gone(look: Any) -> bool:
    """Whether the paragraph's end is deleted or moved away."""
    mark = child(look, "rPr")
    return mark is not None and (child(mark, "del") is not None or child(mark, "moveFrom") is not None)


def _inline(element: Any, read: Read) -> None:
    for one in element:
        tag = one.tag
        if tag in TEXT or tag == FORMULA_TEXT:
            read.pieces.append(kept(one))
        elif tag in SIGNS:
            read.pieces.append(SIGNS[tag])
        elif tag in RUN:
            look = properties(one, RUN_LOOK)
            if look is None or not on(look, "vanish"):
                _inline(one, read)
        elif tag in PICTURES:
            read.pictures = True
        elif tag == ALTERNATE:
            _inline(_alternative(one), read)
        elif tag == EMOJI:
            read.pieces.append(_emoji(one))
        elif tag not in DROPPED:
            _inline(one, read)


def kept(text: Any) -> str:
    """Word drops white space at the ends where it is not told to keep it; a line break is a space to it."""
    said: str = text.text or ""
    if said.isprintable() and "_x005F_x" not in said and text.get(SPACE) == "preserve":
        return said
    if "_x005F_x" in said:
        # LibreOffice writes _x000D_ so, lest it be taken for a character.
        said = _ESCAPE.sub("_", said)
    if "\n" in said or "\r" in said:
        said = said.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    return said if text.get(SPACE) == "preserve" else said.strip(" \t")


def _alternative(element: Any) -> Any:
    """Of the ways to say the same, the plain one: an emoji, say, is a character in the fallback."""
    for tag in (FALLBACK, CHOICE):
        for one in element.iterchildren(tag):
            if len(one):
                return one
    return ()


def _emoji(element: Any) -> str:
    try:
        return chr(int(element.get(EMOJI_CHAR) or "", 16))
    except (ValueError, OverflowError):
        return "\ufffd"
