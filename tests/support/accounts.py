"""Real accounts of the operating system, and the program where they can run it. Everything is gone again at
the end: accounts, groups, processes, files.

The program and what it needs are copied to a folder that anybody may enter, since a checkout or an
environment may lie in somebody's home.
"""

from __future__ import annotations

import grp
import importlib.metadata
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.paths import PROJECT

ROOMS = ("forms", "store", "exports", "tui")
WHERE = "/srv"
"""Root's own, up to the top: sshd takes no chroot below a folder that others write to."""
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
    if _interpreter() is None:
        return f"no Python {sys.version_info.major}.{sys.version_info.minor} that every account may run"
    return ""


class People:
    """A few accounts, a folder that all of them can reach, and the program in it."""

    def __init__(self) -> None:
        _sweep()
        self.mark = f"tz{os.urandom(2).hex()}"
        """Begins the name of every account and group."""
        self.folder = Path(tempfile.mkdtemp(prefix=self.mark, dir=WHERE))
        try:
            (self.folder / "pid").write_text(str(os.getpid()))
            self.folder.chmod(0o755)
            self.program = self._install()
        except BaseException:
            self.close()
            raise

    def add(self, label: str) -> str:
        """A new account with a home of its own; returns its name."""
        name = f"{self.mark}{label}"
        home = self.folder / "home" / label
        home.parent.mkdir(mode=0o755, exist_ok=True)
        # No password, but not locked either: sshd refuses a locked account whatever key it has.
        _patiently("useradd", "-M", "-d", str(home), "-s", "/bin/sh", "-p", "*", name)
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
        return subprocess.run(
            [str(part) for part in argv],
            user=who.pw_uid,
            group=who.pw_gid,
            extra_groups=groups,
            umask=umask,
            cwd=who.pw_dir,
            env={"PATH": os.defpath, "HOME": who.pw_dir, "USER": account, "LANG": "C.UTF-8", **(env or {})},
            input=input.decode(),
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )

    def close(self) -> None:
        _remove(self.mark, self.folder)

    def _install(self) -> Path:
        """The rooms and the libraries they need, and a script that starts them."""
        library = self.folder / "lib"
        library.mkdir()
        for room in ROOMS:
            shutil.copytree(PROJECT / room, library / room, ignore=shutil.ignore_patterns("__pycache__"))
        for name in _needed("taizhang"):
            for entry in _entries(name):
                if entry.is_dir():
                    shutil.copytree(entry, library / entry.name, dirs_exist_ok=True)
                else:
                    shutil.copy(entry, library / entry.name)
        for path in (library, *library.rglob("*")):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        script = self.folder / "taizhang"
        script.write_text(
            f"#!{_interpreter()}\nimport sys\nsys.path.insert(0, {str(library)!r})\n"
            "sys.dont_write_bytecode = True\nfrom tui.commands.main import main\nmain()\n"
        )
        script.chmod(0o755)
        subprocess.run([_interpreter() or "", "-m", "compileall", "-q", "-j2", library], check=False)
        return script


def _has_access_lists() -> bool:
    plain = bytes.fromhex("0200000001000600ffffffff04000400ffffffff20000000ffffffff")
    with tempfile.NamedTemporaryFile(dir=WHERE) as file:
        try:
            os.setxattr(file.fileno(), "system.posix_acl_access", plain)
        except OSError:
            return False
    return True


def _interpreter() -> str | None:
    """One of this version that everybody may run, with the libraries' binary parts fitting it."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for path in (Path(sys.executable).resolve(), Path("/usr/bin", version), Path("/usr/local/bin", version)):
        if path.exists() and all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents):
            return str(path)
    return None


def _needed(name: str, found: dict[str, None] | None = None) -> list[str]:
    """What a distribution requires, and what that requires, without extras."""
    found = {} if found is None else found
    for line in importlib.metadata.requires(name) or ():
        if "extra ==" in line:
            continue
        one = re.split(r"[^A-Za-z0-9_.-]", line, maxsplit=1)[0]
        try:
            importlib.metadata.distribution(one)
        except importlib.metadata.PackageNotFoundError:
            continue
        if one not in found:
            found[one] = None
            _needed(one, found)
    return list(found)


def _entries(name: str) -> list[Path]:
    """What a distribution put at the top of the site folder."""
    distribution = importlib.metadata.distribution(name)
    tops = {file.parts[0] for file in distribution.files or () if file.parts[0] != ".."}
    return [path for top in sorted(tops) if (path := Path(str(distribution.locate_file(top)))).exists()]


def _remove(mark: str, folder: Path) -> None:
    for person in [person for person in pwd.getpwall() if person.pw_name.startswith(mark)]:
        _end_processes(person.pw_uid)
        _patiently("userdel", person.pw_name)
    for group in [group.gr_name for group in grp.getgrall() if group.gr_name.startswith(mark)]:
        _patiently("groupdel", group)
    shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """What tests that were killed have left."""
    for folder in Path(WHERE).iterdir():
        if not re.fullmatch(r"tz[0-9a-f]{4}\w{8}", folder.name) or not (folder / "pid").exists():
            continue
        number = (folder / "pid").read_text()
        if number and not Path("/proc", number).exists():
            _remove(folder.name[:6], folder)


def _patiently(*words: str) -> None:
    """Another test process may hold the lock of the accounts' files."""
    for _ in range(50):
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        time.sleep(0.1)
    pytest.fail(f"{words[0]}: {done.stderr}")


def _end_processes(uid: int) -> None:
    """Every process of an account that is ours alone, each by its id."""
    for _ in range(50):
        mine = [number for number in _processes() if _owner(number) == uid]
        if not mine:
            return
        for number in mine:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.05)


def _processes() -> Sequence[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]


def _owner(number: int) -> int:
    try:
        return Path(f"/proc/{number}").stat().st_uid
    except OSError:
        return -1
