"""Loading packs: what is read, and every slip told in one sentence with file, key and remedy."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.errors import BadInput, NewerFormat, PackError, StoreError
from forms.loading import SHIPPED, load_pack, shipped_packs, write_pack
from forms.neutral import one_line
from forms.pack import RecordsAnnex
from forms.shift import shift_years
from tests.forms.meeting_annex import with_meetings

SOURCE = shipped_packs()[SHIPPED]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOURCE, tmp_path / SHIPPED))


def _refusal(folder: Path) -> str:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return _sentence(caught.value)


def _sentence(error: PackError) -> str:
    """One sentence, in Chinese, of the program's own making."""
    said = str(error)
    assert said.endswith("。")
    assert said.count("。") == 1
    assert said == one_line(said)
    assert not re.search(r"Expected|Object|Invalid|missing|`|\$|line \d", said)
    assert re.search(r"请|是不是", said), said
    return said


def _edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


# --- what is read


def test_shipped_packs_are_named_like_their_folders() -> None:
    assert SHIPPED in shipped_packs()
    for pack_id, folder in shipped_packs().items():
        assert load_pack(folder).id == pack_id


def test_an_annex_added_in_toml_is_there(tmp_path: Path) -> None:
    pack = load_pack(with_meetings(tmp_path))
    meetings = pack.annex("5")
    assert isinstance(meetings, RecordsAnnex)
    assert meetings is pack.annex("meetings")
    assert meetings.name == "会议记录"
    assert [column.title for column in meetings.columns] == ["时间", "会议名称", "会议内容", "参加人员"]
    assert pack.annexes[:4] == load_pack(SOURCE).annexes


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(folder: Path) -> None:
    for file in folder.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_pack(folder) == load_pack(SOURCE)


# --- faults of shape: (file, what is replaced, by what, what the sentence must contain)

SHAPE = [
    ("annex2.toml", 'prompt = "写清', 'promt = "写清', ["fields 第2项（content）", "promt", "是不是 prompt"]),
    (
        "annex2.toml",
        "width = 78",
        "width = 78, colour = 3",
        ["columns 第2项（学习内容）", "colour", "请删去", "shows"],
    ),
    ("pack.toml", "year = 2021", "year = 2021\nauthor = 3", ["author", "请删去", "可用的键"]),
    (
        "annex1.toml",
        'title = "工作特色案例"\n',
        "",
        ["deliverables 第4项（feature-cases）", "title", "请补上"],
    ),
    ("pack.toml", "year = 2021", "", ["year", "没有写", "请补上"]),
    ("pack.toml", "format = 1", "", ["format", "没有写", "请补上"]),
    ("annex4.toml", 'kind = "records"\n', "", ["kind", "没有写", "schedule、records、guide"]),
    ("annex4.toml", 'kind = "records"', 'kind = "table"', ["kind", "table", "schedule、records、guide"]),
    ("annex2.toml", "width = 78", 'width = "78"', ["columns 第2项（学习内容）的 width", "整数", "不带引号"]),
    (
        "annex2.toml",
        "width = 78",
        "width = 78.5",
        ["columns 第2项（学习内容）的 width", "整数", "现在是数字"],
    ),
    (
        "annex2.toml",
        "required = true",
        'required = "yes"',
        ["fields 第1项（time）的 required", "true 或 false"],
    ),
    ("annex2.toml", 'label = "时间"', "label = 5", ["fields 第1项（time）的 label", "文字", "请写成带引号"]),
    ("annex2.toml", 'key = ["time", "content", "organiser"]', 'key = "time"', ["key", "方括号", "请写在"]),
    (
        "annex2.toml",
        'kind = "when"',
        'kind = "date"',
        ["fields 第1项（time）的 kind", "date", "text、long、when"],
    ),
    ("annex2.toml", 'rows = "many"', 'rows = "several"', ["rows", "several", "many、one-per-org"]),
    (
        "annex2.toml",
        "usual = [20, 100]",
        "usual = [20]",
        ["fields 第2项（content）的 usual", "2 项", "[20, 100]"],
    ),
    ("annex2.toml", "usual = [20, 100]", 'usual = [20, "百"]', ["usual 第2项", "整数", "不带引号"]),
    ("annex3.toml", "at_least = 1\n", 'at_least = "1"\n', ["measures 第1项", "at_least", "数字", "不带引号"]),
    (
        "annex3.toml",
        'period = "now"',
        'period = "day"',
        ["measures 第1项", "period", "year、semester、month"],
    ),
    (
        "annex1.toml",
        "due = 2021-03-31",
        'due = "2021-03-31"',
        ["research-report）的 due", "日期", "不带引号"],
    ),
    ("annex1.toml", "due = 2021-03-31", "due = 2021-03-31T12:00:00", ["的 due", "日期", "没有时刻"]),
    ("annex1.toml", 'owed_by = "title-holder"', 'owed_by = "branch"', ["owed_by", "unit、title-holder"]),
    ("annex1.toml", "[[stages]]", "[stages]", ["第19行 stages", "[[stages]]", "请删去"]),
    ("pack.toml", "year = 2021", "year = true", ["year", "整数", "请写不带引号的整数"]),
]

