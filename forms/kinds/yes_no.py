"""``yes-no``: 是 or 否."""

from __future__ import annotations

from datetime import date

from forms.errors import BadInput
from forms.kinds.kind import FieldKind, Gathering, short
from forms.numerals import half_width

_WORDS = {
    **dict.fromkeys(("是", "有", "对", "√", "✓", "1", "y", "yes"), True),
    **dict.fromkeys(("否", "不是", "无", "没有", "×", "✗", "x", "0", "n", "no"), False),
}


class YesNo(FieldKind):
    """Kept as bool; None where nothing was entered."""

    box_width = 9
    list_width = 6
    json_value = True
    tells_apart = False
    empty = None
    has_length = False
    gathering: Gathering = "same"

    def read(self, line: str, today: date) -> bool:
        """Raises BadInput for what is neither."""
        answer = _WORDS.get(half_width(line).strip(" .").lower())
        if answer is None:
            raise BadInput(f"“{short(line)}”看不出是还是否，请填“是”或“否”，也可填 1 或 0。")
        return answer

    def fits(self, value: object) -> bool:
        return isinstance(value, bool)

    def values(self) -> tuple[str, ...]:
        return self.field.options or ("是", "否")

    def likely(self, text: str, today: date) -> int:
        return 1 if text in ("是", "否", "√", "×") else -1
