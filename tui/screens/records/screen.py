"""The rows of a records annex: those of an organisation and all below it, in one list."""

from __future__ import annotations

from typing import ClassVar

from textual import events

from tui.actions import PICK_ORG, SEARCH, Action
from tui.flow import flow
from tui.screens.records.filters import Filtering
from tui.screens.records.going import Going
from tui.screens.records.keeping import Keeping
from tui.widgets.row_list import ListColumn, ListRow, RowList

HEAD = Action(
    "head", ("ctrl+t",), "表头", "填写表格上方的各项，如填报单位、截止时间。", show=False, changes=True
)

IMPORT = Action(
    "import_file",
    ("ctrl+r",),
    "导入文件",
    "从 Word、Excel 或 CSV 文件读入；先看每一行会怎样，再决定写不写入。",
    show=False,
    changes=True,
)


PASTE = Action(
    "paste_rows",
    ("ctrl+v",),
    "粘贴多行",
    "把 Excel、WPS 里复制的几行粘贴进来；先看每一行会怎样，再决定写不写入。直接粘贴到列表也行。",
    show=False,
    changes=True,
)
COLUMN = Action(
    "column",
    ("ctrl+l",),
    "按列修改",
    "选一项，一条一条往下改；只改列表里显示的各条，回车保存并往下。",
    show=False,
    changes=True,
)


class RecordsScreen(Going, Keeping):
    """The list, and what concerns it as a whole."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (
        *Going.ACTIONS,
        *Filtering.ACTIONS,
        SEARCH,
        COLUMN,
        *Keeping.ACTIONS,
        PICK_ORG,
        HEAD,
        IMPORT,
        PASTE,
    )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "head":
            return bool(self.annex.head) and self._org is not None
        if action == "column":
            return self._here is not None
        if action in ("import_file", "paste_rows", "pick_org"):
            return self._org is not None
        return super().check_action(action, parameters)

    def action_pick_org(self) -> None:
        from tui.screens.dialogs.pick_org import PickOrg

        def picked(org: str | None) -> None:
            if org is not None:
                self._org_id = self.shell.org = org
                self.reload()

        self.app.push_screen(PickOrg(self.campaign, self._org_id), picked)

    @flow
    async def action_import_file(self) -> None:
        from tui.screens.staging.screen import import_file

        if self._org is not None:
            self._taken_in(await import_file(self, self._annex_id, self._org))

    @flow
    async def action_paste_rows(self) -> None:
        from tui.screens.records.paste_rows import PasteRows

        if self._org is not None:
            title = f"粘贴到附件{self.annex.number} {self.annex.name}　{self._org.name}"
            box = PasteRows(self.annex, self._org.id, title)
            self._taken_in(await self.app.push_screen_wait(box))

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._paste(event.text)

    @flow
    async def _paste(self, text: str) -> None:
        from exports.readers.pasted import looks_like_rows
        from tui.screens.staging.screen import import_pasted

        if self._org is None:
            return
        if self.only_looking:
            self.say(self.only_looking, bad=True)
        elif looks_like_rows(text):
            self._taken_in(await import_pasted(self.app, self._annex_id, self._org.id, text))
        else:
            self.say("粘贴的只有一格，没有放进来；新增一条请先按 Ctrl+N，表里的几行可以直接粘贴到这里。")

    def _taken_in(self, sentence: str | None) -> None:
        self.reload()
        if sentence:
            self.say(sentence)

    def action_column(self) -> None:
        from tui.screens.dialogs.pick import Pick

        fields = enumerate(self.annex.own_fields, 1)
        choices = [ListRow(field.id, (str(number), field.label)) for number, field in fields]

        def picked(field: str | None) -> None:
            if field is not None and self._org is not None:
                from tui.screens.records.column_edit import ColumnScreen

                rows = self.query_one(RowList)
                keys = [row.key for row in rows.rows]
                screen = ColumnScreen(self._annex_id, self._org.id, field, keys, rows.key)
                self.app.push_screen(screen, ended)

        def ended(answer: tuple[str, int] | None) -> None:
            self.reload()
            if answer is not None:
                key, changed = answer
                self.query_one(RowList).go(key)
                if changed:
                    self.say(f"改了{changed}条；按 Ctrl+Z 从最后一条起逐条撤销。")

        columns = (ListColumn("", 3), ListColumn(""))
        self.app.push_screen(Pick("改哪一项？输入编号、汉字或拼音。", columns, choices), picked)

    def action_head(self) -> None:
        from tui.screens.records.head import HeadDialog

        def done(saved: bool | None) -> None:
            if saved:
                self.say("表头已保存。")

        if self._org is not None:
            self.app.push_screen(HeadDialog(self.campaign, self.annex, self._org), done)