# --- faults of syntax

SYNTAX = [
    ("annex1.toml", "due = 2021-06-01", "due = 2021-02-30", ["第90行 due", "2021-02-30", "不存在", "请改为"]),
    ("annex1.toml", "due = 2021-06-01", "due = 2021-13-01", ["第90行 due", "2021-13-01", "不存在", "请改为"]),
    ("annex1.toml", "due = 2021-06-01", "due = 2021-6-1", ["第90行 due", "请写成 2021-06-01"]),
    ("annex2.toml", 'label = "时间"', 'label = "时间', ["第21行 label", "请删去", "引号"]),
    ("annex2.toml", 'id = "study"', "id study", ["第2行", "引号、等号和括号"]),
    ("annex2.toml", 'id = "study"', 'id = "study"\nid = "again"', ["第3行 id", "已经写过", "请删去"]),
    ("annex2.toml", 'id = "study"', "id = ", ["第2行 id", "引号、等号和括号"]),
    ("annex2.toml", "columns = [", "columns = [" + "[" * 9000, ["annex2.toml", "括号"]),
    ("annex2.toml", "width = 78", f"width = {'9' * 5000}", ["annex2.toml", "数字", "请改为"]),
]

# --- faults of sense

SENSE = [
    ("annex4.toml", 'id = "ledger"', 'id = "study"', ["id", "study", "annex2.toml", "请改用别的 id"]),
    ("annex4.toml", "number = 4", "number = 2", ["number", "2", "annex2.toml", "请改用别的附件编号"]),
    ("annex4.toml", 'id = "ledger"', 'id = "台账"', ["id", "台账", "英文字母"]),
    ("annex4.toml", 'id = "ledger"', 'id = "finding"', ["id", "finding", "请用"]),
    ("annex4.toml", "number = 4", "number = 0", ["number", "从 1 起"]),
    ("annex4.toml", 'name = "台账"', 'name = ""', ["name", "请写上"]),
    ("annex2.toml", 'id = "content"', 'id = "time"', ["fields 第2项的 id", "time", "第1项重复", "请改用"]),
    ("annex2.toml", 'id = "content"', 'id = "serial"', ["fields 第2项（serial）的 id", "程序自用", "请改用"]),
    ("annex2.toml", 'id = "content"', 'id = "organisation"', ["（organisation）的 id", "程序自用", "请改用"]),
    ("annex2.toml", 'id = "content"', 'id = "学习"', ["fields 第2项的 id", "学习", "英文字母"]),
    (
        "annex2.toml",
        'label = "学习内容"',
        'label = "时间"',
        ["fields 第2项（content）的 label", "同名", "请写"],
    ),
    ("annex4.toml", 'id = "until"', 'id = "reporter"', ["head 第2项的 id", "reporter", "重复", "请改用"]),
    (
        "annex1.toml",
        'id = "feature-cases"',
        'id = "final-report"',
        ["deliverables 第8项的 id", "final-report", "请改"],
    ),
    (
        "annex1.toml",
        'annex = "ledger"',
        'annex = "ledgers"',
        ["（diagnosis-ledger）的 annex", "ledgers", "study、guide"],
    ),
    ("annex1.toml", "stage = 6", "stage = 7", ["（final-report）的 stage", "7", "1 至 6"]),
    ("annex1.toml", "stage = 6", "stage = 0", ["（final-report）的 stage", "0", "1 至 6"]),
    (
        "annex2.toml",
        'shows = "content"',
        'shows = "contents"',
        ["第2项（学习内容）的 shows", "contents", "请写"],
    ),
    ("annex2.toml", ', shows = "content"', "", ["columns 第2项（学习内容）的 shows", "没有写", "请写"]),
    (
        "annex1.toml",
        "width = 34 }",
        'width = 34, shows = "serial" }',
        ["（内容）的 shows", "serial", "请删去"],
    ),
    ("annex1.toml", '    { title = "备注", width = 82 },\n', "", ["columns", "3列", "请增减"]),
    ("annex2.toml", "width = 78", "width = 0", ["（学习内容）的 width", "0", "毫米"]),
    (
        "annex2.toml",
        'title = "学习内容", w',
        'title = "时间", w',
        ["columns 第2项（时间）的 title", "同名", "请改名"],
    ),
    ("annex2.toml", '"content", "organiser"]', '"contents", "organiser"]', ["key 第2项", "contents", "请从"]),
    ("annex2.toml", '"content", "organiser"]', '"content", "time"]', ["key 第3项", "time", "请删去"]),
    (
        "annex2.toml",
        "usual = [20, 100]",
        "usual = [100, 20]",
        ["（content）的 usual", "[100, 20]", "请先写下限"],
    ),
    ("annex2.toml", 'kind = "long"', 'kind = "findings"', ["（content）的 kind", "findings", "one-per-org"]),
    (
        "annex2.toml",
        'holder = "XX党委"',
        'holder = "XX党总支"',
        ["title_placeholder", "XX党总支", "请照 title"],
    ),
    ("annex3.toml", 'id = "branch"', 'id = "unit"', ["guides 第2项的 id", "unit", "请改用"]),
    ("annex3.toml", 'digit = "1"', 'digit = "12"', ["verdicts 第1项的 digit", "12", "一位数字"]),
    ("annex3.toml", 'digit = "1"', 'digit = "１"', ["verdicts 第1项的 digit", "１", "一位数字"]),
    ("annex3.toml", 'digit = "1"', 'digit = ""', ["verdicts 第1项的 digit", "一位数字"]),
    ("annex3.toml", 'digit = "1"', 'digit = "2"', ["verdicts 第2项的 digit", "2 重复", "请改用"]),
    ("annex3.toml", 'word = "基本到位"', 'word = "到位"', ["verdicts 第2项的 word", "到位 重复", "请写"]),
    (
        "annex3.toml",
        'id = "leaders-ideology-classes"',
        'id = "leaders-party-lectures"',
        ["指标3-1", "重复", "请改用"],
    ),
    (
        "annex3.toml",
        'id = "largest-branch"',
        'id = "full-time-organisers"',
        ["指标4-2", "指标1-4的重复", "请改用"],
    ),
    ("annex3.toml", '"后勤"', '"食堂"', ["指标1-2（议事决策规则）的 skip", "食堂", "请从 院系"]),
    ("annex3.toml", 'skip = ["机', 'ask = ["后勤"]\nskip = ["机', ["指标1-2", "ask", "后勤", "请删去一处"]),
    ("annex3.toml", "\nat_most = 50", "\nat_most = -1", ["（largest-branch）的 at_most", "-1", "不小于 0"]),
    ("annex3.toml", "\nat_most = 50", "\nat_most = nan", ["（largest-branch）的 at_most", "nan", "不小于 0"]),
    (
        "annex3.toml",
        "\nat_most = 50",
        "\nat_most = 5\nat_least = 9",
        ["（largest-branch）的 ", "小于下限 9", "请改正"],
    ),
    (
        "annex3.toml",
        "员{value}名",
        "员{number}名",
        ["（full-time-organisers）的 finding", "{number}", "{value}"],
    ),
    ("annex3.toml", "员{value}名", "员{value名", ["（full-time-organisers）的 finding", "{value}、{limit}"]),
    ("annex3.toml", 'short = "政治建设"', 'short = ""', ["指标1-1", "short", "请写上"]),
    ("annex4.toml", 'kind = "records"', 'kind = "guide"', ["annex4.toml", "键", "请删去"]),
    ("pack.toml", 'id = "xuexi', 'id = "../xuexi', ["id", "../xuexi", "请只用"]),
    ("pack.toml", "year = 2021", "year = 21", ["year", "21", "2000 至 2099"]),
    ("pack.toml", 'title = "学习、诊断、建设专项工作"', 'title = " "', ["title", "请写上"]),
    ("pack.toml", "format = 1", "format = 0", ["format", "0", "请改为 1"]),
    # --- text that would reach a terminal
    ("annex1.toml", "推进时间表", r"推进\u001b[2J时间表", ["name", "U+001B", "请删去"]),
    ("annex3.toml", "树牢", r"树\u202e牢", ["text", "guides 第1项", "U+202E", "请删去"]),
    ("annex2.toml", 'label = "时间"', r'label = "时\n间"', ["fields 第1项（time）的 label", "换行", "一行"]),
    ("annex2.toml", "rows =", r'"r\u009b" = 1' + "\nrows =", ["annex2.toml", "控制字符", "请改正键名"]),
    # --- the files named
    (
        "pack.toml",
        '"annex4.toml"',
        '"annex9.toml"',
        ["annexes 第4项", "annex9.toml", "找不到", "请把这个文件放进"],
    ),
    ("pack.toml", '"annex4.toml"', '"../annex4.toml"', ["annexes 第4项", "../annex4.toml", "请只写文件名"]),
    ("pack.toml", '"annex4.toml"', '"/etc/passwd"', ["annexes 第4项", "/etc/passwd", "请只写文件名"]),
    ("pack.toml", '"annex4.toml"', '"pack.toml"', ["annexes 第4项", "pack.toml", "请只写文件名"]),
    ("pack.toml", '"annex4.toml"', '"annex3.toml"', ["annexes 第4项", "annex3.toml", "列了两次", "请删去"]),
    (
        "pack.toml",
        '["annex1.toml", "annex2.toml", "annex3.toml", "annex4.toml"]',
        "[]",
        ["annexes", "请至少"],
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), SHAPE + SYNTAX + SENSE)
def test_a_slip_is_one_sentence(folder: Path, file: str, old: str, new: str, told: list[str]) -> None:
    _edit(folder, file, old, new)
    said = _refusal(folder)
    assert said.startswith(file)
    for words in told:
        assert words in said


