"""The fields a version changed, one under the other: 原来 and 改为, what is new in the text marked."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from forms.neutral import clean, one_line
from store.campaign.changes import FieldChange
from tui.widgets.marking import marked, new_parts
from tui.widgets.wrapping import wrap

BEFORE, AFTER, NOTHING = "原来：", "改为：", "（空）"


class ChangeText(Widget):
    """As high as the changes it shows."""

    DEFAULT_CSS = "ChangeText { height: auto; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._changes: tuple[FieldChange, ...] = ()
        self._both = False

    def show(self, changes: Sequence[FieldChange], both: bool) -> None:
        """``both``: 原来 and 改为; else only what there is (or was), as for a record created or deleted."""
        self._changes, self._both = tuple(changes), both
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return sum(part.plain.count("\n") + 1 for part in self._parts(width))

    def render(self) -> Text:
        return Text("\n", no_wrap=True).join(self._parts(self.content_size.width))

    def _parts(self, width: int) -> list[Text]:
        parts = []
        for one in self._changes:
            label, before, after = one_line(one.label), clean(one.before), clean(one.after)
            if not self._both:
                parts.append(Text("\n".join(wrap(f"{label}：{after or before}", width)), no_wrap=True))
                continue
            parts.append(Text(label, style="bold", no_wrap=True))
            was = f"{BEFORE}{before or NOTHING}"
            parts.append(Text("\n".join(wrap(was, width)), no_wrap=True))
            lead = len(AFTER)
            new = [(start + lead, end + lead) for start, end in new_parts(before, after)]
            parts.append(marked(f"{AFTER}{after or NOTHING}", new, width))
        return parts
