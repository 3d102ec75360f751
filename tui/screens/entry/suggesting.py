"""While one types in an entry form: what was written there before, beneath the prompt; one key takes it."""

from __future__ import annotations

from textual import on
from textual.message import Message
from textual.timer import Timer

from forms.errors import TaizhangError
from forms.kinds.registry import kind_of
from store.campaign.organisations import organisations
from store.campaign.suggestions import suggestions
from tui.actions import Action
from tui.screens.entry.base import OWNER, EntryBase
from tui.widgets.entry_form import EntryForm
from tui.widgets.field_rows import FieldRow, LineRow, LongRow
from tui.widgets.offered import Offered
from tui.widgets.preload_pinyin import preload_pinyin
from tui.widgets.prompt_panel import PromptPanel
from tui.widgets.suggestion_list import GLANCE, SuggestionList

GROUP = "suggestions"
PAUSE = 0.15
"""Seconds without a key until the list follows the typing: a burst of letters repaints it once."""

TAKE = Action(
    "take_offered",
    ("right",),
    "采用",
    "在文字末尾：采用列出的第一条。打几个字、拼音或首字母筛选；↓ 进入列表，回车采用，Esc 不用。",
    show=False,
)


class Suggesting(EntryBase):
    """Offers values for every field but dates and findings."""

    _offered: Offered | None = None
    _waiting: Timer | None = None
    """The list is to follow what was typed."""
    _seen = ""
    """The text that the list is for."""
    _declined = False
    """Esc: not offered any more until the entry is begun anew."""

    _ready = False
    """What was entered before has been read."""

    class BeforeRead(Message):
        """What was entered before in this unit is known now."""

    def on_mount(self) -> None:
        preload_pinyin()
        self.run_worker(self._read_before, thread=True, group=GROUP, exclusive=True)

    def _read_before(self) -> None:
        """In a thread of its own: thousands of records take a tenth of a second, which no key shall wait for.
        Afterwards only what was saved since is read."""
        try:
            for field in self.annex.fields:
                suggestions(self.campaign, self._annex_id, self._org, field.id)
        except TaizhangError:
            return  # a damaged shard, say: the screen tells of that, and nothing is offered
        self.post_message(self.BeforeRead())

    @on(BeforeRead)
    def offer_now(self) -> None:
        self._ready = True
        if self.is_mounted and self.query(EntryForm) and self.form.current is not None:
            self._offer(self.form.current)

    def values_for(self, row: FieldRow) -> list[str]:
        """All that may be chosen in a field, the likeliest first."""
        if row.field.id == OWNER:
            return [org.name for org in organisations(self.campaign).form_members(self._org)]
        if not kind_of(row.field).suggested:
            return []
        return suggestions(self.campaign, self._annex_id, self._org, row.field.id)

    # Following the cursor and the typing

    @on(EntryForm.Entered)
    def offer_for(self, event: EntryForm.Entered) -> None:
        self._offer(event.row)

    def _offer(self, row: FieldRow) -> None:
        self._forget_timer()
        self._declined, self._offered = False, None
        kind = kind_of(row.field)
        if self._ready and isinstance(row, LineRow | LongRow) and kind.suggested:
            self._offered = Offered(self.values_for(row), several=kind.several, begins=kind.whole_beginnings)
            row.box.takes_key = self._takes_key
        self._look()

    @on(EntryForm.Typed)
    def follow_typing(self, event: EntryForm.Typed) -> None:
        if self._offered is not None and event.row is self.form.current:
            self._forget_timer()
            self._waiting = self.set_timer(PAUSE, self._look)

    def _forget_timer(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def _look(self) -> None:
        """Offer what fits the text as it is now."""
        self._forget_timer()
        row, offered = self.form.current, self._offered
        if offered is not None and isinstance(row, LineRow | LongRow):
            text = self._seen = row.raw
            if not text:  # perhaps another record has begun: what was just saved is known, too
                offered.values = self.values_for(row)
            offered.follow(text)
            if not offered.entry:
                self._declined = False
            given = text == row.box.given and offered.entry
            if given or self._declined or not row.box.at_end:
                offered.close()
        self._show()

    def _show(self) -> None:
        offered = self._offered
        rows = (offered.rows if offered.entry else offered.rows[:GLANCE]) if offered else []
        self.query_one(PromptPanel).make_brief(bool(rows))
        cursor = offered.cursor if offered else -1
        self.query_one(SuggestionList).show(_head(offered) if offered else "", rows, cursor)

    # Keys

    def _takes_key(self, key: str) -> bool:
        """Before the box gets a key: is it for the list?"""
        offered = self._offered
        if offered is None or key not in ("right", "down", "up", "enter", "escape"):
            return False
        row = self.form.current
        if not isinstance(row, LineRow | LongRow):
            return False
        if row.raw != self._seen or self._waiting is not None or key == "right":
            # A key can be here before it is told what was typed; and the caret may be at the end again.
            self._look()
        if not offered.rows:
            return False
        if key == "right":
            return row.box.at_end and self._take()
        if not offered.entry:
            return False
        if key == "down" or (key == "up" and offered.cursor >= 0):
            offered.move(1 if key == "down" else -1)
            self._show()
            return True
        if key == "enter" and offered.cursor >= 0:
            return self._take()
        if key == "escape":
            self._declined = True
            offered.close()
            self._show()
            return True
        return False

    def _take(self) -> bool:
        row, offered = self.form.current, self._offered
        if row is None or offered is None or not offered.rows:
            return False
        row.put(offered.text())
        if row.field.id == OWNER:
            row.show_remarks([])
        offered.close()
        self._show()
        return True

    def action_take_offered(self) -> None:
        self._take()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == TAKE.id:
            return self._offered is not None and bool(self._offered.rows)
        return super().check_action(action, parameters)


def _head(offered: Offered) -> str:
    if offered.cursor >= 0:
        return "回车采用，Esc 不用，↑↓ 换一条："
    return "→ 采用第一条，↓ 进入列表：" if offered.entry else "用过的：→ 采用，打字或拼音筛选，F4 全部"
