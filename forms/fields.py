"""One field of a record: from what was typed to what is kept, and back to words.

What is kept is the field's kind to say; what cannot be read is kept as typed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from forms.kinds.registry import kind_of
from forms.pack import Field
from forms.remark import Remark as Remark
from forms.split import SEPARATORS as SEPARATORS
from forms.split import entry_start as entry_start
from forms.split import split_entries as split_entries


def parse_field(field: Field, raw: str, today: date) -> tuple[Any, list[Remark]]:
    """The value of ``raw`` as typed, and errors: what cannot be read. The value is then the typed text.

    What is missing or unusual is told by ``checks``, since that concerns values that were kept, too.
    """
    return kind_of(field).parse(field, raw, today)


def show_value(field: Field, value: Any) -> str:
    """A kept value as printed and as edited; neutralised, whatever a shard holds."""
    return kind_of(field).show(field, value)
