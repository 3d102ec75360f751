"""``phone``: a mobile or a landline number, with its extension; or several."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from forms.errors import BadInput
from forms.kinds.kind import FieldKind, Gathering, short
from forms.numerals import half_width
from forms.remark import Remark
from forms.split import split_entries

_MOBILE = re.compile(r"(?:(?:\+|00)?86-?)?(1[3-9]\d)-?(\d{4})-?(\d{4})", re.ASCII)
_LANDLINE = re.compile(
    r"(?:(?:\+|00)86-?)?(?:\(?(010|02\d|0[3-9]\d{2})\)?-?)?([2-8]\d{2,3})-?(\d{4})"
    r"(?:(?:转|分机|ext\.?|x|-)(\d{1,6}))?",
    re.ASCII | re.IGNORECASE,
)
_SERVICE = re.compile(r"([48]00)-?(\d{3})-?(\d{4})", re.ASCII)


class Phone(FieldKind):
    """Kept as str: 13812345678, 0571-88206688, 0571-88206688转8012."""

    whole_beginnings = True
    gathering: Gathering = "union"

    def read(self, line: str, today: date) -> str:
        """Each number as it is usually written. Raises BadInput where there is no digit."""
        numbers = [_official(number) or number for number in split_entries(line)]
        if not any(character.isdecimal() for character in line):
            example = "13812345678、0571-88206688转8012"
            raise BadInput(f"“{short(line)}”里没有号码，请填手机号或座机号，如 {example}。")
        return "、".join(numbers)

    def check(self, value: Any, today: date) -> list[Remark]:
        """Numbers that are neither a mobile's nor a land line's."""
        odd = [number for number in split_entries(self.show(value)) if not _official(number)]
        said = "、".join(f"“{short(number)}”" for number in odd[:3])
        return self.softly(f"{said}不像手机号（11位）或座机号（区号-号码），请核对。") if odd else []

    def likely(self, text: str, today: date) -> int:
        return 2 if _official(text) else -1


def _official(number: str) -> str:
    """A usual number in the one way it is kept; empty for any other."""
    plain = "".join(half_width(number).split())
    if match := _MOBILE.fullmatch(plain):
        return "".join(match.groups())
    if match := _SERVICE.fullmatch(plain):
        return "-".join(match.groups())
    if match := _LANDLINE.fullmatch(plain):
        area, first, last, extension = match.groups()
        return f"{f'{area}-' if area else ''}{first}{last}{f'转{extension}' if extension else ''}"
    return ""
