"""The cells of a row of a Word table, in two ways that give the same: quickly where text is nothing but runs
in paragraphs, as in most forms that come back, and with everything that Word can wrap it in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from exports.readers.grid import NESTED
from exports.readers.word_names import (
    ALTERNATE,
    CELL,
    CELL_LOOK,
    DROPPED,
    EMOJI,
    FORMULA_TEXT,
    PARAGRAPH,
    PICTURES,
    RUN,
    SIGNS,
    TEXT,
    attribute_of,
    by_name,
    names,
    number,
    properties,
)
from exports.readers.word_numbers import Numbers
from exports.readers.word_text import cell_text, empty_prompts, kept

NUMBERED = "自动编号已写成文字"
PICTURED = "格里的图片或文本框没有读入"

_PLACING = by_name("gridSpan", "vMerge", "hMerge", "cellDel")
_PLAIN = (*CELL, *_PLACING, *PARAGRAPH, *TEXT, FORMULA_TEXT, *SIGNS)
_SPECIAL = (
    *names("del", "moveFrom", "instrText", "rt", "txbxContent", "sdt", "vanish", "numPr"),
    *PICTURES,
    ALTERNATE,
    EMOJI,
)


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
        if tag in TEXT or tag == FORMULA_TEXT:
            pieces.append(kept(one))
        elif tag in PARAGRAPH:
            if not first:
                pieces.append("\n")
            first = False
        elif tag in CELL:
            if begun:
                found.append("".join(pieces))
                pieces = []
            begun = first = True
        elif tag in _PLACING:
            return None
        elif one.getparent().tag in RUN:  # a tab stop is called like a tab
            pieces.append(SIGNS[tag])
    if begun:
        found.append("".join(pieces))
    return found


def cells(row: Any, numbers: Numbers) -> Iterator[Found]:
    """The cells of any row."""
    empty_prompts(row)
    for element in _cells(row):
        look = properties(element, CELL_LOOK)
        marks = () if look is None else (one for one in look if one.tag in _PLACING)
        placing = {_PLACING[one.tag]: attribute_of(one) for one in marks}
        read = cell_text(element, numbers)
        notes = [NUMBERED] * read.numbered + [PICTURED] * read.pictures
        yield Found(
            read.text,
            max(number(placing.get("gridSpan"), 1), 1),
            placing.get("vMerge"),
            placing.get("hMerge"),
            "cellDel" in placing,
            "；".join(notes),
            NESTED if read.nested else "",
        )


def _cells(element: Any) -> Iterator[Any]:
    for one in element:
        if one.tag in CELL:
            yield one
        elif one.tag not in DROPPED:
            yield from _cells(one)


def _space(tag: str) -> str:
    return tag[: tag.index("}") + 1]


@lru_cache
def _of_flavour(tag: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the flavour of ``tag``: every name more is asked of every element."""
    space = _space(tag)
    others = (ALTERNATE, EMOJI, FORMULA_TEXT)
    return tuple(name for name in wanted if name.startswith(space) or name in others)
