"""The findings of one organisation as a list one writes into: numbered as they print, a new one beneath.

Typing a finding and Enter goes on to its indicator (``NeedsIndicator``, where the editor is not tied to one);
a reference written in the text （对照4-2） is taken as such. Pasted points 1. 2. 3. become as many findings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from forms.neutral import clean, one_line
from forms.pack import Field, Guide
from forms.references import split_points, take_reference
from store.campaign.findings import Finding
from tui.actions import actions, bindings
from tui.widgets.field_rows import FieldRow
from tui.widgets.inputs import Leaving, LongInput
from tui.widgets.row_list import BLANK, MARK, ListColumn, ListRow, RowList

CHANGE, DROP, LIST, EARLIER, LATER = actions("""
change | enter | 修改 | 修改光标所在的问题：原文、台账表述、对照指标、是否列入台账。 | changes
drop | f8 | 删除 | 删除光标所在的问题；先问。 | priority changes
toggle_listed | space | 列入台账 | 光标所在的问题列入台账，或不列入。 | changes
shift(-1) | ctrl+up | 前移 | 把光标所在的问题往前移；也可以按数字移到第几条。 | quiet changes
shift(1) | ctrl+down | 后移 | 把光标所在的问题往后移；也可以按数字移到第几条。 | quiet changes
""")


class FindingsList(RowList):
    """The findings there are; ``lines`` is what all of them take. What one does with them the editor does."""

    DEFAULT_CSS = "FindingsList { height: auto; &:blur .rows--cursor { background: $background; } }"

    @property
    def lines(self) -> int:
        """Rows that all of it takes."""
        return len(self.row_lines)

    def _lay_out(self) -> None:
        super()._lay_out()
        self.styles.height = max(len(self.row_lines), 1)

    def render_line(self, y: int) -> Strip:
        """Without the mark of the cursor while it is elsewhere: there is only one place where one types."""
        strip = super().render_line(y)
        if self.has_focus or not strip.text.startswith(MARK):
            return strip
        rest = list(strip.crop(len(MARK)))
        return Strip([Segment(BLANK, rest[0].style), *rest], strip.cell_length)

    def action_move(self, by: int) -> None:
        """Move the cursor; beyond an end, leave the list."""
        before = self.key
        super().action_move(by)
        if self.key == before and abs(by) == 1:
            self.post_message(self.Left(by))

    class Left(Leaving):
        """Beyond the first (-1) or the last finding (+1)."""


NEW_LINES = 2
"""Rows of the box for the next finding."""


class FindingsEditor(Vertical):
    """Holds findings in their order; a new one has no id until it is saved, and a key of its own meanwhile.

    Where it is tied to one indicator, those of others stay in their places.
    """

    ACTIONS = (CHANGE, DROP, LIST, EARLIER, LATER)
    BINDINGS = bindings(ACTIONS)
    DEFAULT_CSS = """
    FindingsEditor {
        height: auto;
        Horizontal { height: auto; }
        .new-label { width: 6; color: $foreground-muted; height: 1; }
        LongInput { height: 2; width: 1fr; }
    }
    """

    class Edited(Message):
        """Findings are other than they were."""

    class Typed(Message):
        """The text of the new finding has changed."""

    class NeedsIndicator(Message):
        """A new finding is written; which indicator is it? ``key`` names an existing one to be changed."""

        def __init__(self, text: str, key: str = "") -> None:
            super().__init__()
            self.text, self.key = text, key

    class Asked(Message):
        """The finding of this key is to be changed, or deleted; the program asks how, or whether."""

        def __init__(self, editor: FindingsEditor, key: str, delete: bool) -> None:
            super().__init__()
            self.editor, self.key, self.delete = editor, key, delete

    class Leave(Leaving):
        """The step leads out of the findings."""

    def __init__(
        self, org: str, guide: Guide | None = None, *, tied: bool = False, id: str | None = None
    ) -> None:
        """``tied``: shows and adds those of one indicator (``load``) alone."""
        super().__init__(id=id)
        self.org, self.guide, self.indicator, self.tied = org, guide, "", tied
        self._findings: list[tuple[str, Finding]] = []
        self._next = 0
        self.listing = FindingsList(
            [ListColumn("", 2), ListColumn("", wrap=True), ListColumn("", 10)], header=False
        )
        self.box = LongInput(placeholder="写下一个问题，按回车", enter_leaves=True, id="answer")
        self.loaded: tuple[Finding, ...] = ()
        """As they were read: what is changed here is a change of these."""
        self.edited = False
        """Changed here since the last ``load``: to be saved before anything else is shown."""

    # What screens use

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them in order, those of other indicators among them."""
        return tuple(finding for _, finding in self._findings)

    @property
    def pending(self) -> str:
        """What is typed and not yet a finding."""
        return self.box.text.strip()

    def load(
        self, findings: Sequence[Finding], pending: str | None = None, indicator: str | None = None
    ) -> None:
        """Show these, in their order; ``pending`` None: what is being typed stays."""
        self.indicator = self.indicator if indicator is None else indicator
        self.edited = False
        self.loaded = tuple(findings)
        self._findings = [(self._key(finding), finding) for finding in findings]
        if pending is not None and pending != self.box.text:
            self.box.load(pending)
        self._show()

    def add(self, text: str, indicator: str) -> None:
        """Add at the end, under an indicator or none; the box is free for the next one."""
        self._append(text, indicator)
        self.box.load("")
        self._changed()

    def put(self, key: str, finding: Finding) -> None:
        """A changed version of the finding of this key; one that others deleted meanwhile is there again."""
        if self.finding(key) is None:
            self._findings.append((key, finding))
        self._findings = [(name, finding if name == key else old) for name, old in self._findings]
        self._changed()

    def tie(self, key: str, indicator: str) -> None:
        """Put an indicator's reference on a finding; empty: 指南以外."""
        finding = self.finding(key)
        if finding:
            self.put(key, replace(finding, indicator=indicator))

    def drop(self, key: str, seen: Finding | None = None) -> None:
        """``seen``: as it was when that was decided; what others changed since is then asked about."""
        if seen is not None:
            self.loaded = tuple(seen if one.id == seen.id and seen.id else one for one in self.loaded)
        self._findings = [(name, finding) for name, finding in self._findings if name != key]
        self._changed()

    def finding(self, key: str) -> Finding | None:
        """Give the finding of a key."""
        return next((finding for name, finding in self._findings if name == key), None)

    @property
    def chosen(self) -> str:
        """Key of the finding at the cursor while the list has the focus, else empty."""
        return self.listing.key if self.listing.has_focus else ""

    def settle(self) -> None:
        """Before saving: what is typed and not yet added is a finding too."""
        text = self.pending
        if text:
            said, reference = take_reference(text)
            self.add(said, self.indicator or reference)

    def step(self, direction: int) -> bool:
        """Tab and Shift+Tab within the editor; False: out of it."""
        if self.listing.has_focus:
            if direction > 0:
                self.box.focus()
            return direction > 0
        if direction > 0 and self.pending:
            self.go_on()
            return True
        return False

    def lines_wanted(self) -> int:
        """Rows it takes to show all findings and the new one."""
        return (self.listing.lines if self.listing.display else 0) + NEW_LINES

    def give_lines(self, lines: int) -> None:
        """Show the list in what the new finding leaves of them."""
        self.listing.styles.max_height = max(lines - NEW_LINES, 1)

    def focus_new(self) -> None:
        """Go to the box for a new one."""
        self.box.focus()

    def type_in(self, text: str) -> None:
        """Go on with a new finding that was begun before."""
        self.box.load(text)
        self.box.focus()

    def focus_list(self) -> None:
        """The last finding, or the new one where there is none."""
        shown = self._shown()
        if shown:
            self.listing.go(shown[-1][0])
            self.listing.focus()
        else:
            self.box.focus()

    # Workings

    def compose(self) -> ComposeResult:
        """Lay out its parts."""
        yield self.listing
        with Horizontal():
            yield Static("新增", classes="new-label")
            yield self.box

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self._show()

    def _key(self, finding: Finding) -> str:
        self._next += 1
        return finding.id or f"new-{self._next}"

    def _append(self, text: str, indicator: str) -> None:
        order = max((finding.order for finding in self.findings), default=0) + 1
        finding = Finding(
            id="", rev=0, org=self.org, text=one_line(text).strip(), indicator=indicator, order=order
        )
        self._findings.append((self._key(finding), finding))

    def _shown(self) -> list[tuple[str, Finding]]:
        return [
            (key, finding)
            for key, finding in self._findings
            if not self.tied or finding.indicator == self.indicator
        ]

    def _changed(self) -> None:
        self.edited = True
        self._show()
        self.post_message(self.Edited())

    def _show(self) -> None:
        rows, number = [], 0
        for key, finding in self._shown():
            number += finding.listed
            mark = f"{number}." if finding.listed else "-"
            where = "不列入" if not finding.listed else ""
            if not self.tied:
                where = f"{finding.indicator or '指南外'}{' ' + where if where else ''}"
            rows.append(ListRow(key, (mark, one_line(finding.printed), where), faint=not finding.listed))
        self.listing.set_rows(rows)
        self.listing.display = bool(rows)

    @on(LongInput.Changed)
    def _typed(self, event: LongInput.Changed) -> None:
        event.stop()
        self.post_message(self.Typed())

    @on(LongInput.Leave)
    def _leave_box(self, event: LongInput.Leave) -> None:
        event.stop()
        if event.direction < 0:
            if self._shown():
                self.focus_list()
            else:
                self.post_message(self.Leave(-1))
            return
        self.go_on()

    def go_on(self) -> None:
        """Enter or Tab in the box: what is typed becomes a finding, or asks for its indicator; or on."""
        text = self.pending
        if not text:
            self.post_message(self.Leave(1))
            return
        points = split_points(clean(text))
        if len(points) > 1:
            for said, reference in map(take_reference, points):
                self._append(said, self.indicator or reference)
            self.box.load("")
            self._changed()
            return
        said, reference = take_reference(text)
        if self.tied or reference:
            self.add(said, self.indicator or reference)
        else:
            self.post_message(self.NeedsIndicator(said))

    @on(FindingsList.Left)
    def _leave_list(self, event: FindingsList.Left) -> None:
        event.stop()
        if event.direction > 0:
            self.box.focus()
        else:
            self.post_message(self.Leave(-1))

    # Keys, at a finding

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        return self.listing.has_focus

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_change()

    def action_change(self) -> None:
        """Have the finding at the cursor changed."""
        if self.chosen:
            self.post_message(self.Asked(self, self.chosen, delete=False))

    def action_drop(self) -> None:
        """Have the finding at the cursor deleted."""
        if self.chosen:
            self.post_message(self.Asked(self, self.chosen, delete=True))

    def action_toggle_listed(self) -> None:
        """List the finding at the cursor in the ledger, or not."""
        finding = self.finding(self.chosen)
        if finding:
            self.put(self.chosen, replace(finding, listed=not finding.listed))

    def action_shift(self, by: int) -> None:
        """Move the finding at the cursor up or down."""
        self._reorder([key for key, _ in self._shown()].index(self.chosen) + by if self.chosen else -1)

    def on_key(self, event: events.Key) -> None:
        """A digit moves the finding at the cursor to that place."""
        if self.chosen and event.character and event.character in "123456789１２３４５６７８９":
            event.stop()
            self._reorder(int(event.character) - 1)

    def _reorder(self, place: int) -> None:
        """Move the finding at the cursor to this place, counted from 0 among those shown."""
        key, keys = self.chosen, [key for key, _ in self._shown()]
        if not 0 <= place < len(keys) or keys[place] == key:
            return
        anchor, after = keys[place], keys.index(key) < place
        moving = next(pair for pair in self._findings if pair[0] == key)
        rest = [pair for pair in self._findings if pair[0] != key]
        at = next(index for index, pair in enumerate(rest) if pair[0] == anchor) + after
        self._findings = [*rest[:at], moving, *rest[at:]]
        self._changed()


