"""For a terminal that is known to draw some characters wider than Textual thinks: there is no arithmetic to
be done over its cells, so that it gets what Textual draws, as it is drawn."""

from __future__ import annotations

from tui.driver.canvas import Canvas
from tui.driver.widths import SURROGATES


class AsDrawn(Canvas):
    """Remembers no cells: whatever is lost Textual must draw again."""

    def resize(self, width: int, height: int) -> None:
        super().resize(width, height)
        self._following = False
        """Whether the terminal's cursor is where Textual's is."""
        self.needs_refresh = True

    def invalidate(self) -> None:
        self.wire.lose()
        self._following = False
        self.needs_refresh = True

    def move(self, y: int, x: int) -> None:
        super().move(y, x)
        self._following = False

    def draw(self, text: str) -> None:
        if self.y is None or self.x is None:
            return
        self.wire.show_cursor(False)
        if not self._following:
            self.wire.move(self.y, self.x)
            self._following = True
        self.wire.text("", self.pen)
        self.wire.control(SURROGATES.sub("\ufffd", text))
        self.wire.x = None
