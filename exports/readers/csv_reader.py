"""A table of records from CSV: what ``table`` writes, and what a person made in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exports.guard import unguard
from exports.readers.csv_rows import read_rows
from exports.readers.headings import ORG, SERIAL, cell_at, matched
from exports.table import RAW_COLUMNS
from forms.errors import BadInput
from forms.neutral import clean, one_line
from forms.organisation import Organisation
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.imports import Proposal
from store.campaign.organisations import Organisations, organisations

ROW_ERRORS_TOLD = 3


def read_csv(data: bytes, annex: RecordsAnnex, c: Campaign, org_id: str = "") -> list[Proposal]:
    """The file's rows as proposals; blank rows, 序号, id and rev are passed over.

    ``org_id`` is whose rows they are where the file does not say; where it does, only that organisation and
    those below it may be named. Raises BadInput naming row and column: nothing is taken from a file with
    a row that cannot be placed.
    """
    return proposals(read_rows(data), annex, c, org_id)


def proposals(
    rows: Sequence[Sequence[str]], annex: RecordsAnnex, c: Campaign, org_id: str = ""
) -> list[Proposal]:
    """The same from rows of text, wherever they were read."""
    top = next((place for place, cells in enumerate(rows) if any(cell.strip() for cell in cells)), None)
    if top is None:
        raise BadInput("文件是空的，没有表头也没有记录。")
    found = matched(rows[top], annex, top + 1)
    # Only a file for programs has both, and its texts carry no guard.
    raw = all(name in found for name in RAW_COLUMNS)
    whose = _Whose(organisations(c), org_id)
    taken: list[Proposal] = []
    refused: list[str] = []
    for number, cells in _filled(rows, top, found):
        try:
            texts = [
                clean(cell) if raw else unguard(clean(cell)) for cell in _fitted(cells, found, rows[top])
            ]
            org = whose.find(cell_at(texts, found, ORG))
        except BadInput as error:
            refused.append(f"第{number}行：{error.sentence}")
            continue
        fields = {
            name: text
            for name, text in zip(found, texts, strict=True)
            if name and name not in (ORG, SERIAL, *RAW_COLUMNS)
        }
        taken.append(Proposal(number, org.id, fields))
    if refused:
        more = f"（共{len(refused)}行有问题）" if len(refused) > ROW_ERRORS_TOLD else ""
        raise BadInput(" ".join(refused[:ROW_ERRORS_TOLD]) + more)
    return taken


def _filled(
    rows: Sequence[Sequence[str]], top: int, found: Sequence[str]
) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows beneath the header with anything but a number in 序号, counted as a spreadsheet does."""
    serial = found.index(SERIAL) if SERIAL in found else -1
    for number, cells in enumerate(rows[top + 1 :], top + 2):
        if any(cell.strip() for place, cell in enumerate(cells) if place != serial):
            yield number, cells


def _fitted(cells: Sequence[str], found: Sequence[str], header: Sequence[str]) -> Sequence[str]:
    """A cell for each column. Empty cells beyond the last one are a spreadsheet's habit; others are not."""
    if len(cells) < len(found):
        label = one_line(header[len(cells)]).strip()
        raise BadInput(f"只有{len(cells)}格，表头有{len(found)}列，从“{label}”起没有内容；请检查逗号和引号。")
    extra = next((place for place in range(len(found), len(cells)) if cells[place].strip()), None)
    if extra is not None:
        raise BadInput(
            f"有{len(cells)}格，表头只有{len(found)}列，第{extra + 1}格“{one_line(cells[extra])[:20]}”"
            "不知道属于哪一列；内容里有逗号时请加引号。"
        )
    return cells[: len(found)]


class _Whose:
    """Whose row it is, by what stands in its organisation cell; each name is looked up once."""

    def __init__(self, known: Organisations, org_id: str) -> None:
        self._known = known
        self._default = known.find(org_id) if org_id else None
        self._scope = known.scope(self._default.id) if self._default else known.all
        self._seen: dict[str, Organisation] = {}

    def find(self, cell: str) -> Organisation:
        name = one_line(cell).strip()
        if not name:
            if self._default is None:
                raise BadInput("没有写明党组织；请补上“党组织”一列，或指明是哪个党组织的（--org）。")
            return self._default
        if name not in self._seen:
            self._seen[name] = self._look_up(name)
        return self._seen[name]

    def _look_up(self, name: str) -> Organisation:
        near = [org for org in self._scope if name in (org.id, org.name, org.full_name)]
        if len(near) == 1:
            return near[0]
        org = self._known.find(name)
        if org not in self._scope and self._default is not None:
            raise BadInput(
                f"“{org.name}”不属于“{self._default.name}”；请从这个文件里去掉，或不指定党组织再导入。"
            )
        return org
