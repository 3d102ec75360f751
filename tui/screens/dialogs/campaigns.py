"""Where several notices are carried out in one store: which one is opened."""

from __future__ import annotations

from typing import Any

from textual.app import App

from forms.errors import TaizhangError
from store.campaign.campaign import Campaign
from tui.screens.dialogs.pick import Pick
from tui.shell import Choices
from tui.widgets.row_list import ListColumn, ListRow

COLUMNS = (ListColumn("", 30), ListColumn(""))


async def choose_campaign(app: App[Any], choices: Choices) -> Campaign | None:
    """In a flow: ask until one opens; None when left with Esc. One that cannot be opened says why."""
    rows = [ListRow(id, (id, words)) for id, words in choices.rows]
    current = ""
    while True:
        dialog = Pick("这里有几项专项工作，打开哪一项？", COLUMNS, rows, current)
        chosen: str | None = await app.push_screen_wait(dialog)
        if chosen is None:
            return None
        current = chosen
        try:
            return choices.open(chosen)
        except TaizhangError as error:
            app.notify(error.sentence, severity="error", markup=False)
