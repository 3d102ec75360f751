"""A campaign run again in another year: every date, and every year printed in annex 1's rows, moved by whole
years. Years elsewhere stay, since they belong to what is quoted: （教党〔2020〕51号）.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import msgspec

from forms.errors import BadInput
from forms.pack import Annex, Pack, ScheduleAnnex

FIRST_YEAR, LAST_YEAR = 2000, 2099
"""The years a campaign may be of."""

_DIGITS = "0-9０-９"
_ASCII = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "0123456789000123456789")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")


def shift_years(pack: Pack, year: int) -> Pack:
    """The pack of another year; of the same year, the pack itself. Raises BadInput when no year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(f"年度 {year} 不能用，请填 {FIRST_YEAR} 至 {LAST_YEAR} 之间的四位数字。")
    by = year - pack.year
    if not by:
        return pack
    return msgspec.structs.replace(
        pack,
        id=f"{pack.id.removesuffix(f'-{pack.year}')}-{year}",
        year=year,
        annexes=tuple(_shift_annex(annex, by) for annex in pack.annexes),
    )


def shift_date(day: date, by: int) -> date:
    """The same day ``by`` years later; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + by)
    except ValueError:
        return day.replace(year=day.year + by, day=28)


def shift_text(text: str, by: int) -> str:
    """The text with every printed year ``by`` later: 2021年3月, 2020—2021学年, 2021-03-31, 二〇二一年."""
    return _years().sub(lambda match: _moved(match.group(), by), text)


@cache
def _years() -> re.Pattern[str]:
    """Only a campaign of another year needs it, and it takes longer to build than a pack to load."""
    return re.compile(
        rf"(?<![{_DIGITS}])[12１２][{_DIGITS}]{{3}}"
        # 年, 届, 级 after it, or a date in figures; or the first year of a range: 2020—2021学年.
        rf"(?=(?:\s*[-—–－~～至到和、]{{1,2}}\s*[12１２][{_DIGITS}]{{3}})*\s*"
        rf"(?:学?年|[届级]|[-./－．／][{_DIGITS}]{{1,2}}(?![{_DIGITS}])))"
        r"|(?<![〇○零一二三四五六七八九十])[一二][〇○零一二三四五六七八九]{3}(?=学?年)"
    )


def _moved(printed: str, by: int) -> str:
    """The year in the script it was printed in, character by character."""
    # 二○二一年 and 二零二一年 keep their own nought.
    nought = next((char for char in printed if char in "○零"), "〇")
    moved = f"{int(printed.translate(_ASCII)) + by:04d}"
    return "".join(_in_script_of(old, new, nought) for old, new in zip(printed, moved, strict=True))


def _in_script_of(old: str, new: str, nought: str) -> str:
    if old.isascii():
        return new
    if old in "０１２３４５６７８９":
        return new.translate(_FULL)
    return new.translate(_CHINESE).replace("〇", nought)


def _shift_annex(annex: Annex, by: int) -> Annex:
    if not isinstance(annex, ScheduleAnnex):
        return annex
    return msgspec.structs.replace(
        annex,
        stages=tuple(
            msgspec.structs.replace(
                stage,
                period=shift_text(stage.period, by),
                content=shift_text(stage.content, by),
                note=tuple(shift_text(paragraph, by) for paragraph in stage.note),
            )
            for stage in annex.stages
        ),
        deliverables=tuple(
            # A title repeats the words of its row.
            msgspec.structs.replace(
                deliverable, title=shift_text(deliverable.title, by), due=shift_date(deliverable.due, by)
            )
            for deliverable in annex.deliverables
        ),
    )
