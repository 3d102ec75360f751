"""An entry form made from an annex's fields: no code per annex. It knows nothing of saving."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from forms.kinds.registry import kind_of
from forms.pack import Field, Guide, RecordsAnnex
from forms.record_edit import RecordEdit
from forms.remark import Remark
from store.campaign.findings import Finding
from tui.widgets.field_rows import LONG_LINES, FieldRow, label_width, row_of
from tui.widgets.findings_row import FindingsRow


def shares(wanted: Sequence[int], room: int, favoured: int | None) -> list[int]:
    """Rows for each of the texts that grow: what they want where there is room, else the one in focus first.

    ``favoured`` is its place in ``wanted``. Where room is short the others keep a row each, and it three.
    """
    if sum(wanted) <= room:
        spare = (room - sum(wanted)) // max(len(wanted), 1)
        return [want + min(spare, want // 2) for want in wanted]
    given = [min(LONG_LINES, want) if place == favoured else 1 for place, want in enumerate(wanted)]
    left = room - sum(given)
    order = sorted(range(len(wanted)), key=lambda place: (place != favoured, place))
    for most in (LONG_LINES, max(wanted, default=0)):
        for place in [order[0], *order] if order else ():
            full = wanted[place] if place == favoured else min(wanted[place], most)
            more = max(min(full - given[place], left), 0)
            given[place] += more
            left -= more
    return given


class EntryForm(VerticalScroll, can_focus=False):
    """Rows one below the other; Enter, Tab and Down go on, Shift+Tab and Up go back; nothing here saves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "step(1)", "下一项", show=False),
        Binding("shift+tab", "step(-1)", "上一项", show=False),
        Binding("down", "step(1)", "下一项", show=False),
        Binding("up", "step(-1)", "上一项", show=False),
    ]
    DEFAULT_CSS = """
    EntryForm {
        height: 1fr;
        scrollbar-size-vertical: 1;
        .unprinted { color: $foreground-muted; height: 1; }
    }
    """

    class Entered(Message):
        """The cursor has come to a row."""

        def __init__(self, row: FieldRow) -> None:
            super().__init__()
            self.row = row

    class Left(Message):
        """The cursor has left a row; its answer was checked and shown in its official form."""

        def __init__(self, row: FieldRow) -> None:
            super().__init__()
            self.row = row

    class Typed(Message):
        """Something was typed."""

        def __init__(self, row: FieldRow) -> None:
            super().__init__()
            self.row = row

    class AtEnd(Message):
        """There is no row beyond this one (+1) or before it (-1)."""

        def __init__(self, direction: int) -> None:
            super().__init__()
            self.direction = direction

    def __init__(
        self,
        fields: Sequence[Field],
        raw: Mapping[str, str],
        today: Callable[[], date],
        *,
        annex: RecordsAnnex | None = None,
        org: str = "",
        guide: Guide | None = None,
        findings: Sequence[Finding] = (),
        unprinted: Sequence[str] = (),
        first: int = 1,
        id: str | None = None,
    ) -> None:
        """``annex``: what the form is a record of; ``first``: the number of the first row, a line that only
        some forms have is number 0."""
        super().__init__(id=id)
        self._today, self._annex = today, annex
        self._edit = self._begin(raw)
        self._unprinted = set(unprinted)
        numbers = dict(zip((field.id for field in fields), range(first, first + len(fields)), strict=True))
        width = label_width(f"{numbers[field.id]} {field.label}" for field in fields)
        self.rows: list[FieldRow] = []
        for field in fields:
            text = raw.get(field.id, "")
            row: FieldRow
            if kind_of(field).shape == "findings":
                row = FindingsRow(field, width, org, guide, findings, text)
            else:
                row = row_of(field, width, text)
            row.number = str(numbers[field.id])
            self.rows.append(row)
        self.current: FieldRow | None = None
        self._bound_for: FieldRow | None = None
        """Where the cursor was sent: the focus gets there a moment later."""

    def compose(self) -> ComposeResult:
        told = False
        for row in self.rows:
            if row.field.id in self._unprinted and not told:
                told = True
                yield Static("以下各项不打印，只用于核对指标", classes="unprinted")
            yield row

    # What screens use

    @property
    def raw(self) -> dict[str, str]:
        """Text of each field as it stands, findings apart."""
        return {row.field.id: row.raw for row in self.rows if not isinstance(row, FindingsRow)}

    @property
    def edit(self) -> RecordEdit:
        """The record as it stands in the form, findings apart: what was checked is not parsed again. Only for
        the form of an annex."""
        assert self._edit is not None
        self._edit.day = self._today()
        self._edit.put_all(self._own(self.raw))
        return self._edit

    @property
    def here(self) -> FieldRow | None:
        """The row of the cursor, also for a key that comes before the cursor does, as a form opens."""
        return self.current or self._bound_for

    @property
    def findings_row(self) -> FindingsRow | None:
        return next((row for row in self.rows if isinstance(row, FindingsRow)), None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        row = self.findings_row
        return row.findings if row else ()

    def row(self, field_id: str) -> FieldRow | None:
        return next((row for row in self.rows if row.field.id == field_id), None)

    def below(self, row: FieldRow) -> FieldRow | None:
        """The next row; None: it is the last."""
        return next(iter(self.rows[self.rows.index(row) + 1 :]), None)

    def load(self, raw: Mapping[str, str]) -> None:
        """Show another record's texts; fields that are not named become empty."""
        self._edit = self._begin(raw)
        for row in self.rows:
            if not isinstance(row, FindingsRow):
                row.load(raw.get(row.field.id, ""))
                row.show_remarks([])
                row.show_across([])
                row.mark_taken_over(None)
        self.share_room()

    def mark_taken_over(self, fields: Iterable[str]) -> None:
        """The texts that stand in these fields came from the record before."""
        named = set(fields)
        for row in self.rows:
            if row.field.id in named and row.raw:
                row.mark_taken_over(row.raw)

    def take_over(self, texts: Mapping[str, str]) -> None:
        """Put these texts of the record before in their fields; each is checked like any other answer."""
        for row in self.rows:
            if row.field.id in texts:
                row.put(texts[row.field.id])
                self._check(row)
                row.mark_taken_over(row.raw)
        self.share_room()

    def go(self, field_id: str = "") -> None:
        """Put the cursor in a field, or in the first one."""
        self._bound_for = self.row(field_id) or self.rows[0]
        self._bound_for.enter()

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """Say each at its field, replacing what was said before."""
        for row in self.rows:
            row.show_remarks([remark for remark in remarks if remark.field == row.field.id])
        self.share_room()

    def show_across(self, remarks: Sequence[Remark]) -> None:
        """What is said of answers beside one another: at its field each, instead of what was."""
        before = [row.lines_taken for row in self.rows]
        for row in self.rows:
            row.show_across([remark for remark in remarks if remark.field == row.field.id])
        if [row.lines_taken for row in self.rows] != before:
            self._make_room()

    def settle(self) -> None:
        """Before saving: check the row the cursor is in as if it were left, and take in what is half done."""
        row = self.findings_row
        if row is not None:
            row.editor.settle()
        if self.current is not None:
            self._check(self.current)

    # Workings

    def _begin(self, raw: Mapping[str, str]) -> RecordEdit | None:
        return RecordEdit(self._annex, self._today(), self._own(raw)) if self._annex else None

    def _own(self, raw: Mapping[str, str]) -> dict[str, str]:
        """Those of the texts that the record itself holds."""
        own = self._annex.own_fields if self._annex else ()
        return {field.id: raw[field.id] for field in own if field.id in raw}

    def _check(self, row: FieldRow) -> None:
        """As it is left: what it was read as stays for the save."""
        if self._edit is not None and self._own({row.field.id: ""}):
            self._edit.day = self._today()
            row.show_answer(self._edit.put(row.field.id, row.raw))
        else:
            row.check(self._today())

    def action_step(self, direction: int) -> None:
        row = self.current
        if row is None:
            self.go()
        elif not row.step(direction):
            self._move(row, direction)

    def _move(self, row: FieldRow, direction: int) -> None:
        place = self.rows.index(row) + direction
        if 0 <= place < len(self.rows):
            self.rows[place].enter(direction)
        else:
            self._check(row)
            self.post_message(self.AtEnd(direction))

    def on_field_row_leave(self, event: FieldRow.Leave) -> None:
        event.stop()
        self._move(event.row, event.direction)

    def on_field_row_typed(self, event: FieldRow.Typed) -> None:
        event.stop()
        event.row.changed()
        self.post_message(self.Typed(event.row))

    def on_findings_editor_edited(self) -> None:
        """The list of findings is longer or shorter."""
        self.call_after_refresh(self._make_room)

    def _make_room(self) -> None:
        self.share_room()
        if self.current is not None:
            self.call_after_refresh(self.current.scroll_visible, animate=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        row = self._row_of(event.widget)
        if row is None or row is self.current:
            return
        before, self.current = self.current, row
        if before is not None:
            before.remove_class("-current")
            self._check(before)
            before.gone()
            self.post_message(self.Left(before))
        row.come()
        row.add_class("-current")
        self._make_room()
        self.post_message(self.Entered(row))

    def _row_of(self, widget: Widget) -> FieldRow | None:
        return next((node for node in widget.ancestors_with_self if isinstance(node, FieldRow)), None)

    def on_resize(self) -> None:
        self._make_room()

    def share_room(self) -> None:
        """Share the rows of the window among the long texts; the one in focus is served first."""
        if not self.is_mounted or not self.display or not self.size.height:
            return  # no longer displayed: parts of it are gone already
        growing = [row for row in self.rows if row.grows]
        taken = sum(row.lines_taken for row in self.rows) + bool(self._unprinted)
        favoured = growing.index(self.current) if self.current in growing else None
        given = shares([row.lines_wanted() for row in growing], self.size.height - taken, favoured)
        for row, lines in zip(growing, given, strict=True):
            row.give_lines(lines)
