"""Choosing from a list that is filtered as one types: one row, one or several values of a field, an
organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from forms.kinds.registry import kind_of
from forms.organisation import LEVEL_WORDS, Organisation
from forms.organisations import Organisations
from forms.pack import Field
from forms.pinyin import matches, wanted
from forms.split import split_entries
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations
from tui.actions import action, unlisted
from tui.screens.dialogs.dialog import CANCEL, Dialog
from tui.widgets.inputs import LineInput
from tui.widgets.row_list import ListColumn, ListRow, RowList, preload_pinyin

T = TypeVar("T")

TAKE = action("take | f2 | 确定 | 用选中的各项；一项也没有选时用光标所在的一项。 | priority")
SPACES = (" ", "　")
"""Of the Chinese input method, too."""
MARK = action("mark | space ideographic_space | 选中 | 选中或取消光标所在的一项，可选多项。 | priority")


class FilterBox(LineInput):
    """Takes everything but spaces, which mark."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Tell whether a key is a character of the text."""
        return character not in SPACES and super().check_consume_key(key, character)


class ListDialog(Dialog[T], Generic[T]):
    """A box over a list: typing filters, ↑↓ move in the list meanwhile, Enter takes (``take``)."""

    BINDINGS = unlisted(
        "up list('move', -1) | down list('move', 1) | pageup list('page', -1) | pagedown list('page', 1)"
    )
    DEFAULT_CSS = """
    ListDialog {
        #box { height: 100%; max-height: 40; }
        LineInput { margin-bottom: 1; background: $background; }
    }
    """
    columns: Sequence[ListColumn] = (ListColumn(""),)
    empty = "没有符合的，请换几个字。"

    def compose_box(self) -> ComposeResult:
        """Lay out what the box holds."""
        yield self.made_box()
        yield RowList(self.columns, empty=self.empty, header=False, passive=True)

    def made_box(self) -> LineInput:
        """Where one types."""
        return LineInput(placeholder="输入几个字筛选")

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self.show()
        preload_pinyin()

    def next_words(self) -> str:
        """Say what to do next."""
        return "↑↓ 选，回车确定"

    @property
    def typed(self) -> str:
        """What stands in the box."""
        return self.query_one(LineInput).value

    def show(self) -> None:
        """Show the rows that what is typed lets through."""
        raise NotImplementedError

    def take(self) -> None:
        """Answer with what is chosen, if anything is."""
        raise NotImplementedError

    @on(Input.Changed)
    def _filter(self) -> None:
        self.show()

    @on(Input.Submitted)
    @on(RowList.Chosen)
    def _take(self) -> None:
        self.take()

    def action_list(self, what: str, by: int) -> None:
        """Move in the list while one types."""
        rows = self.query_one(RowList)
        rows.action_move(by) if what == "move" else rows.action_page(by)


class Pick(ListDialog[str | None]):
    """The key of the chosen row, None when left with Esc."""

    def __init__(
        self, title: str, columns: Sequence[ListColumn], rows: Sequence[ListRow], current: str = ""
    ) -> None:
        super().__init__(title)
        self.columns, self.choices, self._current = columns, list(rows), current

    def show(self) -> None:
        """Show the rows that the filter lets through."""
        self.query_one(RowList).set_rows(matching(self.choices, self.typed), self._current or None)
        self._current = ""

    def take(self) -> None:
        """Answer with what is chosen."""
        key = self.query_one(RowList).key
        if key:
            self.dismiss(key)


def matching(rows: Sequence[ListRow], text: str) -> list[ListRow]:
    """Rows that hold every word of ``text`` somewhere, as typed or by its pinyin."""
    sought = wanted(text)
    if not sought.words:
        return list(rows)
    return [row for row in rows if not row.heading and sought.found(row.searched)]


