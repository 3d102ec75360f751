"""``taizhang backup``: the whole store in one file, while others go on working."""

from __future__ import annotations

from pathlib import Path

from forms.errors import AnswerIsNo, NotAllowed
from tui.commands import click_base
from tui.commands.session import Session, say


@click_base.command("backup")
@click_base.argument("file", "文件", "新的备份文件；不能在数据文件夹里面。")
def command(session: Session, file: str) -> int:
    """把全部数据备份成一个文件（zip），别人照常填报；打印文件的路径。已有的文件不覆盖，草稿不在内。

    备份开始前已保存的内容都在其中。写完会读回核对一遍；数据本身有损坏或有不明文件时照样备份，逐条说明，
    退出状态为1。

    例：taizhang backup /media/usb/台账-20210410.zip
    """
    backend = session.backend()
    member = backend.members()
    if member is not None and not member.office:
        raise NotAllowed(f"账号 {member.account} 无权备份全部数据；请联系党委办公室。")
    backup = backend.backup(Path(file).expanduser())
    print(backup.path)
    for problem in backup.problems:
        say(f"提示：{problem}")
    say(f"已备份{backup.files}个文件，备份大小 {_size(backup.size)}。")
    return AnswerIsNo.EXIT_CODE if backup.problems else 0


def _size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{number // 1000 + 1} KB"
