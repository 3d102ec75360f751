"""Beside an entry form, or beneath it: the prompt of the field in focus and what is offered for it; at the
findings the indicators."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from forms.pack import Guide, RecordsAnnex
from tui.screens.entry.indicator_choice import IndicatorChoice
from tui.widgets.field_rows import FieldRow
from tui.widgets.findings_editor import FindingsEditor
from tui.widgets.findings_row import FindingsRow
from tui.widgets.indicator_picker import IndicatorPicker
from tui.widgets.prompt_panel import PromptPanel
from tui.widgets.suggestion_list import SuggestionList


class SidePanel(Vertical):
    """``guide`` None: there are no indicators to choose from; ``editor``: where the findings are written."""

    DEFAULT_CSS = """
    SidePanel {
        height: 7; background: $panel; padding: 0 1; margin-top: 1;
        IndicatorPicker { display: none; }
        &.-indicators { height: 12; }
        &.-indicators IndicatorPicker { display: block; }
        &.-indicators PromptPanel { display: none; }
    }
    """

    def __init__(self, annex: RecordsAnnex, guide: Guide | None, editor: FindingsEditor | None) -> None:
        super().__init__()
        self._prompt, self._offered = PromptPanel(annex), SuggestionList()
        self.picker = IndicatorPicker(guide) if guide is not None else None
        self._choice = IndicatorChoice(editor, self.picker) if editor is not None else None

    def compose(self) -> ComposeResult:
        yield self._prompt
        yield self._offered
        if self.picker is not None:
            yield self.picker

    def enter(self, row: FieldRow) -> None:
        """The cursor has come to a row."""
        picker = self.picker if isinstance(row, FindingsRow) else None
        self.set_class(picker is not None, "-indicators")
        self._prompt.show(row.field, row.raw)
        if picker is not None:
            picker.suggest(row.raw)

    def typed(self, row: FieldRow) -> None:
        """Something was typed in the row of the cursor."""
        self._prompt.count(row.raw)
        if isinstance(row, FindingsRow) and row.editor.box.has_focus and self.picker is not None:
            self.picker.suggest(row.raw)

    def offer(self, head: str, rows: list[str], cursor: int) -> None:
        """Usual values of the field in focus; see ``SuggestionList``."""
        self._prompt.make_brief(bool(rows))
        self._offered.show(head, rows, cursor)

    def choose_indicator(self) -> None:
        """For the finding at the cursor, or the one that is being written."""
        if self._choice is not None:
            self._choice.ask()

    def choose_indicator_for(self, text: str, key: str) -> None:
        """A finding is written and names none; ``key`` empty: it is new."""
        if self._choice is not None:
            self._choice.ask_for(text, key)

    @on(IndicatorPicker.Picked)
    def _picked(self, event: IndicatorPicker.Picked) -> None:
        if self._choice is not None:
            self._choice.picked(event.indicator)

    @on(IndicatorPicker.Cancelled)
    def _no_choice(self) -> None:
        if self._choice is not None:
            self._choice.go_back()
