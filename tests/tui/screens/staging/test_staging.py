"""Taking a file in on the screen: chosen, looked at row by row, written when said so and not before."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from store.campaign.campaign import Campaign
from store.campaign.findings import findings
from store.campaign.heads import head
from store.campaign.records import list_records, records_annex, save_record
from tests.support.keys import keys, type_text
from tests.support.made_files import LEDGER, STUDY, ledger, p, sheet, tbl, tc, tr, word
from tests.support.screens import MakeApp
from tests.support.snapshots import SIZES, screen_text, settled_svg
from tests.support.staging import CASE, EXPERIENCE, OTHER, PROBLEMS, ROW, TEACHERS, UNIT, done, open_file
from tui.app import TaizhangApp
from tui.screens.records.screen import RecordsScreen
from tui.screens.staging.screen import StagingScreen


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's home, where files come up."""
    home = tmp_path / "home"
    home.mkdir()
    return home


def marks(app: TaizhangApp) -> list[str]:
    return [line.strip() for line in screen_text(app).splitlines() if "表格第" in line or " 表头" in line]


async def test_nothing_is_written_before_it_is_said(
    campaign: Campaign, make_app: MakeApp, folder: Path
) -> None:
    form = word(p("截止时间：2021年4月30日"), tbl(tr(*LEDGER), tr(*ROW), tr(*OTHER)))
    (folder / "台账.docx").write_bytes(form)
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_file(pilot, "台账")
        assert isinstance(app.screen, StagingScreen)
        assert "新增2行；表头修改" in screen_text(app)
        assert [line[:3] for line in marks(app)] == ["> [", "[x]", "[x]"]
        assert list_records(campaign, "ledger") == []
        await keys(pilot, "f2")
        await done(pilot)
        assert isinstance(app.screen, RecordsScreen), "with nothing left to do, back to the list"
        assert "已导入：新增2行；表头修改" in screen_text(app)
        assert len(list_records(campaign, "ledger")) == 2
        assert [one.indicator for one in findings(campaign, "u1")] == ["1-4"]
        assert head(campaign, records_annex(campaign, "ledger"), "u1")["until"] == "2021年4月30日"
        await keys(pilot, "ctrl+z")
        assert list_records(campaign, "ledger") == [], "one import is one write, and one undo"
        assert findings(campaign, "u1") == []


async def test_leaving_writes_nothing(campaign: Campaign, make_app: MakeApp, folder: Path) -> None:
    (folder / "台账.docx").write_bytes(ledger(tr(*ROW)))
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_file(pilot, "台账")
        await keys(pilot, "escape")
        assert isinstance(app.screen, RecordsScreen)
    assert list_records(campaign, "ledger") == []


async def test_row_by_row(campaign: Campaign, make_app: MakeApp, folder: Path) -> None:
    (folder / "台账.xlsx").write_bytes(sheet(LEDGER, ROW, OTHER))
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_file(pilot, "台账")
        await keys(pilot, "space", "f2")
        await done(pilot)
        assert isinstance(app.screen, StagingScreen), "there is a row left"
        assert [row.org.id for row in list_records(campaign, "ledger")] == ["u1-02"]
        assert "新增1行，相同1行" in screen_text(app)
        await keys(pilot, "ctrl+e", "f2")
        await done(pilot)
    assert [row.org.id for row in list_records(campaign, "ledger")] == ["u1", "u1-02"]


async def test_all_and_none(campaign: Campaign, make_app: MakeApp, folder: Path) -> None:
    (folder / "台账.xlsx").write_bytes(sheet(LEDGER, ROW, OTHER))
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_file(pilot, "台账")
        assert "按 F2 写入2处" in screen_text(app)
        await keys(pilot, "ctrl+e")
        assert "没有可写入的" in screen_text(app)
        await keys(pilot, "f2")
        await done(pilot)
        assert list_records(campaign, "ledger") == []
        await keys(pilot, "space", "ctrl+e")
        assert "按 F2 写入2处" in screen_text(app), "from some to all"


async def test_a_change_is_shown_field_by_field_beside_what_is_stored(
    campaign: Campaign, make_app: MakeApp, folder: Path
) -> None:
    raw = {"experience": EXPERIENCE, "case": CASE, "problems": PROBLEMS, "note": "旧备注"}
    save_record(campaign, "ledger", "u1", raw, incomplete=True)
    changed = EXPERIENCE[:60] + "新的做法" + EXPERIENCE[60:]
    (folder / "台账.docx").write_bytes(ledger(tr(*ROW[:2], changed, *ROW[3:5], "新备注")))
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_file(pilot, "台账")
        text = screen_text(app)
        assert "修改1行" in text
        assert "备注　已存：旧备注" in text
        assert "改为：新备注" in text
        assert "新的做法" in text, "the preview begins where the texts part"
        assert "典型案例" not in text
        await keys(pilot, "enter")
        assert "已存：1.建立班子" in screen_text(app)
        assert "改为：1.建立班子" in screen_text(app)
        await keys(pilot, "escape", "f2")
        await done(pilot)
    (row,) = list_records(campaign, "ledger")
    assert (row.texts["experience"], row.texts["note"]) == (changed, "新备注")


