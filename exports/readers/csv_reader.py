"""CSV, whichever program saved it: bytes as rows of text, a table of records from them, what ``table``
writes and what a person made in a spreadsheet; and organisations, a column per field."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

from exports.guard import unguard
from exports.readers.grid import Reading, Room
from exports.readers.headings import ORG, SERIAL, cell_at, matched, short
from exports.readers.organisation_matching import Owner, Whose, common_unit
from exports.table import RAW_COLUMNS
from forms.errors import BadInput
from forms.neutral import clean, one_line
from forms.organisation import Organisation
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.imports import Proposal
from store.campaign.organisation_fields import FIELDS, field_named
from store.campaign.organisations import organisations

_LONGEST_CELL = 10_000_000
_COMMAS = 5_000_000
_BLANKS = 1_048_576
"""As many rows as a sheet has."""
_FOREIGN = {
    b"PK\x03\x04": "这是 Excel 或 Word 文件",
    b"\xd0\xcf\x11\xe0": "这是旧版 Excel 或 Word 文件",
    b"%PDF": "这是 PDF 文件",
    b"\xff\xfe": "文件是 UTF-16 编码",
    b"\xfe\xff": "文件是 UTF-16 编码",
}
_SAVE_AS = "请在 Excel 或 WPS 里另存为“CSV UTF-8（逗号分隔）”再导入"


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


def read_rows(data: bytes) -> list[list[str]]:
    """All rows, blank ones too, so that places count as a spreadsheet shows them. Raises BadInput.

    UTF-8 with or without a byte-order mark, else GB18030, which Excel on Chinese Windows writes.
    """
    if data.count(b",") > _COMMAS:  # a single row of them would be more than there is memory for
        raise BadInput("表格的格太多，不像填报的表；请只留要导入的行和列，另存后再导入。")
    csv.field_size_limit(_LONGEST_CELL)
    # A piece at a time: the whole file as text takes several times its bytes.
    text = io.TextIOWrapper(io.BytesIO(data), _encoding(data), newline="")
    # Strict: an open quotation mark would otherwise swallow the rest of the file without a word.
    reader = csv.reader(text, strict=True)
    rows: list[list[str]] = []
    room, blanks = Room(), 0
    try:
        for row in reader:
            if any(row) and not all(map(str.isspace, row)):
                room.take(row)
            else:
                row, blanks = [], blanks + 1
                if blanks > _BLANKS:
                    raise BadInput("文件里的空行太多，不像填报的表；请只留要导入的行，另存后再导入。")
            rows.append(row)
    except csv.Error as error:
        if "field larger" in str(error):
            raise BadInput(f"第{len(rows) + 1}行有一格太长，不像填报的表；请检查这一行的引号。") from error
        raise BadInput(
            f"第{len(rows) + 1}行（文件第{reader.line_num}行）的引号不成对，"
            "读不出各格的内容；请检查这一行的引号。"
        ) from error
    return rows


def _encoding(data: bytes) -> str:
    """The encoding that all of the file is in. Raises BadInput."""
    for start, what in _FOREIGN.items():
        if data.startswith(start):
            raise BadInput(f"{what}，不是 CSV；{_SAVE_AS}。")
    place = data.find(b"\0")
    if place >= 0:
        line = data.count(b"\n", 0, place) + 1
        raise BadInput(f"文件第{line}行有空字节，不是 CSV 文本；{_SAVE_AS}。")
    try:
        text, found = data.decode("utf-8-sig"), "utf-8-sig"
    except UnicodeDecodeError as error:
        if data.startswith(b"\xef\xbb\xbf"):
            line = data.count(b"\n", 0, error.start) + 1
            raise BadInput(f"文件第{line}行有 UTF-8 读不出的字节，可能没有传完整；{_SAVE_AS}。") from error
        try:
            text, found = data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError as worse:
            line = data.count(b"\n", 0, worse.start) + 1
            raise BadInput(f"文件第{line}行的编码既不是 UTF-8 也不是 GB18030；{_SAVE_AS}。") from worse
    if not text.strip():
        raise BadInput("文件是空的，没有表头也没有记录；请换一个文件，或先导出一份照着填。")
    return found


def read_organisations(data: bytes) -> list[dict[str, str]]:
    """Rows by field id, for ``add_organisations``; empty cells are left out. Raises BadInput."""
    rows = [(place, cells) for place, cells in enumerate(read_rows(data), 1) if any(map(str.strip, cells))]
    if not rows:
        raise BadInput("文件是空的，没有表头也没有党组织；表头可以照 taizhang org list --format csv。")
    top, header = rows[0]
    names = [_organisation_field(cell, top, place) for place, cell in enumerate(header, 1)]
    for place, name in enumerate(names):
        if name and names.index(name) != place:
            raise BadInput(f"第{top}行第{place + 1}列“{one_line(header[place])}”与前面一列重复；请只留一列。")
    if "name" not in names:
        labels = "、".join(field.label for field in FIELDS)
        raise BadInput(f"第{top}行的表头缺少：规范简称；可用的列：{labels}。")
    found = []
    for number, cells in rows[1:]:
        if len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :]):
            raise BadInput(f"第{number}行有{len(cells)}格，表头有{len(names)}列；请检查这一行的逗号和引号。")
        found.append(
            {
                name: text
                for name, cell in zip(names, cells, strict=False)
                if name and (text := unguard(cell).strip())
            }
        )
    return found


def _organisation_field(cell: str, row: int, place: int) -> str:
    heading = "".join(one_line(cell).split())
    if not heading:
        return ""
    try:
        return field_named(heading).id
    except BadInput as error:
        raise BadInput(f"第{row}行第{place}列：{error.sentence}") from error
