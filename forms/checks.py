"""Checks of a whole record: what is missing, what is unusual enough to ask about, and what a pack says must
fit together between its fields.

A soft remark refuses nothing: the clerk knows the branch, the program only knows what is usual.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from forms.attendance import parse_attendance
from forms.kinds.registry import kind_of, traits_of
from forms.pack import Field, RecordsAnnex, Rule
from forms.remark import Remark

_OVER = "{field}多于{other}，请核对。"
_BEFORE = "{field}早于{other}，请核对。"
_WORDS = "实到{field}人多于应到{other}人，请核对。"


def check_record(annex: RecordsAnnex, values: Mapping[str, Any], today: date) -> list[Remark]:
    """Remarks in the order of the annex's fields. What could not be read was told by ``parse``."""
    remarks = [remark for field in annex.fields for remark in check_field(field, values.get(field.id), today)]
    return remarks + check_rules(annex, values, today)


def check_field(field: Field, value: Any, today: date) -> list[Remark]:
    """What can be said of one value by itself: missing, of unusual length, of another year."""
    kind = kind_of(field)
    if not traits_of(field).own and not isinstance(value, str):
        return []  # they are documents of their own
    if kind.show(value).strip():
        return kind.check(value, today)
    return [Remark(field.id, "必填，还没有填。", "missing")] if field.required else []


def rules_of(annex: RecordsAnnex) -> Sequence[Rule]:
    """An annex's rules; where it names none, those that held before a pack could name any: a campaign keeps
    the pack it began with, and its records are checked no less than before."""
    if annex.rules:
        return annex.rules
    rules = [
        Rule(kind="attendance-words", field=field.id) for field in annex.fields if traits_of(field).words
    ]
    if {"expected", "present"} <= annex.by_id.keys():
        rules.insert(0, Rule(kind="not-over", field="present", other="expected"))
    return rules


def check_rules(annex: RecordsAnnex, values: Mapping[str, Any], today: date) -> list[Remark]:
    """A soft remark, at the rule's ``field``, for each that does not hold; what is not there breaks none."""
    remarks = []
    for rule in rules_of(annex):
        field, other = annex.by_id[rule.field], annex.by_id.get(rule.other)
        broken = _broken(rule, field, other, values, today)
        if broken:
            sentence = rule.says or {"not-over": _OVER, "not-before": _BEFORE}.get(rule.kind, _WORDS)
            here, there = broken
            said = sentence.replace("{field}", here).replace("{other}", there)
            remarks.append(Remark(rule.field, said, "soft"))
    return remarks


def _broken(
    rule: Rule, field: Field, other: Field | None, values: Mapping[str, Any], today: date
) -> tuple[str, str] | None:
    """The words for ``{field}`` and ``{other}`` where the rule does not hold."""
    value = values.get(rule.field)
    if rule.kind == "attendance-words":
        numbers = parse_attendance(value) if isinstance(value, str) else None
        return (str(numbers[1]), str(numbers[0])) if numbers and numbers[1] > numbers[0] else None
    assert other is not None
    there = values.get(rule.other)
    if rule.kind == "not-over":
        least, most = kind_of(field).amount(value), kind_of(other).amount(there)
        if least is None or most is None or least <= most:
            return None
        return _amount(field, value), _amount(other, there)
    days, then = kind_of(field).days(value, today), kind_of(other).days(there, today)
    if not days or not then or days[1] >= then[0]:
        return None
    return f"{field.label}（{kind_of(field).show(value)}）", f"{other.label}（{kind_of(other).show(there)}）"


def _amount(field: Field, value: Any) -> str:
    return f"{field.label}{kind_of(field).show(value)}{field.unit}"