def test_two_timetables_are_refused(folder: Path) -> None:
    text = (folder / "annex1.toml").read_text("utf-8")
    text = text.replace('id = "schedule"', 'id = "again"').replace("number = 1", "number = 9")
    (folder / "annex9.toml").write_text(text, "utf-8")
    _edit(folder, "pack.toml", '"annex4.toml"]', '"annex4.toml", "annex9.toml"]')
    said = _refusal(folder)
    assert said.startswith("annex9.toml：kind schedule 只能有一个附件")
    assert "annex1.toml" in said


# --- files that cannot be read


def test_a_file_in_another_encoding(folder: Path) -> None:
    path = folder / "annex1.toml"
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    said = _refusal(folder)
    assert said.startswith("annex1.toml 第4行")
    assert "请另存为 UTF-8" in said


def test_no_pack_file(tmp_path: Path) -> None:
    said = _refusal(tmp_path)
    assert said.startswith("pack.toml：找不到")
    assert str(tmp_path) in said


def test_a_link_out_of_the_pack(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    (folder / "annex4.toml").rename(outside)
    (folder / "annex4.toml").symlink_to(outside)
    assert _refusal(folder).startswith("annex4.toml：不是普通文件")


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    (folder / "annex4.toml").unlink()
    os.mkfifo(folder / "annex4.toml")
    assert _refusal(folder).startswith("annex4.toml：不是普通文件")


def test_a_file_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Permissions do not stop root, so the refusal is the system's in name only.
    real = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "annex2.toml":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    said = _refusal(folder)
    assert said.startswith("annex2.toml：读不了")
    assert str(folder / "annex2.toml") in said


def test_a_newer_format_is_refused_before_anything_else(folder: Path) -> None:
    _edit(folder, "pack.toml", "format = 1", 'format = 2\nnew_key = "x"')
    (folder / "annex1.toml").write_text("= no TOML =")
    with pytest.raises(NewerFormat) as caught:
        load_pack(folder)
    assert caught.value.EXIT_CODE == 5
    assert "pack.toml" in str(caught.value)
    assert "format" in str(caught.value)
    assert "升级" in str(caught.value)


# --- any slip at all

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 3000),
    st.floats(),
    st.text(st.sampled_from("ab1 /.-_{}中文《“é𠮷\x1b\u202e\ufffe\n\t\\"), max_size=6),
    st.dates(),
    st.lists(st.integers(0, 3), max_size=2),
    st.dictionaries(st.sampled_from(["id", "x", "标题"]), st.integers(), max_size=2),
)


