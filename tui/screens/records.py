"""The rows of a records annex: those of an organisation and all below it, in one list."""

from __future__ import annotations

from typing import ClassVar

from tui.actions import PICK_ORG, SEARCH, Action
from tui.screens.records_going import Going
from tui.screens.records_keeping import Keeping

HEAD = Action("head", ("ctrl+t",), "表头", "填写表格上方的各项，如填报单位、截止时间。", show=False)

IMPORT = Action(
    "import_file",
    ("ctrl+r",),
    "导入文件",
    "从 Word、Excel 或 CSV 文件读入；先看每一行会怎样，再决定写不写入。",
    show=False,
)


class RecordsScreen(Going, Keeping):
    """The list, and what concerns it as a whole."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (SEARCH, PICK_ORG, HEAD, IMPORT)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "head":
            return bool(self.annex.head) and self._org is not None
        if action in ("import_file", "pick_org"):
            return self._org is not None
        return super().check_action(action, parameters)

    def action_pick_org(self) -> None:
        from tui.screens.pick_org import PickOrg

        def picked(org: str | None) -> None:
            if org is not None:
                self._org_id = self.shell.org = org
                self.reload()

        self.app.push_screen(PickOrg(self.campaign, self._org_id), picked)

    def action_import_file(self) -> None:
        from tui.screens.staging_file import open_import

        def done(sentence: str | None) -> None:
            self.reload()
            if sentence:
                self.say(sentence)

        if self._org is not None:
            open_import(self.shell, self._annex_id, self._org, done)

    def action_head(self) -> None:
        from tui.screens.head import HeadDialog

        def done(saved: bool | None) -> None:
            if saved:
                self.say("表头已保存。")

        if self._org is not None:
            self.app.push_screen(HeadDialog(self.campaign, self.annex, self._org), done)
