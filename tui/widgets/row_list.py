"""A list in columns with a cursor: draws only the lines in view, so that thousands of rows cost what twenty
do, and repaints only the lines that change, so that moving the cursor costs a thin line little.

The row at the cursor is marked with ``>`` as well as by colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Thread
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from forms.neutral import clean, one_line
from forms.pinyin import plain
from tui.actions import unlisted
from tui.widgets.keys_here import how_to_begin
from tui.widgets.wrapping import cut, wrap

_begun: list[Thread] = []


def preload_pinyin() -> None:
    """Begin, once in a session. Touches no widget."""
    if not _begun:
        from forms.pinyin import table

        _begun.append(Thread(target=table, name="pinyin", daemon=True))
        _begun[0].start()


REVERSE = Style(reverse=True)
MARK, BLANK, GAP = "> ", "  ", "  "


@dataclass(frozen=True)
class ListColumn:
    """A column; ``width`` in cells, 0: it shares what the others leave."""

    title: str
    width: int = 0
    wrap: bool = False
    """Long text goes on over more lines instead of being cut."""


@dataclass(frozen=True)
class ListRow:
    """A row of cells, or a heading over the rows below it (one cell, the whole width, not for the cursor)."""

    key: str
    cells: tuple[str, ...]
    heading: bool = False
    strong: bool = False
    """Pressing: shown bold."""
    faint: bool = False
    """Settled: shown dim."""

    @cached_property
    def searched(self) -> str:
        """What ``forms.pinyin`` looks in. Kept, for it is asked for again at every letter typed."""
        return plain("\n".join(self.cells))


class RowList(Widget, can_focus=True):
    """Posts ``Chosen`` on Enter and ``Moved`` when the cursor has come to another row. Cells are neutralised
    here."""

    BINDINGS = unlisted(
        "up move(-1) | down move(1) | pageup page(-1) | pagedown page(1) | home move(-1000000) | "
        "end move(1000000) | enter choose"
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--head", "rows--heading", "rows--row", "rows--cursor", "rows--strong", "rows--faint"
    }  # fmt: skip
    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        .rows--head { color: $foreground-muted; }
        .rows--heading { color: $secondary; text-style: bold; }
        .rows--cursor { background: $surface; }
        .rows--strong { color: $error; text-style: bold; }
        .rows--faint { color: $foreground-muted; }
        &:focus .rows--cursor, &.-active .rows--cursor { background: $primary; text-style: bold; }
    }
    """

    class _Of(Message):
        def __init__(self, rows: RowList, key: str) -> None:
            super().__init__()
            self.rows, self.key = rows, key

        @property
        def control(self) -> RowList:
            return self.rows

    class Chosen(_Of):
        """Enter on a row."""

    class Moved(_Of):
        """The cursor has come to another row."""

    def __init__(
        self,
        columns: Sequence[ListColumn],
        *,
        empty: str = "",
        header: bool = True,
        passive: bool = False,
        id: str | None = None,
    ) -> None:
        """``passive``: the cursor moves in it, but one types elsewhere."""
        super().__init__(id=id, classes="-active" if passive else None)
        if passive:
            self.can_focus = False
        self._columns = tuple(columns)
        self._empty = empty
        self._header = 1 if header else 0
        self._rows: list[ListRow] = []
        self._cursor = -1
        self._top = 0
        self.row_lines: list[tuple[int, int]] = []
        """For each line of the whole list: its row and which line of that row."""
        self._starts: list[int] = []
        self._laid: dict[int, list[tuple[str, ...]]] = {}
        self._width = 0
        self._laid_out_for = (0, 0)

    # What screens use

    @property
    def rows(self) -> Sequence[ListRow]:
        """Give the rows as they were set."""
        return self._rows

    @property
    def key(self) -> str:
        """Key of the row at the cursor, empty when there is none."""
        return self._rows[self._cursor].key if 0 <= self._cursor < len(self._rows) else ""

    def set_rows(self, rows: Sequence[ListRow], key: str | None = None) -> None:
        """Show other rows; the cursor goes to ``key``, or stays with the row it was on, or near it; that row
        stays on the line of the window where it was."""
        wanted = self.key if key is None else key
        before = self._cursor
        line = self._starts[before] - self._top if 0 <= before < len(self._starts) else None
        stays = bool(wanted) and wanted == self.key
        self._rows = list(rows)
        places = [place for place, row in enumerate(self._rows) if not row.heading]
        found = next((place for place in places if self._rows[place].key == wanted), None)
        if found is None:
            found = min(places, key=lambda place: abs(place - max(before, 0)), default=-1)
        self._cursor = found
        self._lay_out()
        if stays and line is not None and 0 <= found < len(self._starts):
            self._top = max(self._starts[found] - line, 0)
            self._show_cursor()
        self.refresh()

    def set_columns(self, columns: Sequence[ListColumn]) -> None:
        """Show other columns."""
        self._columns = tuple(columns)
        self._lay_out()
        self.refresh()

    def set_empty(self, words: str) -> None:
        """What stands here when there are no rows: how to begin."""
        self._empty = words
        self.refresh()

    def go(self, key: str) -> None:
        """Put the cursor on a row."""
        for place, row in enumerate(self._rows):
            if row.key == key and not row.heading:
                self._move_to(place)
                return

    # Layout

    def _widths(self) -> list[int]:
        room = self._width - len(MARK) - len(GAP) * (len(self._columns) - 1)
        flexible = [column for column in self._columns if not column.width]
        left = max(room - sum(column.width for column in self._columns), 0)
        share = left // len(flexible) if flexible else 0
        extra = left - share * len(flexible)
        widths = []
        for column in self._columns:
            widths.append(column.width or share + extra)
            extra = extra if column.width else 0
        return widths

    def _lay_out(self) -> None:
        self._laid_out_for = (self.size.width, self.size.height)
        self._width = self.size.width
        self._laid.clear()
        self.row_lines, self._starts = [], []
        if not self._width:
            return
        for place, row in enumerate(self._rows):
            self._starts.append(len(self.row_lines))
            height = len(self._wrapped(place)) if self._tall(row) else 1
            self.row_lines.extend((place, line) for line in range(height))
        self._show_cursor()

    def _tall(self, row: ListRow) -> bool:
        return row.heading or any(column.wrap for column in self._columns)

    def _wrapped(self, place: int) -> list[tuple[str, ...]]:
        """The cells of each line of a row, already of the right width."""
        if place in self._laid:
            return self._laid[place]
        row = self._rows[place]
        lines: list[tuple[str, ...]]
        if row.heading:
            lines = [
                (cut(line, self._width - len(MARK)),) for line in wrap(clean(row.cells[0]), self._width - 2)
            ]
        else:
            columns = []
            for column, width, cell in zip(self._columns, self._widths(), row.cells, strict=True):
                if column.wrap:
                    columns.append([cut(line, width) for line in wrap(clean(cell), width)])
                else:
                    columns.append([cut(one_line(cell), width)])
            height = max(len(column) for column in columns)
            filled = [
                column + [" " * width] * (height - len(column))
                for column, width in zip(columns, self._widths(), strict=True)
            ]
            lines = list(zip(*filled, strict=True))
        if len(self._laid) > 500:
            self._laid.clear()
        self._laid[place] = lines
        return lines

    @property
    def _room(self) -> int:
        return max(self.size.height - self._header, 1)

    def _show_cursor(self) -> bool:
        """Scroll so that the row at the cursor is in view, with the headings above it. True: it scrolled."""
        before = self._top
        last = max(len(self.row_lines) - self._room, 0)
        if 0 <= self._cursor < len(self._starts):
            first = self._cursor
            while first and self._rows[first - 1].heading:
                first -= 1
            start = self._starts[first]
            ends = [*self._starts[1:], len(self.row_lines)]
            end = ends[self._cursor]
            if end > self._top + self._room:
                self._top = end - self._room
            if start < self._top:
                self._top = start
            if end - start > self._room:  # taller than the window: the row itself before its headings
                self._top = min(self._starts[self._cursor], max(end - self._room, start))
        self._top = min(max(self._top, 0), last)
        return self._top != before

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of it."""
        width = self.size.width
        if (width, self.size.height) != self._laid_out_for:
            self._lay_out()
        if y < self._header:
            titles = [cut(c.title, w) for c, w in zip(self._columns, self._widths(), strict=True)]
            line = cut(BLANK + GAP.join(titles), width)
            if len(self.row_lines) > self._room:
                where = f"  {self._where()}"
                line = cut(line.rstrip(), max(width - cell_len(where), 0)) + where
            return Strip([Segment(line, self._style("rows--head"))], width)
        if not self._rows:
            words = wrap(how_to_begin(self, self._empty), width - 2) if width > 2 else []
            text = words[y - self._header] if y - self._header < len(words) else ""
            return Strip([Segment(cut(BLANK + text, width), self._style("rows--row"))], width)
        number = self._top + y - self._header
        if number >= len(self.row_lines):
            return Strip.blank(width, self._style("rows--row"))
        place, line_number = self.row_lines[number]
        row = self._rows[place]
        names = ["rows--row"]
        if row.heading:
            names.append("rows--heading")
        if row.strong or row.faint:
            names.append("rows--strong" if row.strong else "rows--faint")
        here = place == self._cursor
        if here:
            names.append("rows--cursor")
        mark = MARK if here and line_number == 0 else BLANK
        text = mark if not row.heading else ""
        text += GAP.join(self._wrapped(place)[line_number])
        return Strip([Segment(cut(text, width), self._style(*names))], width)

    def _style(self, *names: str) -> Style:
        style = self.get_component_rich_style(*names)
        return style + REVERSE if self.app.no_color and "rows--cursor" in names else style

    def _where(self) -> str:
        """Which of the rows: 3/12, headings not counted."""
        chosen = [place for place, row in enumerate(self._rows) if not row.heading]
        place = chosen.index(self._cursor) + 1 if self._cursor in chosen else 0
        return f"{place}/{len(chosen)}"

    # Keys

    def action_move(self, by: int) -> None:
        """Move the cursor by so many rows."""
        step = 1 if by > 0 else -1
        place, left = self._cursor, abs(by)
        best = place
        while left:
            place += step
            if not 0 <= place < len(self._rows):
                break
            if not self._rows[place].heading:
                best, left = place, left - 1
        self._move_to(best)

    def action_page(self, by: int) -> None:
        """Move the cursor by a window of rows."""
        if 0 <= self._cursor < len(self._starts):
            target = min(max(self._starts[self._cursor] + by * self._room, 0), len(self.row_lines) - 1)
            place = self.row_lines[target][0]
            while 0 <= place < len(self._rows) and self._rows[place].heading:
                place += by
            if 0 <= place < len(self._rows):
                self._move_to(place)

    def action_choose(self) -> None:
        """Say that the row at the cursor was chosen."""
        if self.key:
            self.post_message(self.Chosen(self, self.key))

    def _move_to(self, place: int) -> None:
        if place == self._cursor:
            return
        before, self._cursor = self._cursor, place
        if self._show_cursor():
            self.refresh()
        else:
            self._refresh_row(before)
            self._refresh_row(place)
            if self._header and len(self.row_lines) > self._room:
                self.refresh(Region(0, 0, self.size.width, 1))
        self.post_message(self.Moved(self, self.key))

    def _refresh_row(self, place: int) -> None:
        if not 0 <= place < len(self._starts):
            return
        ends = [*self._starts[1:], len(self.row_lines)]
        top = self._starts[place] - self._top + self._header
        self.refresh(Region(0, top, self.size.width, ends[place] - self._starts[place]))

    async def on_click(self, event: events.Click) -> None:
        """Put the cursor where it was clicked; twice chooses."""
        number = self._top + event.y - self._header
        if 0 <= number < len(self.row_lines) and event.y >= self._header:
            place = self.row_lines[number][0]
            if not self._rows[place].heading:
                self._move_to(place)
                if event.chain > 1:
                    self.action_choose()
