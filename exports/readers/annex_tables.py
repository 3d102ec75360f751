"""The tables of a file that are an annex's: a head row is known by its headings, and what stands above it is
the table's title and head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from exports.readers.grid import NESTED, Grid, Line
from exports.readers.headings import Headings, column_names, recognised
from exports.table import records_header
from forms.errors import BadInput
from forms.pack import RecordsAnnex


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
