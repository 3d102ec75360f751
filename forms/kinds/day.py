"""``date``: one exact day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from forms.errors import BadInput
from forms.kinds.when import When
from forms.printed_day import official_day
from forms.when import parse_day

if TYPE_CHECKING:
    from forms.pack import Field


class Day(When):
    """Kept as str, 2021-05-07; shown as 2021年5月7日."""

    json_value = True

    def read(self, field: Field, line: str, today: date) -> str:
        """ISO 8601. Raises BadInput for what is no single day."""
        return parse_day(line, today).isoformat()

    def show(self, field: Field, value: Any) -> str:
        """In its official form: ``2021年4月6日``."""
        day = _kept(value)
        return official_day(day) if day else super().show(field, value)

    def fits(self, value: object) -> bool:
        return _kept(value) is not None

    def likely(self, text: str, today: date) -> int:
        try:
            parse_day(text, today)
        except BadInput:
            return -1
        return 2


def _kept(value: object) -> date | None:
    """The day of a value as it is kept; None for anything else."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day and day.isoformat() == value else None
