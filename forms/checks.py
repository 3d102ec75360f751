"""Checks of a whole record: what is missing, and what is unusual enough to ask about.

A soft remark refuses nothing: the clerk knows the branch, the program only knows what is usual.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from forms.errors import BadInput
from forms.fields import Remark, show_value
from forms.neutral import clean
from forms.pack import Field, RecordsAnnex
from forms.rules import check_rules
from forms.when import parse_when


def check_record(annex: RecordsAnnex, values: Mapping[str, Any], today: date) -> list[Remark]:
    """Remarks in the order of the annex's fields. What could not be read was told by ``parse_field``."""
    remarks = [remark for field in annex.fields for remark in check_field(field, values.get(field.id), today)]
    return remarks + check_rules(annex, values, today)


def check_field(field: Field, value: Any, today: date) -> list[Remark]:
    """What can be said of one value by itself: missing, of unusual length, of another year."""
    if field.kind == "findings" and not isinstance(value, str):
        return []  # findings are documents of their own
    text = show_value(field, value)
    if not text.strip():
        return [Remark(field.id, "必填，还没有填。", "missing")] if field.required else []
    if field.kind == "when":
        return _other_year(field, text, today)
    if field.usual and field.kind != "number":
        return _unusual_length(field, text)
    return []


def text_length(text: str) -> int:
    """Characters as an office counts them: white space does not."""
    return len("".join(clean(text).split()))


def _unusual_length(field: Field, text: str) -> list[Remark]:
    assert field.usual is not None
    least, most = field.usual
    length = text_length(text)
    if least <= length <= most:
        return []
    usual = f"{least}—{most}字" if least else f"不超过{most}字"
    return [Remark(field.id, f"通常{usual}，现为{length}字。", "soft")]


def _other_year(field: Field, text: str, today: date) -> list[Remark]:
    try:
        start = parse_when(text, today).start
    except BadInput:
        return []
    if start is None or abs(start.year - today.year) <= 1:
        return []
    return [Remark(field.id, f"{start.year}年离今年（{today.year}年）较远，请核对年份。", "soft")]
