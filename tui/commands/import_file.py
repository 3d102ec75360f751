"""``taizhang import``: rows of Word, Excel and CSV files into a records annex, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from forms.errors import BadInput, NotAllowed
from forms.pack import RecordsAnnex
from store.campaign.imports import Overtaken, Verdict, accept
from store.campaign.organisations import organisations
from tui.commands import click_base, options
from tui.commands.files import read_bytes
from tui.commands.output import put
from tui.commands.session import Session, say

if TYPE_CHECKING:
    from exports.staging import Staged

ROWS_TOLD = 20
"""Mistakes that are told; a file with more than that has one at its root."""
AGAIN = 5
"""How often rows are judged anew because others have saved the same ones."""
PLACES = 5
"""Rows that are named of those with the same mistake."""

COLUMNS = {
    "place": "位置",
    "word": "结果",
    "org_name": "党组织",
    "field": "栏目",
    "stored": "已存",
    "said": "改为、说明",
}


@click_base.command("import")
@options.annex("study、ledger，或 2、4。")
@click_base.argument(
    "files",
    "文件…",
    ".docx、.xlsx 或 .csv 文件，可写多个；写 - 从标准输入读。",
    nargs=-1,
    required=True,
    shell_complete=options.files,
)
@options.org("文件里没有写明党组织的行归这个党组织；不写时按设置项 org。")
@click_base.option("--incomplete", is_flag=True, help="缺少必填内容的行也收下，记为未完成。")
@click_base.option("--dry-run", is_flag=True, help="只说明会怎样，不写入。")
@options.layout(
    "table（表格，试导入时默认，相同的行不列）或 json（全部行、全文）。", ("table", "json"), default=None
)
def command(
    session: Session,
    annex_name: str,
    files: Sequence[str],
    org: str | None,
    incomplete: bool,
    dry_run: bool,
    layout: str | None,
) -> None:
    """从 Word、Excel 或 CSV 文件导入附件2、附件4等逐条填报的附件，有一行不对就一行也不导入。

    按表头找到要导入的表格，列的先后不论；导出的表填好后可以直接导入；已有的同一条会被修改，不会重复。
    先用 --dry-run 看每一行会怎样：新增、修改（改前和改后）、相同、有问题；推测的内容都会注明。
    """
    from exports.staging import read_files, stage

    annex = session.annex(annex_name)
    if not isinstance(annex, RecordsAnnex):
        raise BadInput(f"附件{annex.number}“{annex.name}”不能从文件导入，只有逐条填报的附件可以。")
    c = session.campaign()
    readings = read_files(c, annex, ((name, read_bytes(name)) for name in files), session.scope_id(org))
    staged = stage(c, annex, readings, incomplete=incomplete)
    if layout or dry_run:
        _show(session, annex, staged, layout or "table")
    name = files[0] if len(files) == 1 else f"{len(files)}个文件"
    for note in staged.notes:
        say(f"注意：{note if len(files) > 1 else f'{name} {note}'}")
    _refuse(staged, name)
    if dry_run:
        say(f"{name} 试导入：{staged.summary or '没有内容'}；没有写入任何内容。")
        return
    for left in reversed(range(AGAIN)):
        try:
            accept(c, staged.verdicts, say)
            break
        except Overtaken:
            if not left:
                raise
        staged = stage(c, annex, readings, incomplete=incomplete)
        _refuse(staged, name)
    say(f"{name} 已导入：{staged.summary or '没有内容'}。")


def _refuse(staged: Staged, name: str) -> None:
    """Tell each mistake. Raises NotAllowed, BadInput where there are any."""
    sentences = list(_refusals(staged.refused, name))
    for sentence in sentences[:ROWS_TOLD]:
        say(sentence)
    if len(sentences) > ROWS_TOLD:
        say(f"还有{len(sentences) - ROWS_TOLD}种问题没有列出；用 --dry-run --format json 看全部。")
    if staged.refused:
        if any(verdict.forbidden for verdict in staged.refused):
            raise NotAllowed(f"{name} 没有导入：{staged.summary}；请去掉无权填报的党组织的行。")
        raise BadInput(f"{name} 没有导入：{staged.summary}；请改正有问题的行后重新导入。")


def _refusals(refused: Sequence[Verdict], name: str) -> Iterator[str]:
    """Each mistake once, with the rows that have it."""
    rows: dict[tuple[str, str], list[str]] = {}
    for verdict in refused:
        proposal = verdict.proposal
        file = proposal.file.strip() or name
        rows.setdefault((file, verdict.why), []).append(proposal.where.removeprefix(proposal.file))
    for (file, why), places in rows.items():
        more = f"等{len(places)}行" if len(places) > PLACES else ""
        yield f"{file} {'、'.join(places[:PLACES])}{more}：{why}"


def _show(session: Session, annex: RecordsAnnex, staged: Staged, layout: str) -> None:
    from exports.staging import WORDS, about, json_row, remarks

    known = organisations(session.campaign())
    if layout == "json":
        put(layout, COLUMNS, [json_row(annex, known, verdict) for verdict in staged.verdicts])
        return
    rows: list[dict[str, str]] = []
    for verdict in staged.verdicts:
        if verdict.kind == "same":
            continue
        row = json_row(annex, known, verdict)
        first = {"place": row["place"], "word": WORDS[verdict.kind], "org_name": row["org_name"]}
        lines = list(remarks(annex, verdict)) or [("", "", about(annex, verdict))]
        for number, (field, stored, said) in enumerate(lines):
            rows.append((first if number == 0 else {}) | {"field": field, "stored": stored, "said": said})
    put(layout, COLUMNS, rows, firm=("word", "field"), optional=("org_name",))
