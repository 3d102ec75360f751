"""A Party organisation as the notice's forms know it (fields and words: practice of offices)."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["school", "unit", "branch"]

LEVEL_WORDS: dict[str, str] = {"school": "学校党委", "unit": "二级党组织", "branch": "党支部"}
UNIT_TYPES = ("院系", "机关", "离退休", "后勤")
BRANCH_TYPES = ("教师", "学生", "师生联合", "机关", "离退休")
TITLE_KINDS = ("标杆院系", "样板支部", "“双带头人”党支部书记工作室")


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A title that an organisation holds: its kind, level (级别) and batch (批次)."""

    kind: str
    grade: str = ""
    batch: str = ""

    def words(self) -> str:
        """How the title is printed: 样板支部（省级，第二批）."""
        detail = "，".join(part for part in (self.grade, self.batch) if part)
        return f"{self.kind}（{detail}）" if detail else self.kind


class Organisation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """School, unit (二级党组织) or branch (党支部). Only id, name and level must be known."""

    id: str
    """ASCII letters, digits, ``-`` and ``_``; the name of a folder, so nothing else."""
    name: str
    """规范简称, for titles and tables: 计算机学院党委."""
    level: Level
    full_name: str = ""
    """全称, for seals."""
    guide: str = ""
    """Id of the guide it is diagnosed against; empty: the guide named like its level."""
    type: str = ""
    """One of UNIT_TYPES or BRANCH_TYPES, or empty."""
    order: int = 0
    """序号, the official order; 0: after all numbered ones, in order of creation."""
    parent: str = ""
    titles: tuple[Title, ...] = ()
    members: int | None = None
    probationary: int | None = None
    groups: int | None = None
    committee: bool | None = None
    secretary: str = ""
    double_leader: bool | None = None
    contact: str = ""
    phone: str = ""

    @property
    def guide_id(self) -> str:
        """The guide that applies: ``unit`` or ``branch``; a school has none of its own."""
        return self.guide or self.level
