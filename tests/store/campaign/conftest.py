"""A unit with two branches, on 2021-04-10."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forms.clock import OffsetClock
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.founding import create_store
from store.campaign.organisation_entry import add_organisation, set_organisation
from tests.support.memory_backend import MemoryBackend


@pytest.fixture
def on_disk() -> None:
    """For tests that look at the files of the campaign, or open them from elsewhere."""


@pytest.fixture
def c(request: pytest.FixtureRequest, tmp_path: Path) -> Campaign:
    """In memory, unless the test asks for ``on_disk``."""
    root = tmp_path / "store" if "on_disk" in request.fixturenames else MemoryBackend()
    campaign_id = create_store(root, 2021, "计算机学院党委")
    campaign = open_campaign(root, campaign_id, OffsetClock.starting(date(2021, 4, 10)), Actor("lm"))
    set_organisation(campaign, "u1", {"类型": "院系"})
    add_organisation(campaign, {"规范简称": "教工第一党支部", "层级": "党支部", "类型": "教师", "序号": "1"})
    add_organisation(
        campaign, {"规范简称": "2019级本科生党支部", "层级": "党支部", "类型": "学生", "序号": "2"}
    )
    return campaign
