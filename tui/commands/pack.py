"""``taizhang pack``: the copy of the notice that a campaign keeps, and what a later version adds to it."""

from __future__ import annotations

from store.campaign.pack_update import missing, update_pack
from tui.commands import click_base
from tui.commands.session import Session, say

command = click_base.Group("pack", help="工作模板：补上程序新版本里多出来的内容。")


@command.command("update")
@click_base.option("--dry-run", is_flag=True, help="只列出会补什么，不写入。")
def update(session: Session, dry_run: bool) -> None:
    """把程序新版本的工作模板里多出来的内容（如哪些数字从学习记录里数出来）补进正在用的工作模板，逐条列出。

    只补没有的：正式文字、期限和自己改过的都不动。被替换的文件留在旁边，文件名后面加上时间。
    已经打开的界面，退出再打开才用上。

    例：taizhang pack update --dry-run
    """
    if dry_run:
        added = missing(session.campaign())
        for words in added:
            print(words)
        say(f"会补上{len(added)}处，现在没有写入。" if added else "没有可补的。")
        return
    session.check_writing()
    done = update_pack(session.campaign())
    for words in done.added:
        print(words)
    for path in done.kept:
        say(f"原来的文件留在 {path}。")
    say(f"已补上{len(done.added)}处。" if done.added else "没有可补的。")
