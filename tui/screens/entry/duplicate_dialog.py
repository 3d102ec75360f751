"""What to do about a record that may be there already: it stands in the box, with who entered it and when."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from forms.kinds.registry import kind_of
from forms.neutral import one_line
from forms.pack import RecordsAnnex
from store.protocol import Document
from tui.screens.dialogs.ask import Choose
from tui.widgets.moments import moment

ADD, BACK, OPEN = "add", "back", "open"


class DuplicateDialog(Choose):
    """``ADD``, ``BACK`` or ``OPEN``; the careful answer comes first."""

    DEFAULT_CSS = """
    DuplicateDialog {
        #box { width: 76; }
        #other { height: auto; max-height: 8; margin-bottom: 1; }
    }
    """

    def __init__(self, annex: RecordsAnnex, other: Document, new: bool) -> None:
        options = [(BACK, "回去"), (OPEN, "打开那一条"), (ADD, "仍然新增" if new else "仍然保存")]
        super().__init__("可能已经有这一条了：", options)
        self._annex, self._other = annex, other

    def compose_box(self) -> ComposeResult:
        yield Static(Text("\n".join(self._lines())), id="other")
        yield from super().compose_box()

    def _lines(self) -> list[str]:
        other = self._other
        said = [(field.label, kind_of(field).show(other.data.get(field.id))) for field in self._annex.fields]
        lines = [f"{one_line(label)}：{one_line(text)}" for label, text in said if text][:4]
        return [*lines, f"{one_line(other.created_by)} 于 {moment(other.created_at)} 录入"]
