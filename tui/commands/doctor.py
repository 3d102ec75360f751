"""``taizhang doctor``: what this terminal is like, whether data can be written, and what each key sends."""

from __future__ import annotations

from collections.abc import Iterable

from forms.errors import TaizhangError
from forms.neutral import one_line
from tui.commands import click_base
from tui.commands.encoding import environment_as_started
from tui.commands.session import Session
from tui.doctor.asking import Asking, asked
from tui.doctor.surroundings import Diagnostic, places, surroundings, window
from tui.terminal import prepare_environment


@click_base.command("doctor")
@click_base.option("--no-keys", "no_keys", is_flag=True, help="不做按键测试。")
def command(session: Session, no_keys: bool) -> int:
    """检查终端、编码、窗口、连接、时钟、台账数据和导出文件夹，逐条写明正常或注意、怎样改；
    然后是按键测试：按什么键就写出收到的是什么、有什么用处，按两次 Esc 结束。
    有妨碍使用的，退出状态为1。
    """
    size = window()
    found: list[Diagnostic] = []

    def tell(told_lines: Iterable[Diagnostic]) -> None:
        for told in told_lines:
            found.append(told)
            print(one_line(told.line), flush=True)

    tell(surroundings(environment_as_started(), size))
    if size is not None:
        with Asking() as terminal:
            tell(asked(terminal))
    tell(places(session))
    hindered = [told.name for told in found if told.hinders]
    if hindered:
        print(f"有妨碍使用的：{'、'.join(hindered)}；请照上面写的改。")
    else:
        print("没有妨碍使用的。")
    if size is not None and not no_keys:
        prepare_environment()
        from tui.doctor.key_test import run, uses

        does, refused = uses(_keys(session))
        for sentence in refused:
            print(one_line(f"注意  换键：{sentence}"))
        run(does, terminal.line)
    return 1 if hindered else 0


def _keys(session: Session) -> dict[str, str]:
    try:
        return session.settings().keys()
    except TaizhangError:  # told above
        return {}
