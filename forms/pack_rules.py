"""Whether the ``[[rules]]`` of a records annex make sense: fields that are there, and of a kind that fits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms.faults import shown
from forms.kinds.registry import kinds_with, traits_of
from forms.pack import RecordsAnnex

TRAITS = {"not-over": "amount", "not-before": "days", "attendance-words": "words"}
"""What the fields must have that each kind of rule is about."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}|[{}]")


def rule_faults(annex: RecordsAnnex) -> Iterator[tuple[str, str]]:
    """Place and sentence of each fault."""
    for number, rule in enumerate(annex.rules, 1):
        place, trait = f"rules 第{number}项（{rule.kind}）的", TRAITS[rule.kind]
        fitting = [field.id for field in annex.fields if getattr(traits_of(field), trait)]
        remedy = f"请写 kind 是 {kinds_with(trait)} 的字段" + (
            f"：{'、'.join(fitting)}" if fitting else "，或删去这条规则"
        )
        names = (
            {"field": rule.field}
            if rule.kind == "attendance-words"
            else {
                "field": rule.field,
                "other": rule.other,
            }
        )
        for key, name in names.items():
            if name not in fitting:
                said = f"是 {shown(name)}，不能用" if name else "没有写"
                yield f"{place} {key}", f"{said}，{remedy}。"
        if rule.kind == "attendance-words" and rule.other:
            yield f"{place} other", "用不上，请删去这个键。"
        elif rule.other == rule.field:
            yield f"{place} other", "与 field 是同一个字段，请改成另一个。"
        for match in _PLACEHOLDER.finditer(rule.says):
            if match.group(1) not in ("field", "other"):
                yield f"{place} says", f"里的 {match.group()} 填不上，请只用 {{field}}、{{other}}。"
