"""``taizhang demo``: the screens on a fictional school that is gone afterwards."""

from __future__ import annotations

import click

from tui.commands import shape
from tui.commands.session import Session, say


@shape.command(
    "demo",
    help="""
    打开一所虚构学校的演示数据：3个二级党组织、12个党支部、一个月的学习记录。
    今天算作2021年4月10日，用 --today 可换一天。
    随便填，随便改；退出时演示数据连同导出的文件一起删除，不影响自己的数据。
    """,
)
@click.pass_obj
def command(session: Session) -> int:
    from dataclasses import replace

    from tui.demo.throwaway import throwaway_folder
    from tui.launch import check_terminal, open_screens

    check_terminal()
    with throwaway_folder() as folder:  # before much is imported: it forks
        from forms.clock import OffsetClock
        from store.drafts import DraftBox
        from store.settings import load_settings
        from tui.demo.school import TODAY, found_school

        root = folder / "store"
        clock = OffsetClock.starting(session.today or TODAY)
        campaign = replace(found_school(root), clock=clock)
        settings = load_settings(root, {"store": str(root), "org": "", "exports": str(folder / "导出")})
        status = open_screens(campaign, settings, store=root, clock=clock, drafts=DraftBox(folder / "drafts"))
    say("演示结束，演示数据已删除。")
    return status
