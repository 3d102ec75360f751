"""Several values in one field. ``choices``: of the usual ones, or others. ``organisations``: who it was, by
the names of organisations. ``person``: the name of one person, or of several."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from forms.kinds.kind import FieldKind, Gathering
from forms.kinds.texts import unlike_serial
from forms.remark import Remark
from forms.split import split_entries

_QUOTES = re.compile("[\"'“”‘’「」『』＂＇\\s]")
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff·]+"
_PARTED = re.compile(rf"{_HAN}(?:[ \u3000]+{_HAN})+")
_NAME = re.compile(r"[^\W\d_]+(?:[ .'’·•-]+[^\W\d_]+)*\.?")
"""Letters of any script: 张三, 阿依古丽·买买提, John F. O’Neill."""
_LONGEST = 25
"""Characters of a name."""


class Choices(FieldKind):
    """Kept as a list of str."""

    several = True
    tells_apart = False
    gathering: Gathering = "union"

    def parse(self, raw: str, today: date) -> tuple[Any, list[Remark]]:
        """Entries in their order, each as the field's options write it: those that differ from an option in
        quotes and spaces only become it, 第一议题 is “第一议题”."""
        known = {_QUOTES.sub("", option): option for option in self.field.options}
        entries = (known.get(_QUOTES.sub("", entry), entry) for entry in split_entries(raw))
        return list(dict.fromkeys(entries)), []

    def fits(self, value: object) -> bool:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)

    def likely(self, text: str, today: date) -> int:
        return unlike_serial(text)


class Organisations(Choices):
    """Kept as a list of str, as written."""

    list_width = 20
    names_organisations = True
    gathering = "first"

    def likely(self, text: str, today: date) -> int:
        """Whether it names one is known where the organisations are."""
        return 0


class Person(Choices):
    """Kept as a list of str, a name each."""

    tells_apart = True

    def parse(self, raw: str, today: date) -> tuple[Any, list[Remark]]:
        """Names in their order, each once."""
        names = [name for entry in split_entries(raw) for name in _names(entry)]
        return list(dict.fromkeys(names)), []

    def check(self, value: Any, today: date) -> list[Remark]:
        names = [name for name in value if isinstance(name, str)] if isinstance(value, list) else []
        odd = [name for name in names if len(name) > _LONGEST or not _NAME.fullmatch(name)]
        said = "、".join(f"“{name[:_LONGEST]}”" for name in odd[:3])
        return self.softly(f"{said}不像姓名，请核对；几个人的姓名用顿号隔开。") if odd else []


def _names(entry: str) -> list[str]:
    """张三 李四 are two, 张　三 is one: padded to the width of a name of three."""
    if not _PARTED.fullmatch(entry):
        return [entry]
    parts = entry.split()
    return parts if all(len(part) > 1 for part in parts) else ["".join(parts)]
