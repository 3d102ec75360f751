"""F5 for the office: with the school chosen, one document of all units."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.campaign.campaign import Campaign
from store.campaign.records import save_record
from tests.support.keys import keys, settle
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tests.support.wordxml import rows
from tui.screens.records.screen import RecordsScreen


@pytest.mark.parametrize(
    ("annex", "name"),
    [("study", "海岚大学党委-附件2学习情况汇总表"), ("ledger", "海岚大学党委-附件4诊断情况工作台账汇总")],
)
async def test_word_of_the_school(
    school: Campaign, make_app: MakeApp, tmp_path: Path, annex: str, name: str
) -> None:
    app = make_app(school)
    async with app.run_test(size=(120, 40)) as pilot:
        app.push_screen(RecordsScreen(annex, "hlu"))
        await settle(pilot)
        await keys(pilot, "f5")
        await settle(pilot)
        await settle(pilot)
        assert "已导出" in screen_text(app)
    table = rows((tmp_path / "out" / f"{name}.docx").read_bytes())
    groups = [row[0] for row in table if len(row) == 1]
    assert groups[:2] == ["一、计算机学院党委", "二、外国语学院党总支"]


async def test_the_settings_hold_for_the_key_too(school: Campaign, make_app: MakeApp, tmp_path: Path) -> None:
    save_record(school, "ledger", "cs-m", {"experience": "经验"}, incomplete=True)
    app = make_app(school, signatures="true", incomplete="false")
    async with app.run_test(size=(120, 40)) as pilot:
        app.push_screen(RecordsScreen("ledger", "cs"))
        await settle(pilot)
        await keys(pilot, "f5")
        await settle(pilot)
        await settle(pilot)
        assert "未完成，按要求没有列入" in "".join(screen_text(app).split())
    (word,) = (tmp_path / "out").glob("*.docx")
    import docx

    texts = [paragraph.text for paragraph in docx.Document(str(word)).paragraphs]
    assert any("填报单位（盖章）" in text for text in texts)
