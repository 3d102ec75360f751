"""``taizhang backup``: the whole store in one file, while others go on working; and whether such a file is
whole."""

from __future__ import annotations

from pathlib import Path

from forms.errors import AnswerIsNo, NotAllowed, StoreError, WrongUsage
from tui.commands import click_base
from tui.commands.session import Session, say


def _at_least_one(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 10_000:
        raise ValueError
    return number


NUMBER = click_base.Read("份数", _at_least_one, "不能是“{}”，请写一个不小于1的整数。")


@click_base.command("backup")
@click_base.argument(
    "target",
    "[文件或文件夹]",
    "新的备份文件，或放备份的文件夹（文件名按日期自取）；不能在数据文件夹里面。",
    required=False,
)
@click_base.option(
    "--keep",
    type=NUMBER,
    metavar="份数",
    help="放到文件夹里，恢复到临时位置核对，再删去较早的，只留这么多份完整的。",
)
@click_base.option("--verify", metavar="备份文件", help="只核对这份备份：恢复到临时位置，逐个比较，再删去。")
def command(session: Session, target: str | None, keep: int | None, verify: str | None) -> int:
    """把全部数据备份成一个文件（zip），别人照常填报；打印文件的路径。已有的文件不覆盖，草稿不在内。

    备份开始前已保存的内容都在其中。写完会读回核对一遍；放进文件夹的再恢复到临时位置比较。
    有读不了的单位时其余照常备份，逐个说明，退出状态为5；数据本身有损坏或有不明文件时逐条说明，退出状态为1。

    --keep 只删自己写成并核对过的备份，而且在新的一份完整写成之后；不完整的不计入份数。

    例：taizhang backup /media/usb/台账-20210410.zip

    例：taizhang backup /var/backups/台账 --keep 14
    """
    if verify is not None:
        if target is not None or keep is not None:
            raise WrongUsage("--verify 只核对一份已有的备份，不能同时写新备份的位置或 --keep。")
        return _verify(Path(verify).expanduser())
    if target is None:
        raise WrongUsage("没有写备份放在哪里；请写一个新的文件名，或一个文件夹。")
    backend = session.backend()
    member = backend.members()
    if member is not None and not member.office:
        raise NotAllowed(f"账号 {member.account} 无权备份全部数据；请联系党委办公室。")
    path = Path(target).expanduser()
    into = keep is not None or path.is_dir()
    backup = backend.backup_into(path, keep) if into else backend.backup(path)
    print(backup.path)
    for sentence in (*backup.notes, *backup.problems, *backup.unread):
        say(f"提示：{sentence}")
    for old in backup.removed:
        say(f"已删除较早的备份 {old}。")
    proven = "，已恢复到临时位置核对无误" if into else ""
    say(f"已备份{backup.files}个文件，备份大小 {_size(backup.size)}{proven}。")
    return _status(bool(backup.unread), bool(backup.problems))


def _verify(path: Path) -> int:
    from store.backup.proof import prove

    manifest = prove(path)
    print(path)
    for missing in manifest.named:
        say(f"提示：备份里没有 {missing.path}（备份时：{missing.why}）。")
    for name in manifest.damaged:
        say(f"提示：{name} 在备份时就已损坏，照原样在备份里。")
    say(
        f"核对无误：{manifest.made_at} 的备份，{len(manifest.files)}个文件，"
        f"解开后 {_size(manifest.size)}，已恢复到临时位置逐个比较。"
    )
    return _status(bool(manifest.missing), bool(manifest.damaged))


def _status(unread: bool, problems: bool) -> int:
    if unread:
        return StoreError.EXIT_CODE
    return AnswerIsNo.EXIT_CODE if problems else 0


def _size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{number // 1000 + 1} KB"
