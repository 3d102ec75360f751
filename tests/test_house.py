"""The house keeps its rules: rooms import downwards, commands start light, what is public is documented."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import cast

import pytest

from tests.support.paths import PROJECT

ROOMS = ("forms", "store", "exports", "tui")
TOP_LEVEL = {
    *ROOMS,
    "tests",
    "pyproject.toml",
    "requirements.lock",
    "requirements-dev.lock",
    "README.md",
    "README.zh-CN.md",
    "CHANGELOG.md",
    ".ci",
    ".gitignore",
}
HEAVY = ("textual", "rich", "docx", "lxml", "ulid", "openpyxl", "asyncio")
"""What a command that only reads must not load."""

FOREIGN = (
    "/wo" + "rk/",
    "/op" + "t/",
    "/tm" + "p/plan",
    "py" + "pi.org",
    "python" + "hosted",
    "deb." + "debian",
)
"""Paths of somebody's machine, hosts of registries: neither belongs in the project."""


@cache
def tracked() -> list[Path]:
    """Files under version control that are there, and new ones not yet added."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [PROJECT / name for name in listing.split("\0") if name and (PROJECT / name).is_file()]


def sources() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py"]


def name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def test_rooms_import_only_the_rooms_below() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=PROJECT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_top_level_has_the_rooms_and_nothing_else() -> None:
    assert {path.relative_to(PROJECT).parts[0] for path in tracked()} <= TOP_LEVEL


def test_every_source_says_what_it_is() -> None:
    without = [
        name(path)
        for path in sources()
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert without == []


DOCUMENTED = 0.85
"""Of what is public in a room: modules, classes, functions and methods."""


def public(node: ast.Module | ast.ClassDef) -> Iterator[ast.Module | ast.ClassDef | ast.FunctionDef]:
    """A module or a class, and what in it has no underscore in front."""
    yield node
    for one in node.body:
        if isinstance(one, ast.ClassDef) and not one.name.startswith("_"):
            yield from public(one)
        elif isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and not one.name.startswith("_"):
            yield cast(ast.FunctionDef, one)


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_public_is_documented(room: str) -> None:
    trees = [ast.parse(path.read_text()) for path in sources() if name(path).startswith(f"{room}/")]
    found = [one for tree in trees for one in public(tree)]
    without = [one for one in found if not ast.get_docstring(one)]
    assert 1 - len(without) / len(found) >= DOCUMENTED


def imported(path: Path) -> set[str]:
    """Modules that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_what_tests_share_is_in_no_test() -> None:
    """Nothing is imported from a test module, nor from a conftest."""
    wrong = {
        name(path): module
        for path in sources()
        for module in imported(path)
        if module.startswith("tests.") and re.search(r"\.(test_\w+|conftest)(\.|$)", module)
    }
    assert wrong == {}


@pytest.mark.parametrize("foreign", FOREIGN)
def test_no_trace_of_a_machine(foreign: str) -> None:
    assert [name(path) for path in tracked() if foreign.encode() in path.read_bytes()] == []


LOADED = """
import sys
from tui.commands.main import main
try:
    main()
except SystemExit as end:
    print(end.code or 0, *sys.modules, file=sys.stderr)
"""


def loaded(folder: Path, *arguments: str) -> set[str]:
    """Runs a command with ``folder`` as home; the modules it has loaded at its end."""
    run = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env={"HOME": str(folder), "LANG": "C.UTF-8", "TAIZHANG_STORE": str(folder / "store")},
    )
    status, *modules = run.stderr.splitlines()[-1].split()
    assert status == "0", run.stderr
    return set(modules)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a store in it."""
    folder = tmp_path_factory.mktemp("house")
    loaded(folder, "init", "--year", "2021", "--unit", "计算机学院党委")
    return folder


@pytest.mark.parametrize(
    "command", [["due"], ["due", "--format", "json"], ["list", "study"], ["org", "list"]]
)
def test_reading_commands_load_neither_screens_nor_word(home: Path, command: list[str]) -> None:
    assert {module.partition(".")[0] for module in loaded(home, *command)}.isdisjoint(HEAVY)


def test_help_imports_none_of_the_commands_it_lists(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "--help")
    assert [
        module for module in modules if re.fullmatch(r"tui\.commands\.(demo|init|due|export|org)", module)
    ] == []


def private_names(tree: ast.AST) -> set[str]:
    """Those with one underscore in front that a file itself defines."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.add(node.attr)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return {name for name in names if name.startswith("_") and not name.startswith("__")}


LIBRARIES = {"_app", "_size", "_replace"}
"""Of Textual's drivers and of named tuples: their classes are open to those below them."""


def test_no_file_reaches_into_anothers_private_names() -> None:
    trees = {path: ast.parse(path.read_text()) for path in sources() if name(path).startswith(ROOMS)}
    own = {path: private_names(tree) for path, tree in trees.items()}
    found = set()
    for path, tree in trees.items():
        theirs = (
            set().union(*(names for other, names in own.items() if other != path)) - own[path] - LIBRARIES
        )
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in theirs:
                found.add((name(path), node.attr))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(ROOMS):
                found |= {(name(path), one.name) for one in node.names if one.name.startswith("_")}
    assert found == set()


def test_what_is_installed_is_named_by_its_hashes() -> None:
    """Everything that pyproject.toml asks for, what builds the project too; the program's own files alike in
    both locks."""
    locks = [_locked(name) for name in ("requirements.lock", "requirements-dev.lock")]
    for lock in locks:
        assert lock
        assert all(hashes for _, hashes in lock.values())
    assert locks[0].items() <= locks[1].items()
    said = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    needed = [*said["build-system"]["requires"], *said["project"]["dependencies"]]
    dev = said["project"]["optional-dependencies"]["dev"]
    for lock, wanted in zip(locks, (needed, [*needed, *dev]), strict=True):
        assert {_bare(one) for one in wanted} <= lock.keys()
    for name in ("README.md", ".ci/run"):
        text = (PROJECT / name).read_text("utf-8")
        assert len(re.findall(r"pip\S* install", text)) == 2 * len(re.findall("--require-hashes -r", text))


def _locked(name: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Package to version and hashes."""
    text = re.sub("^#.*\n", "", (PROJECT / name).read_text("utf-8"), flags=re.MULTILINE)
    found = {}
    for entry in re.split(r"(?<!\\)\n", text.strip()):
        pin, *hashes = entry.split("\\\n")
        package, version = pin.strip().split("==")
        assert all(re.fullmatch(r"\s*--hash=sha256:[0-9a-f]{64}\s*", one) for one in hashes)
        found[_bare(package)] = version, tuple(one.strip() for one in hashes)
    return found


def _bare(requirement: str) -> str:
    return re.split(r"[<>=!~ \[;]", requirement)[0].lower().replace("_", "-")
