"""What sshd does with a member who logs in: the stanzas that lead everybody through the gate, and a look,
with sshd itself, at whom its configuration leads past it."""

from __future__ import annotations

import grp
import itertools
import os
import pwd
import shlex
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from forms.neutral import one_line
from store.access.members_file import read_members
from store.access.plan import having_first
from store.access.steps import PATH, run_plainly

STANZAS = """\
# {port} 端口只取送文件：各人只看得到自己的 导出/ 和 上传/
Match LocalPort {port}
    AllowGroups {allowed}
    ChrootDirectory {files}
    ForceCommand internal-sftp -u 077 -d /
    DisableForwarding yes
    PermitTTY no
    PermitUserRC no

# 其余：登录就是台账程序，别的都不能做
Match Group {matched}
    ForceCommand {program} gate --store {root}
    DisableForwarding yes
    AllowTcpForwarding no
    AllowStreamLocalForwarding no
    AllowAgentForwarding no
    X11Forwarding no
    PermitTunnel no
    PermitUserRC no
"""
"""As the README has them. Unix groups do not nest: each that the members' file names stands there itself."""

PROGRAM = "/usr/local/bin/taizhang"
FILES_PORT = 2222
EXPORTS = "/srv/taizhang-files/{account}/导出"

_FROM = "192.0.2.1"
"""Somebody from outside: an address that documentation has for itself."""


def stanzas(root: Path, settings: Mapping[str, Any], groups: Sequence[str]) -> str:
    """For this store, with the places that its ``settings`` name; the README's where they name none."""
    exports = str(settings.get("exports") or EXPORTS)
    return STANZAS.format(
        port=settings.get("sftp_port") or FILES_PORT,
        allowed=" ".join(groups),
        matched=",".join(groups),
        files=str(Path(exports).parent).replace("{account}", "%u"),
        program=PROGRAM,
        root=shlex.quote(str(root.absolute())),
    )


@dataclass
class Logins:
    """What was found: ``missed`` is wrong; ``untold`` says why nothing could be."""

    missed: list[str] = field(default_factory=list)
    untold: str = ""


def check_logins(root: Path, config: Path | None = None) -> Logins:
    """Every account that the members' file names, alone or by a group, on every port. ``config``: a file that
    is not sshd's own. Raises what ``read_members`` raises."""
    found = Logins()
    sshd = shutil.which("sshd", path=PATH)
    if sshd is None:
        found.untold = "系统里没有 sshd，没有核对登录的人是否只进台账程序。"
        return found
    ask = _Sshd(sshd, config)
    ports = ask.ports()
    if not ports:
        found.untold = (
            f"没有核对登录的人是否只进台账程序（{ask.refusal}）；请用 root 运行 taizhang access check。"
        )
        return found
    for account in members_of(root):
        for port in ports:
            said = ask.about(account, port)
            if not _leads_here(said, root):
                found.missed.append(
                    f"账号 {account} 从 {port} 端口登录不经过台账程序"
                    f"（ForceCommand 是 {one_line(said.get('forcecommand', 'none'))}）；"
                    "请照 taizhang access plan 列出的 Match Group 一段改 sshd_config。"
                )
    return found


def members_of(root: Path) -> list[str]:
    """Accounts of the system that the members' file gives a role, by name or by a group; root is held by
    nothing. Raises NotAllowed, StoreError, BadInput."""
    members = read_members(root)
    found: dict[str, None] = {}
    for entry in members.members if members else ():
        for account in [entry.account] if entry.account else _inside(entry.group):
            try:
                if pwd.getpwnam(account).pw_uid != 0:
                    found[account] = None
            except KeyError:
                continue
    return list(found)


def _inside(name: str) -> Iterator[str]:
    try:
        group = grp.getgrnam(name)
    except KeyError:
        return
    yield from sorted({*group.gr_mem, *having_first(group.gr_gid)})


class _Sshd:
    """Asks sshd what its configuration comes to."""

    def __init__(self, program: str, config: Path | None) -> None:
        self._line = [program, "-T", *(["-f", str(config)] if config else [])]
        self.refusal = ""

    def ports(self) -> list[int]:
        """Those it listens on; none: it does not tell, and ``refusal`` says why."""
        found = self._asked("root", 22)
        return [int(words[1]) for words in found if words[0] == "port" and words[1].isdecimal()]

    def about(self, account: str, port: int) -> Mapping[str, str]:
        """What holds for somebody who comes by this port."""
        return {words[0]: words[1] for words in reversed(self._asked(account, port))}

    def _asked(self, account: str, port: int) -> list[list[str]]:
        whence = f"user={account},host={_FROM},addr={_FROM},laddr=127.0.0.1,lport={port}"
        try:
            done = run_plainly(*self._line, "-C", whence)
        except OSError as error:
            self.refusal = f"sshd：{os.strerror(error.errno or 0)}"
            return []
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            self.refusal = one_line(said[-1] if said else f"sshd 的退出状态是 {done.returncode}")
        lines = done.stdout.decode(errors="replace").splitlines()
        return [words for line in lines if len(words := line.split(" ", 1)) == 2]


def _leads_here(said: Mapping[str, str], root: Path) -> bool:
    """To this store's gate, or to the file port's two folders and no command."""
    try:
        words = shlex.split(said.get("forcecommand", "none"))
    except ValueError:
        return False
    if words[:1] == ["internal-sftp"]:
        return said.get("chrootdirectory", "none") != "none"
    if "gate" not in words:
        return False
    named = [value for word, value in itertools.pairwise(words) if word == "--store"]
    named += [word.removeprefix("--store=") for word in words if word.startswith("--store=")]
    return bool(named) and all(os.path.realpath(one) == os.path.realpath(root) for one in named)
