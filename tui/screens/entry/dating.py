"""F4 in a date field of an entry form: its month, with what is due in it."""

from __future__ import annotations

from datetime import date

from forms.errors import TaizhangError
from forms.neutral import one_line
from store.campaign.organisations import organisations
from store.campaign.submissions import obligations
from tui.screens.entry.base import EntryBase
from tui.widgets.field_rows import FieldRow


class Dating(EntryBase):
    """Days chosen instead of typed."""

    def pick_day(self, row: FieldRow) -> None:
        from tui.screens.dialogs.calendar import Calendar

        c = self.campaign

        def picked(text: str | None) -> None:
            if text is not None:
                row.put(text)
                row.check(c.entry_day)

        title = one_line(row.field.label)
        self.app.push_screen(Calendar(title, row.raw, c.entry_day, c.clock.today(), self._due()), picked)

    def _due(self) -> dict[date, str]:
        """What the unit still has to hand in, by day."""
        due: dict[date, list[str]] = {}
        try:
            unit = organisations(self.campaign).unit_of(self._org)
            for one in obligations(self.campaign, unit.id):
                if one.org.id == unit.id and one.status.pending:
                    due.setdefault(one.due, []).append(one.name)
        except TaizhangError:
            return {}  # the calendar does without
        return {day: "、".join(names) for day, names in due.items()}
