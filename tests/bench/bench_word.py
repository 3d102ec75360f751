"""500 ledgers of 10 rows as Word files: ours on all cores, docxtpl in one process with its template at hand.

Both start from text in memory, fill the same table and write 500 files. Ours counts the starting of the other
processes and the building of the template, too; docxtpl's template is made beforehand.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from exports.batch import write_all
from exports.jobs import Made
from exports.printed import PrintedColumn, PrintedForm, Row, Sheet
from exports.word import docx_bytes
from exports.word.tables import table_template
from exports.word.template import template
from tests.bench.figures import Figure, figure, in_turns

LEDGERS, ROWS = 500, 10
ROUNDS = 3
LIMIT = 1 / 6

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
    "教工第一党支部",
    "1.建立班子成员联系支部清单，每月参加一次组织生活，问题当场交办、下月回访。2.每季度召开支部书记例会，逐个汇报。",
    "“导师组＋支部”双融入。2021年3月，教师党支部与学生党支部结对，开展谈心谈话48人次，帮助5名学生补齐学分。",
    "1.专职组织员仅1名且兼任教学秘书，专职专用落实不够。2.学生党支部党员36人，规模偏大，未及时调整设置。",
    "",
)


def measure() -> list[Figure]:
    """Half a minute, nearly all of it docxtpl's."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        tagged = place / "template.docx"
        tagged.write_bytes(docx_bytes(ledger(_TAGS)))

        def ours() -> float:
            template.cache_clear()
            table_template.cache_clear()
            start = perf_counter()
            made = (
                Made(f"{number}.docx", "甲", "附件4", _form(), render=docx_bytes) for number in range(LEDGERS)
            )
            assert sum(1 for _ in write_all(place, made, LEDGERS)) == LEDGERS
            return perf_counter() - start

        def peer() -> float:
            from docxtpl import DocxTemplate

            start = perf_counter()
            for number in range(LEDGERS):
                document = DocxTemplate(tagged)
                document.render({"rows": _rows()}, autoescape=True)
                document.save(place / f"peer-{number}.docx")
            return perf_counter() - start

        times = in_turns(ours, peer, ROUNDS)
        _same_table(place)
    return [figure(f"{LEDGERS} ledgers of {ROWS} rows to Word", *times, LIMIT)]


def _rows() -> list[tuple[str, ...]]:
    return [(str(number), *TEXTS) for number in range(1, ROWS + 1)]


def _form() -> PrintedForm:
    return ledger(tuple(Row(cells) for cells in _rows()))


_BLANK = ("",) * (len(COLUMNS) - 1)
_TAGS = (
    Row(("{%tr for row in rows %}", *_BLANK)),
    Row(tuple(f"{{{{ row[{place}] }}}}" for place in range(len(COLUMNS)))),
    Row(("{%tr endfor %}", *_BLANK)),
)


def ledger(body: tuple[Row, ...]) -> PrintedForm:
    sheet = Sheet(
        title="诊断情况工作台账",
        columns=COLUMNS,
        body=body,
        mark="附件4",
        head=("填报单位：计算机学院党委", "截止时间：2021年5月7日"),
        note="备注：存在的问题一栏主要对照诊断指南进行查摆。",
    )
    return PrintedForm("计算机学院党委", 4, (sheet,), "landscape", name="诊断情况工作台账")


def _same_table(place: Path) -> None:
    """Both have written the same cells: nobody is quicker by leaving something out."""
    import docx

    tables = [docx.Document(str(place / name)).tables[0]._tbl for name in ("0.docx", "peer-0.docx")]
    texts = [["".join(cell.itertext()).strip() for cell in table.iter("{*}tc")] for table in tables]
    if texts[0] != texts[1]:
        raise AssertionError("the two tables differ")
