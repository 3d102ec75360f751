"""``taizhang export``: forms of any or all annexes and organisations, one file each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from exports.batch import export, packed
from exports.files import PRIVATE, SHARED
from exports.jobs import Jobs
from exports.materials import MaterialJobs, chosen_materials
from exports.options import Options
from exports.printed import Problem
from exports.renderers.registry import ON_PAPER, RENDERERS, described, heeding
from forms.errors import BadInput, WrongUsage
from forms.organisation import Organisation
from forms.pack import GuideAnnex
from store.campaign.organisations import organisations
from tui.commands import click_base, options
from tui.commands.output import emit
from tui.commands.session import Session, say

MATERIALS = "materials"
"""In the place of an annex: 报送材料."""

BAR = 24
"""Cells of the progress bar."""


def _by_setting(name: str, about: str, usual: str) -> Callable[[Any], Any]:
    help = f"{about}；不写时按设置项 {name}，原为{usual}。"
    return click_base.option(f"--{name}/--no-{name}", name, default=None, help=help)


@click_base.command("export")
@options.annex(
    "schedule、study、guide、ledger，或 1 至 4；不写时全部。materials 是报送材料。",
    "[附件]…",
    "names",
    nargs=-1,
)
@options.org("只导出这个党组织的，可写多次；不写时按设置项 org，没有设置则全部。", "orgs", multiple=True)
@click_base.option("--only", is_flag=True, help="不汇集下级，只要该党组织自己的内容。")
@click_base.option(
    "--format", "kind", type=click_base.OneOf(*RENDERERS), required=True, metavar="格式", help=described()
)
@click_base.option(
    "--out",
    required=True,
    metavar="文件夹",
    help="放到这个文件夹，没有就新建；写 - 把一个文件或一个 zip 写到标准输出。",
)
@click_base.option(
    "--merge",
    is_flag=True,
    help="全校合成一份：按党组织顺序分组，序号连排；guide 是各指标短板的汇总。",
)
@click_base.option(
    "--report", is_flag=True, help="只用于 guide：导出诊断情况报告，有各项计数、量化指标和标准。"
)
@_by_setting("gather", "合并同类：同一天、同一内容的各党支部并成一行，人数相加", "不合并")
@_by_setting("references", "存在问题后面印不印对照的指标编号，如（对照4-2）", "不印")
@_by_setting("signatures", "表格下面印不印盖章、签字等几行", "不印")
@_by_setting("incomplete", "未完成的记录列不列入，不列入时逐条说明", "列入")
@click_base.option(
    "--encoding",
    type=click_base.OneOf("utf-8", "gb18030"),
    default="utf-8",
    metavar="编码",
    help="CSV 的编码：utf-8（带 BOM，Excel、WPS 直接打开）或 gb18030，原为 utf-8。",
)
@click_base.option(
    "--shared",
    is_flag=True,
    help="新建的文件夹和文件按账号的默认权限（umask），别人也可能读得到；不写时只有自己能读（700、600）。",
)
@click_base.option("--raw", is_flag=True, help="CSV 原样输出，不防公式，附编号和修订号，供程序读取。")
def command(
    session: Session,
    /,
    names: Sequence[str],
    orgs: Sequence[str],
    only: bool,
    kind: str,
    out: str,
    merge: bool,
    report: bool,
    encoding: str,
    shared: bool,
    raw: bool,
    **flags: bool | None,
) -> int:
    """导出附件：每个二级党组织一份，汇集其下级党支部；--only 时每个党组织各一份。
    每个文件的路径写到标准输出，进度写到标准错误。有内容不能导出时其余照常导出，最后列明，退出状态为3。

    例：taizhang export study ledger --format docx --out 报送
    """
    heeded = RENDERERS[kind].options
    for option, chosen in (("raw", raw), ("encoding", encoding != "utf-8")):
        if chosen and option not in heeded:
            known = "、".join(one.format for one in heeding(option))
            raise WrongUsage(f"--{option} 只用于 --format {known}。")
    file_encoding = "utf-8-sig" if encoding == "utf-8" else encoding
    setting = session.settings().get
    wanted = Options.of(setting, flags, merge=merge, report=report, raw=raw, encoding=file_encoding)
    if raw and wanted.gather:
        raise WrongUsage("--raw 逐条原样输出，不能合并同类；请加 --no-gather。")
    jobs: Jobs | MaterialJobs
    if MATERIALS in names:
        jobs = _materials(session, names, orgs, only, kind)
    else:
        jobs = _forms(session, names, orgs, only, kind, wanted)
    if shared and out == "-":
        raise WrongUsage("--shared 用于 --out 文件夹；写到标准输出时没有新建的文件。")
    if out == "-":
        content, problems = packed(jobs, _progress)
        emit(content)
    else:
        outcome = export(jobs, Path(out).expanduser(), _progress, SHARED if shared else PRIVATE)
        problems = outcome.problems
        for path in outcome.paths:
            print(path)
    return tell(problems)


def _forms(
    session: Session, names: Sequence[str], orgs: Sequence[str], only: bool, kind: str, wanted: Options
) -> Jobs:
    c = session.campaign()
    annexes = [session.annex(name) for name in names]
    if wanted.report:
        annexes = annexes or ([c.pack.guides] if c.pack.guides else [])
        others = any(not isinstance(annex, GuideAnnex) for annex in annexes)
        if "report" not in RENDERERS[kind].options or wanted.merge or others:
            raise WrongUsage("--report 只用于 taizhang export guide --format docx，不和 --merge 同用。")
    whose = list(orgs) if wanted.merge else [org.id for org in _organisations(session, orgs, only)]
    if not whose and not wanted.merge:
        raise BadInput("还没有党组织，没有可导出的内容；请先用 taizhang org add 添加。")
    return Jobs(c, annexes, whose, only, kind, wanted)


def _materials(
    session: Session, names: Sequence[str], orgs: Sequence[str], only: bool, kind: str
) -> MaterialJobs:
    """报送材料 are written documents: Word, with what is attached beside."""
    if len(set(names)) > 1 or kind != ON_PAPER.format:
        raise WrongUsage("报送材料只导出为 Word，不和附件同时导出：taizhang export materials --format docx。")
    c, chosen = session.campaign(), [org.id for org in _organisations(session, orgs, only)]
    return MaterialJobs(c, chosen_materials(c, chosen, only))


def tell(problems: Sequence[Problem]) -> int:
    """What the files are without, a line each; the status that the run ends with."""
    failures = sum(not problem.told for problem in problems)
    for problem in problems:
        say(f"{'提示' if problem.told else '未能导出'}：{problem.sentence()}")
    if failures:
        say(f"有{failures}处内容未能导出，其余已导出。")
    return BadInput.EXIT_CODE if failures else 0


def _organisations(session: Session, named: Sequence[str], only: bool) -> list[Organisation]:
    known = organisations(session.campaign())
    own = session.campaign().actor.org
    wanted = [known.find(name) for name in named or ([own] if own else [])]
    if wanted:
        return list({org.id: org for org in wanted}.values())
    each = [org for org in known.all if org.level != "school"]
    return each if only else list(known.units) or each  # who may see branches alone has no unit


def _progress(done: int, total: int, name: str) -> None:
    """A bar that redraws itself on a terminal, a line a file elsewhere."""
    if not sys.stderr.isatty():
        say(f"导出 {done}/{total} {name}")
        return
    full = BAR * done // total if total else BAR
    end = "\n" if done >= total else ""
    print(f"\r导出 [{'#' * full}{'-' * (BAR - full)}] {done}/{total}", end=end, file=sys.stderr, flush=True)
