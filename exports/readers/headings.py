"""Which column is which: by the printed heading, the field's label or its id, in any order."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from exports.table import ORGANISATION, RAW_COLUMNS, records_header
from forms.errors import BadInput
from forms.neutral import one_line
from forms.pack import RecordsAnnex

ORG = "organisation"
SERIAL = "serial"


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
            f"第{row}行不是附件{annex.number}的表头（第1列是“{_short(cells[0] if cells else '')}”）；"
            f"表头应为：{expected}。"
        )
    for place, (cell, name) in enumerate(zip(cells, found, strict=True), 1):
        if not name and cell.strip():
            raise BadInput(
                f"第{row}行第{place}列“{_short(cell)}”不是附件{annex.number}的列；可用的列：{expected}。"
            )
        if name and found.index(name) != place - 1:
            raise BadInput(f"第{row}行第{place}列“{_short(cell)}”与前面一列重复；请只留一列。")
    _require(annex, found, row, expected)
    return found


def normal(heading: str) -> str:
    """A heading without what a hand adds: spaces, line breaks, full-width letters, other case."""
    return "".join(unicodedata.normalize("NFKC", heading).split()).casefold()


def cell_at(cells: Sequence[str], found: Sequence[str], name: str) -> str:
    return cells[found.index(name)] if name in found else ""


def _require(annex: RecordsAnnex, found: Sequence[str], row: int, expected: str) -> None:
    labels: Mapping[str, str] = {field.id: field.label for field in annex.fields}
    needed = [name for name in annex.key if name in labels]
    needed += [field.id for field in annex.fields if field.required and field.id not in needed]
    missing = "、".join(labels[name] for name in needed if name not in found)
    if missing:
        raise BadInput(f"第{row}行的表头缺少：{missing}；表头应为：{expected}。")


def _short(text: str) -> str:
    text = one_line(text).strip()
    return text if len(text) <= 20 else f"{text[:20]}……"
