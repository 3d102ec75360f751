"""What the program asks of every kind of field; the base is one line of text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from forms.errors import BadInput
from forms.kinds.cells import TEXT, CellType
from forms.lengths import unusual_length
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
    """One kind of field: how it is read, shown, checked, offered, listed and exported."""

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

    tells_apart: bool = True
    """As a part of the key, tells one record of an organisation from another."""
    empty: Any = ""
    """What ``parse`` gives where nothing was answered."""

    def parse(self, field: Field, raw: str, today: date) -> tuple[Any, list[Remark]]:
        """The value of ``raw`` as typed, and errors: what cannot be read. The value is then the typed text.

        What is missing or unusual is told by ``check``, since that concerns values that were kept, too.
        """
        line = one_line(raw).strip()
        if not line:
            return self.empty, []
        try:
            return self.read(field, line, today), []
        except BadInput as refusal:
            return line, [Remark(field.id, refusal.sentence, "error")]

    def read(self, field: Field, line: str, today: date) -> Any:
        """The value of one line that holds something. Raises BadInput for what cannot be read."""
        return line

    def show(self, field: Field, value: Any) -> str:
        """A kept value as printed and as edited; neutralised, whatever a shard holds."""
        return one_line(plain_words(value))

    def fits(self, value: object) -> bool:
        """Is a stored value (not None) what the field takes?"""
        return isinstance(value, str)

    def check(self, field: Field, value: Any, today: date) -> list[Remark]:
        """What is unusual about a value by itself, softly. ``checks`` tells what is missing."""
        return unusual_length(field, self.show(field, value))

    def days(self, value: Any, today: date) -> tuple[date, date] | None:
        """First and last day that a stored value tells of; None where it tells of none."""
        return None

    def amount(self, value: Any) -> int | float | Decimal | None:
        """The number that a stored value is; None where it is none."""
        return None

    def values(self, field: Field) -> tuple[str, ...]:
        """What may usually stand in it, offered before anything was entered."""
        return field.options

    def gathering(self, field: Field) -> Gathering:
        """What its answers in several branches become in one row."""
        return "first"

    def likely(self, text: str, today: date) -> int:
        """How well the text of a pasted cell suits the kind: above 0 it does, below 0 it does not."""
        return 0

    def list_text(self, text: str, year: int) -> str:
        """The text in a list of the campaign's ``year``."""
        return text


def short(line: str) -> str:
    """A text as a sentence about it may quote it."""
    return line if len(line) <= 20 else line[:20] + "…"


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
