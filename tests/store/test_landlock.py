"""A process that has given up what it will not need: tried in one of its own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from store import kernel, landlock
from store.landlock import READ, WRITE, restrict, version

HELD = pytest.mark.skipif(version() == 0, reason="no Landlock in this kernel")

CHILD = """
import json, os, resource, socket, subprocess, sys
from pathlib import Path
from store.landlock import READ, WRITE, restrict, restricted
from store import kernel

top = Path(sys.argv[1])
before = restricted()
assert restrict({top / "own": WRITE, top / "look": READ, top / "gone": READ})
kernel.no_dumps()


def tried(what):
    try:
        what()
    except OSError as error:
        return type(error).__name__
    return ""


def moved():
    os.rename(top / "own" / "a", top / "own" / "folder" / "a")


def fork_and_wait():
    child = os.fork()
    if child == 0:
        os._exit(0 if tried(lambda: open("/etc/hostname")) else 1)
    if os.waitpid(child, 0)[1]:
        raise OSError


listener = int(sys.argv[2])
print(json.dumps({
    "before": before,
    "held": restricted(),
    "read own": tried(lambda: open(top / "own" / "a").read()),
    "make own": tried(lambda: open(top / "own" / "b", "w").write("x")),
    "make a folder": tried(lambda: os.mkdir(top / "own" / "folder")),
    "move within": tried(moved),
    "cut": tried(lambda: os.truncate(top / "own" / "b", 0)),
    "remove own": tried(lambda: os.unlink(top / "own" / "b")),
    "look": tried(lambda: open(top / "look" / "a").read()),
    "children too": tried(fork_and_wait),
    "write where one looks": tried(lambda: open(top / "look" / "a", "a")),
    "read elsewhere": tried(lambda: open(top / "secret")),
    "by a link": tried(lambda: open(top / "own" / "link")),
    "list elsewhere": tried(lambda: os.listdir(top)),
    "environ": tried(lambda: open("/proc/self/environ")),
    "make a link": tried(lambda: os.symlink("/etc/passwd", top / "own" / "new-link")),
    "make a pipe": tried(lambda: os.mkfifo(top / "own" / "pipe")),
    "a program": tried(lambda: subprocess.run(["/bin/true"])),
    "a shell": tried(lambda: os.execv("/bin/sh", ["sh"])),
    "itself": tried(lambda: os.execv(sys.executable, ["python"])),
    "connect": tried(lambda: socket.create_connection(("127.0.0.1", listener), 2)),
    "core": resource.getrlimit(resource.RLIMIT_CORE),
}))
"""


@pytest.fixture
def top(tmp_path: Path) -> Path:
    for name in ("own", "look"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_text("x")
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "own" / "link").symlink_to(tmp_path / "secret")
    return tmp_path


@HELD
def test_nothing_is_left_but_what_was_kept(top: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = str(listener.getsockname()[1])
        line = [sys.executable, "-c", CHILD, top, port]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found.pop("before"), found.pop("held"), found.pop("core")) == (False, True, [0, 0])
    allowed = (
        "read own",
        "make own",
        "make a folder",
        "move within",
        "cut",
        "remove own",
        "look",
        "children too",
    )
    if version() < 2:  # moving between folders is nobody's before
        found.pop("move within")
    if version() < 4:
        found.pop("connect")
    assert {name: found[name] for name in allowed if name in found} == {
        name: "" for name in allowed if name in found
    }
    assert {name for name, error in found.items() if not error} <= set(allowed)


def test_a_kernel_without_it_is_told_and_nothing_is_tried(monkeypatch: pytest.MonkeyPatch, top: Path) -> None:
    def none(number: int, *arguments: object) -> int:
        assert number == landlock.CREATE_RULESET
        raise OSError(38, "")

    monkeypatch.setattr(kernel, "call", none)
    assert version() == 0
    assert restrict({top: READ, top / "own": WRITE}) is False
