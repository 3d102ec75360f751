"""``taizhang check``: is every file of the store whole, and every record readable?"""

from __future__ import annotations

import click

from tui.commands import shape
from tui.commands.session import Session, say


@shape.command(
    "check",
    help="检查数据是否完好：各文件能否读、记录链是否连续、内容是否符合工作模板。有问题时退出状态为1。",
)
@click.pass_obj
def command(session: Session) -> int:
    from store.campaign.integrity import check_campaign

    from forms.neutral import one_line

    problems = list(check_campaign(session.campaign()))
    for problem in problems:
        print(one_line(problem))
    say(f"发现{len(problems)}处问题。" if problems else "数据完好。")
    return 1 if problems else 0
