"""Which column is which: by the printed heading, the field's label or its id, in any order.

A table of our own making has these headings and no others. One made by hand is read with some indulgence:
columns we do not know are passed over, 学习时间 is taken for 时间, and both are said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exports.table import ORGANISATION, RAW_COLUMNS, records_header
from forms.errors import BadInput
from forms.neutral import one_line
from forms.pack import RecordsAnnex

ORG = "organisation"
SERIAL = "serial"

_NOTE = re.compile(r"[（(【\[][^（）()【】\[\]]*[）)】\]]\Z")
_LONGEST = 80
"""Characters: a longer text is no heading."""
_LEAST = 2
"""Headings that must be ours for a row to be a table's head."""


@dataclass(frozen=True, slots=True)
class Headings:
    """A head row: what stands beneath each heading (empty: nothing of ours), and what was supposed."""

    found: tuple[str, ...]
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """Labels of columns that the annex cannot do without."""

    @property
    def known(self) -> int:
        """How many columns of the annex it has."""
        return sum(bool(name) and name not in (SERIAL, *RAW_COLUMNS) for name in self.found)


def column_names(annex: RecordsAnnex) -> dict[str, str]:
    """Normalised heading to what stands beneath it: a field's id, or one of those above, ``id``, ``rev``."""
    names = {ORGANISATION: ORG, "党组织名称": ORG, "序号": SERIAL, ORG: ORG, "org": ORG}
    names |= {name: name for name in RAW_COLUMNS}
    names |= {field.id: field.id for field in annex.fields}
    names |= {field.label: field.id for field in annex.fields}
    names |= {column.title: column.shows for column in annex.columns if column.shows}
    return {normal(name): shows for name, shows in names.items()}


def matched(cells: Sequence[str], annex: RecordsAnnex, row: int) -> list[str]:
    """What stands beneath each heading of row ``row``; empty for a column without one.

    Raises BadInput for headings the annex does not have, has twice, or cannot do without.
    """
    names = column_names(annex)
    found = [names.get(normal(cell), "") for cell in cells]
    expected = "、".join(records_header(annex))
    if not any(name and name not in RAW_COLUMNS for name in found):
        raise BadInput(
            f"第{row}行不是附件{annex.number}的表头（第1列是“{short(cells[0] if cells else '')}”）；"
            f"表头应为：{expected}。"
        )
    for place, (cell, name) in enumerate(zip(cells, found, strict=True), 1):
        if not name and cell.strip():
            raise BadInput(
                f"第{row}行第{place}列“{short(cell)}”不是附件{annex.number}的列；可用的列：{expected}。"
            )
        if name and found.index(name) != place - 1:
            raise BadInput(f"第{row}行第{place}列“{short(cell)}”与前面一列重复；请只留一列。")
    missing = "、".join(_missing(annex, found))
    if missing:
        raise BadInput(f"第{row}行的表头缺少：{missing}；表头应为：{expected}。")
    return found


def recognised(cells: Sequence[str], annex: RecordsAnnex, names: Mapping[str, str]) -> Headings | None:
    """The row as a head row, read with indulgence; None when it is none. ``names`` are ``column_names``."""
    found = ["" if len(cell) > _LONGEST else names.get(normal(cell), "") for cell in cells]
    for place, name in enumerate(found):
        if name and found.index(name) != place:
            found[place] = ""  # 时间 twice: the first one is it
    certain = [name for name in found if name and name not in (SERIAL, *RAW_COLUMNS)]
    if not certain:
        return None
    notes = []
    for place, cell in enumerate(cells):
        if found[place] or not cell.strip():
            continue
        name = _like(cell, names, found)
        if name:
            found[place] = name
            notes.append(f"“{short(cell)}”一列读作“{label(annex, name)}”")
        else:
            notes.append(f"“{short(cell)}”一列没有读入")
    headings = Headings(tuple(found), tuple(notes), tuple(_missing(annex, found)))
    return headings if headings.known >= min(_LEAST, len(annex.fields)) else None


def normal(heading: str) -> str:
    """A heading without what a hand adds: spaces, line breaks, full-width letters, other case."""
    return "".join(unicodedata.normalize("NFKC", heading).split()).casefold()


def label(annex: RecordsAnnex, name: str) -> str:
    """What a field, a head field, the organisation's cell or the running number is called."""
    names = {ORG: ORGANISATION, SERIAL: "序号"} | {field.id: field.label for field in annex.head}
    return (names | {field.id: field.label for field in annex.fields}).get(name, name)


def cell_at(cells: Sequence[str], found: Sequence[str], name: str) -> str:
    """The cell beneath the heading ``name``; empty where there is no such column."""
    return cells[found.index(name)] if name in found else ""


def short(text: str) -> str:
    """The beginning of a text, for sentences."""
    text = one_line(text).strip()
    return text if len(text) <= 20 else f"{text[:20]}……"


def _like(cell: str, names: Mapping[str, str], found: Sequence[str]) -> str:
    """The one column, not found otherwise, whose heading this one holds or is a part of."""
    said = _bare(normal(cell[: _LONGEST + 1]))
    near = {
        name
        for heading, name in names.items()
        if name not in found and name not in RAW_COLUMNS and not heading.isascii()
        # 问题 for 存在问题, 学习时间 for 时间; a single character is in too many.
        if said == _bare(heading) or (len(said) >= 2 and (said in heading or heading in said))
    }
    return near.pop() if len(near) == 1 else ""


def _bare(heading: str) -> str:
    """存在的问题（不少于2条）： as 存在问题."""
    return _NOTE.sub("", heading.rstrip("：:*")).rstrip("：:*").replace("的", "")


def _missing(annex: RecordsAnnex, found: Sequence[str]) -> list[str]:
    labels: Mapping[str, str] = {field.id: field.label for field in annex.fields}
    needed = [name for name in annex.key if name in labels]
    needed += [field.id for field in annex.fields if field.required and field.id not in needed]
    return [labels[name] for name in needed if name not in found]
