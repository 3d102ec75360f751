"""What a Word file must hold to and no schema checker sees: balanced fields, whole table grids, a paragraph
at the end of each cell, relationships that lead somewhere, names that are used once."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from tests.support.wordxml import W

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def unsound(document: bytes) -> list[str]:
    """A sentence for everything that is amiss."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        twice = [name for name, count in Counter(archive.namelist()).items() if count > 1]
        parts = {name: archive.read(name) for name in archive.namelist()}
    found = [f"{name} is there twice" for name in twice]
    found += _relationships(parts)
    found += _content_types(parts)
    known = {
        style.get(f"{W}styleId") for style in etree.fromstring(parts["word/styles.xml"]).iter(f"{W}style")
    }
    for name in sorted(parts):
        if name.startswith("word/") and name.endswith(".xml"):
            root = etree.fromstring(parts[name])
            found += [f"{name}: {what}" for what in (*_fields(root), *_tables(root), *_styles(root, known))]
    ids = [one.get("id") for one in etree.fromstring(parts["word/document.xml"]).iter("{*}docPr")]
    if len(set(ids)) != len(ids):
        found.append("two drawings have one id")
    return found


def _fields(root: Any) -> Iterator[str]:
    for paragraph in root.iter(f"{W}p"):
        kinds = [char.get(f"{W}fldCharType") for char in paragraph.iter(f"{W}fldChar")]
        if kinds and kinds != ["begin", "separate", "end"] * (len(kinds) // 3):
            yield f"a field is not closed: {kinds}"


def _tables(root: Any) -> Iterator[str]:
    for table in root.iter(f"{W}tbl"):
        after = table.getnext()
        if after is None or after.tag != f"{W}p":
            yield "no paragraph after a table"
        grid = [int(column.get(f"{W}w")) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
        for row in table.findall(f"{W}tr"):
            place = 0
            for cell in row.findall(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                columns = 1 if span is None else int(span.get(f"{W}val"))
                width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w"))
                if width != sum(grid[place : place + columns]):
                    yield f"a cell of {width} in columns {grid[place : place + columns]}"
                place += columns
                if len(cell) == 0 or cell[-1].tag != f"{W}p":
                    yield "a cell does not end with a paragraph"
            if place != len(grid):
                yield f"a row of {place} in a grid of {len(grid)} columns"


def _styles(root: Any, known: set[str | None]) -> Iterator[str]:
    for kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
        for used in root.iter(f"{W}{kind}"):
            if used.get(f"{W}val") not in known:
                yield f"style {used.get(f'{W}val')} is not defined"


def _relationships(parts: dict[str, bytes]) -> Iterator[str]:
    for name in sorted(parts):
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        owner = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
        links = {link.get("Id"): link.get("Target") for link in etree.fromstring(parts[name])}
        for target in links.values():
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            if posixpath.normpath(path) not in parts:
                yield f"{name} leads to {target}, which is not there"
        if owner in parts:
            root = etree.fromstring(parts[owner])
            used = {
                value for one in root.iter() for key, value in one.attrib.items() if str(key).startswith(R)
            }
            for missing in used - set(links):
                yield f"{owner} uses {missing}, which {name} does not have"


def _content_types(parts: dict[str, bytes]) -> Iterator[str]:
    types = etree.fromstring(parts["[Content_Types].xml"])
    suffixes = {one.get("Extension") for one in types if one.tag.endswith("}Default")}
    named = {one.get("PartName") for one in types if one.tag.endswith("}Override")}
    for name in parts:
        if (
            name != "[Content_Types].xml"
            and f"/{name}" not in named
            and name.rpartition(".")[2] not in suffixes
        ):
            yield f"{name} has no content type"
    yield from (
        f"content type of {name}, which is not there" for name in named if name.lstrip("/") not in parts
    )
