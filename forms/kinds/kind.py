"""What the program asks of every kind of field; the base is one line of text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from forms.errors import BadInput
from forms.kinds.cells import TEXT, CellType
from forms.neutral import clean, clean_data, one_line
from forms.numerals import number_words
from forms.remark import Remark

if TYPE_CHECKING:
    from forms.pack import Field

Shape = Literal["line", "long", "findings"]
"""One line of text, several lines, or a list of findings: what the box of a field is made for."""

Gathering = Literal["first", "added", "union", "sum", "same"]
"""What the answers of several branches become in one row of their unit's form: the first of them; texts with
their numbers of people added; all entries, each once; their sum; the one answer that all of them gave."""


class FieldKind:
    """A field as its kind has it: how it is read, shown, checked, offered, listed and exported."""

    # What it looks like

    shape: Shape = "line"
    box_width: int = 0
    """Cells of the box it is typed into; 0: as wide as there is room."""
    list_width: int = 0
    """Cells of its column in a list; 0: a text, which takes what is left."""
    prose: bool = False
    """Read as sentences: printed at the left and named in a line about the record; others are centred."""
    cell: CellType = TEXT
    """What its cell in a workbook holds."""

    # What is offered

    several: bool = False
    """Holds several values, kept as a list of str: each is offered alone."""
    suggested: bool = True
    """What was entered before is offered."""
    whole_beginnings: bool = False
    """Only what begins with the text typed is offered: digits within a number find nothing."""
    calendar: bool = False
    """F4 opens the calendar."""
    json_value: bool = False
    """A list as JSON gives the value as it is kept, not its words."""
    names_organisations: bool = False
    """Its entries are organisations, which are offered."""

    # What tells

    has_length: bool = True
    """A text, whose length may be unusual."""
    tells_apart: bool = True
    """As a part of the key, tells one record of an organisation from another."""
    empty: Any = ""
    """What ``parse`` gives where nothing was answered."""
    gathering: Gathering = "first"
    """What its answers in several branches become in one row."""

    def __init__(self, field: Field) -> None:
        self.field = field

    def parse(self, raw: str, today: date) -> tuple[Any, list[Remark]]:
        """The value of ``raw`` as typed, and errors: what cannot be read. The value is then the typed text.

        What is missing or unusual is told by ``check``, since that concerns values that were kept, too.
        """
        line = one_line(raw).strip()
        if not line:
            return self.empty, []
        try:
            return self.read(line, today), []
        except BadInput as refusal:
            return line, [Remark(self.field.id, refusal.sentence, "error")]

    def read(self, line: str, today: date) -> Any:
        """The value of one line that holds something. Raises BadInput for what cannot be read."""
        return line

    def show(self, value: Any) -> str:
        """A kept value as printed and as edited; neutralised, whatever a shard holds."""
        return one_line(plain_words(value))

    def fits(self, value: object) -> bool:
        """Is a stored value (not None) what the field takes?"""
        return isinstance(value, str)

    def check(self, value: Any, today: date) -> list[Remark]:
        """What is unusual about a value by itself: as a text, a length that is not the usual one. ``checks``
        tells what is missing."""
        if not (self.field.usual and self.has_length):
            return []
        (least, most), length = self.field.usual, text_length(self.show(value))
        usual = f"{least}—{most}字" if least else f"不超过{most}字"
        return [] if least <= length <= most else self.softly(f"通常{usual}，现为{length}字。")

    def softly(self, said: str) -> list[Remark]:
        """What is unusual, in the form that ``check`` gives."""
        return [Remark(self.field.id, said, "soft")]

    def days(self, value: Any, today: date) -> tuple[date, date] | None:
        """First and last day that a stored value tells of; None where it tells of none."""
        return None

    def amount(self, value: Any) -> int | float | Decimal | None:
        """The number that a stored value is; None where it is none."""
        return None

    def values(self) -> tuple[str, ...]:
        """What may usually stand in it, offered before anything was entered."""
        return self.field.options

    def likely(self, text: str, today: date) -> int:
        """How well the text of a pasted cell suits the kind: above 0 it does, below 0 it does not."""
        return 0

    def list_text(self, text: str, year: int) -> str:
        """The text in a list of the campaign's ``year``."""
        return text


def short(line: str) -> str:
    """A text as a sentence about it may quote it."""
    return line if len(line) <= 20 else line[:20] + "…"


def text_length(text: str) -> int:
    """Characters as an office counts them: white space does not."""
    return len("".join(clean(text).split()))


def plain_words(value: Any) -> str:
    """Any JSON value in words, whoever wrote it: 是 and 否, numbers as printed, entries parted by 、."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "、".join(plain_words(part) for part in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return number_words(value)
    return clean(value if isinstance(value, str) else str(clean_data(value)))
