"""What a typed character costs: of all widgets, only the rows that something has changed in are drawn anew.

Textual takes every widget in sight of the same container and puts all its rows together, to use one of them:
in an entry form that is the whole form, twice a character."""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class RowsCompositor(Compositor):
    """Draws the same; see the tests that compare both."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if not crop:
            yield from super()._get_renders(crop)
            return
        for widget, (region, clip) in self.visible_widgets.items():
            # Whole rows: where others lie over it is found out by columns.
            rows = clip.intersection(Region(clip.x, crop.y, clip.width, crop.height))
            shown = region.intersection(rows)
            if shown and crop.overlaps(shown):
                yield region, rows, widget.render_lines(shown.translate(-region.offset))
