"""党组织: listed in official order, added, changed, removed; drafts of the form."""

from __future__ import annotations

from pathlib import Path

from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations
from store.campaign.records import save_record
from store.drafts import DraftBox
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.app import TaizhangApp
from tui.screens.organisation.form import OrganisationForm
from tui.screens.organisation.list import OrganisationsScreen
from tui.widgets.form import Form


def at(app: TaizhangApp) -> str:
    """The field that has the cursor."""
    row = app.screen.query_one(Form).current
    assert row is not None
    assert row.has_focus_within
    return row.field.id


async def test_branches_are_set_in_under_their_unit(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6")
        await pilot.pause()
        lines = screen_text(app).splitlines()
    unit = next(line for line in lines if "计算机学院党委" in line)
    branch = next(line for line in lines if "教工第一党支部" in line)
    assert branch.index("教工") > unit.index("计算机")
    assert lines.index(branch) < lines.index(next(line for line in lines if "2019级" in line))


async def test_several_are_added_one_after_another(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "ctrl+n", *"研究生党支部", "f2")
        await pilot.pause()
        assert "已保存：研究生党支部" in screen_text(app)
        await pilot.press(*"2018级本科生党支部", "f2")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, OrganisationsScreen)
        assert "> " in next(line for line in screen_text(app).splitlines() if "2018级" in line)
    known = organisations(campaign)
    assert [org.name for org in known.children("u1")][-2:] == ["研究生党支部", "2018级本科生党支部"]
    assert known.find("研究生党支部").level == "branch"


async def test_a_number_that_is_none_is_refused_at_its_field(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "end", "enter")
        await pilot.press(*["down"] * 6, "ctrl+u", *"三十", "f2")
        await pilot.pause()
        assert isinstance(app.screen, OrganisationForm)
        assert "党员人数“三十”不是数" in screen_text(app)
        assert at(app) == "members"
        await pilot.press("ctrl+u", *"53", "f2")
        await pilot.pause()
    assert organisations(campaign).find("u1-02").members == 53


async def test_options_are_shown_with_their_digits(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "end", "enter")
        await pilot.press(*["down"] * 4)
        await pilot.pause()
        assert at(app) == "type"
        assert "1 教师  2 学生  3 师生联合  4 机关  5 离退休" in screen_text(app)


async def test_options_are_taken_by_digit(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "end", "enter", *["down"] * 9, "1", "down")
        await pilot.pause()
        assert "设支委会  是" in screen_text(app)
        await pilot.press("f2")
        await pilot.pause()
    assert organisations(campaign).find("u1-02").committee is True


async def test_types_are_those_of_the_level(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "end", "enter", *["down"] * 4, "ctrl+u", "4", "f2")
        await pilot.pause()
    assert organisations(campaign).find("u1-02").type == "机关"


async def test_removing_asks_and_can_be_undone(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "end", "f8", "enter")
        await pilot.pause()
        assert organisations(campaign).get("u1-02") is not None, "Enter takes the careful answer"
        await pilot.press("f8", "2")
        await pilot.pause()
        assert organisations(campaign).get("u1-02") is None
        await pilot.press("ctrl+z")
        await pilot.pause()
    assert organisations(campaign).get("u1-02") is not None


async def test_removal_is_refused_while_records_exist(campaign: Campaign, make_app: MakeApp) -> None:
    save_record(campaign, "study", "u1-02", {"time": "4月1日", "content": "学习"}, incomplete=True)
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "end", "f8", "2")
        await pilot.pause()
        assert "已有填报内容，不能删除" in screen_text(app)
    assert organisations(campaign).get("u1-02") is not None


async def test_an_interrupted_form_is_offered_again(
    campaign: Campaign, make_app: MakeApp, tmp_path: Path
) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "ctrl+n", *"研究生党支部")
        app.keep_drafts()
        form = app.screen
        assert isinstance(form, OrganisationForm)
    form.autosave.leave()  # as the end of the process does

    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "新增的党组织" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "研究生党支部" in screen_text(app)
        await pilot.press("f2")
        await pilot.pause()
    assert organisations(campaign).find("研究生党支部").parent == "u1"
    assert DraftBox(tmp_path / "drafts").offers() == []


async def test_a_draft_is_written_while_typing(campaign: Campaign, make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "ctrl+n", *"研", "down")
        await pilot.pause()
        (draft,) = (tmp_path / "drafts").iterdir()
        assert "研" in draft.read_text(encoding="utf-8")
        assert draft.stat().st_mode & 0o777 == 0o600
        await pilot.press("escape", "3")
        await pilot.pause()
        assert list((tmp_path / "drafts").iterdir()) == []


async def test_a_discarded_draft_is_gone_after_asking(
    campaign: Campaign, make_app: MakeApp, tmp_path: Path
) -> None:
    app = make_app(campaign)
    box = DraftBox(tmp_path / "drafts")
    draft = box.begin(app.shell.place(annex="organisation", id="", title="新增的党组织"))
    draft.write({"name": "甲"})
    draft.close()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f8", "enter")
        await pilot.pause()
        assert len(box.offers()) == 1
        await pilot.press("f8", "2")
        await pilot.pause()
        assert box.offers() == []
        assert "待办" in screen_text(app)


async def test_drafts_of_another_store_are_not_offered(
    campaign: Campaign, make_app: MakeApp, tmp_path: Path
) -> None:
    app = make_app(campaign)
    draft = DraftBox(tmp_path / "drafts").begin(
        {**app.shell.place(), "store": "/elsewhere", "annex": "organisation"}
    )
    draft.write({"name": "甲"})
    draft.close()
    assert app.shell.offers() == []


async def test_a_digit_takes_the_place_of_the_option_that_is_there(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "end", "enter", *["down"] * 4, "4", "down")
        await pilot.pause()
        assert "类型      机关" in screen_text(app)
        await pilot.press("f2")
        await pilot.pause()
    assert organisations(campaign).find("u1-02").type == "机关"


async def test_a_wrong_type_or_level_is_told_on_leaving_and_gone_when_mended(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "end", "enter", "down", *"班级", "down")
        await pilot.pause()
        assert "！层级“班级”不认识，请填：学校党委、二级党组织、党支部。" in screen_text(app)
        await pilot.press("up", "ctrl+u", "3")
        await pilot.pause()
        assert "！" not in screen_text(app)
        await pilot.press("down", "down", "down", *"院系", "down")
        await pilot.pause()
        assert "！党支部的类型不能是“院系”" in screen_text(app)
        await pilot.press(*"24")
        await pilot.pause()
        assert "！" not in screen_text(app)
    assert organisations(campaign).find("u1-02").level == "branch"
