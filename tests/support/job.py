"""The main job with fixed answers: whoever does it, in the screens or by commands, must get the same tables.

Plain data, as a person types it on 2021-04-10. ``do_by_commands`` is the one way, a terminal test the other.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

TODAY = date(2021, 4, 10)
YEAR = 2021
UNIT = "计算机学院党委"
"""The organisation that the first run creates; its id is ``u1``."""

ORGANISATIONS: list[dict[str, str]] = [
    {"name": "教工第一党支部", "level": "党支部", "order": "1", "type": "教师", "members": "24"},
    {"name": "智能系统师生联合党支部", "level": "党支部", "order": "2", "type": "师生联合", "members": "28"},
    {"name": "2019级本科生党支部", "level": "党支部", "order": "3", "type": "学生", "members": "36"},
]
"""Three branches of the unit, by field id. Their ids come by themselves: ``u1-01`` to ``u1-03``."""

RECORDS: list[tuple[str, dict[str, str]]] = [
    (
        UNIT,
        {
            "time": "0318下午",
            "content": "习近平总书记在党史学习教育动员大会上的重要讲话精神；研究学院学习计划",
            "method": "中心组学习",
            "organiser": "计算机学院党委",
            "participants": "班子成员、各党支部书记（15人）",
            "hours": "3",
            "category": "党史学习教育",
            "expected": "15",
            "present": "15",
        },
    ),
    (
        UNIT,
        {
            "time": "3.29-4.2",
            "content": "党支部书记、支委业务培训：发展党员流程、组织生活规范和党费收缴",
            "method": "专题培训班",
            "organiser": "计算机学院党委",
            "participants": "支部书记、支委（31人）",
            "hours": "16",
            "category": "培训",
            "expected": "31",
            "present": "31",
        },
    ),
    (
        "教工第一党支部",
        {
            "time": "0325 14:30-16:30",
            "content": "师德师风专题学习：《新时代高校教师职业行为十项准则》，签订承诺书",
            "method": "主题党日、专题研讨",
            "organiser": "教工第一党支部",
            "participants": "全体党员（24人）",
            "hours": "2",
            "category": "主题党日、师德",
            "expected": "24",
            "present": "24",
        },
    ),
    (
        "2019级本科生党支部",
        {
            "time": "2021年4月1日",
            "content": "赴烈士陵园祭扫，重温入党誓词，开展清明文明祭扫志愿服务",
            "method": "主题党日、现场教学",
            "organiser": "2019级本科生党支部",
            "participants": "全体党员、入党积极分子（48人）",
            "hours": "3",
            "category": "主题党日",
            "expected": "48",
            "present": "48",
        },
    ),
    (
        "智能系统师生联合党支部",
        {
            "time": "4月9日",
            "content": "师生共读《论中国共产党历史》，研讨关键核心技术攻关中的党员责任",
            "method": "党小组会",
            "organiser": "智能系统师生联合党支部",
            "participants": "应到28人，实到26人",
            "hours": "2.5",
            "category": "三会一课",
            "expected": "28",
            "present": "26",
        },
    ),
]
"""Whose record, and its fields by id."""

DIAGNOSED = UNIT

VERDICTS: dict[str, str] = {
    f"{criterion}-{place}": digit
    for criterion, digits in enumerate(("1113", "121111", "21", "13111112121", "1111"), 1)
    for place, digit in enumerate(digits, 1)
}
"""All 27 indicators of the unit's guide: indicator id to digit."""

FINDINGS: dict[str, str] = {
    "1-4": "专职组织员仅1名且兼任教学秘书，专职专用落实不够，发展党员材料审核积压。",
    "2-2": "学院公众号由学生团队轮流值守，夜间和节假日内容审核责任没有落实到人。",
    "3-1": "师生政治理论学习偏重考勤，检验学习效果的办法单一，教工发言面不广。",
    "4-2": "2019级本科生党支部党员36人，规模偏大，未及时调整设置，活动质量受影响。",
    "4-8": "个别教师党支部书记尚未达到“双带头人”条件，后备人选培养周期不够明确。",
    "4-10": "近两年没有在高层次领军人才中发展党员，书记联系入党积极分子记录不全。",
}
"""One for each verdict that falls short; in this order they are numbered in the ledger."""

LEDGER: dict[str, str] = {
    "experience": (
        "1.建立班子成员联系支部清单，每人联系两个支部，每月参加一次组织生活，问题当场交办、下月回访，"
        "上年度交办42件，办结40件。\n"
        "2.把教师党支部建在系上，支部书记列席系务会，评优、进人、课题推荐先听支部意见，形成纪要备查。"
    ),
    "case": (
        "“代码里的初心”党员攻关队\n"
        "2020年秋季学期，学校健康申报系统在开学高峰期多次拥堵。学院党委抽调9名党员组成攻关队，"
        "利用国庆假期重写排队和核验模块，连续7天驻点值守。系统升级后单日承载4.6万人次，"
        "师生排队时间由半小时降到3分钟以内。攻关队随后转为常设服务岗，每周四下午为机关部门解决信息化难题。"
    ),
    "note": "专职组织员预计6月到岗。",
}
"""The unit's row of annex 4; its 存在问题 come from ``FINDINGS``."""

ANNEXES = ("schedule", "study", "guide", "ledger")


def arguments(fields: dict[str, str]) -> list[str]:
    """The fields as ``--set`` options."""
    return [part for name, value in fields.items() for part in ("--set", f"{name}={value}")]


def commands(store: Path) -> list[list[str]]:
    """The whole job but for the export, one list of arguments a command."""
    rest = ["--store", str(store), "--today", TODAY.isoformat()]
    return [
        [*rest, "init", "--year", str(YEAR), "--unit", UNIT],
        *([*rest, "org", "add", *arguments(organisation)] for organisation in ORGANISATIONS),
        *([*rest, "add", "study", "--org", org, *arguments(fields)] for org, fields in RECORDS),
        *(
            [
                *[*rest, "add", "guide", "--org", DIAGNOSED],
                *arguments({"indicator": name, "verdict": digit}),
                *(arguments({"finding": FINDINGS[name]}) if name in FINDINGS else []),
            ]
            for name, digit in VERDICTS.items()
        ),
        [*rest, "add", "ledger", "--org", DIAGNOSED, *arguments(LEDGER)],
    ]


def do_by_commands(store: Path, out: Path) -> dict[str, bytes]:
    """Do the job with the command line; returns the unit's CSV files by name."""
    from click.testing import CliRunner

    from tui.commands.main import PROGRAM

    where = ["--store", str(store), "--today", TODAY.isoformat()]
    for line in [*commands(store), [*where, "export", "--format", "csv", "--out", str(out)]]:
        result = CliRunner().invoke(PROGRAM, line)
        assert result.exit_code == 0, (line, result.output)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}
