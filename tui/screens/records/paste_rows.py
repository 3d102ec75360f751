"""The dialog that takes rows copied in Excel, WPS or Word (Ctrl+V): a large box for tabs and line breaks, for
terminals that cannot mark what is pasted, too."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult

from exports.readers.pasted import looks_like_rows
from forms.pack import RecordsAnnex
from tui.actions import action
from tui.flow import flow
from tui.screens.dialogs.dialog import CANCEL, Dialog
from tui.screens.staging.screen import import_pasted
from tui.widgets.inputs import LongInput
from tui.widgets.prose import Prose

LOOK = action("look | f2 ctrl+s | 看各行 | 列出粘贴的每一行会怎样；这时还什么都不写入。 | priority")


class RowsBox(LongInput):
    """Tab is a tab here, as it is between the cells of what is pasted."""

    def __init__(self) -> None:
        super().__init__(id="rows")
        self.tab_behavior = "indent"
        self.indent_type = "tabs"
        self.soft_wrap = False

    def on_key(self, event: events.Key) -> None:
        """Take the keys that are its own."""
        if event.key == "escape":  # the box would only give up the focus
            event.stop()
            event.prevent_default()
            dialog = self.screen
            assert isinstance(dialog, PasteRows)
            dialog.action_cancel()


class PasteRows(Dialog[str | None]):
    """Answers with what was written, a sentence; None when nothing was."""

    ACTIONS = (LOOK, CANCEL)
    QUESTION = ("粘贴的内容还没有写入。", "不要了", "留在这里")
    DEFAULT_CSS = """
    PasteRows {
        #box { height: 100%; max-height: 40; }
        #rows { height: 1fr; margin-top: 1; background: $background; }
        #rows:focus { background: $background; }
    }
    """

    def __init__(self, annex: RecordsAnnex, org: str, title: str) -> None:
        super().__init__(title)
        self._annex, self._org = annex, org

    def compose_box(self) -> ComposeResult:
        """Lay out what the box holds."""
        columns = "、".join(column.title for column in self._annex.columns)
        yield Prose(
            "在 Excel、WPS 或 Word 的表格里选中几行复制，在这里粘贴，再按 F2。"
            f"带表头的按表头读；不带的按原表的先后：{columns}。"
        )
        yield RowsBox()

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self.query_one(RowsBox).focus()

    def next_words(self) -> str:
        """Say what to do next."""
        return "粘贴后按 F2"

    @flow
    async def action_look(self) -> None:
        """What was not written is still here afterwards, to be mended."""
        text = self.query_one(RowsBox).text
        if not text.strip():
            self.refuse("还没有粘贴内容。粘贴的键由终端决定，常见的是 Shift+Ins、Ctrl+Shift+V 或鼠标右键。")
        elif not looks_like_rows(text):
            self.refuse("只有一行、一格，不是表里的几行；复制时请选中整行的各格。")
        else:
            written = await import_pasted(self.app, self._annex.id, self._org, text)
            if written is not None:
                self.dismiss(written)

    def unsaved(self) -> bool:
        """Tell whether something would be lost by leaving."""
        return bool(self.query_one(RowsBox).text.strip())
