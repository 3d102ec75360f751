"""``taizhang restore``: a store from a backup, in an empty place."""

from __future__ import annotations

from pathlib import Path

from forms.errors import AnswerIsNo, StoreError
from tui.commands import click_base
from tui.commands.session import Session, say


@click_base.command("restore")
@click_base.argument("file", "文件", "taizhang backup 写的文件。")
def command(session: Session, file: str) -> int:
    """用备份文件恢复全部数据，放到 --store 指明的空位置；那里已有东西时不恢复。打印数据文件夹的路径。

    备份文件要完整无误才恢复，否则什么也不留下。权限和所属的组尽量照原样；没能照原样的、备份时就已损坏的
    逐条说明，退出状态为1；备份里缺的单位逐个说明，退出状态为5。由 root 恢复时，文件只给备份的 members.toml
    认得的账号和组，其余归 root。

    例：taizhang restore 台账-20210410.zip --store /srv/台账
    """
    from store.backup.restore import restore

    restored = restore(Path(file).expanduser(), session.root())
    print(session.root())
    for sentence in (*restored.notes, *restored.told, *restored.missing):
        say(f"提示：{sentence}")
    say(f"已恢复，但有{len(restored.missing)}处不在备份里。" if restored.missing else "已恢复。")
    if restored.missing:
        return StoreError.EXIT_CODE
    return AnswerIsNo.EXIT_CODE if restored.told else 0
