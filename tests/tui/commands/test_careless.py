"""Whatever one member does in the folder of their own unit, the commands go on with the others, name the unit
that is left out, and end with status 5."""

from __future__ import annotations

import grp
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from store.shards import locks, shard
from tests.support.careless import ITEMS, Item
from tests.support.commands import Run, run_line
from tests.support.members import found_school, give_members
from tests.support.paths import SCRATCH


class Line(NamedTuple):
    """A command, and what it ``needs`` of a unit: where that is hidden the unit is left out."""

    words: tuple[str, ...]
    needs: frozenset[str]
    shows: str = "计算机学院党委"
    """What it says of the other unit."""


READ, ALL = frozenset({"read"}), frozenset({"read", "study"})
CHECK, ACCESS = frozenset({"check"}), frozenset({"access"})
REPAIR = frozenset({"repair"})

COMMANDS = (
    Line(("due",), ALL),
    Line(("due", "--format", "json"), ALL),
    Line(("list", "schedule"), ALL),
    Line(("list", "study"), ALL),
    Line(("list", "study", "--format", "json"), ALL),
    Line(("list", "guide"), READ),
    Line(("list", "ledger"), READ),
    Line(("export", "--format", "csv", "--out", "each"), ALL),
    Line(("export", "study", "--merge", "--format", "csv", "--out", "merged"), ALL, "某大学党委"),
    Line(("export", "guide", "--merge", "--format", "docx", "--out", "merged"), READ, "某大学党委"),
    Line(("export", "study", "--org", "xx", "--format", "json", "--out", "all"), ALL, "某大学党委"),
    Line(("export", "materials", "--format", "docx", "--out", "papers"), ALL),
    Line(("history",), READ),
    Line(("history", "study", "--format", "json"), READ),
    Line(("check",), CHECK, ""),
    Line(("access", "plan", "--keep-groups"), ACCESS, ""),
    Line(("access", "check", "--keep-groups"), ACCESS, ""),
    Line(("access", "apply", "--keep-groups"), ACCESS, ""),
    Line(("check", "--repair"), REPAIR, ""),
)
"""Those that change something last."""
ONLY_FOR_ROOT = {"access"}
UNIT = "机械学院党委"

MEMBERS = """
[unix]
office = "operator"
members = "src"
groups = { jsj = "floppy", jx = "tape" }
[[members]]
group = "floppy"
role = "unit"
organisations = ["jsj"]
[[members]]
group = "tape"
role = "unit"
organisations = ["jx"]
"""
"""Groups that a Debian has, and that nobody is in: none is made, and nobody logs in."""


GROUPS = {"operator", "src", "floppy", "tape"}
ROOT = os.geteuid() == 0 and {one.gr_name for one in grp.getgrall()} >= GROUPS
"""May access be laid out?"""


@pytest.fixture(scope="module")
def public() -> Iterator[Path]:
    """A folder that all accounts may enter, as a store for several people needs one."""
    folder = Path(tempfile.mkdtemp(prefix="taizhang-careless-", dir=SCRATCH))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def original(public: Path) -> Path:
    """A school of two units with a record and a finding each, laid out for several people."""
    folder = public / "original"
    folder.mkdir()
    root = folder / "store"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
        found_school(root)
        at = ("--store", str(root))
        words = ("--set", "id=xx", "--set", "name=某大学党委", "--set", "level=school")
        assert run_line("org", "add", *words, *at).exit_code == 0
        for unit in ("jsj", "jx"):
            assert run_line("org", "set", unit, "--set", "parent=xx", *at).exit_code == 0
            record = ("--set", "time=0401", "--set", f"content={'学习党史' * 6}", "--org", unit)
            assert run_line("add", "study", *record, *at).exit_code == 0
            said = ("--set", "indicator=1-1", "--set", "verdict=3", "--set", "finding=某个问题")
            assert run_line("add", "guide", *said, "--org", unit, *at).exit_code == 0
            written = ("--deliverable", "final-report", "--text", "-", "--org", unit, *at)
            assert run_line("material", *written, input="一、总结").exit_code == 0
            said = ("--set", "experience=经验", "--incomplete")
            assert run_line("add", "ledger", *said, "--org", unit, *at).exit_code == 0
        give_members(root, MEMBERS)
        if ROOT:
            done = run_line("access", "apply", "--keep-groups", *at)
            assert done.exit_code == 0, done.output
    return root


