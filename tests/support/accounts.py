"""Real accounts of the operating system, and the program where they can run it. Everything is gone again at
the end: accounts, groups, processes, files.

Tests run side by side, and the lists of accounts are the whole machine's: they are changed by one at a time
(``lists``), and nobody is given a number that somebody else has had.
"""

from __future__ import annotations

import contextlib
import fcntl
import grp
import os
import pwd
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.support.installed import WHERE, Installed, installed, interpreter

TIMEOUT = 60.0
"""Seconds until a command counts as one that does not end, on a slow and busy machine too."""


def why_not(*tools: str) -> str:
    """Why this cannot be tested here; empty when it can."""
    if os.geteuid() != 0:
        return "needs root, to make accounts"
    missing = [tool for tool in ("useradd", "groupadd", "gpasswd", *tools) if shutil.which(tool) is None]
    if missing:
        return f"not installed: {', '.join(missing)}"
    if not _has_access_lists():
        return f"no access lists in {WHERE}"
    if interpreter() is None:
        return f"no Python {sys.version_info.major}.{sys.version_info.minor} that every account may run"
    return ""


_held = 0


@contextlib.contextmanager
def lists() -> Iterator[None]:
    """The lists of accounts and groups, for us alone: no other test process changes them meanwhile."""
    global _held
    with (Path(tempfile.gettempdir()) / "taizhang-accounts.lock").open("w") as file:
        if not _held:
            fcntl.flock(file, fcntl.LOCK_EX)
        _held += 1
        try:
            yield
        finally:
            _held -= 1


class People:
    """A few accounts, a folder that all of them can reach, and the program."""

    def __init__(self) -> None:
        self.installed: Installed = installed()
        self.mark = f"tz{os.urandom(2).hex()}"
        """Begins the name of every account and group."""
        with lists():
            _sweep()
            self.folder = Path(tempfile.mkdtemp(prefix=self.mark, dir=WHERE))
            (self.folder / "pid").write_text(str(os.getpid()))
        self.folder.chmod(0o755)

    @property
    def program(self) -> Path:
        return self.installed.program

    def add(self, label: str) -> str:
        """A new account with a home of its own; returns its name."""
        name = f"{self.mark}{label}"
        home = self.folder / "home" / label
        home.parent.mkdir(mode=0o755, exist_ok=True)
        with lists():
            number = _unused()
            # No password, but not locked either: sshd refuses a locked account whatever key it has.
            change_lists("useradd", "-l", "-M", "-d", home, "-s", "/bin/sh", "-p", "*", "-u", number, name)
        home.mkdir(mode=0o700)
        who = pwd.getpwnam(name)
        os.chown(home, who.pw_uid, who.pw_gid)
        return name

    def home(self, account: str) -> Path:
        return Path(pwd.getpwnam(account).pw_dir)

    def run(
        self,
        account: str,
        *argv: str | Path,
        umask: int = 0o077,
        input: bytes = b"",
        env: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """A command as an account with its groups as they are now."""
        who = pwd.getpwnam(account)
        groups = os.getgrouplist(account, who.pw_gid)
        environment = {"PATH": os.defpath, "HOME": who.pw_dir, "USER": account, "LANG": "C.UTF-8"}
        environment |= env or {}
        if argv[0] == self.program:
            words = [str(part) for part in argv]
            return self.installed.run(words, who, groups, umask, input, environment)
        return subprocess.run(
            [str(part) for part in argv],
            user=who.pw_uid,
            group=who.pw_gid,
            extra_groups=groups,
            umask=umask,
            cwd=who.pw_dir,
            env=environment,
            input=input.decode(),
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )

    def start(self, account: str, *argv: str | Path) -> subprocess.Popen[str]:
        """The same, to be talked with."""
        who = pwd.getpwnam(account)
        return subprocess.Popen(
            [str(part) for part in argv],
            user=who.pw_uid,
            group=who.pw_gid,
            extra_groups=os.getgrouplist(account, who.pw_gid),
            cwd=who.pw_dir,
            env={"PATH": os.defpath, "HOME": who.pw_dir, "USER": account, "LANG": "C.UTF-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        with lists():
            _remove(self.mark, self.folder)


def _has_access_lists() -> bool:
    plain = bytes.fromhex("0200000001000600ffffffff04000400ffffffff20000000ffffffff")
    with tempfile.NamedTemporaryFile(dir=WHERE) as file:
        try:
            os.setxattr(file.fileno(), "system.posix_acl_access", plain)
        except OSError:
            return False
    return True


def _unused() -> int:
    """A number from those of this worker that nobody has, and hardly anybody has had."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    taken = {person.pw_uid for person in pwd.getpwall()} | {group.gr_gid for group in grp.getgrall()}
    taken |= {_owner(number) for number in _processes()}
    first = 100_000 + worker * 10_000
    return random.SystemRandom().choice([one for one in range(first, first + 10_000) if one not in taken])


def _remove(mark: str, folder: Path) -> None:
    for person in [person for person in pwd.getpwall() if person.pw_name.startswith(mark)]:
        end_processes(person.pw_uid)
        change_lists("userdel", person.pw_name)
    for group in [group.gr_name for group in grp.getgrall() if group.gr_name.startswith(mark)]:
        change_lists("groupdel", group)
    shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """What tests that were killed have left."""
    for folder in Path(WHERE).iterdir():
        if not re.fullmatch(r"tz[0-9a-f]{4}\w{8}", folder.name) or not (folder / "pid").exists():
            continue
        number = (folder / "pid").read_text()
        if number and not Path("/proc", number).exists():
            _remove(folder.name[:6], folder)


def change_lists(*words: str | Path | int) -> None:
    """Run such a command; something else on this machine may be at the lists too."""
    with lists():
        for _ in range(50):
            done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return
            time.sleep(0.1)
    pytest.fail(f"{words[0]}: {done.stderr}")


def end_processes(*uids: int) -> None:
    """Every process of accounts that are ours alone, each by its id."""
    end = time.monotonic() + TIMEOUT
    while mine := [number for number in _processes() if _owner(number) in uids]:
        assert time.monotonic() < end, f"processes that do not end: {mine}"
        for number in mine:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        time.sleep(0.01)


def _processes() -> Sequence[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]


def _owner(number: int) -> int:
    """Its account; of one that has ended, and whose parent has not looked yet, nobody's."""
    try:
        said = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return -1
    found = dict(line.split(":\t", 1) for line in said.splitlines() if ":\t" in line)
    return -1 if found["State"].startswith("Z") else int(found["Uid"].split()[0])
