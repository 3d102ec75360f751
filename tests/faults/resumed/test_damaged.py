"""A draft whose bytes still are a draft and whose content is not what the program wrote."""

from __future__ import annotations

from typing import Any

import pytest

from store.campaign.campaign import Campaign
from store.campaign.records import list_records
from tests.support.keys import keys, settle
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text

PLACE = {"annex": "study", "org": "u1", "id": "", "base": 0, "title": "附件2"}
VALUES = {"texts": {"content": "学原文"}, "before": [], "after": [], "pending": "", "new": True}
FINDING = {"id": "f", "rev": 1, "org": "u1", "text": "问题"}


@pytest.mark.parametrize(
    ("place", "values"),
    [
        ({"annex": "studx"}, {}),
        ({"annex": 7, "org": ["u1"], "id": {}, "base": "1", "title": None}, {}),
        ({"org": "u9"}, {}),
        ({"org": ""}, {}),
        ({"id": "nosuch", "base": 3}, {}),
        ({"base": -1}, {}),
        ({"annex": "ledger", "id": "ledger:u1"}, {"after": [FINDING | {"rev": 9}], "before": [FINDING]}),
        ({"annex": "ledger"}, {"after": [FINDING | {"order": "x", "more": 1}, 7], "before": "x"}),
        ({"annex": "guide", "id": "9-9"}, {}),
        ({"annex": "guide", "id": ""}, {}),
        ({"annex": "schedule"}, {}),
        ({"annex": "organisation", "id": "u1", "base": 99}, {"name": ["甲"], "level": "\u202e"}),
        ({}, {"texts": {"content": "\x1b[2J学", "nosuch": "1", "time": 7}}),
        ({}, {"texts": [], "pending": 5, "new": "yes"}),
    ],
    ids=range(14),
)
async def test_it_ends_nothing_and_saves_nothing_wrong(
    campaign: Campaign, make_app: MakeApp, place: dict[str, Any], values: dict[str, Any]
) -> None:
    app = make_app(campaign)
    draft = app.shell.drafts.begin(app.shell.place(**PLACE | place))
    draft.write(VALUES | values)
    draft.close()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "要接着填吗" in screen_text(app)
        await keys(pilot, "enter", "f2", "escape")
        assert not app.crashed
        assert "\x1b" not in screen_text(app)
    assert not app.crashed
    assert list_records(campaign, "study") == []
    assert draft.path.exists()
