"""Printed forms written down by hand: what the writers are given, without a campaign behind it."""

from __future__ import annotations

from dataclasses import replace

from exports.printed import Group, PrintedColumn, PrintedForm, Row, Sheet

LEDGER_COLUMNS = (
    PrintedColumn("序号", 12),
    PrintedColumn("党组织名称", 28),
    PrintedColumn("成功经验", 54, "left"),
    PrintedColumn("典型案例", 56, "left"),
    PrintedColumn("存在问题", 55, "left"),
    PrintedColumn("备注", 20),
)
EXPERIENCE = (
    "1.建立班子成员联系支部清单，每月参加一次组织生活。\n2.每季度召开支部书记例会，逐个汇报、逐条过关。"
)
CASE = "“导师组＋支部”双融入\n2021年3月，软件工程系教师党支部与2019级本科生党支部结对，开展谈心谈话48人次。"
PROBLEMS = "1.专职组织员仅1名且兼任教学秘书。\n2.2019级本科生党支部党员36人，规模偏大。"

LEDGER = PrintedForm(
    org_name="计算机学院党委",
    name="诊断情况工作台账",
    number=4,
    orientation="landscape",
    campaign="学习、诊断、建设专项工作",
    sheets=(
        Sheet(
            title="诊断情况工作台账",
            columns=LEDGER_COLUMNS,
            body=tuple(
                Row((str(number), f"第{number}党支部", EXPERIENCE, CASE, PROBLEMS, "无"))
                for number in range(1, 11)
            ),
            mark="附件4",
            head=("填报单位：计算机学院党委", "截止时间：2021年5月7日"),
            note="备注：存在的问题一栏主要对照诊断指南进行查摆。",
        ),
    ),
)
LEDGER_BLANK = replace(LEDGER, sheets=(replace(LEDGER.sheets[0], body=()),))

DIAGNOSIS = PrintedForm(
    org_name="计算机学院党委",
    name="诊断情况",
    number=3,
    sheets=tuple(
        Sheet(
            title=f"{name}诊断情况",
            columns=(
                PrintedColumn("二级指标", 40, "left"),
                PrintedColumn("诊断结论", 24),
                PrintedColumn("量化指标", 38, "left"),
                PrintedColumn("存在问题", 54, "left"),
            ),
            body=(
                Group("1. 党组织领导和运行机制到位"),
                Row(("1-1 政治建设", "到位", "", "")),
                Row(("1-4 专职组织员", "不够到位", "专职组织员：1名", "专职组织员仅1名且兼任教学秘书。")),
                Group("2. 政治把关作用到位"),
                Row(("2-1 意识形态责任", "未诊断", "", "")),
            ),
            head=("对照：《二级党组织诊断工作指南》",),
        )
        for name in ("计算机学院党委", "教工第一党支部")
    ),
)


FORMS = {"ledger": LEDGER, "blank": LEDGER_BLANK, "diagnosis": DIAGNOSIS}


def with_cell(text: str) -> PrintedForm:
    """The ledger with one row whose 典型案例 is this text."""
    row = Row(("1", "教工第一党支部", EXPERIENCE, text, PROBLEMS, ""))
    return replace(LEDGER, sheets=(replace(LEDGER.sheets[0], body=(row,)),))