def _spots(raw: Any) -> list[tuple[Any, Any]]:
    """Every place of a parsed file: the table or list, and the key or index in it."""
    pairs = list(raw.items() if isinstance(raw, dict) else enumerate(raw))
    below = [spot for _, value in pairs if isinstance(value, dict | list) for spot in _spots(value)]
    return [(raw, key) for key, _ in pairs] + below


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_put_anywhere_is_taken_or_told(folder: Path, data: st.DataObject) -> None:
    file = data.draw(
        st.sampled_from(["pack.toml", "annex1.toml", "annex2.toml", "annex3.toml", "annex4.toml"])
    )
    raw = tomllib.loads((SOURCE / file).read_text("utf-8"))
    thing, key = data.draw(st.sampled_from(_spots(raw)))
    value = data.draw(VALUES)
    if value is None:
        del thing[key]
    else:
        thing[key] = value
    (folder / file).write_text(tomli_w.dumps(raw), "utf-8")
    said = ""
    try:
        load_pack(folder)
    except NewerFormat:
        assert key == "format"
    except PackError as error:
        said = _sentence(error)
    finally:
        shutil.copy(SOURCE / file, folder / file)
    assert not said or re.match(r"(pack|annex\d)\.toml", said)


# --- a store's own copy


@pytest.mark.parametrize("year", [2021, 2026, 2024])
def test_the_copy_is_the_pack_of_that_year(tmp_path: Path, year: int) -> None:
    written = write_pack(with_meetings(tmp_path), tmp_path / "store" / "pack", year, "再学习专项工作")
    expected = shift_years(load_pack(tmp_path / SHIPPED), year)
    read = load_pack(tmp_path / "store" / "pack")
    assert read == written
    assert read.title == "再学习专项工作"
    assert (read.annexes, read.id, read.year) == (expected.annexes, expected.id, year)
    assert type(read.deliverables[0].due) is date


