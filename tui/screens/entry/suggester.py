"""While one types in an entry form: what was written there before, beneath the prompt; one key takes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from textual.timer import Timer

from forms.kinds.registry import kind_of
from forms.pack import Field
from forms.pinyin import has_letters, plain, wanted
from forms.split import entry_start, split_entries
from tui.actions import action
from tui.screens.entry.record_entry import OWNER
from tui.screens.entry.side_panel import GLANCE
from tui.widgets.field_rows import FieldRow, TextRow


class Offered:
    """Values for one field. ``several``: the field takes more than one, and each is chosen by itself;
    ``begins``: only what begins with what was typed is meant, as with numbers."""

    def __init__(self, values: Sequence[str], *, several: bool = False, begins: bool = False) -> None:
        self._several, self._begins = several, begins
        self.values = values
        self.rows: list[str] = []
        self.cursor = -1
        """The row that Enter takes; -1: none, and Enter is what it always is."""
        self.entry = ""
        """What was typed for the entry that is being written."""
        self._before = ""
        """What stands before that entry."""

    @property
    def values(self) -> list[str]:
        """Give the values there are."""
        return self._values

    @values.setter
    def values(self, values: Sequence[str]) -> None:
        self._values = list(values)
        self._plain: list[tuple[str, str]] = []

    def follow(self, text: str) -> None:
        """The field holds this text now. Where only letters and digits were typed that are no beginning of
        any value, they are pinyin, and the first row is meant."""
        start = entry_start(text) if self._several else 0
        self._before, self.entry = text[:start], text[start:].strip()
        taken = set(split_entries(self._before)) if self._several else set()
        self.rows = [value for value in self._found() if value not in taken]
        self.cursor = 0 if self.rows and self._is_pinyin() else -1

    def close(self) -> None:
        """Nothing is offered."""
        self.rows, self.cursor = [], -1

    def move(self, by: int) -> None:
        """Up from the first row leads out of the list."""
        self.cursor = max(min(self.cursor + by, len(self.rows) - 1), -1)

    def text(self) -> str:
        """The text of the field with the row at the cursor, or else the first, in place of the entry."""
        return self._before + self.rows[max(self.cursor, 0)]

    def _found(self) -> list[str]:
        """In the order given, but what begins so comes before what only has it somewhere."""
        if not self.entry:
            return self._values
        if not self._plain:
            self._plain = [(value, plain(value)) for value in self._values]
        sought, typed = wanted(self.entry), plain(self.entry)
        literal: list[str] = []
        spelled: list[str] = []
        within: list[str] = []
        for value, searched in self._plain:
            if searched == typed:
                continue  # it stands there already
            if searched.startswith(typed):
                literal.append(value)
            elif not self._begins and sought.found(searched):
                (spelled if sought.begins(searched) else within).append(value)
        return [*literal, *spelled, *within]

    def _is_pinyin(self) -> bool:
        entry = self.entry
        only = entry.isascii() and entry.replace(" ", "").isalnum() and has_letters(entry)
        return only and not plain(self.rows[0]).startswith(plain(entry))


PAUSE = 0.15
"""Seconds without a key until the list follows the typing: a burst of letters repaints it once."""

TAKE = action(
    "take_offered | right | 采用"
    " | 在文字末尾：采用列出的第一条。打几个字、拼音或首字母筛选；↓ 进入列表，回车采用，Esc 不用。 | quiet"
)


class Suggester:
    """``values``: all that may be chosen in a field; ``show``: is given a head, rows and the place of the
    cursor (-1: none) whenever what is offered may be another; ``after``: calls later."""

    def __init__(
        self,
        values: Callable[[Field], list[str]],
        show: Callable[[str, list[str], int], None],
        after: Callable[[float, Callable[[], None]], Timer],
    ) -> None:
        self._values, self._show_rows, self._after = values, show, after
        self._ready = False
        """Can ``values`` be asked without waiting?"""
        self._row: TextRow | None = None
        """Where one types, if anything is offered there."""
        self._offered: Offered | None = None
        self._waiting: Timer | None = None
        """The list is to follow what was typed."""
        self._seen = ""
        """The text that the list is for."""
        self._declined = False
        """Esc: not offered any more until the entry is begun anew."""

    @property
    def offers(self) -> bool:
        """Is there anything to take?"""
        return self._offered is not None and bool(self._offered.rows)

    def begin(self, row: FieldRow | None) -> None:
        """What was entered before is known now; the cursor is in ``row``."""
        self._ready = True
        self.enter(row)

    def enter(self, row: FieldRow | None) -> None:
        """The cursor has come to a row; None: to one that has no text."""
        self._declined, self._offered, self._row = False, None, None
        if self._ready and row is not None and kind_of(row.field).suggested:
            kind, self._row = kind_of(row.field), cast(TextRow, row)
            values = self._values(row.field)
            self._offered = Offered(values, several=kind.several, begins=kind.whole_beginnings)
            self._row.box.takes_key = partial(self._takes_key, self._row)
        self.look()

    def typed(self, row: object) -> None:
        """Something was typed in a row."""
        if self._row is not None and row is self._row:
            self._forget_timer()
            self._waiting = self._after(PAUSE, self.look)

    def look(self) -> None:
        """Offer what fits the text as it is now."""
        self._forget_timer()
        row, offered = self._row, self._offered
        if row is not None and offered is not None:
            text = self._seen = row.raw
            if not text:  # perhaps another record has begun: what was just saved is known, too
                offered.values = self._values(row.field)
            offered.follow(text)
            if not offered.entry:
                self._declined = False
            given = text == row.box.given and offered.entry
            if given or self._declined or not row.box.at_end:
                offered.close()
        self._show()

    def take(self) -> bool:
        """Put the row at the cursor, or the first one, into the field; False: there is none."""
        row, offered = self._row, self._offered
        if row is None or offered is None or not offered.rows:
            return False
        row.put(offered.text())
        if row.field.id == OWNER:
            row.show_remarks([])
        offered.close()
        self._show()
        return True

    def _forget_timer(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def _show(self) -> None:
        offered = self._offered
        if offered is None:
            self._show_rows("", [], -1)
        else:
            rows = offered.rows if offered.entry else offered.rows[:GLANCE]
            self._show_rows(_head(offered), rows, offered.cursor)

    def _takes_key(self, row: TextRow, key: str) -> bool:
        """Before the box of ``row`` gets a key: is it for the list?"""
        offered = self._offered
        if offered is None or row is not self._row or key not in ("right", "down", "up", "enter", "escape"):
            return False
        if row.raw != self._seen or self._waiting is not None or key == "right":
            # A key can be here before it is told what was typed; and the caret may be at the end again.
            self.look()
        if not offered.rows:
            return False
        if key == "right":
            return row.box.at_end and self.take()
        if not offered.entry:
            return False
        if key == "down" or (key == "up" and offered.cursor >= 0):
            offered.move(1 if key == "down" else -1)
            self._show()
            return True
        if key == "enter" and offered.cursor >= 0:
            return self.take()
        if key == "escape":
            self._declined = True
            offered.close()
            self._show()
            return True
        return False


def _head(offered: Offered) -> str:
    if offered.cursor >= 0:
        return "回车采用，Esc 不用，↑↓ 换一条："
    return "→ 采用第一条，↓ 进入列表：" if offered.entry else "用过的：→ 采用，打字或拼音筛选，F4 全部"
