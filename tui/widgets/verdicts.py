"""诊断结论 of one indicator, given by a digit; and the map of all of them in one line."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget

from forms.neutral import one_line
from forms.pack import Guide, Verdict
from store.campaign.diagnosis import Diagnosis, Item
from tui.actions import actions, bindings, unlisted

NEXT_OPEN, NEXT, BEFORE, CLEAR, VERDICTS = actions("""
go('open') | enter | 下一条未诊断 | 到下一条还没有诊断的指标。
go('next') | down | 下一条 | 到下一条指标。 | quiet
go('before') | up | 上一条 | 到上一条指标。 | quiet
clear | delete backspace | 清除结论 | 把这一条改回未诊断。 | quiet changes
choose_verdict | 1 2 3 0 | 诊断结论 | 按结论前的数字选诊断结论，0 为不涉及；全角数字也行。 | quiet changes
""")
OPEN_CELL = "-"


class VerdictLine(Widget, can_focus=True):
    """The verdicts there are, the present one marked. Digits choose, full-width ones too."""

    ACTIONS = (NEXT_OPEN, NEXT, BEFORE, CLEAR, VERDICTS)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings((NEXT_OPEN, NEXT, BEFORE, CLEAR)),
        *unlisted("pageup read(-1) | pagedown read(1)"),
    ]
    DEFAULT_CSS = """
    VerdictLine {
        height: 1;
        background: $surface;
        &:focus { background: $panel; }
    }
    """

    class Given(Message):
        """A digit was pressed; empty: back to 未诊断."""

        def __init__(self, digit: str) -> None:
            super().__init__()
            self.digit = digit

    class Go(Message):
        """To another indicator: ``open``, ``next`` or ``before``."""

        def __init__(self, where: str) -> None:
            super().__init__()
            self.where = where

    class Read(Message):
        """Turn a page of the official text."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self) -> None:
        super().__init__()
        self._verdicts: tuple[Verdict, ...] = ()
        self._present: Verdict | None = None

    def show(self, guide: Guide, item: Item | None) -> None:
        """The verdicts of a guide and the one given to this indicator; none for 指南以外."""
        self._verdicts = guide.verdicts if item is not None else ()
        self._present = item.verdict if item is not None else None
        self.refresh()

    def render(self) -> Text:
        """Draw what it shows."""
        if not self._verdicts:
            return Text("指南以外的问题不作结论；按 Tab 到下面写。", no_wrap=True)
        line = Text("结论  ", style="bold", no_wrap=True)
        for verdict in self._verdicts:
            chosen = self._present is not None and verdict.digit == self._present.digit
            word = f"{verdict.digit} {one_line(verdict.word)}"
            line.append(
                f"[{word}]" if chosen else f" {word} ", style="bold reverse" if chosen else "not bold"
            )
            line.append("  ")
        if self._present is None:
            line.append("未诊断", style="not bold italic")
        return line

    def on_key(self, event: events.Key) -> None:
        """Take the keys that are its own."""
        if self._verdicts and event.character and event.character in "0123456789０１２３４５６７８９":
            event.stop()
            self.post_message(self.Given(str(int(event.character))))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action == "clear":
            return self._present is not None
        return True if action != "choose_verdict" else bool(self._verdicts)

    def action_go(self, where: str) -> None:
        """Ask for another indicator."""
        self.post_message(self.Go(where))

    def action_clear(self) -> None:
        """Ask for no verdict."""
        self.post_message(self.Given(""))

    def action_read(self, by: int) -> None:
        """Ask for another page of the text."""
        self.post_message(self.Read(by))


class VerdictMap(Widget):
    """A cell an indicator, by criterion: its digit, or ``-`` where it is open; the present in brackets."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"map--short", "map--open"}
    DEFAULT_CSS = """
    VerdictMap {
        height: 1;
        .map--short { color: $error; text-style: bold; }
        .map--open { color: $foreground-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._diagnosis: Diagnosis | None = None
        self._here = ""

    def show(self, diagnosis: Diagnosis, here: str) -> None:
        """Show the verdicts of an organisation."""
        self._diagnosis, self._here = diagnosis, here
        self.refresh()

    def render(self) -> Text:
        """Draw what it shows."""
        line = Text(no_wrap=True)
        if self._diagnosis is None:
            return line
        short = self.get_component_rich_style("map--short")
        unseen = self.get_component_rich_style("map--open")
        criterion = ""
        for item in self._diagnosis.items:
            number = item.id.split("-")[0]
            if number != criterion:
                line.append(f"{'   ' if criterion else ''}{number}: ", style="bold")
                criterion = number
            cell = item.verdict.digit if item.verdict else OPEN_CELL
            style = unseen if item.verdict is None else short if item.verdict.short else ""
            self._append(line, cell, style, item.id == self._here)
        outside = len(self._diagnosis.outside)
        line.append("   外: ", style="bold")
        self._append(line, str(outside) if outside else OPEN_CELL, "", not self._here)
        return line

    @staticmethod
    def _append(line: Text, cell: str, style: Style | str, here: bool) -> None:
        """Brackets say where one is without colour, too."""
        if here:
            line.append("[").append(cell, style=style).append("]")
            line.stylize("reverse bold", len(line) - len(cell) - 2, len(line))
        else:
            line.append(cell, style=style)