class PickOrg(Pick):
    """Answers an organisation's id (with ``everyone`` also ``""``: all of them), or None when left with Esc.

    In official order, branches set in under their unit; filtered by name, full name, id or type.
    """

    def __init__(
        self,
        campaign: Campaign,
        current: str = "",
        *,
        levels: Sequence[str] = tuple(LEVEL_WORDS),
        everyone: bool = False,
        title: str = "选择党组织",
    ) -> None:
        known = organisations(campaign)
        rows = [ListRow("*", ("全部党组织", "", ""))] if everyone else []
        for org in known.all:
            if org.level in levels:
                cells = (inset_name(known, org), org.type or LEVEL_WORDS[org.level], org.id)
                rows.append(ListRow(org.id, cells))
        columns = (ListColumn(""), ListColumn("", 12), ListColumn("", 10))
        super().__init__(title, columns, rows, current or "*")

    def take(self) -> None:
        """Answer with what is chosen."""
        key = self.query_one(RowList).key
        if key:
            self.dismiss("" if key == "*" else key)


def inset_name(known: Organisations, org: Organisation) -> str:
    """Its name, set in one step for each organisation above it that is no school."""
    steps, above = 0, known.get(org.parent)
    while above is not None and above.level != "school" and steps < 4:
        steps, above = steps + 1, known.get(above.parent)
    return "  " * steps + org.name


def pick_values(field: Field, values: Sequence[str], raw: str) -> PickValues:
    """All that may stand in a field which now holds ``raw``. An entry that is no value yet, but finds some,
    was being typed: it stands in the filter."""
    several = kind_of(field).several
    chosen = split_entries(raw) if several else [text] if (text := raw.strip()) else []
    typed = ""
    if chosen and chosen[-1] not in values and any(matches(chosen[-1], value) for value in values):
        typed = chosen.pop()
    return PickValues(field.label, values, chosen, several=several, typed=typed)


class PickValues(ListDialog[list[str] | None]):
    """The values chosen, in the order of the list; those typed before that it lacks are at its end. One
    value of a field that takes one."""

    ACTIONS = (TAKE, MARK, CANCEL)
    DEFAULT_CSS = """
    PickValues {
        #box { width: 60; height: 90%; max-height: 24; }
        &.-single #box { width: 90%; max-width: 100; }
    }
    """
    columns: Sequence[ListColumn] = (ListColumn("", 3), ListColumn(""))

    def __init__(
        self,
        title: str,
        values: Sequence[str],
        chosen: Sequence[str],
        *,
        several: bool = True,
        typed: str = "",
    ) -> None:
        """``typed``: the entry that is being written, which stands in the filter at first and is replaced."""
        super().__init__(title)
        self._values = list(dict.fromkeys([*values, *chosen]))
        self.chosen = list(dict.fromkeys(chosen))
        self._several, self._typed = several, typed
        self.marked = False
        self._current = None if several or not chosen else self.chosen[0]
        if not several:
            self.columns = self.columns[1:]

    def made_box(self) -> LineInput:
        """Make the box one types in."""
        return (FilterBox if self._several else LineInput)(self._typed, placeholder="输入几个字或拼音筛选")

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self.set_class(not self._several, "-single")
        self._rows = self.made_rows()
        super().on_mount()

    def next_words(self) -> str:
        """Say what to do next."""
        return "空格选中，回车确定" if self._several else super().next_words()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action == MARK.id and not self._several:
            return False
        return super().check_action(action, parameters)

    def made_rows(self) -> list[ListRow]:
        """The whole list, as marked now."""
        return [
            ListRow(value, (self.mark(value), value) if self._several else (value,)) for value in self._values
        ]

    def mark(self, value: str) -> str:
        """How it stands in front of a value whether it is chosen."""
        return "[x]" if value in self.chosen else "[ ]"

    def show(self) -> None:
        """Show the rows that the filter lets through."""
        self.query_one(RowList).set_rows(matching(self._rows, self.typed), self._current)
        self._current = None

    def action_mark(self) -> None:
        """Mark what is at the cursor, or not."""
        key = self.query_one(RowList).key
        if not key:
            return
        self.marked = True
        if key in self.chosen:
            self.chosen.remove(key)
        else:
            self.chosen.append(key)
        self._rows = self.made_rows()
        self.show()

    def action_take(self) -> None:
        """Answer with what is chosen."""
        self.take()

    def take(self) -> None:
        """Answer with what is chosen."""
        key = self.query_one(RowList).key
        if not self._several:
            self.dismiss([key] if key else None)
        elif key and not self.marked:
            kept = self.chosen if self._typed else []
            self.dismiss(list(dict.fromkeys([*kept, key])))
        else:
            self.dismiss([value for value in self._values if value in self.chosen])
