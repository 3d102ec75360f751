"""The form of a written deliverable as it looks, at the two sizes it is made for."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from store.campaign.campaign import Campaign
from store.campaign.materials import attach, material, save_material
from store.campaign.submissions import find_obligation
from tests.support.pictures import picture as photograph
from tests.support.screens import MakeApp
from tests.support.snapshots import SIZES, picture

TEXT = """　　根据学校党委统一部署，学院党委认真组织开展专项行动，现将调研情况报告如下。
一、基本情况
学院党委下设党支部6个，党员212人。
二、主要问题
（一）学习实效有待提高。个别党支部满足于念文件、读材料，联系实际不够。
1.集中学习时间不固定
"""


@pytest.mark.parametrize("size", SIZES)
async def test_looks(size: str, school: Campaign, make_app: MakeApp, screens: SnapshotAssertion) -> None:
    found = material(school, find_obligation(school, "cs", "research-report"))
    files = [
        attach(school, "cs", photograph(), "座谈会.jpg", "3月18日召开党支部书记座谈会", photo=True),
        attach(school, "cs", b"%PDF", "调研问卷.pdf"),
    ]
    save_material(school, found, "计算机学院党委调研报告", TEXT, files)
    assert await picture(make_app(school), size, "5", "enter") == screens(name=f"material-{size}")
