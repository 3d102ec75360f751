"""How a person gets a file from this machine to their own."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from store.own_files import gated


def fetch_words(path: Path, environment: Mapping[str, str] = os.environ, sftp_port: int = 0) -> list[str]:
    """Sentences that say how to fetch ``path``: a line for scp and one for sftp, with the address the person
    came by; none when they sit at the machine.

    ``SSH_CONNECTION`` is "client port server port"; the server's address is the one that surely works for
    them. ``sftp_port``: files are fetched on this other port, where the exports folder stands at the top of
    what one sees; the address then opens in WinSCP as it is.
    """
    login, port = _login(environment)
    if not login:
        return []
    if sftp_port:
        folder = f"/{path.parent.name}/"
        return [
            "取回到自己的电脑，在那边运行：",
            _scp(login, str(sftp_port), folder + path.name),
            "或用 WinSCP、sftp 打开：",
            f"sftp://{login}:{sftp_port}{folder}",
        ]
    if gated(environment):
        return ["要取到自己的电脑，请管理员开通取文件的端口并设好 sftp_port。"]
    there = _from_home(path)
    return [
        "取回到自己的电脑，在那边运行其中一行：",
        _scp(login, port, str(there)),
        f"sftp {_port(port)}{_quoted(f'{login}:{there}')}",
    ]


def send_words(folder: Path, environment: Mapping[str, str] = os.environ, sftp_port: int = 0) -> list[str]:
    """Sentences that say how to bring a file into ``folder`` from the machine a person sits at; none when it
    is this one, or when nothing can be sent."""
    login, port = _login(environment)
    if not login or (gated(environment) and not sftp_port):
        return []
    if sftp_port:
        return [
            "从自己的电脑传文件上来，用 WinSCP、sftp 打开：",
            f"sftp://{login}:{sftp_port}/{folder.name}/",
        ]
    there = str(_from_home(folder))
    place = "" if there == "." else f"{there}/"
    return [
        "从自己的电脑传文件上来，在那边运行：",
        f"scp {_port(port)}台账.docx {_quoted(f'{login}:{place}')}",
    ]


def _login(environment: Mapping[str, str]) -> tuple[str, str]:
    """Account and address as a person came by, and the port; empty when they sit at the machine."""
    connection = environment.get("SSH_CONNECTION", "").split()
    if len(connection) != 4:
        return "", ""
    account = environment.get("USER") or environment.get("LOGNAME") or ""
    host, port = connection[2], connection[3]
    address = f"[{host}]" if ":" in host else host
    return (f"{account}@{address}" if account else address), port


def _from_home(path: Path) -> Path:
    """Shorter where it is below home: scp starts from there as well."""
    try:
        return path.resolve().relative_to(Path.home().resolve())
    except (ValueError, RuntimeError, OSError):
        return path


def _scp(login: str, port: str, there: str) -> str:
    return f"scp {_port(port)}{_quoted(f'{login}:{there}')} ."


def _quoted(word: str) -> str:
    """For the shell of their own machine, which may be any: Windows takes only double quotes."""
    if re.fullmatch(r"[\w@./:+-]+", word):
        return word
    return shlex.quote(word) if re.search(r'["$`\\!%]', word) else f'"{word}"'


def _port(port: str) -> str:
    return f"-P {port} " if port != "22" else ""
