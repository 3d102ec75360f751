"""Search as one types, over a list: hidden until it is asked for."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from tui.actions import unlisted
from tui.widgets.inputs import LineInput
from tui.widgets.row_list import preload_pinyin


class SearchBox(Horizontal):
    """``Changed`` as one types; Enter or Down goes to the list with what was found, Esc shows all again."""

    BINDINGS = unlisted("down done | tab done | escape close")
    DEFAULT_CSS = """
    SearchBox {
        height: 1;
        display: none;
        Static { width: auto; padding: 0 1 0 0; color: $secondary; text-style: bold; }
        LineInput { width: 1fr; }
    }
    """

    class Changed(Message):
        """Other ``words`` are looked for; empty: everything is shown."""

    class Done(Message):
        """On to the list."""

    def compose(self) -> ComposeResult:
        """Lay out its parts."""
        yield Static("搜索")
        yield LineInput(placeholder="输入几个字，空格隔开；回车到列表，Esc 全部显示")

    @property
    def words(self) -> str:
        """Give what is looked for."""
        return self.query_one(LineInput).value.strip()

    def open(self) -> None:
        """Show the box, and go into it."""
        self.display = True
        self.query_one(LineInput).focus()
        preload_pinyin()

    def action_done(self) -> None:
        """Go on to the list."""
        self.display = bool(self.words)
        self.post_message(self.Done())

    def action_close(self) -> None:
        """Show everything again."""
        self.query_one(LineInput).load("")
        self.display = False
        self.post_message(self.Changed())
        self.post_message(self.Done())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_done()
