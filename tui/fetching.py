"""How a person gets a file from this machine to their own."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

GATE = "TAIZHANG_GATE"
"""Set by ``taizhang gate``: on the port that people came by, nothing but the program runs."""


def fetch_words(path: Path, environment: Mapping[str, str] = os.environ, sftp_port: int = 0) -> list[str]:
    """Sentences that say how to fetch ``path``: a line for scp and one for sftp, with the address the person
    came by; none when they sit at the machine.

    ``SSH_CONNECTION`` is "client port server port"; the server's address is the one that surely works for
    them. ``sftp_port``: files are fetched on this other port, where the exports folder stands at the top of
    what one sees; the address then opens in WinSCP as it is.
    """
    connection = environment.get("SSH_CONNECTION", "").split()
    if len(connection) != 4:
        return []
    account = environment.get("USER") or environment.get("LOGNAME") or ""
    host, port = connection[2], connection[3]
    address = f"[{host}]" if ":" in host else host
    login = f"{account}@{address}" if account else address
    if sftp_port:
        folder = f"/{path.parent.name}/"
        return [
            "取回到自己的电脑，在那边运行：",
            _scp(login, str(sftp_port), folder + path.name),
            "或用 WinSCP、sftp 打开：",
            f"sftp://{login}:{sftp_port}{folder}",
        ]
    if environment.get(GATE):
        return ["要取到自己的电脑，请管理员开通取文件的端口并设好 sftp_port。"]
    try:
        there = path.resolve().relative_to(Path.home().resolve())  # shorter, and scp starts from home as well
    except (ValueError, RuntimeError, OSError):
        there = path
    return [
        "取回到自己的电脑，在那边运行其中一行：",
        _scp(login, port, str(there)),
        f"sftp {_port(port)}{_quoted(f'{login}:{there}')}",
    ]


def _scp(login: str, port: str, there: str) -> str:
    return f"scp {_port(port)}{_quoted(f'{login}:{there}')} ."


def _quoted(word: str) -> str:
    """For the shell of their own machine, which may be any: Windows takes only double quotes."""
    if re.fullmatch(r"[\w@./:+-]+", word):
        return word
    return shlex.quote(word) if re.search(r'["$`\\!%]', word) else f'"{word}"'


def _port(port: str) -> str:
    return f"-P {port} " if port != "22" else ""