@pytest.fixture
def careless_school(
    original: Path, public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    root = public / "store"
    subprocess.run(["cp", "-a", original, root], check=True)
    monkeypatch.setenv("TAIZHANG_STORE", str(root))
    monkeypatch.setattr(locks, "TIMEOUT", 0.01)
    monkeypatch.setattr(shard, "PATIENCE", 0.01)
    monkeypatch.chdir(tmp_path)
    yield root
    shutil.rmtree(root)


def _lines() -> list[Line]:
    return [line for line in COMMANDS if ROOT or line.words[0] not in ONLY_FOR_ROOT]


def test_nothing_is_left_out_where_nothing_is_wrong(careless_school: Path, run: Run) -> None:
    for line in _lines():
        done = run(*line.words)
        assert done.exit_code == 0, (line, done.output)
        assert line.shows in done.output, line


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_the_others_go_on(careless_school: Path, run: Run, item: Item) -> None:
    (unit,) = careless_school.glob("*/units/jx")
    wrong: list[str] = []
    with item.do(unit):
        for line in _lines():
            done = run(*line.words)
            hidden = bool(line.needs & item.hides)
            good = (
                done.exit_code == (5 if hidden else 0)
                and line.shows in done.output
                and (not hidden or UNIT in done.stderr or "units/jx" in done.output)
                and "Traceback" not in done.output
                and "\x1b" not in done.output
            )
            if not good:
                wrong.append(f"{' '.join(line.words)}: {done.exit_code} {done.output[-600:]}")
    assert not wrong, "\n".join([item.name, *wrong])


def test_a_million_rows_are_refused(run: Run, careless_school: Path) -> None:
    """Before anything is made of them: they would cost everybody on the server its memory."""
    rows = "时间,学习内容,学习方式,开展单位,参加人员\n" + "4月1日,学习,自学,,1\n" * 1_000_000
    done = run("import", "study", "-", "--org", "jx", input=rows.encode())
    assert (done.exit_code, "超过20000行" in done.stderr, done.stdout) == (3, True, ""), done.output


def test_what_is_left_out_is_in_json_too(run: Run, careless_school: Path) -> None:
    (unit,) = careless_school.glob("*/units/jx")
    (unit / "shard.json").unlink()
    (unit / "shard.json").mkdir()
    for words in (("due",), ("list", "study"), ("list", "guide"), ("history", "study")):
        *rows, last = json.loads(run(*words, "--format", "json").stdout)
        assert rows, words
        assert (last["org"], last["org_name"]) == ("jx", UNIT)
        assert "shard.json" in last["skipped"]
    run("export", "study", "--org", "xx", "--format", "json", "--out", "all")
    (file,) = Path("all").iterdir()
    (skipped,) = json.loads(file.read_bytes())["skipped"]
    assert skipped["org"] == "jx"


def test_a_unit_that_is_asked_alone_is_refused(run: Run, careless_school: Path) -> None:
    """No form that looks as if there were nothing in it."""
    (unit,) = careless_school.glob("*/units/jx")
    (unit / "shard.json").unlink()
    (unit / "shard.json").mkdir()
    for words in (("due",), ("list", "study"), ("list", "ledger")):
        done = run(*words, "--org", "jx")
        assert (done.exit_code, done.stdout) == (5, ""), done.output
    done = run("export", "study", "--org", "jx", "--format", "docx", "--out", "one")
    assert done.exit_code == 5
    assert not Path("one").exists() or not list(Path("one").iterdir())
    assert run("due", "--org", "jsj").exit_code == 0  # and whoever is of another unit does not notice
