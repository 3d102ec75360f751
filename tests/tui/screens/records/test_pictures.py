"""How a list looks when it is worked on: edited down a column, pasted into."""

from __future__ import annotations

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from store.campaign.campaign import Campaign
from tests.support.keys import keys, paste, type_text
from tests.support.listing import column, opened
from tests.support.screens import MakeApp
from tests.support.snapshots import SIZES, picture
from tests.support.staging import done


@pytest.mark.parametrize("size", SIZES)
async def test_editing_down_a_column_looks(
    school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str
) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        await opened(pilot, "study", "cs")
        await column(pilot, "参加人员")
        await type_text(pilot, "，请假1人")
        await keys(pilot, "enter")

    drawn = await picture(make_app(school), size, before=before)
    assert drawn == screens(name=f"column-edit-{size}")


PASTED = (
    "序号\t时间\t学习内容\t学习方式\t开展单位\t参加人员\r"
    '1\t4月12日\t"学习《中国共产党简史》第二章；\n交流体会"\t支部党员大会\t计算机学院教工第一党支部\t24人\r'
    "2\t4月13日下午\t专题党课：党的百年奋斗历程和高校党组织的使命\t党课\t计算机学院党委\t全体党员\r"
    "3\t4月31日\t赴烈士陵园祭扫，重温入党誓词，开展志愿服务活动\t主题党日\t研究生党支部\t26人\r"
)


@pytest.mark.parametrize("size", SIZES)
async def test_the_box_for_rows_looks(
    school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str
) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        await opened(pilot, "study", "cs")
        await keys(pilot, "ctrl+v")
        await paste(pilot, PASTED)

    drawn = await picture(make_app(school), size, before=before)
    assert drawn == screens(name=f"dialog-paste-rows-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_pasted_rows_look(
    school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str
) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        await opened(pilot, "study", "cs")
        await paste(pilot, PASTED)
        await done(pilot)

    drawn = await picture(make_app(school), size, before=before)
    assert drawn == screens(name=f"staging-pasted-{size}")
