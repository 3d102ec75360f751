"""What is asked for in the field that has the cursor: our prompt, the form's own words, the usual length."""

from __future__ import annotations

from rich.text import Text
from textual.widget import Widget

from forms.kinds.registry import kind_of
from forms.lengths import text_length
from forms.neutral import clean, one_line
from forms.pack import Field, RecordsAnnex
from tui.widgets.keys_here import retold
from tui.widgets.wrapping import wrap


class PromptPanel(Widget):
    """Shows one field; ``count`` follows the typing and repaints alone."""

    DEFAULT_CSS = "PromptPanel { height: 1fr; color: $foreground; }"

    def __init__(self, annex: RecordsAnnex | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.annex = annex
        self.field: Field | None = None
        self._count = -1
        self._brief = False

    def show(self, field: Field, text: str) -> None:
        """Another field has the cursor."""
        self.field = field
        self._count = text_length(text)
        self.refresh(layout=True)

    def make_brief(self, brief: bool) -> None:
        """Only the prompt itself: usual values stand in a list beneath it."""
        if brief != self._brief:
            self._brief = brief
            self.refresh(layout=True)

    def count(self, text: str) -> None:
        """The text has become longer or shorter."""
        count = text_length(text)
        if count != self._count:
            self._count = count
            if self.field and self._counts(self.field):
                self.refresh()

    def render(self) -> Text:
        """Draw what it shows."""
        field = self.field
        if field is None:
            return Text("")
        head = Text(one_line(field.label), style="bold")
        head.append(f"  {self._length_words(field)}", style="not bold")
        choices = "、".join(one_line(option) for option in kind_of(field).values(field))
        said = [clean(field.prompt)]
        if not self._brief:
            said += [f"常用：{choices}（按 F4 选）" if choices else "", self._official(field)]
        lines = [line for part in said if part for line in wrap(retold(self, part), self.size.width)]
        return Text("\n").join([head, *map(Text, lines)])

    def _length_words(self, field: Field) -> str:
        # Up to 999 takes one width: a digit more must not move, and so send again, what stands behind it.
        words = [f"已填{self._count}字".ljust(6)] if self._counts(field) else []
        if field.usual:
            low, high = field.usual
            words.append(f"通常{low}到{high}字" if low else f"通常不超过{high}字")
        if field.required:
            words.append("必填")
        return "  ".join(words)

    def _counts(self, field: Field) -> bool:
        """Is it told how long the text is?"""
        return bool(field.usual) or kind_of(field).shape == "long"

    def _official(self, field: Field) -> str:
        """The form's own column heading and note, where they concern this field."""
        if self.annex is None:
            return ""
        column = next((column for column in self.annex.columns if column.shows == field.id), None)
        if column is None:
            return "不打印，只用于核对指标。"
        if field.id in self.annex.finding_fields and self.annex.note:
            return clean(self.annex.note)
        return "" if column.title == field.label else f"原表栏目：{one_line(column.title)}"
