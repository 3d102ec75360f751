"""A whole record of a records annex: from the texts that were typed to the values that are kept, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.attendance import parse_attendance
from forms.checks import check_record
from forms.errors import WrongUsage
from forms.fields import Remark, parse_field, show_value
from forms.kinds.registry import kind_of, traits_of
from forms.neutral import clean, one_line
from forms.pack import Field, RecordsAnnex


@dataclass(frozen=True)
class Prepared:
    """What typed texts come to: values to store, and remarks by field."""

    values: dict[str, Any]
    """By field id; a findings field has its text, which becomes documents of their own."""
    remarks: tuple[Remark, ...]

    def of(self, kind: str) -> list[Remark]:
        """The remarks of one kind: ``error``, ``missing`` or ``soft``."""
        return [remark for remark in self.remarks if remark.kind == kind]


def prepare(annex: RecordsAnnex, raw: Mapping[str, str], day: date) -> Prepared:
    """Parse and check texts by field id. ``day`` is the one that dates without a year are read against.

    Raises WrongUsage for a field that the annex does not have.
    """
    unknown = [name for name in raw if name not in annex.by_id]
    if unknown:
        fields = "、".join(f"{field.id}（{field.label}）" for field in annex.fields)
        raise WrongUsage(f"附件{annex.number}没有“{one_line(unknown[0])}”这一项；可用：{fields}。")
    values: dict[str, Any] = {}
    remarks: list[Remark] = []
    for name, text in raw.items():
        field = annex.by_id[name]
        if not traits_of(field).own:
            values[name] = clean(text)
            continue
        values[name], found = parse_field(field, text, day)
        remarks.extend(found)
    _fill_attendance(annex, values)
    wrong = {remark.field for remark in remarks if remark.kind == "error"}
    remarks.extend(remark for remark in check_record(annex, values, day) if remark.field not in wrong)
    return Prepared(values, tuple(remarks))


def stored_texts(annex: RecordsAnnex, data: Mapping[str, Any]) -> dict[str, str]:
    """What is stored, as texts that ``prepare`` reads again; findings are not among them."""
    return {field.id: show_value(field, data[field.id]) for field in annex.own_fields if field.id in data}


def fits(field: Field, value: object) -> bool:
    """Is a stored value of the type that the field takes? An empty one (None) always is."""
    return value is None or kind_of(field).fits(value)


def _fill_attendance(annex: RecordsAnnex, values: dict[str, Any]) -> None:
    """Numbers that a text tells, where their own fields say nothing."""
    for field in annex.fields:
        numbers = parse_attendance(str(values.get(field.id) or "")) if field.attendance else None
        for name, number in zip(field.attendance or (), numbers or (), strict=False):
            if values.get(name) is None:
                values[name] = number
