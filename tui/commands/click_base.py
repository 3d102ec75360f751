"""What every command is made of: click's classes, with Chinese help, global options everywhere, and modules
that are imported only when their command is used."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import click

from tui.commands.cells import cells, pad, wrap
from tui.commands.session import Session

HELP_WIDTH = 78
_VARIABLES = {"campaign_id": "TAIZHANG_CAMPAIGN", "today": "TAIZHANG_TODAY"}


class Argument(click.Argument):
    """A positional argument; ``about`` is its line in the help."""

    def __init__(self, declarations: Sequence[str], about: str = "", **settings: Any) -> None:
        super().__init__(declarations, **settings)
        self.about = about


class OneOf(click.ParamType[str]):
    """One of a few words."""

    name = "选项"

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices:
            self.fail(f"不能是“{value}”，可以是：{'、'.join(self.choices)}。", param, ctx)
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(choice) for choice in self.choices if choice.startswith(incomplete)]


class Read(click.ParamType[Any]):
    """What ``read`` makes of a text; where that raises ValueError ``said`` is told, ``{}`` being the text."""

    def __init__(self, name: str, read: Callable[[str], Any], said: str) -> None:
        self.name, self._read, self._said = name, read, said

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return self._read(value) if isinstance(value, str) else value
        except ValueError:
            self.fail(self._said.format(value), param, ctx)


def _whole(text: str) -> int:
    if not 0 <= int(text) <= 100_000:
        raise ValueError
    return int(text)


def _day(text: str) -> date:
    if len(text) != 10:
        raise ValueError
    return date.fromisoformat(text)


WHOLE = Read("整数", _whole, "不能是“{}”，请写一个不小于0的整数。")
DAY = Read("日期", _day, "“{}”不是一个存在的日期，请写成 2021-04-10 这样。")


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Global options end up in the session, wherever on the line they stand."""
    session = ctx.ensure_object(Session)
    if value is not None and param.name:
        setattr(session, param.name, value)


def global_options(environment: bool) -> list[click.Option]:
    """``--store``, ``--campaign``, ``--today``; only the outermost ones look at the environment, so that it
    cannot override what was written before the command's name. TAIZHANG_STORE is a layer of the settings."""

    options = {
        "store_path": ("文件夹", "台账数据所在的文件夹（或环境变量 TAIZHANG_STORE、设置项 store）。"),
        "campaign_id": ("编号", "专项工作的编号；只有一项时不必写（或 TAIZHANG_CAMPAIGN）。"),
        "today": ("日期", "把今天当作这一天，格式 2021-04-10（或 TAIZHANG_TODAY）。"),
    }
    return [
        click.Option(
            [f"--{attribute.partition('_')[0]}", attribute],
            type=DAY if attribute == "today" else str,
            metavar=metavar,
            help=about,
            expose_value=False,
            callback=_remember,
            envvar=_VARIABLES.get(attribute) if environment else None,
        )
        for attribute, (metavar, about) in options.items()
    ]


def _help_option() -> click.Option:
    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()

    return click.Option(
        ["--help"], is_flag=True, expose_value=False, is_eager=True, callback=show, help="显示帮助后退出。"
    )


class Command(click.Command):
    """Help pages and usage lines in Chinese, laid out by terminal cells."""

    globals: Sequence[click.Option]

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings.setdefault("options_metavar", "[选项]")
        settings["add_help_option"] = False
        super().__init__(*args, **settings)
        self.globals = global_options(environment=isinstance(self, Root))
        self.params = [*self.params, *self.globals, _help_option()]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # click leaves it out for some, and the usage line needs it
            raise

    def get_usage(self, ctx: click.Context) -> str:
        return f"用法：{ctx.command_path} {' '.join(self.collect_usage_pieces(ctx))}"

    def get_help(self, ctx: click.Context) -> str:
        own = [param for param in self.params if param not in self.globals]
        arguments = [(arg.make_metavar(ctx), arg.about) for arg in own if isinstance(arg, Argument)]
        sections = [
            ("参数", arguments),
            ("选项", [_option_row(ctx, param) for param in own if isinstance(param, click.Option)]),
            ("全局选项", [_option_row(ctx, param) for param in self.globals]),
            ("命令", self.command_rows(ctx)),
        ]
        lines = wrap(self.get_usage(ctx), HELP_WIDTH)
        if self.help:
            lines += ["", *_indented(inspect.cleandoc(self.help))]
        for heading, rows in sections:
            if rows:
                lines += ["", f"{heading}：", *_definitions(rows)]
        if self.epilog:
            lines += ["", *_indented(inspect.cleandoc(self.epilog))]
        return "\n".join(lines)

    def command_rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        return []


def _option_row(ctx: click.Context, option: click.Option) -> tuple[str, str]:
    names = ", ".join(option.opts)
    value = "" if option.is_flag else f" {option.make_metavar(ctx)}"
    return names + value, option.help or ""


def _indented(text: str) -> Iterator[str]:
    return (f"  {line}".rstrip() for line in wrap(text, HELP_WIDTH - 2))


def _definitions(rows: list[tuple[str, str]]) -> Iterator[str]:
    width = min(max(cells(term) for term, _ in rows), 26) + 2
    for term, text in rows:
        lines = wrap(text, HELP_WIDTH - 2 - width)
        if cells(term) + 2 > width:
            yield f"  {term}"
        else:
            yield f"  {pad(term, width)}{lines.pop(0)}".rstrip()
        yield from (f"  {' ' * width}{line}".rstrip() for line in lines)


class Group(Command, click.Group):
    """A group of commands, listed in the order they were added."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings.setdefault("subcommand_metavar", "命令 …")
        super().__init__(*args, **settings)
        self.no_args_is_help = False

    def command(self, *args: Any, **settings: Any) -> Callable[[Callable[..., Any]], Command]:  # type: ignore[override]
        """Decorator: makes a function, which is given the session, a command of the group."""

        def add(function: Callable[..., Any]) -> Command:
            made = command(*args, **settings)(function)
            self.add_command(made)
            return made

        return add

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def command_rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        return [(name, command.get_short_help_str(200)) for name, command in self.commands.items()]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None and not ctx.resilient_parsing:
            from difflib import get_close_matches

            near = get_close_matches(name, self.list_commands(ctx), n=1)
            hint = f"，是不是“{near[0]}”？" if near else "。"
            raise click.UsageError(f"没有“{name}”这个命令{hint}", ctx)
        return (name if command else None), command, args[1:]


class Root(Group):
    """The program itself: its commands are modules, imported when used; the help lists them unimported."""

    def __init__(self, modules: dict[str, tuple[str, str]], *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.modules = modules
        """Command name to module (which has a ``command``) and the line that the help shows."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.modules)

    def command_rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        return [(name, about) for name, (_, about) in self.modules.items()]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.modules:
            return None
        from importlib import import_module

        command = import_module(self.modules[name][0]).command
        assert isinstance(command, click.Command)
        return command


def command(name: str, **settings: Any) -> Callable[[Callable[..., Any]], Command]:
    """Decorator: makes a function, which is given the session, a command."""
    return lambda function: click.command(name, cls=Command, **settings)(click.pass_obj(function))


def argument(name: str, metavar: str, about: str, **settings: Any) -> Callable[[Any], Any]:
    return click.argument(name, cls=Argument, metavar=metavar, about=about, **settings)


option = click.option
