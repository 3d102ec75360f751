"""What click would say in English, said in Chinese: one sentence for each way of using a command wrongly."""

from __future__ import annotations

import click

from tui.commands.click_base import Argument


def usage_sentence(error: click.ClickException) -> str:
    """The sentence for a mistake in usage, without a trailing hint. Never English: what is not known here is
    told in general words, and the usage line that follows says the rest."""
    if isinstance(error, click.MissingParameter):
        return f"缺少{_named(error).strip()}。"
    if isinstance(error, click.BadParameter):
        where = _named(error)
        if _is_chinese(error.message):
            return f"{where}{error.message}" if where else error.message
        return f"{where or '参数'}的值不对。"
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是 {error.possibilities[0]}？" if error.possibilities else "。"
        return f"没有 {error.option_name} 这个选项{near}"
    if isinstance(error, click.BadOptionUsage):
        if "does not take" in error.message:
            return f"选项 {error.option_name} 不带值。"
        return f"选项 {error.option_name} 后面要写一个值。"
    if isinstance(error, click.BadArgumentUsage):
        return "参数的个数不对。"
    return _general(error.message)


def usage_hint(error: click.ClickException) -> str:
    """The line after the sentence: how the command is written, and where its help is."""
    ctx = getattr(error, "ctx", None)
    if ctx is None:
        return ""
    return f"{ctx.get_usage()}\n运行 {ctx.command_path} --help 查看说明。"


def _general(message: str) -> str:
    if message.startswith("Got unexpected extra argument"):  # the arguments themselves may be Chinese
        return f"多出了参数：{message.partition('(')[2].rpartition(')')[0]}。"
    if message.startswith("Missing command"):
        return "还要写一个命令。"
    return message if _is_chinese(message) else "命令的写法不对。"


def _named(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, Argument):
        return f"参数“{param.make_metavar(error.ctx or click.Context(click.Command('taizhang')))}”"
    if isinstance(param, click.Option):
        return f"选项 {max(param.opts, key=len)} "
    return ""


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)
