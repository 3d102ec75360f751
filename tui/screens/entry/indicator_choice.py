"""The indicator of a finding, chosen from the guide beside the form."""

from __future__ import annotations

from tui.widgets.findings_editor import FindingsEditor
from tui.widgets.indicator_picker import IndicatorPicker


class IndicatorChoice:
    """Which finding of ``editor`` it is chosen for. ``picker`` None: there is no guide to choose from."""

    def __init__(self, editor: FindingsEditor, picker: IndicatorPicker | None) -> None:
        self._editor, self._picker = editor, picker
        self._finding = ""
        """Its key; empty: the new one."""

    def ask(self) -> None:
        """F4: for the finding at the cursor, or the one that is being written."""
        finding = self._editor.finding(self._editor.chosen)
        self._finding = self._editor.chosen if finding else ""
        if self._picker is not None:
            sentence = finding.printed if finding else self._editor.pending
            self._picker.ask(sentence, finding.indicator if finding else "")

    def ask_for(self, text: str, key: str) -> None:
        """A finding is written and names no indicator; ``key`` empty: it is new."""
        if self._picker is None:
            self._editor.add(text, "")
        else:
            self._finding = key
            self._picker.ask(text)

    def picked(self, indicator: str) -> None:
        """Empty: 指南以外."""
        if self._finding:
            self._editor.tie(self._finding, indicator)
        elif self._editor.pending:
            self._editor.add(self._editor.pending, indicator)
        self.go_back()

    def go_back(self) -> None:
        """To where it was asked for; nothing more is chosen."""
        if self._finding:
            self._editor.listing.focus()
        else:
            self._editor.focus_new()
        self._finding = ""
