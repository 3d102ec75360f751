"""Programs that start at once: forked from a process which has loaded them already.

To load the program takes more than half a second of a core, and hundreds of tests open it. Here it is loaded
once; each start is a child of that process, with a terminal, an environment and a folder of its own, and ends
as any process does. What depends on how a Python starts is started anew: other locales, what Textual reads
while it is imported, and the tests of starting itself.
"""

from __future__ import annotations

import array
import atexit
import fcntl
import gc
import io
import json
import os
import select
import signal
import socket
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from tests.support.paths import PROJECT
from tui.terminal import ENVIRONMENT

BARE = {"PATH": os.defpath, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
"""What every program on a terminal of ours finds in its environment."""
FREE = ("HOME", "TERM", "WATCHED_CLOCK")
FREE_PREFIXES = ("TAIZHANG_", "XDG_", "SSH_")
"""What programs read while they run; all else may have its effect while they are loaded."""

PROGRAM = str(Path(sys.executable).with_name("taizhang"))
WATCHED = (sys.executable, "-m", "tests.support.watched")
SAMPLE = (sys.executable, "-m", "tests.support.sample")


def may_be_forked(argv: Sequence[str], env: Mapping[str, str]) -> bool:
    """Whether a start of that program in that environment is the same from a process that has loaded it."""
    return _entry(argv) != "" and all(
        name in FREE or name.startswith(FREE_PREFIXES) or (BARE | ENVIRONMENT).get(name) == value
        for name, value in env.items()
        if not (name == "PYTHONPATH" and value == str(PROJECT))
    )


def _entry(argv: Sequence[str]) -> str:
    """Which of the programs a command line starts; empty: none of them."""
    if argv[0] == PROGRAM:
        return "program"
    return {WATCHED: "watched", SAMPLE: "sample"}.get(tuple(argv[:3]), "")  # type: ignore[arg-type]


class Forked:
    """A running program; as far as tests ask, a ``subprocess.Popen``."""

    def __init__(self, argv: Sequence[str], terminal: int, env: Mapping[str, str], cwd: Path | None) -> None:
        self.args = list(argv)
        self.returncode: int | None = None
        self._end, told = os.pipe()
        order = {"argv": self.args, "env": dict(env), "cwd": str(cwd or PROJECT)}
        server = _server()
        handles = array.array("i", [terminal, told])
        server.sendmsg([json.dumps(order).encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, handles)])
        os.close(told)
        self.pid = int(server.recv(64))

    def poll(self) -> int | None:
        """Its exit status as ``Popen`` gives it, once it has ended."""
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status. Raises subprocess.TimeoutExpired."""
        code = self._look(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _look(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._end], [], [], timeout)[0]:
            said = os.read(self._end, 64)
            os.close(self._end)
            self.returncode = int(said or -signal.SIGKILL)
        return self.returncode


@cache
def _server() -> socket.socket:
    """The process that has loaded everything; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, str(theirs.fileno())],
        stdin=subprocess.DEVNULL,
        env=BARE | ENVIRONMENT | {"PYTHONPATH": str(PROJECT)},
        cwd=PROJECT,
        pass_fds=[theirs.fileno()],
        start_new_session=True,
    )
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


# In the process that has loaded everything


def serve(orders: socket.socket) -> Callable[[], Any] | None:
    """Fork for every order. In a child: returns what it is to run; at the end of all orders None."""
    woken, wake = os.pipe()
    for handle in (woken, wake):
        os.set_blocking(handle, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    ends: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([orders, woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            _tell_ends(ends)
        if orders not in ready:
            continue
        said, handles, _, _ = socket.recv_fds(orders, 1 << 20, 2)
        if not said:
            return None
        terminal, end = handles
        order = json.loads(said)
        pid = os.fork()
        if pid == 0:
            return _become(order, terminal)
        os.close(terminal)
        ends[pid] = end
        orders.send(str(pid).encode())


def _tell_ends(ends: dict[int, int]) -> None:
    while ends:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        end = ends.pop(pid)
        os.write(end, str(os.waitstatus_to_exitcode(status)).encode())
        os.close(end)


def _become(order: dict[str, Any], terminal: int) -> Callable[[], Any]:
    """The child becomes a program of its own, on its terminal."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    for stream in range(3):
        os.dup2(terminal, stream)
    take_terminal()
    os.closerange(3, 256)
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    sys.stdin = sys.__stdin__ = _stream(0, "r")  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = _stream(1, "w")  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = _stream(2, "w")  # type: ignore[misc]
    argv = order["argv"]
    entry = _entry(argv)
    sys.argv = argv if entry == "program" else argv[2:]
    return _programs()[entry]


def take_terminal() -> None:
    """In a child: standard input becomes its controlling terminal, so that a dropped line reaches it; and it
    hears of that however the tests themselves were started (``nohup`` has them deaf to it)."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGTSTP):
        signal.signal(number, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _stream(handle: int, mode: str) -> io.TextIOWrapper:
    stream = open(handle, mode, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    stream.reconfigure(line_buffering=True)
    return stream


@cache
def _programs() -> dict[str, Callable[[], Any]]:
    from tests.support import sample, watched
    from tui.commands.main import main

    return {"program": main, "watched": watched.watch, "sample": lambda: sample.main(sys.argv[1])}


def _load() -> None:
    """All that a session loads sooner or later."""
    import importlib
    import pkgutil

    import store
    import tui
    from tui.terminal import load_without_openssl

    load_without_openssl()
    for room in (store, tui):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)
    _programs()
    gc.freeze()


def _main() -> NoReturn:
    orders = socket.socket(fileno=int(sys.argv[1]))
    _load()
    program = serve(orders)
    sys.exit(program() if program else None)


if __name__ == "__main__":
    _main()
