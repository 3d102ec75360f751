"""Element names of WordprocessingML, in its two flavours, and which of them hold text."""

from __future__ import annotations

from typing import Any

_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""Word writes the second for "strict" documents."""
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATE = f"{_COMPATIBILITY}AlternateContent"
CHOICE, FALLBACK = f"{_COMPATIBILITY}Choice", f"{_COMPATIBILITY}Fallback"
EMOJI = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}symEx"
EMOJI_CHAR = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}char"
FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def names(*locals: str) -> tuple[str, ...]:
    """The qualified names of these elements in both flavours."""
    return tuple(f"{{{space}}}{local}" for space in _SPACES for local in locals)


TABLE, ROW, CELL, PARAGRAPH = (frozenset(names(local)) for local in ("tbl", "tr", "tc", "p"))
GRID, TEXT_BOX = (frozenset(names(local)) for local in ("tblGrid", "txbxContent"))
GRID_COLUMNS = names("gridCol")
CONTROL, CONTROL_PROPERTIES = frozenset(names("sdt")), frozenset(names("sdtPr"))
RUN, TEXT = frozenset(names("r")), frozenset(names("t"))
PARAGRAPH_LOOK, RUN_LOOK, ROW_LOOK, CELL_LOOK = (
    frozenset(names(local)) for local in ("pPr", "rPr", "trPr", "tcPr")
)

DROPPED = frozenset(
    names(
        "del",  # deleted and moved away, as long as somebody is still to agree
        "moveFrom",
        "delText",
        "instrText",  # what a field calculates; its result is text beside it
        "delInstrText",
        "rt",  # the reading above a character
        "txbxContent",
        "sdtPr",
        "sdtEndPr",
        "pPr",
        "rPr",
        "tblPr",
        "trPr",
        "tcPr",
        "tblPrEx",
        "sectPr",
        "fldChar",
    )
)
PICTURES = frozenset(names("drawing", "pict", "object"))

SIGNS = {
    name: sign
    for local, sign in (
        ("tab", "\t"),
        ("ptab", "\t"),
        ("br", "\n"),
        ("cr", "\n"),
        ("noBreakHyphen", "\u2011"),
        ("softHyphen", "\u00ad"),
    )
    for name in names(local)
}
"""Elements that stand for a character."""

_NAMES: dict[tuple[str, str], str] = {}
"""An element's qualified name and a local one to what the latter is called in the same flavour."""


def beside(tag: str, local: str) -> str:
    """The qualified name of ``local`` in the flavour of ``tag``. Asked for with every cell."""
    found = _NAMES.get((tag, local))
    if found is None:
        found = _NAMES[tag, local] = f"{tag[: tag.index('}') + 1]}{local}"
    return found


def child(element: Any, local: str) -> Any:
    """The first child of this name, or None."""
    return element.find(beside(element.tag, local))


def properties(element: Any, tags: frozenset[str]) -> Any:
    """The properties of a paragraph, run, row or cell: its first child, or one of its first; or None."""
    for place, one in enumerate(element):
        if one.tag in tags:
            return one
        if place:
            return None
    return None


def value(element: Any, local: str, attribute: str = "val") -> str | None:
    """The attribute of a child; None when there is no such child, empty when it has none."""
    found = child(element, local)
    return None if found is None else attribute_of(found, attribute)


def attribute_of(element: Any, attribute: str = "val") -> str:
    """An attribute of the element's own namespace; empty where it has none."""
    return str(element.get(beside(element.tag, attribute)) or "")


def number(text: str | None, default: int, most: int = 10_000) -> int:
    """A whole number of an attribute, whatever stands there instead."""
    if text is None or not text.lstrip("-").isascii() or not text.lstrip("-").isdigit():
        return default
    return max(-most, min(int(text[:12]), most))


def on(element: Any, local: str) -> bool:
    """Whether a property is there and not switched off."""
    found = child(element, local)
    return found is not None and attribute_of(found) not in ("0", "false", "off")
