"""Files to be taken in on the screen, and the way to them."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from tests.support.keys import keys, settle, type_text

UNIT, TEACHERS, STUDENTS = "计算机学院党委", "教工第一党支部", "2019级本科生党支部"
EXPERIENCE, CASE = (
    "1.建立班子成员联系支部清单，问题当场交办。" * 5,
    "“导师组＋支部”双融入，开展谈心谈话48人次。" * 6,
)
PROBLEMS = "1.专职组织员仅1名且兼任教学秘书，专职专用落实不够，发展党员材料的审核时有积压。（对照1-4）"
ROW = ("1", UNIT, EXPERIENCE, CASE, PROBLEMS, "")
OTHER = (
    "2",
    STUDENTS,
    EXPERIENCE,
    CASE,
    "1.党员36人，规模偏大，未及时调整设置，小组活动的质量受到影响，谈心谈话也不够。",
    "无",
)


async def open_file(pilot: Pilot[Any], name: str, digit: str = "4") -> None:
    """From 待办 to the annex, and the file by a part of its name."""
    await keys(pilot, digit, "ctrl+r")
    await type_text(pilot, name)
    await keys(pilot, "enter")
    await done(pilot)


async def done(pilot: Pilot[Any]) -> None:
    """What runs beside the screen has ended and been shown."""
    await settle(pilot)
