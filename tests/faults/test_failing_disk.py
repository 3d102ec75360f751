"""The Nth fsync, write or rename of a process fails, N swept until a run meets none (strace injects it)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from store.integrity import check_shard
from store.shards.filestore import FileStore

CAMPAIGN = "c2021"
UNIT = "units/jsj"

SCRIPT = """
import os, sys
from forms.errors import TaizhangError
from store.protocol import Change
from store.shards.filestore import FileStore

store = FileStore(sys.argv[1], "c2021", lock_timeout=2)
report = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT)
place = 0

def say(text):  # by pwrite, which is not among the calls that fail
    global place
    place += os.pwrite(report, text.encode(), place)

for number in range(5):
    name = f"d{number}"
    try:
        store.apply("units/jsj", [Change(id=name, annex="study", org="jsj", base=0, data={"n": number})], "u")
    except TaizhangError as error:
        say(f"refused {name} {error.EXIT_CODE} {error}\\n")
    else:
        say(f"saved {name}\\n")
    for told in store.warnings():
        say(f"told {told}\\n")
say("end\\n")
"""


def strace(calls: str, which: str, error: str, root: Path, report: Path) -> list[str]:
    """What the process reported, a line each."""
    done = subprocess.run(
        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e",
         f"inject={calls}:error={error}:when={which}", sys.executable, "-c", SCRIPT, str(root), str(report)],
        capture_output=True, text=True, env={"PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"},
        cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return report.read_text().splitlines()


@pytest.fixture(scope="module", autouse=True)
def _strace_works(tmp_path_factory: pytest.TempPathFactory) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    done = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("strace may not trace here")


@pytest.mark.parametrize(
    ("calls", "error"),
    [("fsync", "EIO"), ("write", "EIO"), ("write", "ENOSPC"), ("rename,renameat,renameat2", "EIO")],
)
def test_one_call_fails(tmp_path: Path, calls: str, error: str) -> None:
    met = 0
    for which in range(1, 60):
        folder = tmp_path / str(which)
        root = folder / "store"
        root.mkdir(parents=True)
        report = strace(calls, str(which), error, root, folder / "report")
        assert report[-1] == "end"
        saved = [line.split()[1] for line in report if line.startswith("saved")]
        refused = [line for line in report if line.startswith("refused")]
        told = [line for line in report if line.startswith("told")]
        store = FileStore(root, CAMPAIGN)
        # all that was acknowledged, and nothing that was refused
        assert [document.id for document in store.query(UNIT)] == saved
        assert check_shard(root / CAMPAIGN / UNIT, UNIT) == []
        assert len(refused) <= 1
        assert all(" 5 " in line for line in refused)
        if len(saved) == 5 and not told:
            break
        met += 1
    else:
        pytest.fail("no run without a failure")
    assert met >= 5


@pytest.mark.parametrize("calls", ["fsync", "write", "rename,renameat,renameat2", "fsync,ftruncate"])
@pytest.mark.parametrize("first", [1, 3, 5])
def test_every_call_fails_from_some_point_on(tmp_path: Path, calls: str, first: int) -> None:
    root = tmp_path / "store"
    root.mkdir()
    report = strace(calls, f"{first}+", "EIO", root, tmp_path / "report")
    assert report[-1] == "end"
    saved = [line.split()[1] for line in report if line.startswith("saved")]
    assert len(saved) < 5 or any(line.startswith("told") for line in report)
    check_shard(root / CAMPAIGN / UNIT, UNIT)  # the disk works again: what was blocked is let go on
    store = FileStore(root, CAMPAIGN)
    # of what was refused only a line that could be neither taken back nor marked may have come through
    found = [document.id for document in store.query(UNIT)]
    assert [name for name in found if name in saved] == saved
    assert len(found) - len(saved) <= (1 if calls == "fsync,ftruncate" else 0)
    assert check_shard(root / CAMPAIGN / UNIT, UNIT) == []
