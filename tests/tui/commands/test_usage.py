"""Wrong usage is met in Chinese, whatever the command: click's own English never shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from tests.support.commands import Run
from tui.commands.main import COMMANDS, PROGRAM

ENGLISH = re.compile(
    r"Usage|Options|Commands|Error:|Try |Missing|No such|Invalid|unexpected|requires|Got |Did you|Show "
    r"|Aborted|not take|Arguments|required|default:|env var|argument\b|option\b"
)


def _every_command() -> Iterator[tuple[str, ...]]:
    for name, (module, _) in COMMANDS.items():
        command = import_module(module).command
        yield (name,)
        if isinstance(command, click.Group):
            yield from ((name, below) for below in command.commands)


EVERY = [(), *_every_command()]


def _is_chinese(text: str) -> bool:
    return re.search("[一-鿿]", text) is not None


def _lookup(path: tuple[str, ...]) -> click.Command:
    command: click.Command = PROGRAM
    for name in path:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found
    return command


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_help_is_chinese(run: Run, path: tuple[str, ...]) -> None:
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("用法：taizhang")
    assert re.search("--help +显示帮助后退出。", result.stdout)
    assert not ENGLISH.search(result.stdout), result.stdout


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_every_option_and_argument_is_explained(path: tuple[str, ...]) -> None:
    for param in _lookup(path).params:
        text = param.help if isinstance(param, click.Option) else getattr(param, "about", None)
        assert _is_chinese(text or ""), param
        metavar = param.make_metavar(click.Context(_lookup(path)))
        assert (isinstance(param, click.Option) and param.is_flag) or _is_chinese(metavar)


def _wrong_lines(path: tuple[str, ...]) -> Iterator[list[str]]:
    """Each way of using a command wrongly that its parameters allow."""
    command = _lookup(path)
    yield [*path, "--nonsense"]
    yield [*path, "-x"]
    yield [*path, "--help=1"]
    yield [*path, *(["多余"] * 9)] if not isinstance(command, click.Group) else [*path, "nonsense"]
    for param in command.params:
        if isinstance(param, click.Option):
            name = param.opts[0]
            yield [*path, name] if not param.is_flag else [*path, f"{name}=1"]
            if not param.is_flag and type(param.type).__name__ in ("OneOf", "Whole", "Day", "Year"):
                yield [*path, name, "rubbish\x1b[31m"]
    if any(param.required for param in command.params):
        yield [*path]


LINES = [line for path in EVERY for line in _wrong_lines(path) if "[附件]…" not in str(line)]


@pytest.mark.parametrize("line", LINES, ids=repr)
def test_wrong_usage_is_told_in_chinese(run: Run, line: list[str]) -> None:
    if line[:1] == ["export"] and "多余" in line:
        line = [*line, "--format", "csv", "--out", "x", "--nonsense"]  # takes any number of annexes
    if line[:1] == ["import"] and "多余" in line:
        line = [*line, "--nonsense"]  # takes any number of files
    result = run(*line)
    assert result.exit_code == 2, (line, result.output)
    assert result.stdout == ""
    first = result.stderr.splitlines()[0]
    assert first.startswith("错误：")
    assert _is_chinese(first.removeprefix("错误："))
    assert not ENGLISH.search(result.stderr.replace("--nonsense", "")), result.stderr
    assert re.search("用法：.*--help", result.stderr, re.DOTALL)
    assert "\x1b" not in result.stderr


def test_a_misspelt_command_is_guessed(run: Run) -> None:
    assert "是不是“export”" in run("exprot").stderr


def test_the_name_of_a_missing_option_is_told(run: Run) -> None:
    assert "--year" in run("init", "--unit", "甲").stderr


@pytest.mark.parametrize("value", ["2021-02-30", "13月", "20210410", "２０２１－０５－０７", "", "昨天"])
def test_a_bad_today_is_wrong_usage(run: Run, value: str) -> None:
    for line in (["--today", value, "due"], ["due", "--today", value]):
        result = run(*line)
        assert result.exit_code == 2
        assert "--today" in result.stderr


def test_a_bad_today_in_the_environment_is_wrong_usage(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAIZHANG_TODAY", "2021-02-30")
    result = run("due")
    assert result.exit_code == 2
    assert "2021-02-30" in result.stderr


def test_version(run: Run) -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("taizhang ")


def test_help_lists_commands_without_importing_them() -> None:
    """The table of commands says what each module's own help says first, so that neither goes stale."""
    for name, (module, about) in COMMANDS.items():
        command = import_module(module).command
        assert command.name == name
        assert _is_chinese(about)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_clicks_own(shell: str, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setenv("_TAIZHANG_COMPLETE", f"{shell}_source")
    if shell == "bash":  # click asks bash for its version first
        check = "click.shell_completion.BashComplete._check_version"
        monkeypatch.setattr(check, lambda self: None, raising=False)
    result = run()
    assert "_TAIZHANG_COMPLETE" in result.stdout
    assert f"_TAIZHANG_COMPLETE={shell}_source taizhang" in run_help(run, monkeypatch)


def run_help(run: Run, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("_TAIZHANG_COMPLETE")
    return str(run("--help").stdout)


def test_completion_offers_commands_and_values(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_TAIZHANG_COMPLETE", "fish_complete")
    monkeypatch.setenv("COMP_WORDS", "taizhang ")
    monkeypatch.setenv("COMP_CWORD", "ex")
    assert "export" in run().stdout
    monkeypatch.setenv("COMP_WORDS", "taizhang due --format ")
    monkeypatch.setenv("COMP_CWORD", "j")
    assert "json" in run().stdout


def test_completion_knows_the_store_at_hand(run: Run, school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_TAIZHANG_COMPLETE", "fish_complete")
    for words, begun, expected in [
        ("taizhang add ", "le", "plain,ledger\t台账"),
        ("taizhang due --org ", "u1-", "plain,u1-01\t教工第一党支部"),
        ("taizhang config set ", "th", "theme"),
        (f"taizhang --store {school} list study --org ", "u1-", "u1-01"),
    ]:
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", begun)
        assert expected in run().stdout.replace("\n", "\t").replace("plain\t", "plain,"), words
    monkeypatch.setenv("TAIZHANG_STORE", "/nowhere")
    monkeypatch.setenv("COMP_WORDS", "taizhang due --org ")
    nothing = run()
    assert nothing.output.strip() == ""