class FindingsRow(FieldRow):
    """Its answer is the findings themselves; ``raw`` is only what is typed and not yet one of them."""

    is_text = False
    grows = True
    DEFAULT_CSS = "FindingsRow FindingsEditor { width: 1fr; }"

    def __init__(
        self, field: Field, width: int, editor: FindingsEditor, findings: Sequence[Finding], pending: str
    ) -> None:
        super().__init__(field, width)
        self._start, self._pending = tuple(findings), pending
        self.editor = editor

    def control(self) -> Widget:
        """Give the box itself."""
        return self.editor

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self.editor.load(self._start, self._pending)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Give the findings as they stand."""
        return self.editor.findings

    @property
    def raw(self) -> str:
        """Give the answer as it is typed."""
        return self.editor.pending

    def load(self, raw: str) -> None:
        """Show another text, as if it had always been there."""
        self.editor.load(self.findings, raw)

    def check(self, today: date) -> None:
        """Findings are checked one by one as they are added; a missing one is told at saving."""
        if self.findings or self.raw:
            self.show_remarks([])

    def lines_wanted(self) -> int:
        """Count the rows its text would like."""
        return self.editor.lines_wanted()

    def give_lines(self, lines: int) -> None:
        """Take as many rows."""
        self.editor.give_lines(lines)

    def enter(self, direction: int = 1) -> None:
        """Take the cursor."""
        self.editor.focus_new()

    def step(self, direction: int) -> bool:
        """Move on within it; False: there is nothing further."""
        return self.editor.step(direction)

    @on(FindingsEditor.Leave)
    def _leave(self, event: FindingsEditor.Leave) -> None:
        event.stop()
        self.post_message(self.Leave(self, event.direction))

    @on(FindingsEditor.Typed)
    def _typed(self, event: FindingsEditor.Typed) -> None:
        event.stop()
        self.post_message(self.Typed(self))

    @on(FindingsEditor.Edited)
    def _edited(self, event: FindingsEditor.Edited) -> None:
        self.show_remarks([])
        self.post_message(self.Typed(self))
