"""The flow that deletes a record of a list: asked first, and merged where somebody changed it meanwhile."""

from __future__ import annotations

from forms.errors import TaizhangError
from forms.pack import RecordsAnnex
from store.campaign.records import Row, delete_record
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.ask import Ask
from tui.screens.records.columns import summary
from tui.screens.saving import Merged, save


async def delete_row(screen: TaizhangScreen, annex: RecordsAnnex, row: Row) -> None:
    """In a flow: ask, delete, and say on the screen what came of it."""
    document = row.document
    if document is None:
        return
    what = "这一条" if annex.rows == "many" else "这一行台账（存在问题仍保留）"
    question = f"删除{what}？\n{summary(annex, row)}"
    if not await screen.app.push_screen_wait(Ask(question, yes="删除", no="不删")):
        return
    try:
        done = await save(screen.app, lambda: delete_record(screen.campaign, document))
    except TaizhangError as error:
        screen.say(error.sentence, bad=True)
    else:
        if not isinstance(done, Merged):
            screen.say("已删除。按 Ctrl+Z 撤销。")
    screen.reload()
