"""``taizhang import``: rows of a CSV file into a records annex, all of them or none."""

from __future__ import annotations

import click

from forms.errors import BadInput
from forms.pack import RecordsAnnex
from tui.commands import completion, shape
from tui.commands.files import naming, read_bytes
from tui.commands.session import Session, say

ROWS_TOLD = 20
"""Rows that are named; a file with more mistakes than that has one at its root."""

WORDS = {"new": "新增", "changed": "修改", "same": "相同", "refused": "有问题"}


@shape.command(
    "import",
    help="""
    从 CSV 文件导入附件2、附件4等逐条填报的附件，有一行不对就一行也不导入。

    表头用表格上的栏目名称，导出的表格可以改后再导入；已有的同一条会被修改，不会重复。
    """,
)
@shape.argument("annex_name", "附件", "study、ledger，或 2、4。", shell_complete=completion.annexes_of_pack)
@shape.argument("file", "文件", "CSV 文件，UTF-8 或 GB18030 编码；写 - 从标准输入读。")
@shape.option(
    "--org",
    metavar="党组织",
    shell_complete=completion.organisation_ids,
    help="文件里没有写明党组织的行归这个党组织；不写时按设置项 org。",
)
@shape.option("--dry-run", is_flag=True, help="只说明会怎样，不写入。")
@click.pass_obj
def command(session: Session, annex_name: str, file: str, org: str | None, dry_run: bool) -> None:
    from collections import Counter

    from exports.readers.csv_reader import read_csv
    from store.campaign.imports import accept, judge_import

    annex = session.annex(annex_name)
    if not isinstance(annex, RecordsAnnex):
        raise BadInput(f"附件{annex.number}“{annex.name}”不能从表格导入，只有逐条填报的附件可以。")
    c = session.campaign()
    with naming(file):
        proposals = read_csv(read_bytes(file), annex, c, session.scope_id(org))
    verdicts = judge_import(c, annex.id, proposals)
    counts = Counter[str](verdict.kind for verdict in verdicts)
    summary = "，".join(f"{word}{counts[kind]}行" for kind, word in WORDS.items() if counts[kind])
    refused = [verdict for verdict in verdicts if verdict.kind == "refused"]
    for verdict in refused[:ROWS_TOLD]:
        say(f"{file} 第{verdict.proposal.row}行：{verdict.why}")
    if refused:
        raise BadInput(f"{file} 没有导入：{summary}；请改正有问题的行后重新导入。")
    if dry_run:
        say(f"{file} 试导入：{summary or '没有内容'}；没有写入任何内容。")
        return
    accept(c, verdicts)
    say(f"{file} 已导入：{summary or '没有内容'}。")
