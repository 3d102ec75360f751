"""An entry form made from an annex's fields: no code per annex. It knows nothing of saving."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from textual.app import ComposeResult
from textual.widgets import Static

from forms.kinds.registry import kind_of
from forms.pack import Field, Guide, RecordsAnnex
from forms.record_edit import RecordEdit
from forms.remark import Remark
from store.campaign.findings import Finding
from tui.actions import unlisted
from tui.widgets.field_rows import LONG_LINES, FieldRow, label_width, row_of
from tui.widgets.findings_editor import FindingsEditor, FindingsRow
from tui.widgets.form import Form


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


class EntryForm(Form):
    """The numbered rows of a record; its long texts share the room. Tab goes on, Shift+Tab back, too."""

    BINDINGS = unlisted("tab step(1) | shift+tab step(-1)")
    prompts = False  # the screen has a panel for that, and knows better where to begin
    DEFAULT_CSS = """
    EntryForm {
        height: 1fr;
        #lines { height: 1fr; scrollbar-size-vertical: 1; }
        .unprinted { color: $foreground-muted; height: 1; }
    }
    """

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
        first: int = 1,
    ) -> None:
        """``annex``: what the form is a record of; ``first``: the number of the first row, a line that only
        some forms have is number 0."""
        numbers = dict(zip((field.id for field in fields), range(first, first + len(fields)), strict=True))
        width = label_width(f"{numbers[field.id]} {field.label}" for field in fields)
        rows: list[FieldRow] = []
        for field in fields:
            text = raw.get(field.id, "")
            row: FieldRow
            if kind_of(field).shape == "findings":
                row = FindingsRow(field, width, FindingsEditor(org, guide, id="editor"), findings, text)
            else:
                row = row_of(field, width, text)
            row.number = str(numbers[field.id])
            rows.append(row)
        super().__init__(rows, today)
        self._annex = annex
        printed = {column.shows for column in annex.columns} if annex else set()
        self._unprinted = {field.id for field in annex.fields if field.id not in printed} if annex else set()
        self._edit = self._begin(raw)

    def compose_rows(self) -> ComposeResult:
        """Lay out the rows, and what stands between them."""
        told = False
        for row in self.rows:
            if row.field.id in self._unprinted and not told:
                told = True
                yield Static("以下各项不打印，只用于核对指标", classes="unprinted")
            yield row

    # What screens use

    @property
    def edit(self) -> RecordEdit:
        """The record as it stands in the form, findings apart: what was checked is not parsed again. Only for
        the form of an annex."""
        assert self._edit is not None
        self._edit.day = self.today()
        self._edit.put_all(self._own(self.raw))
        return self._edit

    @property
    def findings_row(self) -> FindingsRow | None:
        """Give the row of the findings, if there is one."""
        return next((row for row in self.rows if isinstance(row, FindingsRow)), None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Give the findings as they stand."""
        row = self.findings_row
        return row.findings if row else ()

    def load(self, raw: Mapping[str, str]) -> None:
        """Show another record's texts; fields that are not named become empty."""
        self._edit = self._begin(raw)
        super().load(raw)
        for row in self.rows:
            if row.is_text:
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
                self.check_row(row)
                row.mark_taken_over(row.raw)
        self.share_room()

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
            self.check_row(self.current)

    # Workings

    def _begin(self, raw: Mapping[str, str]) -> RecordEdit | None:
        return RecordEdit(self._annex, self.today(), self._own(raw)) if self._annex else None

    def _own(self, raw: Mapping[str, str]) -> dict[str, str]:
        """Those of the texts that the record itself holds."""
        own = self._annex.own_fields if self._annex else ()
        return {field.id: raw[field.id] for field in own if field.id in raw}

    def check_row(self, row: FieldRow) -> None:
        """As it is left: what it was read as stays for the save."""
        if self._edit is not None and self._own({row.field.id: ""}):
            self._edit.day = self.today()
            row.show_answer(self._edit.put(row.field.id, row.raw))
        else:
            super().check_row(row)

    def on_findings_editor_edited(self) -> None:
        """The list of findings is longer or shorter."""
        self.call_after_refresh(self._make_room)

    def _make_room(self) -> None:
        self.share_room()
        if self.current is not None:
            self.call_after_refresh(self.current.scroll_visible, animate=False)

    def leave_row(self, row: FieldRow) -> None:
        """Take the mark of the cursor from the row."""
        row.remove_class("-current")
        super().leave_row(row)

    def come_to_row(self, row: FieldRow) -> None:
        """Mark the row, and give it room."""
        super().come_to_row(row)
        row.add_class("-current")
        self._make_room()

    def on_resize(self) -> None:
        """Share the rows of another window."""
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
