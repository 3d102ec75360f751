"""F3 in an entry form: the same as in the record before, for one field or for all that are still empty."""

from __future__ import annotations

from collections.abc import Mapping

from forms.errors import TaizhangError
from forms.neutral import one_line
from store.campaign.preceding import record_before
from tui.actions import Action
from tui.screens.entry.base import OWNER, EntryBase
from tui.widgets.entry_form import EntryForm
from tui.widgets.field_rows import DITTO, FieldRow
from tui.widgets.findings_row import FindingsRow

SAME = Action(
    "ditto",
    ("f3",),
    "同上",
    f"这一项照上一条填，光标到下一项；连按两次，往下还空着的各项都照上一条填。照上一条的标{DITTO}，看过才去掉。",
    priority=True,
)


class Dittoing(EntryBase):
    """The record before is the one saved last in this form, else the one it was opened with."""

    _before: Mapping[str, str] | None = None
    """Texts of the record before by field; None: not looked for yet."""
    _pressed_at: tuple[str, str] | None = None
    """Where the cursor was after F3, and what stood there: is the next F3 the second in a row?"""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "ditto":
            return self.is_mounted and bool(self.query(EntryForm))
        return super().check_action(action, parameters)

    def came_to(self, row: FieldRow) -> None:
        """The cursor is in another row: elsewhere, the next F3 is a first one."""
        if self._pressed_at and row.field.id != self._pressed_at[0]:
            self._pressed_at = None

    def text_before(self) -> Mapping[str, str]:
        """Texts of the record before; empty when there is none. Raises TaizhangError."""
        if self._before is None:
            row = record_before(self.campaign, self._annex_id, self._org, self._document)
            self._before = row.texts if row else {}
        return self._before

    def action_ditto(self) -> None:
        row = self.form.current
        if row is None:
            return
        try:
            before = self.text_before()
        except TaizhangError as error:
            self.say(error.sentence, bad=True)
            return
        if not any(before.get(field.id) for field in self.annex.own_fields):
            self.say("前面还没有记录，没有可以照填的内容；请填好这一条，下一条就可以按 F3。", bad=True)
        elif (row.field.id, row.raw) == self._pressed_at:
            self._ditto_rest(row, before)
        else:
            self._ditto_one(row, before)

    def _ditto_one(self, row: FieldRow, before: Mapping[str, str]) -> None:
        label, text = one_line(row.field.label), before.get(row.field.id, "")
        following = row
        if isinstance(row, FindingsRow) or row.field.id == OWNER:
            self.say(f"“{label}”不能照上一条，请填写这一项；再按一次 F3，往下还空着的各项照上一条填。")
        elif not text:
            self.say(f"上一条的“{label}”是空的；再按一次 F3，往下还空着的各项照上一条填。")
        else:
            self.form.take_over({row.field.id: text})
            following = self.form.below(row) or row
            if following is row:
                self._told_last()
        self._pressed_at = following.field.id, following.raw
        if following is not row:
            following.enter()

    def _ditto_rest(self, row: FieldRow, before: Mapping[str, str]) -> None:
        rest = self.form.rows[self.form.rows.index(row) :]
        empty = [one.field.id for one in rest if not one.raw and not isinstance(one, FindingsRow)]
        self.form.take_over({name: before[name] for name in empty if before.get(name)})
        self._pressed_at = None
        last = rest[-1]
        if last is not row:
            last.enter()
        self._told_last()

    def _told_last(self) -> None:
        self.say(f"标{DITTO}的各项照上一条填好了。核对后按 F2 保存；Shift+Tab 或 ↑ 回到上一项。")
