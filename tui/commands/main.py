"""The entry point: which commands there are, and how a run ends."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from forms.errors import ConflictError, StoreError, TaizhangError
from tui.commands.click_base import Root
from tui.commands.session import Session, say

EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141
"""As shells report a process that an interrupt or a closed pipe ended."""

COMMANDS = {
    "demo": ("tui.commands.demo", "打开一所虚构学校的演示数据，退出即删除"),
    "init": ("tui.commands.init", "新建台账数据"),
    "org": ("tui.commands.org", "党组织：列出、添加、修改、删除、导入"),
    "due": ("tui.commands.due", "列出待办和期限"),
    "list": ("tui.commands.list_records", "列出一个附件的内容"),
    "add": ("tui.commands.add", "填报一条内容"),
    "material": ("tui.commands.material", "写或看一份报送材料：正文、照片、附件"),
    "import": ("tui.commands.import_file", "从表格文件导入"),
    "export": ("tui.commands.export", "导出 Word、表格或 JSON"),
    "history": ("tui.commands.history", "列出改动历史，恢复以前的版本"),
    "check": ("tui.commands.check", "检查数据是否完好，修复损坏"),
    "backup": ("tui.commands.backup", "把全部数据备份成一个文件"),
    "restore": ("tui.commands.restore", "用备份文件恢复全部数据"),
    "doctor": ("tui.commands.doctor", "检查终端、编码、按键和数据，说明怎样改"),
    "config": ("tui.commands.config", "查看和修改设置"),
    "pack": ("tui.commands.pack", "工作模板：补上新版本的内容"),
    "access": ("tui.commands.access", "多人共用时的系统权限：列出、设好、检查"),
    "gate": ("tui.commands.gate", "供 sshd 的 ForceCommand 使用：只有界面和几个命令"),
}

SELDOM = 100_000
"""Objects made and not yet thrown away before they are looked through for cycles: while modules are loaded
that is looking over and over for what is not there."""

HELP = """
台账：高校党组织专项工作的填报、提醒和导出。不带命令运行时打开填报界面。
"""

EPILOG = """
退出状态：0 完成；1 答案是“否”；2 用法不对；3 内容有误；4 与他人冲突；
5 数据损坏或不能写入；6 没有权限；7 不能确定是否写入；70 程序故障。

命令补全，在所用 shell 的启动文件里加一行：
bash（~/.bashrc）：eval "$(_TAIZHANG_COMPLETE=bash_source taizhang)"
zsh（~/.zshrc）：eval "$(_TAIZHANG_COMPLETE=zsh_source taizhang)"
fish（config.fish）：_TAIZHANG_COMPLETE=fish_source taizhang | source
"""


class Program(Root):
    """The root command: every end of a run passes here, and none with a traceback."""

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        status = self.run(args, Session(), **extra)
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            status = _close_pipe()
        except OSError as error:
            from forms.os_errors import because

            _close_pipe()
            say(f"错误：标准输出写不了：{because(error)}。")
            status = StoreError.EXIT_CODE
        sys.exit(status)

    def run(self, args: Sequence[str] | None, session: Session, **extra: Any) -> int:
        """A command line, also one within a run that is already told where; returns its status."""
        try:
            result = super().main(args, "taizhang", obj=session, **extra | {"standalone_mode": False})
        except click.ClickException as error:
            status = _tell_usage(error)
        except click.Abort:
            say("已中断。")
            status = EXIT_INTERRUPTED
        except TaizhangError as error:
            say(f"错误：{error.sentence}")
            if isinstance(error, ConflictError):
                _tell_both(session, error)
            status = error.EXIT_CODE
        except Exception as error:
            status = _tell_crash(error)
        else:
            status = result if isinstance(result, int) else 0
        for warning in session.warnings():
            say(f"提示：{warning}")
        return status

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # whoever read us has seen enough; here, before click answers with status 1
            return _close_pipe()


def _close_pipe() -> int:
    """What is still in the buffer goes nowhere, so that the interpreter does not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EXIT_BROKEN_PIPE


def _tell_usage(error: click.ClickException) -> int:
    from tui.commands.usage_messages import usage_hint, usage_sentence

    say(f"错误：{usage_sentence(error)}")
    hint = usage_hint(error)
    if hint:
        click.echo(hint, err=True)
    return 2


def _tell_both(session: Session, error: ConflictError) -> None:
    """Nobody can be asked here: a line for each field that both changed, with the three versions. Nothing for
    other conflicts."""
    from store.campaign.conflict_resolution import disputes
    from store.campaign.merging import MergeConflict

    if not isinstance(error, MergeConflict):
        return
    for one in disputes(session.campaign(), error):
        sides = (("原来", one.before), ("对方", one.theirs), ("我的", one.mine))
        say(f"{one.label}：" + "；".join(f"{who}“{text}”" for who, text in sides))


def _tell_crash(error: Exception) -> int:
    from tui.commands.crash import EXIT_CRASH, write_crash_log

    try:
        from store.places import state_folder

        path = write_crash_log(error, state_folder())
        say(f"错误：程序出现故障，已保存的内容不受影响。故障记录在 {path}（不含填报内容），请交给维护人员。")
    except Exception:  # a full disk, a home that is not there: the sentence still has to come
        say("错误：程序出现故障，已保存的内容不受影响；故障记录也没能写下，请检查磁盘空间和主目录权限。")
    return EXIT_CRASH


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("taizhang")
        except PackageNotFoundError:
            number = "（未安装，从源代码运行）"
        click.echo(f"taizhang {number}")
        ctx.exit()


@click.pass_context
def _screens(ctx: click.Context) -> int | None:
    if ctx.invoked_subcommand is not None:
        return None
    from tui.commands.screens import open_program

    return open_program(ctx.ensure_object(Session))


PROGRAM = Program(
    COMMANDS,
    name="taizhang",
    callback=_screens,
    invoke_without_command=True,
    help=HELP,
    epilog=EPILOG,
    subcommand_metavar="[命令] …",
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            help="显示版本后退出。",
        )
    ],
)


def main() -> NoReturn:
    """What the ``taizhang`` script runs."""
    from tui.commands.encoding import use_utf8

    gc.set_threshold(SELDOM)
    try:
        use_utf8()
    except TaizhangError as error:
        # In the bytes that this terminal shows.
        line = f"错误：{error.sentence}\n".encode(sys.getfilesystemencoding(), "backslashreplace")
        sys.stderr.buffer.write(line)
        sys.stderr.flush()
        sys.exit(error.EXIT_CODE)
    try:
        PROGRAM.main()
    except KeyboardInterrupt:  # a second one, while the first is being told
        sys.exit(EXIT_INTERRUPTED)
    finally:
        # The system takes all memory back at once: looking through it for cycles first would cost a short
        # command a fifth of its time.
        gc.freeze()


if __name__ == "__main__":
    main()
