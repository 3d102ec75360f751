"""The flow that edits one field down a list: which field is asked, then each record's value in turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App

from forms.pack import RecordsAnnex
from tui.screens.dialogs.pick import Pick
from tui.widgets.row_list import ListColumn, ListRow


async def edit_column(
    app: App[Any], annex: RecordsAnnex, org: str, keys: Sequence[str], at: str
) -> tuple[str, int] | None:
    """In a flow: the records of these keys in their order, from ``at`` on. The key where it ended and how
    many records were changed; None when no field was chosen."""
    from tui.screens.records.column_edit import ColumnScreen  # loads the rows of the form

    choices = [
        ListRow(field.id, (str(number), field.label)) for number, field in enumerate(annex.own_fields, 1)
    ]
    columns = (ListColumn("", 3), ListColumn(""))
    field = await app.push_screen_wait(Pick("改哪一项？输入编号、汉字或拼音。", columns, choices))
    if field is None:
        return None
    ended: tuple[str, int] | None = await app.push_screen_wait(ColumnScreen(annex.id, org, field, keys, at))
    return ended
