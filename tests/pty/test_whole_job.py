"""The main job at 80x24 in Chinese, from an empty home to the official forms, as README.zh-CN.md walks
through it; the tables it ends with are those that the commands make."""

from __future__ import annotations

from pathlib import Path

from forms.loading import SHIPPED, load_pack, shipped_packs
from tests.support import job
from tests.support.programs import Start
from tests.support.terminal import Terminal

PACK = load_pack(shipped_packs()[SHIPPED])
UNIT_GUIDE = next(guide for guide in PACK.guides.guides if guide.id == "unit")
NO_STORE = {"TAIZHANG_STORE": "", "TAIZHANG_TODAY": ""}


def label(terminal: Terminal) -> str:
    """The label of the field that the cursor stands in."""
    words = [word for word in terminal.cursor_line().split() if not word.isdigit()]
    return next(iter(words), "").rstrip("〃")


def at(terminal: Terminal, name: str) -> None:
    """Wait until the cursor stands in the field of this label."""
    terminal.wait_until(lambda _: label(terminal) == name, what=f"the cursor at {name}")


def fill(terminal: Terminal, name: str, text: str, leave: str = "tab") -> None:
    """Replace what stands in the field of the cursor, and leave it."""
    at(terminal, name)
    terminal.key("ctrl+u")
    terminal.send(text)
    end = text.splitlines()[-1][-8:]
    terminal.wait_until(lambda screen: end in flat(screen), what=text)
    terminal.key(leave)


def flat(screen: str) -> str:
    return "".join(screen.split())


def first_run(terminal: Terminal) -> None:
    """单位名称, 年度 and where: the year is today's, the place the usual one."""
    terminal.wait_for("欢迎使用台账", "单位名称", "年度", "存放位置")
    fill(terminal, "单位名称", job.UNIT, leave="enter")
    at(terminal, "年度")
    assert str(job.YEAR) in terminal.cursor_line()
    terminal.key("F2")
    terminal.wait_for("待办", "学习情况汇总表", "还有27天", "逾期10天")


def add_organisations(terminal: Terminal) -> None:
    terminal.send("6")
    terminal.wait_for("党组织", job.UNIT, "u1")
    terminal.key("ctrl+n")
    for number, organisation in enumerate(job.ORGANISATIONS, 1):
        fill(terminal, "规范简称", organisation["name"])
        at(terminal, "层级")
        assert organisation["level"] in terminal.cursor_line()
        terminal.key("tab")
        at(terminal, "上级")
        assert "u1" in terminal.cursor_line()
        terminal.key("tab")
        fill(terminal, "序号", organisation["order"])
        fill(terminal, "类型", organisation["type"])
        at(terminal, "全称")
        terminal.key("tab")
        fill(terminal, "党员人数", organisation["members"])
        at(terminal, "预备党员")
        terminal.key("F2")
        terminal.wait_for(f"已保存：{organisation['name']}（编号 u1-{number:02}）")
    terminal.key("esc")
    terminal.wait_for("共4个", *(organisation["name"] for organisation in job.ORGANISATIONS))
    back_home(terminal)


def enter_records(terminal: Terminal) -> None:
    labels = {
        "content": "学习内容",
        "method": "学习方式",
        "organiser": "开展单位",
        "participants": "参加人员",
        "hours": "学时",
        "category": "类别",
        "expected": "应到",
        "present": "实到",
    }
    terminal.send("2")
    terminal.wait_for("附件2 学习情况", "还没有记录")
    terminal.key("ctrl+n")
    for number, (owner, fields) in enumerate(job.RECORDS, 1):
        at(terminal, "时间")
        terminal.key("shift+tab")
        fill(terminal, "党组织", owner)
        fill(terminal, "时间", fields["time"])
        for field, name in labels.items():
            fill(terminal, name, fields[field])
        terminal.key("F2")
        terminal.wait_for(f"本次已存{number}条")
    terminal.key("esc")
    terminal.wait_for(f"已录{len(job.RECORDS)}条", "4月9日")
    back_home(terminal)


def diagnose(terminal: Terminal) -> None:
    """All 27 indicators: a digit, a finding where it falls short, Enter to the next open one."""
    terminal.send("3")
    for number, (indicator, digit) in enumerate(job.VERDICTS.items(), 1):
        terminal.wait_for(f"    {indicator} ")
        terminal.send(digit)
        terminal.wait_for(f"已诊断 {number}/27")
        if indicator in job.FINDINGS:
            measures = len(UNIT_GUIDE.indicators[indicator].measures)
            terminal.key(*["tab"] * (measures + 1))
            fill(terminal, "新增", job.FINDINGS[indicator], leave="enter")
            terminal.wait_for("1.  " + job.FINDINGS[indicator][:12], "写下一个问题")
        terminal.key("enter")
    terminal.wait_for("未诊断 0")
    back_home(terminal)


def complete_ledger(terminal: Terminal) -> None:
    """The unit's row: its findings stand there already, the rest is written."""
    terminal.send("4")
    terminal.wait_for("附件4 台账", job.UNIT)
    terminal.key("enter")
    for field, name in (("experience", "成功经验"), ("case", "典型案例")):
        at(terminal, name)
        terminal.paste(job.LEDGER[field])
        end = job.LEDGER[field][-8:]
        terminal.wait_until(lambda screen, end=end: end in flat(screen), what=name)
        terminal.key("tab")
    terminal.wait_for("存在问题", job.FINDINGS["1-4"][:12])
    at(terminal, "新增")
    terminal.key("tab")
    fill(terminal, "备注", job.LEDGER["note"])
    terminal.key("F2")
    terminal.wait_for("已保存", "已填 1/4 个党组织")
    back_home(terminal)


def export_all(terminal: Terminal, folder: Path) -> None:
    """F5 and F6 on every annex; the screen says where each file is."""
    for number in "1234":
        terminal.send(number)
        terminal.wait_for(f"附件{number} ")
        for key, suffix in (("F5", ".docx"), ("F6", ".csv")):
            terminal.key(key)
            if (number, key) == ("3", "F5"):
                terminal.wait_for("导出哪一份")
                terminal.key("enter")
            terminal.wait_for("已导出", suffix)
            assert any(f"-附件{number}" in path.name for path in folder.glob(f"*{suffix}"))
        back_home(terminal)


def back_home(terminal: Terminal) -> None:
    """From a screen that 待办 leads to."""
    terminal.key("esc")
    terminal.wait_for("1 推进时间表", "2 学习情况", "6 党组织")


def test_from_an_empty_home_to_the_official_forms(start: Start, home: Path, tmp_path: Path) -> None:
    terminal = start("--today", job.TODAY.isoformat(), env=NO_STORE)
    first_run(terminal)
    add_organisations(terminal)
    enter_records(terminal)
    diagnose(terminal)
    complete_ledger(terminal)
    folder = home / "台账导出"
    export_all(terminal, folder)
    terminal.key("ctrl+q")
    assert terminal.wait_for_end() == 0
    terminal.assert_restored()

    tables = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    assert tables == job.do_by_commands(tmp_path / "by-commands", tmp_path / "out")
    assert all(path.read_bytes().startswith(b"PK") for path in folder.glob("*.docx"))
    assert len(list(folder.glob("*.docx"))) == len(job.ANNEXES)
