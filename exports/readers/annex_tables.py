"""The tables of a file that are an annex's: a head row is known by its headings, and what stands above it is
the table's title (whose form it is) and head: 填报单位 and 截止时间."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from exports.readers.grid import NESTED, Grid, Line
from exports.readers.headings import Headings, column_names, normal, recognised
from exports.table import records_header
from forms.errors import BadInput
from forms.neutral import one_line
from forms.pack import RecordsAnnex

_NEXT_LABEL = re.compile(r"[\s\u3000]+[^\s\u3000：:]{2,8}[：:]")
_BLANK = re.compile(r"[\s_＿…—-]*")


@dataclass(frozen=True)
class Table:
    """A grid with its head row found."""

    grid: Grid
    head: Line
    headings: Headings
    above: tuple[str, ...]

    @cached_property
    def beneath(self) -> tuple[str, ...]:
        """What stands beneath each cell of the head row; a heading may run over several columns."""
        found = list(self.headings.found)
        for place, cell in enumerate(self.head.cells):
            if not cell.text.strip():
                over = [
                    name
                    for name, head in zip(found[:place], self.head.cells, strict=False)
                    if name and head.end > cell.start
                ]
                found[place] = over[-1] if over else ""
        return tuple(found)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was supposed of its headings, a sentence each."""
        return tuple(f"{self.grid.name}{note}" for note in self.headings.notes)


def annex_tables(grids: Sequence[Grid], annex: RecordsAnnex) -> list[Table]:
    """The grids whose headings are the annex's. Raises BadInput naming what the nearest one lacks."""
    found: list[Table] = []
    near: Table | None = None
    names = column_names(annex)
    for grid in grids:
        table = _table(grid, annex, names)
        if table is None:
            continue
        if not table.headings.missing:
            found.append(table)
        elif near is None or table.headings.known > near.headings.known:
            near = table
    if found:
        return found
    expected = "、".join(records_header(annex))
    if near is not None:
        missing = "、".join(near.headings.missing)
        raise BadInput(f"{near.grid.place(near.head.number)}的表头缺少：{missing}；表头应为：{expected}。")
    if any(cell.fault == NESTED for grid in grids for line in grid.lines for cell in line.cells):
        raise BadInput("要导入的表套在另一个表格的格子里，读不出来；请把它移到外层表格之外再导入。")
    what = (
        f"{len(grids)}个表格的表头都不是"
        if len(grids) > 1
        else "里面的表格不是"
        if grids
        else "里面没有表格，更没有"
    )
    raise BadInput(f"{what}附件{annex.number}“{annex.name}”；表头应为：{expected}。")


def _table(grid: Grid, annex: RecordsAnnex, names: Mapping[str, str]) -> Table | None:
    """The first row that has all headings needed, else the one that has most."""
    best: Table | None = None
    above = list(grid.above)
    for line in grid.lines:
        headings = recognised([cell.text for cell in line.cells], annex, names)
        if headings is not None and (best is None or headings.known > best.headings.known):
            best = Table(grid, line, headings, tuple(above))
            if not headings.missing:
                return best
        if headings is None and best is None:
            above.extend(cell.text for cell in line.cells if cell.text.strip())
            del above[:-200]
    return best


def head_texts(annex: RecordsAnnex, lines: Iterable[str]) -> dict[str, str]:
    """Head field id to what follows its label; a label with nothing behind it is left out."""
    found: dict[str, str] = {}
    # Ours are parted by tabs; a hand takes spaces.
    for line in [piece for whole in lines for piece in whole.split("\t") if "：" in piece or ":" in piece]:
        for field in annex.head:
            label = r"[\s\u3000]*".join(map(re.escape, field.label))
            match = re.search(rf"{label}[\s\u3000]*[：:]", line)
            if not match or field.id in found:
                continue
            rest = line[match.end() :]
            following = _NEXT_LABEL.search(f" {rest}")
            text = one_line(rest if following is None else rest[: max(following.start() - 1, 0)]).strip()
            if not _BLANK.fullmatch(text):
                found[field.id] = text.strip("_＿ ")
    return found


def title_names(annex: RecordsAnnex, lines: Iterable[str]) -> Iterator[str]:
    """What stands before the annex's title in a line: 计算机学院党委 in 计算机学院党委学习情况汇总表."""
    ending = normal(annex.title.replace(annex.title_placeholder, "", 1))
    for line in lines:
        said = normal(line).strip("《》")
        if said.endswith(ending) and said != ending:
            yield said.removesuffix(ending)


def reporter(annex: RecordsAnnex, texts: Mapping[str, str]) -> str:
    """The head's text that names the organisation, or nothing."""
    return next((texts.get(field.id, "") for field in annex.head if field.default == "organisation"), "")
