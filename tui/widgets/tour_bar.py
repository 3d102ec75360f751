"""The lines that say what to press next in the tour: above the screen, where they hide nothing."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from tui.shell import shell_of
from tui.widgets.keys_here import retold
from tui.widgets.wrapping import wrap


class TourBar(Widget):
    """Shows the step of the shell's tour; empty without one."""

    DEFAULT_CSS = """
    TourBar { dock: top; height: auto; padding: 0 1; background: $secondary; color: $background; }
    """

    def show(self) -> None:
        """Anew, after a step was done."""
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def _lines(self, width: int) -> list[str]:
        tour = shell_of(self).tour
        if tour is None:
            return []
        ends = "按 F12 结束引导。" if tour.over else "（F12 跳过，Shift+F12 结束）"
        return list(wrap(retold(self, f"【{tour.title}】{tour.words}{ends}"), width))

    def render(self) -> Text:
        return Text("\n".join(self._lines(self.size.width)), style="bold", no_wrap=True)
