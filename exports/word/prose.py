"""A written document becomes the bytes of a .docx: GB/T 9704-2012, 7.3 (title, levels, body)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from functools import lru_cache

from exports.word.document import core_part, table_rows
from exports.word.molds import ParagraphMold, paragraph_mold, sheet_mold
from exports.word.pictures import drawing, relationships, with_pictures
from exports.word.skeleton import skeleton
from exports.word.styles import (
    AUTHOR,
    BODY,
    CAPTION,
    LEVEL_1,
    LEVEL_2,
    LEVEL_3,
    PICTURE,
    TITLE,
    Look,
)
from exports.written import Grid, Heading, Photo, WrittenDocument
from exports.zipping import zipped
from forms.neutral import clean, one_line

LEVELS = {1: LEVEL_1, 2: LEVEL_2, 3: LEVEL_3}


def prose_bytes(document: WrittenDocument) -> bytes:
    """The document in Word. The same document gives the same bytes; any text is taken."""
    frame = skeleton("portrait", document.year)
    body = "".join((frame.body[0], *_body(document), frame.body[1])).encode()
    core = core_part(frame.core, document.org_name, document.name, document.campaign)
    members = [("docProps/core.xml", core), ("word/document.xml", body)]
    if not document.photos:
        return zipped(members, frame.begun)
    with zipfile.ZipFile(io.BytesIO(frame.begun)) as archive:
        begun = {name: archive.read(name) for name in archive.namelist()}
    return zipped([*with_pictures(begun, document.photos).items(), *members])


def _body(document: WrittenDocument) -> Iterator[str]:
    yield _mold(TITLE).fill(one_line(document.title))
    if document.author:
        yield _mold(AUTHOR).fill(one_line(document.author))
    yield _mold(BODY).fill("")
    for block in document.blocks:
        if isinstance(block, Heading):
            yield _heading(block)
        elif isinstance(block, Grid):
            yield from _grid(block)
        else:
            yield from (_mold(BODY).fill(line.rstrip()) for line in clean(block.text).split("\n"))
    yield from _photos(document.photos)


def _heading(heading: Heading) -> str:
    look = _mold(LEVELS.get(heading.level, LEVEL_3))
    if not heading.rest:
        return look.fill(one_line(heading.text))
    # A paragraph of text that begins in the heading's face.
    body = _mold(BODY)
    runs = (look.run_of(one_line(heading.text)), body.run_of(one_line(heading.rest)))
    return f"{body.opening}{''.join(runs)}</w:p>"


def _grid(grid: Grid) -> Iterator[str]:
    mold = sheet_mold("portrait", grid.columns, 0)
    yield mold.table
    yield mold.heading.fill([column.title for column in grid.columns])
    yield from table_rows("portrait", grid.columns, grid.body, mold)
    yield "</w:tbl>"
    yield mold.end


def _photos(photos: Sequence[Photo]) -> Iterator[str]:
    """Two to a page, each with its caption beneath."""
    for number, (photo, relationship) in enumerate(zip(photos, relationships(photos), strict=True), 1):
        picture = _mold(PICTURE).opening + drawing(photo, relationship, number) + "</w:p>"
        if number % 2:
            picture = picture.replace("/>", "/><w:pageBreakBefore/>", 1)
        yield picture
        yield _mold(CAPTION).fill(one_line(f"图{number}　{photo.caption}".rstrip()))


@lru_cache(maxsize=32)
def _mold(look: Look) -> ParagraphMold:
    return paragraph_mold(look)
