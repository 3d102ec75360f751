"""Looking into a .docx: its parts as XML, its tables as text."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(document: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return etree.fromstring(archive.read(name))


def body(document: bytes) -> Any:
    return part(document, "word/document.xml").find(f"{W}body")


def paragraph_text(paragraph: Any) -> str:
    """A paragraph's text; tabs and line breaks as characters."""
    pieces = []
    for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if element.getparent().tag != f"{W}r":
            continue
        pieces.append({f"{W}tab": "\t", f"{W}br": "\n"}.get(element.tag) or element.text or "")
    return "".join(pieces)


def rows(document: bytes, table: int = 0) -> list[list[str]]:
    """The texts of a table's cells; paragraphs joined by line breaks."""
    return [
        ["\n".join(paragraph_text(p) for p in cell.findall(f"{W}p")) for cell in row.findall(f"{W}tc")]
        for row in body(document).findall(f"{W}tbl")[table].findall(f"{W}tr")
    ]


def value(element: Any, path: str, attribute: str = "val") -> str | None:
    """The attribute of a descendant such as ``pgSz``; None when there is none."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}{attribute}")


def mm(twips: str | None) -> float:
    assert twips is not None
    return int(twips) / 1440 * 25.4
