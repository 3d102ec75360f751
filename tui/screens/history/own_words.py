"""A text of one's own instead of either side's: written in a box over the versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from forms.neutral import one_line
from store.campaign.conflict_resolution import Dispute
from tui.actions import Action
from tui.flow import flow
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.dialog import CANCEL, Dialog
from tui.widgets.inputs import LongInput
from tui.widgets.version_pane import VersionPane

TAKE = Action("take", ("f2", "ctrl+s"), "确定", "这一项就用写的这段。", priority=True)


class OwnWords(Dialog[str | None]):
    """The text, or None when left with Esc. ``hold`` is given it when the line drops, if there is one."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (TAKE, CANCEL)
    DEFAULT_CSS = """
    OwnWords {
        #theirs { height: auto; max-height: 8; scrollbar-size-vertical: 1; }
        #theirs VersionPane .heading { background: $surface; }
        LongInput { height: 8; }
    }
    """

    def __init__(self, about: Dispute, text: str, hold: Callable[[str], None] | None) -> None:
        super().__init__(f"{one_line(about.label)}：另写")
        self._about, self._text, self._hold = about, text, hold

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(id="theirs", can_focus=False):
            yield VersionPane()
        yield LongInput(self._text)

    def on_mount(self) -> None:
        about = self._about
        self.query_one(VersionPane).show("对方", about.theirs, before=about.before)
        box = self.query_one(LongInput)
        box.focus()
        box.move_cursor(box.document.end)

    def action_take(self) -> None:
        self.dismiss(self.query_one(LongInput).text)

    @flow
    async def action_cancel(self) -> None:
        written = self.query_one(LongInput).text != self._text
        question = Ask("写的这段还没有确定。", yes="不要了", no="接着写")
        if not written or await self.app.push_screen_wait(question):
            self.dismiss(None)

    def keep_draft(self) -> None:
        if self._hold is not None:
            self._hold(self.query_one(LongInput).text)
