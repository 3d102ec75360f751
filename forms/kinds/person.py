"""``person``: the name of one person, or of several."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from forms.kinds.choices import Choices
from forms.remark import Remark
from forms.split import split_entries

if TYPE_CHECKING:
    from forms.pack import Field

_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff·]+"
_PARTED = re.compile(rf"{_HAN}(?:[ \u3000]+{_HAN})+")
_NAME = re.compile(r"[^\W\d_]+(?:[ .'’·•-]+[^\W\d_]+)*\.?")
"""Letters of any script: 张三, 阿依古丽·买买提, John F. O’Neill."""
_LONGEST = 25


class Person(Choices):
    """Kept as a list of str, a name each."""

    tells_apart = True

    def parse(self, field: Field, raw: str, today: date) -> tuple[Any, list[Remark]]:
        """Names in their order, each once."""
        names = [name for entry in split_entries(raw) for name in _names(entry)]
        return list(dict.fromkeys(names)), []

    def check(self, field: Field, value: Any, today: date) -> list[Remark]:
        names = [name for name in value if isinstance(name, str)] if isinstance(value, list) else []
        odd = [name for name in names if len(name) > _LONGEST or not _NAME.fullmatch(name)]
        if not odd:
            return []
        said = "、".join(f"“{name[:_LONGEST]}”" for name in odd[:3])
        return [Remark(field.id, f"{said}不像姓名，请核对；几个人的姓名用顿号隔开。", "soft")]


def _names(entry: str) -> list[str]:
    """张三 李四 are two, 张　三 is one: padded to the width of a name of three."""
    if not _PARTED.fullmatch(entry):
        return [entry]
    parts = entry.split()
    return parts if all(len(part) > 1 for part in parts) else ["".join(parts)]
