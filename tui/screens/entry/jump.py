"""Ctrl+G in an entry form: to a line by its number."""

from __future__ import annotations

from typing import ClassVar

from tui.actions import Action
from tui.screens.entry.base import EntryBase
from tui.widgets.entry_form import EntryForm

JUMP = Action(
    "jump",
    ("ctrl+g",),
    "跳到第几项",
    "列出各项和填没填，输入序号就到那一项，也可以打汉字、拼音筛选。",
    show=False,
    priority=True,
)


class Jumping(EntryBase):
    """The numbers stand before the labels."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (JUMP,)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "jump":
            return self.is_mounted and bool(self.query(EntryForm))
        return super().check_action(action, parameters)

    def action_jump(self) -> None:
        from tui.screens.entry.jump_list import Jump

        here = self.form.current

        def chosen(field: str | None) -> None:
            if field is not None:
                self.form.go(field)

        self.app.push_screen(Jump(self.form.rows, here.field.id if here else ""), chosen)
