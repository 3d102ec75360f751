"""The READMEs tell of every command and every key, of none that is not there, and show the pictures that the
tests compare."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from exports.renderers.registry import RENDERERS
from forms.kinds.registry import TRAITS
from tests.support import job
from tests.support.paths import PROJECT
from tests.support.stanzas import STANZAS
from tui.commands.main import PROGRAM

ENGLISH, CHINESE = PROJECT / "README.md", PROJECT / "README.zh-CN.md"
BOTH = pytest.mark.parametrize("readme", [ENGLISH, CHINESE], ids=lambda path: path.name)
SNAPSHOTS = PROJECT / "tests" / "snapshots"


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by the words it is called with: ``org list``."""

    def walk(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            if isinstance(command, click.Group):
                yield from walk(command, (*path, name))
            else:
                yield " ".join((*path, name)), command

    yield from walk(PROGRAM, ())


def examples(readme: Path) -> list[str]:
    """Whatever stands in code and begins with the program's name."""
    text = readme.read_text()
    blocks = "\n".join(re.findall(r"```\w*\n(.*?)```", text, re.DOTALL))
    spans = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    lines = [line.strip() for line in [*blocks.splitlines(), *spans]]
    return sorted({line for line in lines if re.match(r"taizhang( |$)", line)})


# Kinds


@pytest.mark.parametrize("named", [*TRAITS, *RENDERERS])
def test_the_handbook_names_every_kind_of_field_and_every_format(named: str) -> None:
    assert f"`{named}`" in CHINESE.read_text()


# Commands


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_has_an_example_and_a_help_text(name: str) -> None:
    command = dict(commands())[name]
    assert command.help
    assert any(f"{line} ".startswith(f"taizhang {name} ") for line in examples(CHINESE)), name


@pytest.mark.parametrize("line", examples(CHINESE) + examples(ENGLISH))
def test_every_example_is_a_command_with_options_that_it_has(line: str) -> None:
    words = shlex.split(line.partition(" |")[0].partition(" >")[0])[1:]
    command: click.Command = PROGRAM
    while True:
        context = click.Context(command)
        _, words, _ = command.make_parser(context).parse_args(args=[word for word in words if word != "…"])
        if not isinstance(command, click.Group) or not words:
            return
        found = command.get_command(context, words[0])
        assert found is not None, f"there is no {words[0]}"
        command, words = found, words[1:]


def test_every_way_a_run_ends_is_told() -> None:
    told = re.search(r"退出状态：(.*)", CHINESE.read_text())
    assert told is not None
    assert re.findall(r"(\d+) ", told[1]) == ["0", "1", "2", "3", "4", "5", "6", "7", "70"]


def test_every_setting_is_told_with_what_it_is() -> None:
    from store.settings import KEYS

    told = CHINESE.read_text()
    assert [name for name, key in KEYS.items() if f"| {key.about} |" not in told] == []
    assert [name for name in KEYS if f"| `{name}` |" not in told] == []


# Keys


def test_the_key_tables_are_those_of_the_actions() -> None:
    from tui.screens.documented import markdown

    told = markdown().strip() in CHINESE.read_text()
    assert told, "python -m tui.screens.documented prints what belongs there"


def test_the_key_tables_leave_no_action_out() -> None:
    from tui import screens, widgets
    from tui.actions import Action
    from tui.screens.documented import rows, sections

    told = {row for _, actions in sections() for row in rows(actions)}
    names = [
        module.name
        for package in (screens, widgets)
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    ]
    actions: list[Action] = [
        action
        for name in names
        for thing in vars(importlib.import_module(name)).values()
        if isinstance(thing, type) and thing.__module__ == name
        for action in thing.__dict__.get("ACTIONS", ())
    ]
    assert len(actions) > 30
    assert [row for row in rows(actions) if row not in told] == []


def test_the_english_table_names_the_main_keys() -> None:
    from tui.actions import BACK, COMMANDS, HELP, QUIT, SAVE, TABLE, UNDO, WORD
    from tui.actions import key_words as words

    table = ENGLISH.read_text()
    for action in (SAVE, WORD, TABLE, UNDO, COMMANDS, HELP, QUIT, BACK):
        assert f"| {words(action.keys[0])}" in table, action.id


# Pictures


@BOTH
def test_pictures_are_snapshots_that_exist(readme: Path) -> None:
    shown = re.findall(r"!\[[^]]*\]\(([^)]+)\)", readme.read_text())
    assert shown
    for picture in shown:
        assert (PROJECT / picture).is_file(), picture
        assert (PROJECT / picture).parent == SNAPSHOTS


def test_every_screen_is_shown() -> None:
    """Dialogs are compared with pictures too, and need none in the README."""
    shown = CHINESE.read_text()
    names = {path.stem.rpartition("-")[0] for path in SNAPSHOTS.glob("*.svg")}
    names = {name for name in names if not name.startswith("dialog-")}
    assert [name for name in sorted(names) if f"tests/snapshots/{name}-" not in shown] == []


# The two commands, the first day, the server


def fenced(readme: Path, containing: str) -> list[str]:
    lines = "\n".join(re.findall(r"```sh\n(.*?)```", readme.read_text(), re.DOTALL)).splitlines()
    return [line for line in lines if containing in line]


def test_one_command_opens_the_program_and_one_passes_the_tests() -> None:
    opens = [line for line in fenced(ENGLISH, "-m venv") if line.endswith("/taizhang")]
    tests = [line for line in fenced(ENGLISH, "-m venv") if line.endswith("/pytest")]
    assert len(opens) == len(tests) == 1
    assert fenced(CHINESE, "-m venv") == opens


def test_the_pipeline_runs_the_tests_as_the_readme_does() -> None:
    (told,) = [line for line in fenced(ENGLISH, "-m venv") if line.endswith("/pytest")]
    script = (PROJECT / ".ci" / "run").read_text()
    script = script.replace('"$venv"', ".venv").replace('"$venv/bin/', '".venv/bin/')
    done = [line.replace('"', "") for line in script.splitlines()]
    for step in told.split(" && "):
        assert step.strip() in done


def test_the_first_day_uses_the_very_answers_of_the_test_that_walks_it() -> None:
    day = CHINESE.read_text()
    answers = [job.UNIT, *job.FINDINGS.values(), *job.LEDGER.values()]
    answers += [value for branch in job.ORGANISATIONS for value in branch.values()]
    answers += [value for owner, fields in job.RECORDS for value in (owner, *fields.values())]
    assert [answer for answer in answers if answer not in day] == []
    for indicator, digit in job.VERDICTS.items():
        assert (indicator in job.FINDINGS) == (digit != "1")
    for indicator in job.FINDINGS:
        assert f"| {indicator} | {job.VERDICTS[indicator]} |" in day


def test_the_stanza_for_sshd_is_the_one_that_is_tried() -> None:
    assert STANZAS.strip() in ENGLISH.read_text()


def test_the_bench_command_is_told() -> None:
    assert "python -m tests.bench" in ENGLISH.read_text()


def test_each_promise_names_a_test_that_exists() -> None:
    promised = set(re.findall(r"`(tests/[\w/]+(?:\.py|/))`", ENGLISH.read_text()))
    assert len(promised) > 20
    assert [name for name in sorted(promised) if not (PROJECT / name).exists()] == []
