"""The Nth fsync, write or rename of a process fails, N swept until a run meets none (strace injects it)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from store.integrity import check_shard
from store.shards.filestore import FileStore
from tests.support.changes import CAMPAIGN, UNIT

RENAME = "rename,renameat,renameat2"

SCRIPT = """
import os, sys
from forms.errors import TaizhangError
from store.protocol import Change
from store.shards.filestore import FileStore

store = FileStore(sys.argv[1], "c2021", lock_timeout=2)
report = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT)
place = 0
revisions = {}

def say(text):  # by pwrite, which is not among the calls that fail
    global place
    place += os.pwrite(report, text.encode(), place)

for number, name in enumerate(("a", "b", "a", "c", "b", "d")):
    data = {"n": number} if number != 4 else None
    if data is None and name not in revisions:
        continue
    change = Change(id=name, annex="study", org="jsj", base=revisions.get(name, 0), data=data)
    try:
        (made,) = store.apply("units/jsj", [change], "u")
    except TaizhangError as error:
        say(f"refused {name} {error.EXIT_CODE} {error}\\n")
    else:
        revisions[name] = made.rev if made else 0
        say(f"saved {name} {number if made else '-'}\\n")
    for told in store.warnings():
        say(f"told {told}\\n")
say("end\\n")
"""


@dataclass
class Run:
    """What became of a process some of whose calls failed."""

    failed: int
    """How many calls did."""
    documents: dict[str, int]
    """What it was told is saved: id and number."""
    refused: list[str]
    told: list[str]


def run(calls: str, which: str, error: str, folder: Path) -> Run:
    """Insert, change, delete in a new store at ``folder/store``. ``which`` calls fail: as strace has it."""
    (folder / "store").mkdir(parents=True)
    done = subprocess.run(
        ["strace", "-f", "-qq", "--seccomp-bpf", "-o", str(folder / "trace"), "-e", f"trace={calls}", "-e",
         f"inject={calls}:error={error}:when={which}", sys.executable, "-c", SCRIPT,
         str(folder / "store"), str(folder / "report")],
        capture_output=True, text=True, env={"PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"},
        cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = (folder / "report").read_text().splitlines()
    assert report[-1] == "end"
    documents: dict[str, int] = {}
    for line in report:
        if line.startswith("saved"):
            _, name, number = line.split()
            documents.pop(name, None)
            if number != "-":
                documents[name] = int(number)
    refused = [line for line in report if line.startswith("refused")]
    assert all(line.split()[2] == "5" for line in refused)
    told = [line for line in report if line.startswith("told")]
    return Run((folder / "trace").read_text().count("(INJECTED)"), documents, refused, told)


def found(root: Path) -> dict[str, int]:
    return {document.id: document.data["n"] for document in FileStore(root, CAMPAIGN).query(UNIT)}


@pytest.fixture(scope="module", autouse=True)
def _strace_works() -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    done = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("strace may not trace here")


@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
@pytest.mark.parametrize("calls", ["fsync", "write", RENAME], ids=["fsync", "write", "rename"])
def test_one_call_fails(in_memory: Path, calls: str, error: str) -> None:
    """All that was acknowledged is there, and nothing that was refused."""
    for which in range(1, 100):
        folder = in_memory / str(which)
        done = run(calls, str(which), error, folder)
        assert done.failed <= 1
        assert len(done.refused) <= 1
        assert found(folder / "store") == done.documents
        assert check_shard(folder / "store" / CAMPAIGN / UNIT, UNIT) == []
        if not done.failed:
            break
    else:
        pytest.fail("no run without a failure")
    assert done.documents == {"a": 2, "c": 3, "d": 5}
    assert not done.refused
    assert not done.told
    assert which > 6  # calls that can fail, at the least


@pytest.mark.parametrize("calls", ["fsync", "write", RENAME, "fsync,ftruncate"])
@pytest.mark.parametrize("first", [1, 3, 5])
def test_every_call_fails_from_some_point_on(in_memory: Path, calls: str, first: int) -> None:
    done = run(calls, f"{first}+", "EIO", in_memory / "once")
    root = in_memory / "once" / "store"
    assert done.failed
    assert done.refused or done.told
    check_shard(root / CAMPAIGN / UNIT, UNIT)  # the disk works again: what was blocked is let go on
    # of what was refused only a line that could be neither taken back nor marked may have come through
    there = found(root)
    other = [name for name in {**there, **done.documents} if there.get(name) != done.documents.get(name)]
    assert len(other) <= (1 if calls == "fsync,ftruncate" else 0)
    assert check_shard(root / CAMPAIGN / UNIT, UNIT) == []
