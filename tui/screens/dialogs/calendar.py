"""F4 in a date field: a month to choose a day or several in, by arrows or by typing a date."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input, Static

from forms.errors import BadInput
from forms.month import WEEKDAYS, days_on, months_on, weeks
from forms.neutral import one_line
from forms.when import When, official_day, parse_when
from tui.actions import Action, action
from tui.screens.dialogs.dialog import CANCEL, Dialog
from tui.screens.dialogs.pick import FilterBox
from tui.widgets.inputs import LineInput

TODAY, DUE, BETWEEN = "*", "!", "-"
CELL = 6
"""Cells of a day: bracket, two digits, bracket, sign, space."""


class MonthSheet(Widget):
    """``show`` draws it anew; only the cells that differ go over the line."""

    DEFAULT_CSS = "MonthSheet { height: 8; }"

    def __init__(self, day: date, today: date, due: Collection[date] = ()) -> None:
        super().__init__()
        self.day, self.today, self.due = day, today, due
        self.begin: date | None = None

    def show(self, day: date, begin: date | None) -> None:
        """Show another day, and where a range begins."""
        self.day, self.begin = day, begin
        self.refresh()

    @property
    def days(self) -> tuple[date, date]:
        """First and last day chosen."""
        begin = self.begin or self.day
        return min(begin, self.day), max(begin, self.day)

    def render(self) -> Text:
        """Draw the month."""
        head = "".join(f" {name}{'':{CELL - 3}}" for name in WEEKDAYS)
        text = Text(f"{self.day.year}年{self.day.month}月\n", style="bold", no_wrap=True)
        text.append(head.rstrip(), style="not bold")
        for week in weeks(self.day.year, self.day.month):
            text.append("\n")
            for day in week:
                self._put(text, day)
        return text

    def _put(self, text: Text, day: date | None) -> None:
        if day is None:
            text.append(" " * CELL)
            return
        first, last = self.days
        sign = (TODAY if day == self.today else "") + (DUE if day in self.due else "")
        if day == self.day:
            text.append(f"[{day.day:2}]", style="bold reverse")
        else:
            within = BETWEEN if first <= day <= last else " "
            text.append(f"{within}{day.day:2} ", style="not bold")
        text.append(f"{sign:2}", style="not bold")


TAKE = action("take | enter f2 | 确定 | 用所选的一天或几天。 | priority")
BEGIN = action(
    "begin | space ideographic_space | 开始的一天"
    " | 从这一天起，移到结束的一天按回车；在同一天再按就不要了。 | priority"
)
MOVES = (
    Action("days(-1)", ("left",), "前一天", "到前一天。", show=False, priority=True),
    Action("days(1)", ("right",), "后一天", "到后一天。", show=False, priority=True),
    Action("days(-7)", ("up",), "上一周", "到上一周的同一天。", show=False, priority=True),
    Action("days(7)", ("down",), "下一周", "到下一周的同一天。", show=False, priority=True),
    Action("months(-1)", ("pageup",), "上个月", "到上个月的同一天。", show=False, priority=True),
    Action("months(1)", ("pagedown",), "下个月", "到下个月的同一天。", show=False, priority=True),
    Action("edge(0)", ("home",), "月初", "到这个月的第一天。", show=False, priority=True),
    Action("edge(1)", ("end",), "月末", "到这个月的最后一天。", show=False, priority=True),
)


class Calendar(Dialog[str | None]):
    """The official form of what was chosen; None when left with Esc. ``text`` is what the field holds, read
    against ``entry_day``; ``due`` names what is due on a day."""

    ACTIONS = (TAKE, BEGIN, *MOVES, CANCEL)
    DEFAULT_CSS = """
    Calendar {
        #box { width: 52; }
        LineInput { margin-bottom: 1; background: $background; }
        #said { height: 3; }
    }
    """

    def __init__(
        self, title: str, text: str, entry_day: date, today: date, due: Mapping[date, str] | None = None
    ) -> None:
        super().__init__(title)
        self._entry_day, self._due = entry_day, dict(due or {})
        when = self._when(text)
        self._tail = self._tail_of(when) if when else ""
        self._sheet = MonthSheet(when.end if when and when.end else entry_day, today, self._due)
        self._sheet.begin = when.start if when and when.start != when.end else None

    def compose_box(self) -> ComposeResult:
        """Lay out what the box holds."""
        yield FilterBox(placeholder="方向键选，也可以直接输入：0507、5.7-9、jt", id="typed")
        yield self._sheet
        yield Static(id="said")

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self._say()

    def _when(self, text: str) -> When | None:
        """What a text says, where it says a day or several."""
        with suppress(BadInput):
            when = parse_when(text, self._entry_day)
            return when if when.start is not None and when.end is not None else None
        return None

    def _tail_of(self, when: When) -> str:
        """The part of a single day behind it: 下午, 14:30—16:30."""
        day = official_day(when.start) if when.start == when.end and when.start else ""
        return when.official.removeprefix(day) if day and when.official.startswith(day) else ""

    @property
    def chosen(self) -> str:
        """The official form of the days chosen here; a single day keeps its part of the day."""
        first, last = self._sheet.days
        if first == last:
            return official_day(first) + self._tail
        return parse_when(f"{official_day(first)}—{official_day(last)}", self._entry_day).official

    def _say(self) -> None:
        signs = f"{TODAY} 今天  {DUE} 报送期限  {BETWEEN} 所选的几天"
        due = self._due.get(self._sheet.day, "")
        lines = [signs, f"所选：{self.chosen}", f"报送期限：{one_line(due)}" if due else ""]
        self.query_one("#said", Static).update(Text("\n".join(lines), no_wrap=True, overflow="ellipsis"))

    def _go(self, day: date) -> None:
        self.query_one("#typed", LineInput).load("")
        self._sheet.show(day, self._sheet.begin)
        self._say()

    def action_days(self, by: int) -> None:
        """Move by so many days."""
        self._go(days_on(self._sheet.day, by))

    def action_months(self, by: int) -> None:
        """Move by so many months."""
        self._go(months_on(self._sheet.day, by))

    def action_edge(self, end: int) -> None:
        """Move to an end of the month."""
        first = self._sheet.day.replace(day=1)
        self._go(days_on(months_on(first, 1), -1) if end else first)

    def action_begin(self) -> None:
        """Begin a range here, or give it up."""
        day = self._sheet.day
        self._sheet.show(day, None if self._sheet.begin == day else day)
        self._tail = ""
        self._say()

    @on(Input.Changed, "#typed")
    def typed(self, event: Input.Changed) -> None:
        """A date typed is gone to as soon as it is one."""
        when = self._when(event.value) if event.value.strip() else None
        if when is not None and when.end is not None:
            self._sheet.show(when.end, when.start if when.start != when.end else None)
            self._tail = ""
            self._say()

    def action_take(self) -> None:
        """Answer with what is chosen."""
        typed = self.query_one("#typed", LineInput).value.strip()
        if not typed:
            self.dismiss(self.chosen)
            return
        try:
            when = parse_when(typed, self._entry_day)
        except BadInput as error:
            self.refuse(error.sentence)
            return
        if when.start is None:
            self.refuse(
                f"看不出“{one_line(typed)}”是哪一天，请写成0507、5.7或5.7-9这样的形式，或用方向键选。"
            )
        else:
            self.dismiss(when.official)