def test_the_copy_keeps_the_title_unless_given_one(tmp_path: Path) -> None:
    assert write_pack(SOURCE, tmp_path, 2021) == load_pack(SOURCE) == load_pack(tmp_path)


def test_the_copy_is_readable_by_a_person(tmp_path: Path) -> None:
    write_pack(SOURCE, tmp_path, 2026)
    text = (tmp_path / "annex1.toml").read_text("utf-8")
    assert text.startswith('kind = "schedule"\n')
    assert "due = 2026-03-31" in text
    assert "“再学习、再调研、再落实”调研报告" in text


def test_a_copy_of_a_copy_can_be_moved_on(tmp_path: Path) -> None:
    write_pack(SOURCE, tmp_path / "a", 2026)
    assert write_pack(tmp_path / "a", tmp_path / "b", 2027) == shift_years(load_pack(SOURCE), 2027)


def test_a_pack_that_is_there_is_not_overwritten(folder: Path) -> None:
    before = (folder / "pack.toml").read_bytes()
    with pytest.raises(StoreError, match="没有覆盖"):
        write_pack(SOURCE, folder, 2026)
    assert (folder / "pack.toml").read_bytes() == before


def test_a_copy_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"写不进 .*请检查权限和剩余空间"):
        write_pack(SOURCE, tmp_path / "file" / "pack", 2026)


def test_a_year_that_cannot_be_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        write_pack(SOURCE, tmp_path / "pack", 20260)
    assert not (tmp_path / "pack").exists()
