"""One sshd with both ports, a store with members behind it, and a client with keys."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from store.access import access_lists
from store.access.plan import apply_plan, make_plan
from store.file_backend import FileBackend
from store.settings import set_setting
from tests.support.accounts import People, end_processes, lists
from tests.support.members import found_school, give_members
from tests.support.stanzas import SETTINGS, STANZAS

SSHD = "/usr/sbin/sshd"
TIMEOUT = 60.0
"""Seconds that one connection may take; most take half of one."""

Done = subprocess.CompletedProcess[bytes]


@dataclass
class Server:
    """``clerk`` works for unit jsj, ``branch`` for branch jsj-01, ``reader`` reads it; all by key."""

    people: People
    clerk: str = ""
    branch: str = ""
    reader: str = ""
    port: int = 0
    sftp_port: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _ports: list[socket.socket] = field(default_factory=list, repr=False)
    _as_founded: dict[str, State] = field(default_factory=dict, repr=False)

    @property
    def root(self) -> Path:
        return self.people.folder / "store"

    def exchange(self, account: str) -> Path:
        """What somebody sees as the top of the file port."""
        return self.people.folder / "files" / account

    def start(self) -> None:
        self.clerk, self.branch, self.reader = map(self.people.add, ("clerk", "branch", "reader"))
        self._ports = [taken_port(), taken_port()]
        self.port, self.sftp_port = (int(held.getsockname()[1]) for held in self._ports)
        self._found_store()
        self._keep()
        keys = self.people.folder / "keys"
        keys.mkdir(mode=0o755)
        self._key = self.people.folder / "client"
        host = self.people.folder / "host"
        for path in (self._key, host):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
        for account in (self.clerk, self.branch, self.reader):
            (keys / account).write_text(self._key.with_suffix(".pub").read_text())
        known = " ".join(host.with_suffix(".pub").read_text().split()[:2])
        hosts = [f"[127.0.0.1]:{port} {known}\n" for port in (self.port, self.sftp_port)]
        (self.people.folder / "hosts").write_text("".join(hosts))
        config = self.people.folder / "sshd_config"
        config.write_text(self._config(host, keys))
        Path("/run/sshd").mkdir(
            mode=0o755, exist_ok=True
        )  # as its service makes it; other tests may use it too
        with (self.people.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [SSHD, "-D", "-e", "-f", config], stdin=subprocess.DEVNULL, stderr=log
            )
        for port in (self.port, self.sftp_port):
            self._wait_for(port)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(TIMEOUT)
        for held in self._ports:
            held.close()
        self.people.close()

    def fresh(self) -> None:
        """As it was in the beginning: nobody is there, the store is empty, and so are people's folders."""
        for number in self._connections():
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        end_processes(*(pwd.getpwnam(account).pw_uid for account in (self.clerk, self.branch, self.reader)))
        for name, founded in self._as_founded.items():
            folder = self.people.folder / name
            if state(folder) != founded:
                shutil.rmtree(folder)
                subprocess.run(["cp", "-a", self.people.folder / "founded" / name, folder], check=True)
                assert state(folder) == founded

    def _keep(self) -> None:
        (self.people.folder / "founded").mkdir(mode=0o700)
        for name in ("store", "files", "home"):
            folder = self.people.folder / name
            subprocess.run(["cp", "-a", folder, self.people.folder / "founded" / name], check=True)
            self._as_founded[name] = state(folder)

    def _connections(self) -> list[int]:
        """Processes of sshd that somebody is, or was, connected to."""
        assert self._process is not None
        number = self._process.pid
        return [int(word) for word in Path(f"/proc/{number}/task/{number}/children").read_text().split()]

    def log(self) -> str:
        return (self.people.folder / "log").read_text(errors="replace")

    # The client

    def line(self, *options: str, account: str = "", port: int = 0, tool: str = "ssh") -> list[str]:
        """A client's command line up to where it says what to do there."""
        fixed = [
            *("-F", "/dev/null", "-i", str(self._key), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"),
            *("-o", f"UserKnownHostsFile={self.people.folder}/hosts", "-o", "StrictHostKeyChecking=yes"),
            *("-o", f"ConnectTimeout={TIMEOUT:.0f}", "-o", "LogLevel=ERROR"),
        ]
        where = f"{account or self.clerk}@127.0.0.1"
        given = str(port or (self.port if tool == "ssh" else self.sftp_port))
        return [
            tool,
            *fixed,
            *options,
            "-p" if tool == "ssh" else "-P",
            given,
            *([where] if tool != "scp" else []),
        ]

    def ssh(
        self, *asked: str, options: tuple[str, ...] = (), input: bytes = b"", account: str = "", port: int = 0
    ) -> Done:
        """One command over one connection, as a person types it."""
        return run([*self.line(*options, account=account, port=port), *asked], input)

    def sftp(self, batch: str, account: str = "", port: int = 0) -> Done:
        """Commands of sftp, one a line; it stops at the first that fails."""
        return run(self.line("-b", "-", account=account, port=port, tool="sftp"), batch.encode())

    # Workings

    def _found_store(self) -> None:
        mark = self.people.mark
        found_school(self.root)
        roles = f"""
[unix]
office = "{mark}-office"
prefix = "{mark}-"
[[members]]
account = "{self.clerk}"
role = "unit"
organisations = ["jsj"]
[[members]]
account = "{self.branch}"
role = "branch"
organisations = ["jsj-01"]
[[members]]
account = "{self.reader}"
role = "reader"
organisations = ["jsj"]
"""
        give_members(self.root, roles)
        for name, value in SETTINGS.items():
            set_setting(name, self._here(value), FileBackend(self.root))
        with lists():
            apply_plan(self.root, make_plan(FileBackend(self.root)))
        (self.people.folder / "files").mkdir(mode=0o711)
        for account in (self.clerk, self.branch, self.reader):
            self.exchange(account).mkdir(mode=0o755)
            for name in ("导出", "上传"):
                (self.exchange(account) / name).mkdir(mode=0o700)
                subprocess.run(["chown", account, self.exchange(account) / name], check=True)

    def _here(self, text: str) -> str:
        """The README's words with this test's places, groups and ports."""
        return (
            text.replace("/srv/taizhang-files", str(self.people.folder / "files"))
            .replace("/srv/taizhang", str(self.root))
            .replace("/usr/local/bin/taizhang", str(self.people.program))
            .replace("tz-members", f"{self.people.mark}-members")
            .replace("2222", str(self.sftp_port))
        )

    def _config(self, host: Path, keys: Path) -> str:
        common = f"""
ListenAddress 127.0.0.1
HostKey {host}
AuthorizedKeysFile {keys}/%u
PidFile none
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin no
Subsystem sftp internal-sftp
MaxStartups 50
"""
        return common + self._here(STANZAS).replace("Port 22\n", f"Port {self.port}\n", 1)

    def _wait_for(self, port: int) -> None:
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            if self._process is not None and self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"sshd did not start: {self.log()}")


