"""报送材料 are written on their own screen: text, photographs, a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.campaign.campaign import Campaign
from store.campaign.kinds.material import Material
from store.campaign.materials import attach, material, save_material
from store.campaign.submissions import find_obligation
from tests.support.keys import keys, paste, settle, type_text
from tests.support.pictures import picture
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.screens.material.screen import MaterialScreen
from tui.screens.submissions.obligations import SubmissionsScreen


def report(c: Campaign) -> Material:
    return material(c, find_obligation(c, "u1", "research-report"))


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(picture())
    (folder / "b.jpg").write_bytes(b"no picture")
    (folder / "c.pdf").write_bytes(b"%PDF")
    return folder


async def test_written_saved_and_exported(campaign: Campaign, make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "5", "enter")
        assert isinstance(app.screen, MaterialScreen)
        await paste(pilot, "一、做法\n　　正文。")
        await keys(pilot, "up", "up", "up")
        await type_text(pilot, "调研报告")
        await keys(pilot, "f2")
        assert "已保存" in screen_text(app)
        await keys(pilot, "f5")
        await settle(pilot)
        await settle(pilot)
        assert "已导出" in screen_text(app)
        await keys(pilot, "escape")
        assert isinstance(app.screen, SubmissionsScreen)
        assert "正文7字" in screen_text(app)
    assert (report(campaign).heading, report(campaign).text) == ("调研报告", "一、做法\n正文。")
    (word,) = (tmp_path / "out").glob("*.docx")
    assert word.name.startswith("计算机学院党委-“再学习")


async def test_a_photograph_with_its_caption_and_an_attached_file(
    campaign: Campaign, make_app: MakeApp, pictures: Path
) -> None:
    app = make_app(campaign, imports=str(pictures))
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "5", "enter", "ctrl+n")
        await type_text(pilot, "a.jpg")
        await keys(pilot, "enter")
        await type_text(pilot, "现场")
        await keys(pilot, "enter", "ctrl+r")
        await type_text(pilot, "c.pdf")
        await keys(pilot, "enter")
        assert "照片 a.jpg" in screen_text(app)
        await keys(pilot, "f2")
    found = report(campaign)
    assert [(one.kind, one.name, one.caption) for one in found.attachments] == [
        ("photo", "a.jpg", "现场"),
        ("file", "c.pdf", ""),
    ]


async def test_what_is_no_picture_is_refused_on_the_screen(
    campaign: Campaign, make_app: MakeApp, pictures: Path
) -> None:
    app = make_app(campaign, imports=str(pictures))
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "5", "enter", "ctrl+n")
        await type_text(pilot, "b.jpg")
        await keys(pilot, "enter", "enter")
        assert "不是能用的照片" in screen_text(app)
        assert isinstance(app.screen, MaterialScreen)


async def test_captions_are_changed_and_files_taken_off(campaign: Campaign, make_app: MakeApp) -> None:
    photos = [attach(campaign, "u1", picture(), f"{name}.jpg", photo=True) for name in "ab"]
    save_material(campaign, report(campaign), "", "正文", photos)
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "5", "enter", "down")
        await keys(pilot, "enter")
        await type_text(pilot, "说明")
        await keys(pilot, "enter", "down", "f8", "f2")
    assert [(one.name, one.caption) for one in report(campaign).attachments] == [("a.jpg", "说明")]


async def test_nothing_typed_is_lost_by_leaving(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "5", "enter")
        await type_text(pilot, "没存的正文")
        await keys(pilot, "escape", "2")
        assert isinstance(app.screen, SubmissionsScreen)
    assert report(campaign).document is None
    again = make_app(campaign)
    async with again.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "报送材料" in screen_text(again)
        await keys(pilot, "enter")
        assert isinstance(again.screen, MaterialScreen)
        assert "没存的正文" in screen_text(again)
        await keys(pilot, "f2")
    assert report(campaign).text == "没存的正文"
    assert make_app(campaign).shell.offers() == []


async def test_when_the_line_drops_there_is_a_draft(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "5", "enter")
        await type_text(pilot, "断线前")
        app.keep_drafts()
        assert isinstance(app.screen, MaterialScreen)
        app.screen.autosave.leave()
    assert [offer.values["text"] for offer in make_app(campaign).shell.offers()] == ["断线前"]


async def test_unsaved_text_is_not_exported(campaign: Campaign, make_app: MakeApp, tmp_path: Path) -> None:
    save_material(campaign, report(campaign), "", "正文", [])
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "5", "enter")
        await type_text(pilot, "改")
        await keys(pilot, "f5")
        assert "先按 F2 保存" in screen_text(app)
    assert not list((tmp_path / "out").glob("*.docx"))


async def test_two_people_at_one_text_are_asked(campaign: Campaign, make_app: MakeApp) -> None:
    save_material(campaign, report(campaign), "", "原文", [])
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "5", "enter")
        await type_text(pilot, "我改的")
        save_material(campaign, report(campaign), "", "别人改的", [])
        await keys(pilot, "f2")
        assert "对照合并" in screen_text(app)
        await keys(pilot, "3", "f2")
        assert isinstance(app.screen, MaterialScreen)
    assert report(campaign).text == "我改的原文"


async def test_which_of_several_is_asked(campaign: Campaign, make_app: MakeApp) -> None:
    deeds = find_obligation(campaign, "u1", "typical-deeds")
    save_material(campaign, material(campaign, deeds), "第一篇", "正文", [])
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "5", "down", "down", "enter")
        assert "再写一份" in screen_text(app)
        await keys(pilot, "2")
        await type_text(pilot, "又一篇")
        await keys(pilot, "f2")
    assert material(campaign, deeds, 2).text == "又一篇"
