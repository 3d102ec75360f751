"""500 filled forms that come back: ours, from bytes to proposals, against python-docx asked for every cell.

Ours opens each file with all its checks, finds the table by its headings, resolves merged cells and places
every row; the peer opens it and asks ``row.cells`` for their texts, which is where a script begins.
"""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from exports.printed import PrintedColumn, PrintedForm, Row, Sheet
from exports.readers.files import read_file
from exports.word import docx_bytes
from store.campaign.records import records_annex
from tests.bench.figures import Figure, figure, in_turns
from tests.support.filled import found

FORMS, ROWS = 500, 10
ROUNDS = 3
LIMIT = 1 / 3

COLUMNS = tuple(
    PrintedColumn(title, width, "left")
    for title, width in (
        ("序号", 12),
        ("党组织名称", 28),
        ("成功经验", 54),
        ("典型案例", 56),
        ("存在问题", 55),
        ("备注", 20),
    )
)
TEXTS = (
    "1.建立班子成员联系支部清单，每月参加一次组织生活，问题当场交办、下月回访。\n2.每季度召开支部书记例会，逐个汇报。",
    "“导师组＋支部”双融入\n2021年3月，教师党支部与学生党支部结对，开展谈心谈话48人次，帮助5名学生补齐学分。",
    "1.专职组织员仅1名且兼任教学秘书，专职专用落实不够。（对照1-4）\n2.学生党支部党员36人，规模偏大。（对照4-2）",
    "",
)


def measure() -> list[Figure]:
    """A minute, nearly all of it the peer's."""
    forms = [_form(number) for number in range(FORMS)]
    with TemporaryDirectory() as folder:
        c = found(Path(folder) / "store", ROWS)
        annex = records_annex(c, "ledger")

        def ours() -> float:
            start = perf_counter()
            for data in forms:
                proposals = read_file(data, "台账.docx", annex, c).proposals
                assert len(proposals) == ROWS
                assert not proposals[-1].faults
            return perf_counter() - start

        def peer() -> float:
            import docx

            start = perf_counter()
            for data in forms:
                table = docx.Document(io.BytesIO(data)).tables[0]
                texts = [[cell.text for cell in row.cells] for row in table.rows]
                assert len(texts) == ROWS + 1
                assert texts[-1][2] == TEXTS[0]
            return perf_counter() - start

        times = in_turns(ours, peer, ROUNDS)
    return [figure(f"reading {FORMS} filled forms", *times, LIMIT)]


def _form(number: int) -> bytes:
    rows = tuple(Row((str(place), f"第{place}学院党委", *TEXTS)) for place in range(1, ROWS + 1))
    sheet = Sheet(
        title="诊断情况工作台账",
        columns=COLUMNS,
        body=rows,
        mark="附件4",
        head=("填报单位：第1学院党委", "截止时间：2021年5月7日"),
        note="备注：存在的问题一栏主要对照诊断指南进行查摆。",
    )
    return docx_bytes(PrintedForm(f"第{number}学院党委", 4, (sheet,), "landscape", name="诊断情况工作台账"))