async def test_an_unclear_organisation_is_asked_for(
    campaign: Campaign, make_app: MakeApp, folder: Path
) -> None:
    rows = [("1", "老干部支部", *ROW[2:]), ("2", "老干部支部", *ROW[2:]), OTHER]
    (folder / "台账.docx").write_bytes(ledger(*(tr(*row) for row in rows)))
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_file(pilot, "台账")
        assert "没有党组织“老干部支部”" in screen_text(app)
        assert "按 F4 指定" in screen_text(app)
        await keys(pilot, "f4")
        assert "“老干部支部”是哪个党组织？" in screen_text(app)
        await type_text(pilot, "教工")
        await keys(pilot, "enter")
        await done(pilot)
        assert "新增2行，相同1行" in screen_text(app), "rows of that name are placed together"
        await keys(pilot, "f2")
        await done(pilot)
    assert [row.org.id for row in list_records(campaign, "ledger")] == ["u1-01", "u1-02"]


async def test_reasons_stand_at_their_cells_and_the_rest_can_be_taken(
    campaign: Campaign, make_app: MakeApp, folder: Path
) -> None:
    good = ("4月1日", "学" * 30, "党课", TEACHERS, "全体党员（24人）")
    bad = ("13月40日", *good[1:])
    (folder / "学习.docx").write_bytes(word(tbl(tr(*STUDY), tr(*bad), tr(*good))))
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_file(pilot, "学习", "2")
        assert "新增1行，有问题1行" in screen_text(app)
        assert "时间：" in screen_text(app)
        await keys(pilot, "space")
        assert "按 F2 写入1处" in screen_text(app), "what is refused cannot be marked"
        await keys(pilot, "f2")
        await done(pilot)
        assert isinstance(app.screen, StagingScreen)
    assert [row.texts["time"] for row in list_records(campaign, "study")] == ["2021年4月1日"]


async def test_what_lacks_something_can_be_taken_as_incomplete(
    campaign: Campaign, make_app: MakeApp, folder: Path
) -> None:
    (folder / "台账.docx").write_bytes(ledger(tr("1", UNIT, EXPERIENCE, "", "", "")))
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_file(pilot, "台账")
        assert "典型案例：必填" in screen_text(app)
        await keys(pilot, "ctrl+d")
        await done(pilot)
        assert "新增1行" in screen_text(app)
        await keys(pilot, "f2")
        await done(pilot)
    assert list_records(campaign, "ledger")[0].incomplete


async def test_guesses_are_marked(campaign: Campaign, make_app: MakeApp, folder: Path) -> None:
    rows = [("4月1日", "学" * 30, "党课", TEACHERS, "全体"), ("4月2日", "同上", "〃", TEACHERS, "〃")]
    (folder / "学习.docx").write_bytes(word(tbl(tr(*STUDY), *(tr(*row) for row in rows))))
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_file(pilot, "学习", "2")
        assert "带 * 的有推测的内容" in screen_text(app)
        await keys(pilot, "down")
        assert "学习内容：推测：“同上”，照抄上一行" in screen_text(app)


async def test_a_file_that_cannot_be_read_is_a_sentence(
    campaign: Campaign, make_app: MakeApp, folder: Path
) -> None:
    (folder / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_file(pilot, "旧")
        assert "旧版的 Word 或 Excel 文件" in screen_text(app)
        await keys(pilot, "f2", "space", "enter", "escape")
        assert isinstance(app.screen, RecordsScreen)


async def test_somebody_elses_save_meanwhile_is_no_loss(
    campaign: Campaign, make_app: MakeApp, folder: Path
) -> None:
    (folder / "台账.docx").write_bytes(ledger(tr(*ROW)))
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_file(pilot, "台账")
        save_record(campaign, "ledger", "u1", {"experience": "别人刚写的", "case": CASE}, incomplete=True)
        await keys(pilot, "f2")
        await done(pilot)
        assert isinstance(app.screen, StagingScreen)
        assert list_records(campaign, "ledger")[0].texts["experience"] == "别人刚写的"
        assert "修改1行" in screen_text(app), "held against what is stored now"
        await keys(pilot, "f2")
        await done(pilot)
    assert list_records(campaign, "ledger")[0].texts["experience"] == EXPERIENCE


# How it looks


@pytest.mark.parametrize("size", SIZES)
async def test_looks(
    size: str, school: Campaign, make_app: MakeApp, folder: Path, screens: SnapshotAssertion
) -> None:
    stored = list_records(school, "ledger", "cs", only=True)[0].texts
    same = (stored["experience"], stored["case"], stored["problems"], stored["note"])
    rows = [
        ("1", UNIT, stored["experience"].replace("每月", "每季度"), *same[1:3], ""),
        ("2", "计算机学院教工第二支部", "同上", CASE, PROBLEMS.replace("1-4", "1-3"), ""),
        ("3", "老干部支部", "〃", CASE, PROBLEMS, ""),
    ]
    form = word(
        p("截止时间：2021年4月30日"),
        tbl(tr(*LEDGER), *(tr(*(tc(*cell.split("\n")) for cell in row)) for row in rows)),
    )
    (folder / "台账（各支部报来）.docx").write_bytes(form)
    width, height = map(int, size.split("x"))
    app = make_app(school)
    async with app.run_test(size=(width, height)) as pilot:
        await open_file(pilot, "台账")
        await keys(pilot, "down")
        assert settled_svg(app) == screens(name=f"staging-{size}")
