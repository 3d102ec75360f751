"""The cells of a row of a Word table: what their reader would see on paper, to the character.

There are two ways that give the same: quickly where text is nothing but runs in paragraphs, as in most forms
that come back, and with everything that Word can wrap it in. Content controls, inserted and moved text,
hyperlinks, smart tags and whatever else wraps runs are unwrapped; deleted text, hidden text, the prompts of
controls nobody filled in, and text boxes are not there. Paragraphs and line breaks are line breaks. Automatic
numbers are written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from exports.readers import word_names as ml
from exports.readers.grid import NESTED
from exports.readers.word_numbers import Numbers

NUMBERED = "自动编号已写成文字"
PICTURED = "格里的图片或文本框没有读入"

_PLACING = {name: local for local in ("gridSpan", "vMerge", "hMerge", "cellDel") for name in ml.names(local)}
_PLAIN = (*ml.CELL, *_PLACING, *ml.PARAGRAPH, *ml.TEXT, ml.FORMULA_TEXT, *ml.SIGNS)
_SPECIAL = (
    *ml.names("del", "moveFrom", "instrText", "rt", "txbxContent", "sdt", "vanish", "numPr"),
    *ml.PICTURES,
    ml.ALTERNATE,
    ml.EMOJI,
)
_ESCAPE = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")


class Found(NamedTuple):
    """A cell by itself."""

    text: str
    span: int
    above: str | None
    """``restart`` where it begins to be merged downwards, ``continue`` or empty where it goes on, or None."""
    beside: str | None
    """The same to the right, as older programs wrote it."""
    gone: bool
    """Its deletion is being tracked."""
    guess: str
    fault: str


def is_plain(element: Any) -> bool:
    """Whether ``plain_texts`` will do for all rows in it, itself among them."""
    if next(element.iter(*_of_flavour(element.tag, _SPECIAL)), None) is not None:
        return False
    space = _space(element.tag)
    return all(next(one.iterancestors(f"{space}tc"), None) is None for one in element.iter(f"{space}tbl"))


def plain_texts(row: Any) -> list[str] | None:
    """The texts of a row's cells, a column each, where nothing special is in it; None when a cell covers
    more."""
    found: list[str] = []
    pieces: list[str] = []
    begun, first = False, True
    for one in row.iter(*_of_flavour(row.tag, _PLAIN)):
        tag = one.tag
        if tag in ml.TEXT or tag == ml.FORMULA_TEXT:
            pieces.append(kept(one))
        elif tag in ml.PARAGRAPH:
            if not first:
                pieces.append("\n")
            first = False
        elif tag in ml.CELL:
            if begun:
                found.append("".join(pieces))
                pieces = []
            begun = first = True
        elif tag in _PLACING:
            return None
        elif one.getparent().tag in ml.RUN:  # a tab stop is called like a tab
            pieces.append(ml.SIGNS[tag])
    if begun:
        found.append("".join(pieces))
    return found


def cells(row: Any, numbers: Numbers) -> Iterator[Found]:
    """The cells of any row."""
    empty_prompts(row)
    for element in _cells(row):
        look = ml.properties(element, ml.CELL_LOOK)
        marks = () if look is None else (one for one in look if one.tag in _PLACING)
        placing = {_PLACING[one.tag]: ml.attribute_of(one) for one in marks}
        read = cell_text(element, numbers)
        notes = [NUMBERED] * read.numbered + [PICTURED] * read.pictures
        yield Found(
            read.text,
            max(ml.number(placing.get("gridSpan"), 1), 1),
            placing.get("vMerge"),
            placing.get("hMerge"),
            "cellDel" in placing,
            "；".join(notes),
            NESTED if read.nested else "",
        )


def _cells(element: Any) -> Iterator[Any]:
    for one in element:
        if one.tag in ml.CELL:
            yield one
        elif one.tag not in ml.DROPPED:
            yield from _cells(one)


def _space(tag: str) -> str:
    return tag[: tag.index("}") + 1]


@lru_cache
def _of_flavour(tag: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the flavour of ``tag``: every name more is asked of every element."""
    space = _space(tag)
    others = (ml.ALTERNATE, ml.EMOJI, ml.FORMULA_TEXT)
    return tuple(name for name in wanted if name.startswith(space) or name in others)


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
    for tag in ml.CONTROL:
        for control in element.iter(tag):
            about = ml.properties(control, ml.CONTROL_PROPERTIES)
            if about is not None and ml.on(about, "showingPlcHdr"):
                for text in ml.TEXT:
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
    look = ml.properties(paragraph, ml.PARAGRAPH_LOOK)
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
        if tag in ml.PARAGRAPH:
            if breaks.due:
                read.pieces.append("\n")
            look = ml.properties(one, ml.PARAGRAPH_LOOK)
            breaks.due = True
            if look is not None:
                number = numbers.text(look)
                if number:
                    read.numbered = True
                    read.pieces.append(number)
                breaks.due = not _mark_gone(look)
            _inline(one, read)
        elif tag in ml.TABLE:
            read.nested = True
        elif tag == ml.ALTERNATE:
            _blocks(_alternative(one), read, numbers, breaks)
        elif tag not in ml.DROPPED:
            _blocks(one, read, numbers, breaks)


def _mark_gone(look: Any) -> bool:
    """Whether the paragraph's end is deleted or moved away."""
    mark = ml.child(look, "rPr")
    return mark is not None and (ml.child(mark, "del") is not None or ml.child(mark, "moveFrom") is not None)


def _inline(element: Any, read: Read) -> None:
    for one in element:
        tag = one.tag
        if tag in ml.TEXT or tag == ml.FORMULA_TEXT:
            read.pieces.append(kept(one))
        elif tag in ml.SIGNS:
            read.pieces.append(ml.SIGNS[tag])
        elif tag in ml.RUN:
            look = ml.properties(one, ml.RUN_LOOK)
            if look is None or not ml.on(look, "vanish"):
                _inline(one, read)
        elif tag in ml.PICTURES:
            read.pictures = True
        elif tag == ml.ALTERNATE:
            _inline(_alternative(one), read)
        elif tag == ml.EMOJI:
            read.pieces.append(_emoji(one))
        elif tag not in ml.DROPPED:
            _inline(one, read)


def kept(text: Any) -> str:
    """Word drops white space at the ends where it is not told to keep it; a line break is a space to it."""
    said: str = text.text or ""
    if said.isprintable() and "_x005F_x" not in said and text.get(ml.SPACE) == "preserve":
        return said
    if "_x005F_x" in said:
        # LibreOffice writes _x000D_ so, lest it be taken for a character.
        said = _ESCAPE.sub("_", said)
    if "\n" in said or "\r" in said:
        said = said.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    return said if text.get(ml.SPACE) == "preserve" else said.strip(" \t")


def _alternative(element: Any) -> Any:
    """Of the ways to say the same, the plain one: an emoji, say, is a character in the fallback."""
    for tag in (ml.FALLBACK, ml.CHOICE):
        for one in element.iterchildren(tag):
            if len(one):
                return one
    return ()


def _emoji(element: Any) -> str:
    try:
        return chr(int(element.get(ml.EMOJI_CHAR) or "", 16))
    except (ValueError, OverflowError):
        return "\ufffd"
