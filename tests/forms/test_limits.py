"""A measure's limits, and how a number stands to them, in words."""

from __future__ import annotations

from datetime import date

import pytest

from forms.loading import SHIPPED, load_pack, shipped_packs
from forms.measures import limit_words, standing_words
from forms.pack import Measure

TODAY = date(2021, 4, 10)


def measure(indicator: str, place: int = 0, guide: int = 0) -> Measure:
    guides = load_pack(shipped_packs()[SHIPPED]).guides
    assert guides is not None
    return guides.guides[guide].indicators[indicator].measures[place]


@pytest.mark.parametrize(
    ("indicator", "value", "limits", "standing"),
    [
        ("1-4", 0, "不少于1名，目标2名", "未达要求"),
        ("1-4", 1, "不少于1名，目标2名", "已达要求，未到目标"),
        ("1-4", 2, "不少于1名，目标2名", "符合"),
        ("4-2", 30, "一般不超过30人，最多50人", "符合"),
        ("4-2", 31, "一般不超过30人，最多50人", "超过一般要求"),
        ("4-2", 53, "一般不超过30人，最多50人", "超出上限"),
        ("4-8", 66.7, "应达到100%", "未达要求"),
        ("4-10", 0, "", ""),
    ],
)
def test_units(indicator: str, value: float, limits: str, standing: str) -> None:
    found = measure(indicator)
    assert limit_words(found, "", TODAY) == limits
    assert standing_words(found, value, "", TODAY) == standing


def test_only_what_is_over_is_asked_for() -> None:
    meetings = measure("1-2", guide=1)
    assert limit_words(meetings, "本年至今", TODAY) == "不少于3次"
    assert standing_words(meetings, 2, "本年至今", TODAY) == "未达要求"
    assert limit_words(meetings, "本年至今", date(2021, 1, 5)) == ""
    assert standing_words(meetings, 0, "本年至今", date(2021, 1, 5)) == "未到期"
