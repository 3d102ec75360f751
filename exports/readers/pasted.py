"""Rows copied out of a spreadsheet or a table in Word, and pasted: cells parted by tabs, a heading or none.

Where there is no heading the columns are those of the printed form, in its order; a running number in front,
or the organisation, is seen by what stands in the cells. How they were taken is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from exports.readers.grid import COLUMNS, Cell, Grid, Line, Reading, Room, too_wide
from exports.readers.headings import ORG, SERIAL, column_names, label, recognised
from exports.readers.organisation_matching import Whose
from exports.readers.proposing import propose
from forms.errors import BadInput
from forms.kinds.registry import kind_of
from forms.pack import RecordsAnnex
from forms.split import split_entries
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations

NAME = "粘贴的内容"
_LOOKED_AT = 20
"""Rows that a heading is looked for in, and that columns are told by."""
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)')
_CELL = re.compile(r"[^\t\n]*")
_NUMBER = re.compile(r"[0-9０-９]{1,4}[.．、]?")


def looks_like_rows(text: str) -> bool:
    """Several lines, or cells: more than goes into one field."""
    return "\t" in text.strip() or len([line for line in text.splitlines() if line.strip()]) > 1


def pasted_reading(text: str, annex: RecordsAnnex, c: Campaign, org_id: str = "") -> Reading:
    """What pasted rows propose; ``org_id`` is whose they are where they do not say. Raises BadInput."""
    lines = tuple(_lines(text))
    if not lines:
        raise BadInput("粘贴的内容是空的；请先在 Excel、WPS 或 Word 里选中几行复制。")
    names = column_names(annex)
    heads = [recognised([cell.text for cell in line.cells], annex, names) for line in lines[:_LOOKED_AT]]
    found = max((head for head in heads if head), key=lambda head: head.known, default=None)
    if found is not None:
        reading = propose([Grid("", lines)], annex, c, org_id)
        return replace(reading, columns=tuple(label(annex, name) for name in found.found if name))
    columns = _columns(lines, annex, c, org_id)
    titles = tuple(label(annex, name) for name in columns)
    width = max(len(line.cells) for line in lines)
    head = Line(0, tuple(Cell(title, place, place + 1) for place, title in enumerate(titles)))
    reading = propose([Grid("", (head, *lines))], annex, c, org_id)
    return replace(reading, columns=titles[:width], headless=True)


def cells_of(text: str) -> list[list[str]]:
    """Rows of cells as spreadsheets copy them: in quotes only where one holds a line break or a tab; a text
    that begins with a quotation mark is left as it is.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = [[]]
    at = 0
    while at <= len(text):
        quoted = _QUOTED.match(text, at) if text[at : at + 1] == '"' else None
        if quoted and ("\n" in quoted[1] or "\t" in quoted[1]):
            rows[-1].append(quoted[1].replace('""', '"'))
            at = quoted.end()
        else:
            found = _CELL.match(text, at)
            assert found is not None
            rows[-1].append(found[0])
            at = found.end()
        if at < len(text) and text[at] == "\n":
            rows.append([])
        at += 1
    return rows


def _lines(text: str) -> Iterator[Line]:
    room = Room()
    for number, row in enumerate(cells_of(text), 1):
        if any(map(str.strip, row[COLUMNS:])):
            raise too_wide(number)
        line = Line(number, tuple(Cell(cell.strip(" "), n, n + 1) for n, cell in enumerate(row[:COLUMNS])))
        if not line.blank:
            room.take(row)
            yield line


def _columns(lines: Sequence[Line], annex: RecordsAnnex, c: Campaign, org_id: str) -> list[str]:
    """Of the ways in which the form's columns may begin, the one that most cells agree with."""
    shown = [column.shows for column in annex.columns if column.shows and column.shows != SERIAL]
    rest = [field.id for field in annex.fields if field.id not in shown]
    starts: list[list[str]] = [[], [SERIAL]]
    if ORG not in shown:
        starts += [[ORG], [SERIAL, ORG]]
    whose = Whose(organisations(c), org_id)
    return max(
        ([*start, *shown, *rest] for start in starts),
        key=lambda columns: sum(_agrees(line, columns, annex, c, whose) for line in lines[:_LOOKED_AT]),
    )


def _agrees(line: Line, columns: Sequence[str], annex: RecordsAnnex, c: Campaign, whose: Whose) -> int:
    """How many cells are of their column's kind, less those that cannot be."""
    score = 0
    for name, cell in zip(columns, line.cells, strict=False):
        text = cell.text.strip()
        field = annex.by_id.get(name)
        if not text:
            continue
        if name == SERIAL:
            score += 2 if _NUMBER.fullmatch(text) else -4
        elif name == ORG:
            score += 2 if whose.owner(text).org else -4
        elif field is None:
            continue
        elif kind_of(field).names_organisations:
            score += bool(whose.owner(split_entries(text)[0]).org) if split_entries(text) else 0
        else:
            score += kind_of(field).likely(text, c.entry_day)
    return score
