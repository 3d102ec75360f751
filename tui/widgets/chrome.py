"""The lines around a screen: where one is, what was done, which keys work here, what the tour asks for; and
the plea for a larger window."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from rich.cells import cell_len
from rich.text import Text
from textual.app import RenderResult
from textual.geometry import Size
from textual.widget import Widget

from forms.neutral import one_line
from forms.printed_day import official_day
from tui.actions import Action, key_words
from tui.shell import shell_of
from tui.widgets.keys_here import found_here, retold, working_key
from tui.widgets.wrapping import wrap

if TYPE_CHECKING:
    from tui.screens.base import TaizhangScreen

SMALLEST = (72, 20)
"""Columns and rows below which screens cannot be read; told as 80x24, the size everything is made for."""


class TopLine(Widget):
    """Screen, organisation and campaign at the left, today's date at the right."""

    DEFAULT_CSS = "TopLine { height: 1; background: $primary; color: $foreground; padding: 0 1; }"

    def refresh_words(self) -> None:
        """Draw it anew."""
        self.refresh()

    def render(self) -> RenderResult:
        """Draw what it shows."""
        screen = cast("TaizhangScreen", self.screen)
        shell = screen.shell
        today = f"今天 {official_day(shell.clock.today())}"
        title = shell.campaign.pack.title if shell.has_campaign else ""
        words = (screen.name_words(), screen.org_words(), title)
        left = "  ".join(one_line(part) for part in words if part)
        room = max(self.size.width - cell_len(today) - 2, 0)
        line = Text(left, style="bold", no_wrap=True)
        line.truncate(room, pad=True)
        return line.append(f"  {today}")


class StatusLine(Widget):
    """The newest message: what was done, or what was refused and what would be accepted."""

    DEFAULT_CSS = """
    StatusLine { height: auto; min-height: 1; max-height: 6; padding: 0 1; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._sentences: list[str] = []
        self._bad = False

    def say(self, *sentences: str, bad: bool = False) -> None:
        """Refusals are marked with ！ too, since colour alone tells nothing to some.

        A sentence that ends in a colon takes the next one on its line where there is room, else the next one
        begins a line: a path to be copied is best not broken.
        """
        self._sentences = [one_line(retold(self, sentence)) for sentence in sentences if sentence]
        self._bad = bad
        self.set_class(bad, "-bad")
        self.refresh(layout=True)

    @property
    def words(self) -> str:
        """Give the text as it is shown."""
        return "\n".join(self._sentences)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Take as many rows as the text needs."""
        return max(len(self._lines(width)), 1)

    def _lines(self, width: int) -> list[str]:
        joined: list[str] = []
        for sentence in self._sentences:
            if joined and joined[-1].endswith("：") and cell_len(joined[-1] + sentence) <= width:
                joined[-1] += sentence
            else:
                joined.append(sentence)
        mark = "！" if self._bad else ""
        return [line for sentence in joined for line in wrap(mark + sentence, width)]

    def render(self) -> RenderResult:
        """Draw what it shows."""
        return Text("\n".join(self._lines(self.size.width)), style="bold" if self._bad else "", no_wrap=True)


class Shown(NamedTuple):
    """A key that works now, what it does, and whether the screen or a part of it does so."""

    key: str
    action: Action
    inner: bool


class KeyLine(Widget):
    """The keys that work here, read from the table that binds them, so that it cannot say otherwise."""

    DEFAULT_CSS = "KeyLine { height: 1; padding: 0 1; background: $panel; color: $foreground; }"

    def on_mount(self) -> None:
        """Follow what works where the focus is."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh_keys())

    def refresh_keys(self) -> None:
        """Draw it anew."""
        self.refresh()

    def keys(self) -> list[tuple[str, str]]:
        """Key and title of each shown action that would run now: Enter, F-keys in order, others, Esc."""
        return [(key_words(key), action.title) for key, action, _ in self._shown()]

    def _shown(self) -> list[Shown]:
        shown = [
            Shown(key, action, node is not self.screen)
            for node, action in found_here(self.screen)
            if action.show and (key := working_key(self.screen, node, action))
        ]
        return sorted(shown, key=lambda one: _rank(_usual(one.action)))

    def render(self) -> RenderResult:
        """Draw what it shows."""
        line = Text(no_wrap=True)
        hint = one_line(retold(self, cast("TaizhangScreen", self.screen).next_words()))
        if hint and not getattr(self.screen, "only_looking", ""):  # what to fill in is not theirs to do
            line.append(hint + "  ", style="bold")
        shown = self._shown()
        fitting = self._fitting(shown, self.size.width - cell_len(line.plain))
        for key, action, _ in shown:
            if action.id in fitting:
                line.append(key_words(key), style="bold").append(f" {action.title}  ")
        return line

    def _fitting(self, shown: list[Shown], room: int) -> set[str]:
        """Where not all have room: the way back, what begins work and where all the others are listed come
        first, then what only the part does where the cursor is, and history, which F9 lists too, last."""
        fitting: set[str] = set()
        for key, action, _ in sorted(shown, key=lambda one: (_weight(_usual(one.action)), not one.inner)):
            needed = cell_len(f"{key_words(key)} {action.title}")
            if needed <= room:
                fitting.add(action.id)
                room -= needed + 2
        return fitting


def _usual(action: Action) -> str:
    """The first key of the table: other keys change no order."""
    return (action.usual or action.keys)[0]


def _weight(key: str) -> int:
    first = ("escape", "enter", "f2", "ctrl+n", "f1", "f9")
    return first.index(key) if key in first else len(first) + (key == "f7")


def _rank(key: str) -> tuple[int, int, str]:
    if key[0] == "f" and key[1:].isdigit():
        return (1, int(key[1:]), key)
    if key == "escape":
        return (3, 0, key)
    if key == "ctrl+n":
        return (2, 0, key)
    return (0 if key in ("enter", "tab") else 2, 1, key)


class TooSmall(Widget):
    """Covers a screen that has no room, and takes nothing away: what was typed and where stays beneath."""

    DEFAULT_CSS = """
    TooSmall { display: none; layer: over; dock: top; width: 100%; height: 100%; background: $background; }
    """

    def on_mount(self) -> None:
        """Look at the window."""
        self.judge(self.app.size)

    def judge(self, size: Size) -> None:
        """Its screen tells it whenever the window has another size."""
        self._window = size
        self.display = size.width < SMALLEST[0] or size.height < SMALLEST[1]
        self.refresh()

    def render(self) -> RenderResult:
        """Draw what it shows."""
        return Text(f"窗口太小（{self._window.width}x{self._window.height}），请放大到 80x24 以上。")


class TourBar(Widget):
    """Shows the step of the shell's tour; empty without one."""

    DEFAULT_CSS = """
    TourBar { dock: top; height: auto; padding: 0 1; background: $secondary; color: $background; }
    """

    def show(self) -> None:
        """Anew, after a step was done."""
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Take as many rows as the text needs."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[str]:
        tour = shell_of(self).tour
        if tour is None:
            return []
        ends = "按 F12 结束引导。" if tour.over else "（F12 跳过，Shift+F12 结束）"
        return list(wrap(retold(self, f"【{tour.title}】{tour.words}{ends}"), width))

    def render(self) -> Text:
        """Draw what it shows."""
        return Text("\n".join(self._lines(self.size.width)), style="bold", no_wrap=True)
