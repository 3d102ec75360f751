"""The program where every account can run it, once for all tests of a process; gone at the end.

It is copied with what it needs to a folder that anybody may enter, since a checkout or an environment may lie
in somebody's home. Commands are forked from a process that has loaded it from there and done nothing else:
each takes the rights of its account before it begins.
"""

from __future__ import annotations

import array
import atexit
import functools
import importlib.metadata
import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.support.paths import PROJECT

ROOMS = ("forms", "store", "exports", "tui")
WHERE = "/srv"
"""Root's own, up to the top: sshd takes no chroot below a folder that others write to."""
TIMEOUT = 60.0
"""Seconds until a command counts as one that does not end, on a slow and busy machine too."""

LOADED = """
import array, gc, importlib, json, os, pkgutil, socket, sys
sys.dont_write_bytecode = True
sys.path.insert(0, {library!r})
import exports, store, tui.commands
for room in (store, exports, tui.commands):
    for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
        importlib.import_module(module.name)
from tui.commands.main import main
gc.freeze()
orders = socket.socket(fileno=int(sys.argv[1]))
while True:
    said, streams, _, _ = socket.recv_fds(orders, 1 << 20, 3)
    if not said:
        os._exit(0)
    child = os.fork()
    if not child:
        break
    for stream in streams:
        os.close(stream)
    orders.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())
order = json.loads(said)
os.setsid()
for number, stream in enumerate(streams):
    os.dup2(stream, number)
os.closerange(3, 256)
os.setgroups(order["groups"])
os.setresgid(*[order["gid"]] * 3)
os.setresuid(*[order["uid"]] * 3)
os.umask(order["umask"])
os.chdir(order["home"])
os.environ.clear()
os.environ.update(order["env"])
sys.argv = order["argv"]
sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)
sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)
sys.stderr = sys.__stderr__ = open(
    2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False
)
sys.exit(main())
"""


class Installed:
    """``program`` is a script that starts it anew, ``library`` where it and its libraries are."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"tz{os.urandom(2).hex()}", dir=WHERE))
        self._orders: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)
        (self.folder / "pid").write_text(str(os.getpid()))
        self.folder.chmod(0o755)
        self.library = self.folder / "lib"
        self.program = self.folder / "taizhang"
        self._copy()
        self.program.write_text(
            f"#!{interpreter()}\nimport sys\nsys.path.insert(0, {str(self.library)!r})\n"
            "sys.dont_write_bytecode = True\nfrom tui.commands.main import main\nmain()\n"
        )
        self.program.chmod(0o755)

    def run(
        self,
        argv: Sequence[str],
        who: pwd.struct_passwd,
        groups: Sequence[int],
        umask: int,
        input: bytes,
        env: dict[str, str],
    ) -> subprocess.CompletedProcess[str]:
        """The program as ``who``, in their home."""
        order = {
            "argv": argv,
            "env": env,
            "home": who.pw_dir,
            "umask": umask,
            "uid": who.pw_uid,
            "gid": who.pw_gid,
            "groups": groups,
        }
        with (
            tempfile.TemporaryFile() as given,
            tempfile.TemporaryFile() as said,
            tempfile.TemporaryFile() as told,
        ):
            given.write(input)
            given.seek(0)
            streams = array.array("i", [given.fileno(), said.fileno(), told.fileno()])
            orders = self._orders = self._orders or self._load()
            orders.sendmsg([json.dumps(order).encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, streams)])
            code = int(orders.recv(64))
            said.seek(0)
            told.seek(0)
            return subprocess.CompletedProcess(argv, code, said.read().decode(), told.read().decode())

    def close(self) -> None:
        if self._orders and self._process:
            self._orders.close()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _load(self) -> socket.socket:
        """Orders for the process that has loaded everything; it ends when this is closed."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [interpreter() or "", "-c", LOADED.format(library=str(self.library)), str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            cwd="/",
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()
        ours.settimeout(TIMEOUT)
        return ours

    def _copy(self) -> None:
        """The rooms and the libraries they need, with what Python has compiled of them already."""
        self.library.mkdir()
        for room in ROOMS:
            shutil.copytree(PROJECT / room, self.library / room)
        for name in _needed("taizhang"):
            for entry in _entries(name):
                if entry.is_dir():
                    shutil.copytree(entry, self.library / entry.name, dirs_exist_ok=True)
                else:
                    shutil.copy2(entry, self.library / entry.name)
        for path in (self.library, *self.library.rglob("*")):
            mode = path.stat().st_mode
            wanted = mode | (0o555 if path.is_dir() else 0o444)
            if mode != wanted:
                path.chmod(wanted)
        subprocess.run([interpreter() or "", "-m", "compileall", "-q", self.library], check=False)


@functools.cache
def installed() -> Installed:
    """This process's own."""
    return Installed()


@functools.cache
def interpreter() -> str | None:
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
