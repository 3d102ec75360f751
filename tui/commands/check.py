"""``taizhang check``: is every file of the store whole, and every record readable?"""

from __future__ import annotations

from collections.abc import Iterator

import click

from forms.errors import TaizhangError
from tui.commands import shape
from tui.commands.session import Session, say


@shape.command(
    "check",
    help="检查数据是否完好：文件能否读、日志是否连续、内容是否符合工作模板。有问题时逐条列出，退出状态为1。",
)
@click.pass_obj
def command(session: Session) -> int:
    from forms.neutral import one_line
    from store.integrity import check_store

    problems = check_store(session.root())
    try:
        problems += _faults(session)
    except TaizhangError as error:  # what a damaged file keeps from being read; told once
        if error.sentence not in problems:
            problems.append(error.sentence)
    for problem in problems:
        print(one_line(problem))
    say(f"发现{len(problems)}处问题。" if problems else "数据完好。")
    return 1 if problems else 0


def _faults(session: Session) -> Iterator[str]:
    """Records with a value that its field cannot have: told whatever wrote it."""
    from store.campaign.records import list_records

    c = session.campaign()
    for annex in c.pack.records:
        for row in list_records(c, annex.id):
            name = f"附件{annex.number}，{row.org.name}，记录 {row.document.id if row.document else ''}"
            yield from (f"{name}：{fault}。" for fault in row.faults)
