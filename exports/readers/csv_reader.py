"""A table of records from CSV: what ``table`` writes, and what a person made in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from exports.guard import unguard
from exports.readers.csv_rows import read_rows
from exports.readers.grid import ROWS
from exports.readers.headings import ORG, SERIAL, cell_at, matched, short
from exports.readers.organisation_matching import Owner, Whose, common_unit
from exports.readers.reading import Reading
from exports.table import RAW_COLUMNS
from forms.errors import BadInput
from forms.neutral import clean, one_line
from forms.organisation import Organisation
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.imports import Proposal
from store.campaign.organisations import organisations


def csv_reading(data: bytes, annex: RecordsAnnex, c: Campaign, org_id: str = "") -> Reading:
    """The file's rows as proposals, and why those that cannot be placed or read are not; blank rows, 序号, id
    and rev are passed over.

    ``org_id`` is whose rows they are where the file does not say; where it does, only that organisation and
    those below it may be named. Raises BadInput for a file or a head row that cannot be read.
    """
    rows = read_rows(data)
    top = next((place for place, cells in enumerate(rows) if any(cell.strip() for cell in cells)), None)
    if top is None:
        raise BadInput("文件是空的，没有表头也没有记录；请换一个文件，或先导出一份照着填。")
    found = matched(rows[top], annex, top + 1)
    # Only a file for programs has both, and its texts carry no guard.
    raw = all(name in found for name in RAW_COLUMNS)
    known = organisations(c)
    whose = Whose(known, org_id)
    taken: list[Proposal] = []
    for number, cells in _filled(rows, top, found):
        if len(taken) >= ROWS:
            raise BadInput(f"表格超过{ROWS}行，不像填报的表；请分成几个文件导入。")
        try:
            fitted = _fitted(cells, found, rows[top])
        except BadInput as error:
            taken.append(Proposal(number, "", {}, faults={"": error.sentence}))
            continue
        texts = [clean(cell) if raw else unguard(clean(cell)) for cell in fitted]
        named = cell_at(texts, found, ORG)
        owner = whose.owner(named)
        fields = {
            name: text
            for name, text in zip(found, texts, strict=True)
            if name and name not in (ORG, SERIAL, *RAW_COLUMNS)
        }
        taken.append(
            Proposal(
                number,
                owner.org.id if owner.org else "",
                fields,
                whose=named,
                guessed={ORG: owner.guess} if owner.guess else {},
                faults={} if owner.org else {ORG: owner.why},
                forbidden=owner.forbidden,
            )
        )
    unit = common_unit(known, taken)
    return Reading(tuple(_placed(one, whose, unit) for one in taken) if unit else tuple(taken))


def _placed(proposal: Proposal, whose: Whose, unit: Organisation) -> Proposal:
    """Names that many units have are those of the unit that all other rows belong to."""
    owner = whose.owner(proposal.whose, unit) if ORG in proposal.faults else Owner(None)
    if owner.org is None:
        return proposal
    return replace(proposal, org=owner.org.id, faults={}, guessed={ORG: owner.guess} if owner.guess else {})


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
            f"有{len(cells)}格，表头只有{len(found)}列，第{extra + 1}格“{short(cells[extra])}”"
            "不知道属于哪一列；内容里有逗号时请加引号。"
        )
    return cells[: len(found)]
