"""Checks of a whole record: what is missing, and what is unusual enough to ask about.

A soft remark refuses nothing: the clerk knows the branch, the program only knows what is usual.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from forms.kinds.registry import kind_of, traits_of
from forms.pack import Field, RecordsAnnex
from forms.remark import Remark
from forms.rules import check_rules


def check_record(annex: RecordsAnnex, values: Mapping[str, Any], today: date) -> list[Remark]:
    """Remarks in the order of the annex's fields. What could not be read was told by ``parse_field``."""
    remarks = [remark for field in annex.fields for remark in check_field(field, values.get(field.id), today)]
    return remarks + check_rules(annex, values, today)


def check_field(field: Field, value: Any, today: date) -> list[Remark]:
    """What can be said of one value by itself: missing, of unusual length, of another year."""
    kind = kind_of(field)
    if not traits_of(field).own and not isinstance(value, str):
        return []  # they are documents of their own
    if kind.show(field, value).strip():
        return kind.check(field, value, today)
    return [Remark(field.id, "必填，还没有填。", "missing")] if field.required else []
