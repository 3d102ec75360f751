"""存在问题 as a line of an entry form: the findings editor with the form's label beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual import on
from textual.widget import Widget

from forms.pack import Field, Guide
from store.campaign.findings import Finding
from tui.widgets.field_rows import FieldRow
from tui.widgets.findings_editor import FindingsEditor


class FindingsRow(FieldRow):
    """Its answer is the findings themselves; ``raw`` is only what is typed and not yet one of them."""

    is_text = False
    DEFAULT_CSS = """
    FindingsRow FindingsEditor { width: 1fr; }
    """

    def __init__(
        self,
        field: Field,
        width: int,
        org: str,
        guide: Guide | None,
        findings: Sequence[Finding] = (),
        pending: str = "",
    ) -> None:
        super().__init__(field, width)
        self._start, self._pending = tuple(findings), pending
        self.editor = FindingsEditor(org, guide, id="editor")

    def control(self) -> Widget:
        return self.editor

    def on_mount(self) -> None:
        self.editor.load(self._start, self._pending)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.editor.findings

    @property
    def raw(self) -> str:
        return self.editor.pending

    def load(self, raw: str) -> None:
        self.editor.load(self.findings, raw)

    def check(self, today: date) -> None:
        """Findings are checked one by one as they are added; a missing one is told at saving."""
        if self.findings or self.raw:
            self.show_remarks([])

    def lines_wanted(self) -> int:
        return self.editor.lines_wanted()

    def give_lines(self, lines: int) -> None:
        self.editor.give_lines(lines)

    @property
    def grows(self) -> bool:
        return True

    def enter(self, direction: int = 1) -> None:
        self.editor.focus_new()

    def step(self, direction: int) -> bool:
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
