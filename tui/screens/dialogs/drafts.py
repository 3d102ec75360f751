"""What an earlier session left unsaved: gone on with, put off, or thrown away after asking."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from forms.neutral import one_line
from store.drafts import Offer
from tui.actions import action
from tui.flow import flow
from tui.screens.dialogs.dialog import CANCEL, Ask, Dialog
from tui.shell import shell_of
from tui.widgets.row_list import ListColumn, ListRow, RowList

RESUME = action("resume | enter | 接着填 | 打开光标所在的草稿接着填。")
DISCARD = action("discard | f8 | 丢弃 | 丢弃光标所在的草稿；先问。 | priority")
LATER = action("cancel | escape | 以后再说 | 草稿留着，下次打开时再问。")


class DraftsDialog(Dialog[Offer | None]):
    """The list of unheld drafts; answers the one to go on with."""

    ACTIONS = (RESUME, DISCARD, CANCEL)
    DEFAULT_CSS = "DraftsDialog RowList { height: auto; max-height: 12; }"

    def __init__(self) -> None:
        super().__init__("上次有没保存的内容，要接着填吗？")
        self._offers: dict[str, Offer] = {}

    def compose_box(self) -> ComposeResult:
        """Lay out what the box holds."""
        yield RowList((ListColumn("内容"), ListColumn("写于", 16)), header=False)

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self._show()

    def _show(self) -> None:
        self._offers = {str(offer.path): offer for offer in shell_of(self).offers()}
        if not self._offers:
            self.dismiss(None)
            return
        rows = self.query_one(RowList)
        rows.styles.height = min(len(self._offers), 12)
        rows.set_rows([ListRow(key, (_words(offer), _moment(offer))) for key, offer in self._offers.items()])

    @on(RowList.Chosen)
    def action_resume(self) -> None:
        """Answer with the draft at the cursor."""
        self.dismiss(self._offers[self.query_one(RowList).key])

    @flow
    async def action_discard(self) -> None:
        """Throw the draft at the cursor away, after asking."""
        offer = self._offers.get(self.query_one(RowList).key)
        if offer is None:
            return
        question = f"丢弃草稿“{_words(offer)}”？丢弃后找不回来。"
        if await self.app.push_screen_wait(Ask(question, yes="丢弃", no="留着")):
            offer.discard()
            self._show()


def _words(offer: Offer) -> str:
    return one_line(str(offer.place.get("title") or "没有名称的草稿"))


def _moment(offer: Offer) -> str:
    return one_line(offer.written_at).replace("T", " ")[:16]
