"""Tab in a records list: only what is unfinished, amiss, one's own, kept with a reason."""

from __future__ import annotations

from dataclasses import replace

from store.campaign.campaign import Actor, Campaign
from store.campaign.records import save_record
from store.protocol import Change, new_id, unit_shard
from tests.support.keys import keys, settle, type_text, until
from tests.support.listing import keys_listed, opened
from tests.support.records import CONTENT, LONG, study, unfinished
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.widgets.row_list import RowList


async def test_tab_goes_through_the_filters_that_have_rows(campaign: Campaign, make_app: MakeApp) -> None:
    other = replace(campaign, actor=Actor("colleague"))
    sound = study(other, "u1", "4月1日")
    lacking = unfinished(campaign, "u1-01", "4月2日")
    said = save_record(
        other, "study", "u1", {"time": "4月3日", "content": "学习"}, forced={"content": "情况属实"}
    ).id
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert "[全部 3]" in screen_text(app)
        assert "有问题" not in screen_text(app)
        await keys(pilot, "tab")
        assert "[未完成 1]" in screen_text(app)
        assert keys_listed(screen) == [lacking]
        await keys(pilot, "tab")
        assert "[我录入的 1]" in screen_text(app)
        assert keys_listed(screen) == [lacking]
        await keys(pilot, "tab")
        assert keys_listed(screen) == [said]
        await keys(pilot, "tab")
        assert keys_listed(screen) == [sound, lacking, said]
        await keys(pilot, "shift+tab")
        assert keys_listed(screen) == [said]


async def test_search_looks_among_what_the_filter_shows(campaign: Campaign, make_app: MakeApp) -> None:
    study(campaign, "u1", "4月1日")
    unfinished(campaign, "u1", "4月1日")
    unfinished(campaign, "u1", "4月2日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await keys(pilot, "tab", "/")
        await type_text(pilot, "4月1日")
        assert len(keys_listed(screen)) == 1
        await keys(pilot, "enter", "shift+tab")
        assert len(keys_listed(screen)) == 2


async def test_the_last_unfinished_one_done_shows_all_again(campaign: Campaign, make_app: MakeApp) -> None:
    id = unfinished(campaign, "u1", "4月1日")
    study(campaign, "u1", "4月2日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await keys(pilot, "tab")
        save_record(campaign, "study", "u1", {"content": CONTENT}, id=id, base=1)
        screen.reload()
        await settle(pilot)
        assert "[全部 2]" in screen_text(app)
        assert len(keys_listed(screen)) == 2


async def test_organisations_without_a_complete_row_are_unfinished(
    campaign: Campaign, make_app: MakeApp
) -> None:
    save_record(campaign, "ledger", "u1", {"experience": LONG, "case": LONG})
    app = make_app(campaign)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, "ledger")
        await keys(pilot, "tab")
        assert "[未完成 2]" in screen_text(app)
        assert keys_listed(screen) == ["u1-01", "u1-02"]


async def test_nothing_to_choose_between_is_no_line(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "筛选" not in screen_text(app)
        await keys(pilot, "tab")
        assert "还没有学习情况记录" in screen_text(app)


async def test_a_long_list_is_counted_while_it_is_shown(campaign: Campaign, make_app: MakeApp) -> None:
    data = {"time": "2021年4月1日", "content": "学习"}
    rows = [Change(id=new_id(), annex="study", org="u1", base=0, data=data) for _ in range(1000)]
    campaign.store.apply(unit_shard("u1"), rows, "test")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "有问题 1000" in screen_text(app))
        await keys(pilot, "tab")
        assert "[有问题 1000]" in screen_text(app)
        assert len(screen.query_one(RowList).rows) == 1000
