"""Several lines pasted where one line goes: what is to become of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from textual.app import App

from tui.screens.dialogs.ask import Choose
from tui.widgets.entry_form import EntryForm
from tui.widgets.field_rows import LineRow
from tui.widgets.findings_row import FindingsRow

JOINED, EACH, FIRST, ROWS, NOTHING = "joined", "each", "first", "rows", "nothing"


async def place_lines(
    app: App[Any], form: EntryForm, pasted: LineRow.PastedLines, day: date, rows: bool
) -> bool:
    """Ask, and do it. ``rows``: they may be records of a table; True where they are. They stand in the box,
    put together, while the question is open: a draft keeps them."""
    options = [
        (JOINED, "接成一行"),
        (EACH, "各行依次填入这一项和下面各项"),
        (FIRST, "只用第一行"),
        *([(ROWS, "当作几条记录（粘贴多行）")] if rows else []),
        (NOTHING, "不粘贴"),
    ]
    question = f"粘贴了{len(pasted.lines)}行，这一项只有一行，怎么办？"
    answer = await app.push_screen_wait(Choose(question, options)) or JOINED
    row = pasted.row
    if answer != JOINED:
        row.tell("")  # that they were put together is no longer so
    if answer == EACH:
        _fill_below(form, pasted, day)
    elif answer == FIRST:
        row.put(pasted.around(pasted.lines[0]))
    elif answer in (ROWS, NOTHING):
        row.put(pasted.before)
    row.enter()
    return answer == ROWS


def spread(lines: Sequence[str], fields: int) -> list[str]:
    """A line for each of so many fields; what is over is put together in the last one."""
    parts = list(lines[:fields])
    parts[-1] = " ".join(lines[len(parts) - 1 :])
    return parts


def _fill_below(form: EntryForm, pasted: LineRow.PastedLines, day: date) -> None:
    """Each box's own undo takes it back."""
    rows = form.rows[form.rows.index(pasted.row) :]
    below = [one for one in rows if not isinstance(one, FindingsRow)]
    for one, text in zip(below, spread(pasted.lines, len(below)), strict=False):
        one.put(pasted.around(text) if one is pasted.row else text)
        one.check(day)
    form.share_room()
