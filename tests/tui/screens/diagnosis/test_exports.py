"""F5 on 诊断: the form, the report or the summary, and no question where there is only the form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store.access.roles import Grant, Member
from store.campaign.campaign import Actor, Campaign
from tests.support.diagnosing import opened
from tests.support.keys import keys, settle, type_text
from tests.support.screens import MakeApp
from tests.support.snapshots import shown
from tests.support.wordxml import body


async def exported(pilot: Pilot[Any]) -> None:
    await settle(pilot)
    await settle(pilot)
    assert "已导出" in shown(pilot)


def words(path: Path) -> str:
    return "".join(body(path.read_bytes()).itertext())


@pytest.mark.parametrize(
    ("digit", "file", "says"),
    [
        ("1", "计算机学院党委-附件3诊断情况", "1-4 专职组织员"),
        ("2", "计算机学院党委-附件3诊断情况报告", "查找存在问题8条"),
        ("3", "计算机学院党委-附件3诊断情况汇总", "短板最多的指标"),
        ("4", "海岚大学党委-附件3诊断情况汇总", "机关党委"),
    ],
)
async def test_one_of_the_documents_is_chosen(
    school: Campaign, make_app: MakeApp, tmp_path: Path, digit: str, file: str, says: str
) -> None:
    async with make_app(school).run_test(size=(80, 24)) as pilot:
        await opened(pilot, "cs")
        await keys(pilot, "f5")
        assert "导出哪一份 Word" in shown(pilot)
        await type_text(pilot, digit)
        await exported(pilot)
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == f"{file}.docx"
    assert says in words(path)


async def test_a_branch_has_only_its_form_and_tables_are_never_asked_about(
    school: Campaign, make_app: MakeApp, tmp_path: Path
) -> None:
    async with make_app(school).run_test(size=(80, 24)) as pilot:
        await opened(pilot, "cs-t1")
        await keys(pilot, "f5")
        await exported(pilot)
        await opened(pilot, "cs")
        await keys(pilot, "f5", "3")
        await exported(pilot)
        await keys(pilot, "f6")
        await exported(pilot)
        await keys(pilot, "f5", "escape")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [
        "计算机学院党委-附件3诊断情况.csv",
        "计算机学院党委-附件3诊断情况汇总.docx",
        "计算机学院教工第一党支部-附件3诊断情况.docx",
    ]


async def test_the_whole_school_is_the_offices(school: Campaign, make_app: MakeApp) -> None:
    member = Member("zhang", (Grant("unit", ("cs",)),))
    theirs = Campaign(school.id, school.pack, school.store, school.clock, Actor("zhang", "cs", member=member))
    async with make_app(theirs).run_test(size=(80, 24)) as pilot:
        await opened(pilot, "cs")
        await keys(pilot, "f5")
        assert "3 汇总" in shown(pilot)
        assert "全校" not in shown(pilot)
