"""Several lines pasted where one line goes: what becomes of them is asked, and nothing is lost meanwhile."""

from __future__ import annotations

from textual import on

from tui.flow import flow
from tui.screens.dialogs.ask import Choose
from tui.screens.entry.base import EntryBase
from tui.widgets.field_rows import FieldRow, LineRow
from tui.widgets.findings_row import FindingsRow


class Pasting(EntryBase):
    """The lines stand in the box, put together, while the question is open: a draft keeps them."""

    @on(LineRow.PastedLines)
    def ask_about_lines(self, event: LineRow.PastedLines) -> None:
        row, lines = event.row, event.lines
        rows = self.many and "\t" in event.text

        def answered(answer: str | None) -> None:
            if answer not in ("joined", None):
                row.tell("")  # that they were put together is no longer so
            if answer == "each":
                self._each(row, lines, event)
            elif answer == "first":
                row.put(event.around(lines[0]))
            elif answer in ("rows", "nothing"):
                row.put(event.before)
            row.enter()
            if answer == "rows":
                self.paste_rows(event.text)

        options = [
            ("joined", "接成一行"),
            ("each", "各行依次填入这一项和下面各项"),
            ("first", "只用第一行"),
            *([("rows", "当作几条记录（粘贴多行）")] if rows else []),
            ("nothing", "不粘贴"),
        ]
        self.app.push_screen(Choose(f"粘贴了{len(lines)}行，这一项只有一行，怎么办？", options), answered)

    @flow
    async def paste_rows(self, text: str) -> None:
        """Records of a table: judged as those of a file are, over this form, which stays."""
        from tui.screens.staging.screen import import_pasted  # loads the readers

        written = await import_pasted(self.app, self._annex_id, self._org, text)
        if written:
            self.say(written)

    def _each(self, row: FieldRow, lines: list[str], event: LineRow.PastedLines) -> None:
        """A line a field; what is over is put together in the last one. Each box's own undo takes it back."""
        below = [
            one for one in self.form.rows[self.form.rows.index(row) :] if not isinstance(one, FindingsRow)
        ]
        parts = lines[: len(below)]
        parts[-1] = " ".join(lines[len(parts) - 1 :])
        for one, text in zip(below, parts, strict=False):
            one.put(event.around(text) if one is row else text)
            one.check(self.campaign.entry_day)
        self.form.share_room()
