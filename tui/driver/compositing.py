"""What drawing costs: of all widgets, only the rows that something has changed in are drawn anew, and of
these only what is not behind others.

Textual takes every widget in sight of the same container and puts all its rows together, to use one of them:
in an entry form that is the whole form, twice a character. And it draws what holds other widgets in full,
although these lie over nearly all of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget


class RowsCompositor(Compositor):
    """Draws the same; see the tests that compare both."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        area = crop or self.size.region
        covered: dict[int, int] = defaultdict(int)
        """Row to the columns that widgets further in front have, a bit each."""
        for widget, (region, clip) in self.visible_widgets.items():
            # Whole rows: where others lie over it is found out by columns.
            shown = region.intersection(clip.intersection(Region(clip.x, area.y, clip.width, area.height)))
            if not shown or not area.overlaps(shown):
                continue
            columns = (1 << shown.width) - 1 << shown.x
            seen = [y for y in shown.line_range if ~covered[y] & columns]
            for y in seen:
                covered[y] |= columns
            for first, end in _runs(seen):
                part = Region(shown.x, first, shown.width, end - first)
                yield region, part, widget.render_lines(part.translate(-region.offset))


def forget_drawn(screen: Screen[Any]) -> None:
    """Throw away what is kept of how its widgets look: half a megabyte of a form that nobody sees."""
    for widget in screen.walk_children(Widget):
        widget._styles_cache.clear()


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Rows that follow one another as ranges."""
    first = end = -1
    for row in rows:
        if row != end:
            if first < end:
                yield first, end
            first = row
        end = row + 1
    if first < end:
        yield first, end
