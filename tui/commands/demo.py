"""``taizhang demo``: the screens on a fictional school that is gone afterwards."""

from __future__ import annotations

from tui.commands import click_base
from tui.commands.session import Session, say
from tui.demo.showing import show_demo


@click_base.command("demo")
@click_base.option("--tour", is_flag=True, help="从两分钟引导开始：一步一步说明该按什么键。")
def command(session: Session, tour: bool) -> int:
    """打开一所虚构学校的演示数据：3个二级党组织、12个党支部、一个月的学习记录。
    今天算作2021年4月10日，用 --today 可换一天。
    随便填，随便改；退出时演示数据连同导出的文件一起删除，不影响自己的数据。
    """
    status = show_demo(session.today, tour)
    say("演示结束，演示数据已删除。")
    return status
