"""``number``: one that is not negative; its unit stands behind it. ``money``: an amount in 元, to the 分
and exact."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from forms.errors import BadInput
from forms.kinds.cells import MONEY, NUMBER
from forms.kinds.kind import FieldKind, Gathering, short
from forms.numerals import half_width, parse_number

if TYPE_CHECKING:
    from forms.pack import Field

_TYPED = re.compile(r"(?:人民币)?¥?(\d{1,3}(?:,\d{3})+|\d+)(\.\d*)?(万)?(?:元整?|圆整?)?", re.ASCII)
_KEPT = re.compile(r"(?:0|[1-9]\d{0,11})\.\d{2}", re.ASCII)
_DIGITS = 12
"""As many 元, and 分, as a workbook keeps exactly."""


class Number(FieldKind):
    """Kept as int or float; None where nothing was entered."""

    box_width = 9
    cell = NUMBER
    whole_beginnings = True
    tells_apart = False
    empty = None
    has_length = False

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        # Hours that differ have no one number.
        self.gathering = "sum" if field.unit == "人" else "same"

    def read(self, line: str, today: date) -> int | float:
        """With or without the field's unit. Raises BadInput."""
        return parse_number(line, self.field.unit)

    def fits(self, value: object) -> bool:
        return self.amount(value) is not None

    def amount(self, value: Any) -> int | float | None:
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None


class Money(FieldKind):
    """Kept as str with two decimals, ``1200.50``, always in 元: never as a float, which would lose 分."""

    box_width = 18
    list_width = 14
    cell = MONEY
    whole_beginnings = True
    has_length = False
    gathering: Gathering = "sum"

    def read(self, line: str, today: date) -> str:
        """Digits with 元, 万元 or nothing behind them, in 元. Raises BadInput for less than nothing or than
        1分."""
        plain = "".join(half_width(line).split())
        if re.match(r"[-−–—]", plain):
            raise BadInput(f"“{short(line)}”是负数，金额不能小于0，请改为0或正数。")
        match = _TYPED.fullmatch(plain)
        if match is None:
            raise BadInput(f"“{short(line)}”不是金额，请填数字，如 1200、1200.50 或 3.5万元。")
        whole, fraction = match[1].replace(",", ""), (match[2] or ".")[1:].rstrip("0")
        if match[3]:
            whole, fraction = whole + fraction[:4].ljust(4, "0"), fraction[4:]
        whole = whole.lstrip("0") or "0"
        if len(whole) > _DIGITS:
            raise BadInput(f"“{short(line)}”太大，金额要小于一万亿元，请核对。")
        if len(fraction) > 2:
            raise BadInput(f"“{short(line)}”不到1分的部分没有意义，金额最多两位小数，请改正。")
        return f"{whole}.{fraction.ljust(2, '0')}"

    def fits(self, value: object) -> bool:
        return isinstance(value, str) and _KEPT.fullmatch(value) is not None

    def amount(self, value: Any) -> Decimal | None:
        """The 元, exact to 分."""
        return Decimal(value) if self.fits(value) else None

    def likely(self, text: str, today: date) -> int:
        return 1 if _TYPED.fullmatch("".join(half_width(text).split())) else -1
