"""Paper, margins, faces and sizes: GB/T 9704-2012, which has no rule for text in tables; ours reads well."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from exports.printed import Orientation

FANGSONG = "仿宋_GB2312"
HEITI = "黑体"
KAITI = "楷体_GB2312"
XIAOBIAOSONG = "方正小标宋简体"
SONGTI = "宋体"

STAND_INS = {FANGSONG: "仿宋", KAITI: "楷体", XIAOBIAOSONG: "华文中宋", HEITI: "SimHei", SONGTI: "SimSun"}
"""What a machine without the face shows instead: newer Windows has 仿宋 and no longer 仿宋_GB2312."""

LINE_PT = 28.95
"""22 lines fill a page of 225 mm."""
MARK_PT = 16.0
TITLE_PT = 22.0
TITLE_LINE_PT = 33.0
TABLE_PT = 12.0
TABLE_LINE_PT = 18.0
PAGE_NUMBER_PT = 14.0
PAGE_NUMBER_BELOW_MM = 7.0

MM_PER_PT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of paper and its margins, in mm."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int

    @property
    def text_width(self) -> int:
        """Between the margins, in mm."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        """Between the margins, in mm."""
        return self.height - self.top - self.bottom

    @property
    def footer(self) -> float:
        """From the paper's lower edge to the page number's, so that its top is 7 mm below the text."""
        return self.bottom - PAGE_NUMBER_BELOW_MM - PAGE_NUMBER_PT * MM_PER_PT


PORTRAIT = Page(210, 297, top=37, right=26, bottom=35, left=28)
LANDSCAPE = Page(297, 210, top=28, right=37, bottom=26, left=35)
"""The portrait page turned: the standard gives no margins of its own for it."""


def page_for(orientation: Orientation) -> Page:
    """The page of this orientation."""
    return LANDSCAPE if orientation == "landscape" else PORTRAIT


def twips(mm: float) -> int:
    """Twentieths of a point, the unit of widths in WordprocessingML."""
    return round(mm / 25.4 * 1440)


def fitted_widths(widths: list[int], total: int) -> list[int]:
    """Column widths in twips that fill ``total`` mm, in the proportions asked for."""
    whole, asked = twips(total), sum(widths) or 1
    edges = [0]
    for place in range(len(widths)):
        edges.append(round(whole * sum(widths[: place + 1]) / asked))
    return [right - left for left, right in pairwise(edges)]