def configured(people: People, text: str, ports: Sequence[int] = (22,)) -> Path:
    """A configuration of sshd with ``text`` at its end, for it to be asked about."""
    host = people.folder / "host"
    if not host.exists() and shutil.which("ssh-keygen"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", host], check=True)
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    path = people.folder / "sshd_config"
    lines = [*(f"Port {port}" for port in ports), f"HostKey {host}", "UsePAM no"]
    path.write_text("\n".join(lines) + f"\n{text}")
    return path


def run(line: list[str], input: bytes = b"") -> Done:
    return subprocess.run(
        line, input=input, capture_output=True, timeout=TIMEOUT, check=False, env=ENVIRONMENT
    )


ENVIRONMENT = {"PATH": os.defpath, "HOME": "/nonexistent", "LANG": "C.UTF-8", "TERM": "xterm-256color"}


def taken_port() -> socket.socket:
    """A port that nobody else is given while this is open, and that a server may listen on all the same."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    return held


State = dict[str, tuple[int, int, int, int, int, bytes]]


def state(folder: Path) -> State:
    """Everything below a folder: kind and mode, owner, group, size, when it was changed, access list."""
    found = {}
    for path in (folder, *folder.rglob("*")):
        at = path.lstat()
        rights = b""
        if not path.is_symlink() and access_lists.ACCESS in os.listxattr(path):
            rights = os.getxattr(path, access_lists.ACCESS)
        size = at.st_size if path.is_file() else 0
        found[str(path)] = (at.st_mode, at.st_uid, at.st_gid, size, at.st_mtime_ns, rights)
    return found
