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
from tests.support.paths import PROJECT

RENAME = "rename,renameat,renameat2"

FAILS = 100
"""strace has this call of each process fail. A run wastes those before the one that is to fail."""

SCRIPT = """
import os, sys
from forms.errors import TaizhangError
from store.protocol import Change, new_id
from store.shards import opening
from store.shards.filestore import FileStore

opening.LEAST, opening.SHARE = 0, 1 << 40  # the shard is written at each save: more that can fail
place = 0
revisions = {}
new_id()  # imports what it needs

def say(text):  # by pwrite, which is not among the calls that fail
    global place
    place += os.pwrite(report, text.encode(), place)

def waste(calls, times):
    here = os.open(".", os.O_RDONLY)
    for call in calls:
        for _ in range(times):
            if call == "rename":
                os.rename("wasted", "wasted")
            elif call == "renameat":
                os.rename("wasted", "wasted", src_dir_fd=here, dst_dir_fd=here)
            elif call != "renameat2":  # which Python never calls
                wasted = os.open("wasted", os.O_WRONLY)
                {"fsync": os.fsync, "ftruncate": lambda file: os.ftruncate(file, 0),
                 "write": lambda file: os.write(file, b"x")}[call](wasted)
                os.close(wasted)

def save():
    store = FileStore("store", "c2021", lock_timeout=2)
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

for line in sys.stdin:  # a run each, in a process of its own
    folder, calls, times = line.split()
    child = os.fork()
    if not child:
        os.chdir(folder)
        report = os.open("report", os.O_WRONLY | os.O_CREAT)
        os.close(os.open("wasted", os.O_WRONLY | os.O_CREAT))
        waste(calls.split(","), int(times))
        save()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(child, status, file=sys.stderr, flush=True)
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


class Failing:
    """A process under strace that forks for each run."""

    def __init__(self, calls: str, error: str, folder: Path, on: str = "") -> None:
        """The call number FAILS of each run fails, or with "+" ``on`` from there."""
        self._folder = folder
        self._calls = calls
        self._trace = folder / "trace"
        self._process = subprocess.Popen(
            ["strace", "-f", "-qq", "--seccomp-bpf", "-o", str(self._trace), "-e", f"trace={calls}", "-e",
             f"inject={calls}:error={error}:when={FAILS}{on}", sys.executable, "-c", SCRIPT],
            stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={"PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin", "PYTHONPATH": str(PROJECT)},
        )  # fmt: skip

    def run(self, which: int) -> Run:
        """Insert, change, delete in a new store at ``store`` in the folder ``which``; that call fails."""
        folder = self._folder / str(which)
        (folder / "store").mkdir(parents=True)
        assert self._process.stdin
        assert self._process.stderr
        self._process.stdin.write(f"{folder} {self._calls} {FAILS - which}\n")
        self._process.stdin.flush()
        line = self._process.stderr.readline()
        child, status = map(int, line.split())
        assert status == 0
        return _told(folder, self._injected(child))

    def _injected(self, child: int) -> int:
        """How many calls of that process failed. What strace has written it has written before the process
        went on; its end, which comes last, it may be writing still."""
        lines = [line for line in self._trace.read_text().splitlines() if line.split()[0] == str(child)]
        return sum("(INJECTED)" in line for line in lines)

    def __enter__(self) -> Failing:
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.communicate()


def _told(folder: Path, failed: int) -> Run:
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
    assert {line.split()[2] for line in refused} <= {"5", "7"}
    return Run(failed, documents, refused, [line for line in report if line.startswith("told")])


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
    with Failing(calls, error, in_memory) as failing:
        for which in range(1, FAILS):
            done = failing.run(which)
            root = in_memory / str(which) / "store"
            assert done.failed <= 1
            assert len(done.refused) <= 1
            assert found(root) == done.documents
            assert check_shard(root / CAMPAIGN / UNIT, UNIT) == []
            if not done.failed:
                break
        else:
            pytest.fail("no run without a failure")
    assert done.documents == {"a": 2, "c": 3, "d": 5}
    assert not done.refused
    assert not done.told
    assert which > 6  # calls that can fail, at the least


@pytest.mark.parametrize("calls", ["fsync", "write", RENAME, "fsync,ftruncate"])
def test_every_call_fails_from_some_point_on(in_memory: Path, calls: str) -> None:
    with Failing(calls, "EIO", in_memory, on="+") as failing:
        for first in (1, 3, 5):
            done = failing.run(first)
            root = in_memory / str(first) / "store"
            assert done.failed
            assert done.refused or done.told
            # the disk works again: what was blocked is let go on
            check_shard(root / CAMPAIGN / UNIT, UNIT)
            assert found(root) == done.documents  # nothing that was refused has come back to life
            unsure = [line for line in done.refused if line.split()[2] == "7"]
            assert len(unsure) == (1 if "fsync" in calls and first > 3 else 0)
            assert all("不能确定是否写入" in line and "taizhang check" in line for line in unsure)
            assert not (root / CAMPAIGN / UNIT).exists() or check_shard(root / CAMPAIGN / UNIT, UNIT) == []
