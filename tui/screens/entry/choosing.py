"""F4 in an entry form: usual values, organisations, days, and the indicator of a finding."""

from __future__ import annotations

from textual import on

from forms.kinds.registry import kind_of
from store.campaign.organisations import organisations
from tui.flow import flow
from tui.screens.dialogs.finding import change_finding, drop_finding
from tui.screens.entry.base import OWNER
from tui.screens.entry.dating import Dating
from tui.screens.entry.suggesting import Suggesting
from tui.widgets.entry_form import EntryForm
from tui.widgets.field_rows import FieldRow
from tui.widgets.findings_editor import FindingsEditor
from tui.widgets.findings_row import FindingsRow
from tui.widgets.indicator_picker import IndicatorPicker


class Choosing(Suggesting, Dating):
    """What may be chosen instead of typed."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "values":
            return self._has_values()
        return super().check_action(action, parameters)

    def _has_values(self) -> bool:
        if not self.is_mounted or not self.query(EntryForm):
            return False
        row = self.form.current
        if row is None:
            return False
        return not isinstance(row, FindingsRow) or bool(self.query(IndicatorPicker))

    def action_values(self) -> None:
        row = self.form.current
        if isinstance(row, FindingsRow):
            key = row.editor.chosen
            finding = row.editor.finding(key)
            self._choosing = key if finding else ""
            sentence = finding.printed if finding else row.raw
            self.query_one(IndicatorPicker).ask(sentence, finding.indicator if finding else "")
        elif row is not None and row.field.id == OWNER:
            self._pick_owner()
        elif row is not None and kind_of(row.field).calendar:
            self.pick_day(row)
        elif row is not None:
            self._pick_values(row)

    def _pick_owner(self) -> None:
        from tui.screens.dialogs.pick_org import PickOrg

        def picked(org_id: str | None) -> None:
            org = organisations(self.campaign).get(org_id) if org_id else None
            row = self.form.row(OWNER)
            if org is not None and row is not None:
                row.load(org.name)
                row.show_remarks([])

        self.app.push_screen(PickOrg(self.campaign, self._org), picked)

    def _pick_values(self, row: FieldRow) -> None:
        from tui.screens.dialogs.pick_values import pick_values

        def picked(taken: list[str] | None) -> None:
            if taken is not None:
                row.put("、".join(taken))

        self.app.push_screen(pick_values(row.field, self.values_for(row), row.raw), picked)

    # Findings and their indicators

    @on(FindingsEditor.NeedsIndicator)
    def needs_indicator(self, event: FindingsEditor.NeedsIndicator) -> None:
        editor = self.editor
        if not self.query(IndicatorPicker):
            editor.add(event.text, "")
            return
        self._choosing = event.key
        self.query_one(IndicatorPicker).ask(event.text)

    @on(FindingsEditor.ChangeAsked)
    @flow
    async def change_finding(self, event: FindingsEditor.ChangeAsked) -> None:
        await change_finding(self.app, event.editor, event.key)

    @on(FindingsEditor.DropAsked)
    @flow
    async def drop_finding(self, event: FindingsEditor.DropAsked) -> None:
        await drop_finding(self.app, event.editor, event.key)

    @on(IndicatorPicker.Picked)
    def picked(self, event: IndicatorPicker.Picked) -> None:
        editor = self.editor
        if self._choosing:
            editor.tie(self._choosing, event.indicator)
            editor.listing.focus()
        else:
            if editor.pending:
                editor.add(editor.pending, event.indicator)
            editor.focus_new()
        self._choosing = ""

    @on(IndicatorPicker.Cancelled)
    def no_choice(self) -> None:
        editor = self.editor
        if self._choosing:
            editor.listing.focus()
        else:
            editor.focus_new()
        self._choosing = ""

    _choosing = ""
    """Key of the finding whose indicator is being chosen; empty: the new one."""
