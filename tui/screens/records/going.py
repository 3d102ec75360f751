"""From a records list to one record and back: opened, new, copied, and on to the next that is unfinished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on

from store.campaign.filters import incomplete
from store.campaign.organisations import organisations
from store.campaign.preceding import preceding
from tui.actions import NEW, OPEN, Action
from tui.screens.records.columns import carried
from tui.screens.records.filters import Filtering
from tui.widgets.row_list import RowList

NEXT_OPEN = Action(
    "next_open", ("ctrl+g",), "下一条没填完的", "光标到下一条没填完的，到底后从头找起。", show=False
)
COPY = Action(
    "copy",
    ("ctrl+p",),
    "复制一条",
    "照光标所在的一条新增一条，改几项再保存；按 F2 前什么也不写。",
    show=False,
    changes=True,
)


class Going(Filtering):
    """Opens entry forms over the list, and puts the cursor where work goes on."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (OPEN, NEW, COPY, NEXT_OPEN)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("open", "new", "copy", "next_open"):
            row = self._here if self.is_mounted else None
            if action == "open":
                return row is not None
            if action == "new":
                return self._many and self._org is not None
            if action == "copy":
                return self._many and row is not None and row.document is not None
            return bool(self._rows)
        return super().check_action(action, parameters)

    def action_open(self) -> None:
        row = self._here
        if row is not None:
            self._open(row.org.id, row.document.id if row.document else "")

    @on(RowList.Chosen)
    def chosen(self) -> None:
        self.action_open()

    def action_new(self) -> None:
        if self._org is not None:
            self._open(self._org.id, "")

    def action_copy(self) -> None:
        from tui.screens.entry.record_entry import OWNER

        row = self._here
        if row is not None and row.document is not None and self._org is not None:
            own = {field.id: row.texts.get(field.id, "") for field in self.annex.own_fields}
            self._open(self._org.id, "", {OWNER: row.org.name, **own})

    def _open(self, org: str, document: str, copied: Mapping[str, str] | None = None) -> None:
        from tui.screens.entry.screen import open_entry

        key = document if self._many else org
        before = self._rows.get(key)
        unfinished = before is not None and incomplete(self.campaign, self.annex, before)

        def done(saved: str | None) -> None:
            order = [row.key for row in self.query_one(RowList).rows]
            self.reload()
            if saved is not None:
                self._go_on(org, saved if self._many else org, order if unfinished else ())

        rows = list(self._rows.values())
        carry = {} if document or not self._many else carried(self.annex, rows, org)
        listed = [self._rows[row.key] for row in self.query_one(RowList).rows if row.key in self._rows]
        above = preceding(self.annex, listed if document else rows, org, document)
        screen = open_entry(
            self.campaign,
            self._annex_id,
            org,
            document,
            carried=carry,
            before=above.texts if above else {},
            copied=copied,
        )
        self.app.push_screen(screen, done)

    def _go_on(self, org: str, saved: str, order: Sequence[str]) -> None:
        """After saving: to the record; where it was unfinished, to the next row of ``order`` that is."""
        name = organisations(self.campaign).get(org)
        said = f"已保存：{name.name if name else org}。"
        following = self._next_open(order, saved) if order else ""
        if following:
            said += "光标在下一条没填完的。" if self._many else "光标在下一个没填完的。"
        self.say(said)
        self.query_one(RowList).go(following or saved)

    def _next_open(self, order: Sequence[str], after: str) -> str:
        """The first unfinished row after this one, from the top again; empty when there is no other."""
        place = order.index(after) + 1 if after in order else 0
        return next(
            (
                key
                for key in (*order[place:], *order[:place])
                if key != after
                and key in self._rows
                and incomplete(self.campaign, self.annex, self._rows[key])
            ),
            "",
        )

    def action_next_open(self) -> None:
        rows = self.query_one(RowList)
        order, here = [row.key for row in rows.rows], self._here
        following = self._next_open(order, rows.key)
        if following:
            rows.go(following)
            self.say("")
        elif here is not None and incomplete(self.campaign, self.annex, here):
            self.say("没填完的只有光标所在的这一行了。")
        elif len(order) < len(self._rows):
            self.say("列出的各行都填完了；全部里可能还有，按 Tab 换筛选，或在搜索框按 Esc 全部显示。")
        else:
            self.say("都填完了，没有未完成的。")
