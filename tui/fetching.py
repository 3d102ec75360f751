"""How a person gets a file from this machine to their own."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path


def fetch_words(path: Path, environment: Mapping[str, str] = os.environ) -> list[str]:
    """A sentence that fetches ``path`` over the connection the person came by; none when they sit at the
    machine.

    ``SSH_CONNECTION`` is "client port server port"; the server's address is the one that surely works for
    them."""
    connection = environment.get("SSH_CONNECTION", "").split()
    if len(connection) != 4:
        return []
    account = environment.get("USER") or environment.get("LOGNAME") or ""
    host, port = connection[2], connection[3]
    address = f"[{host}]" if ":" in host else host
    login = f"{account}@{address}" if account else address
    option = f"-P {port} " if port != "22" else ""
    try:
        there = path.resolve().relative_to(Path.home().resolve())  # shorter, and scp starts from home as well
    except (ValueError, RuntimeError, OSError):
        there = path
    return ["取回到自己的电脑，在那边运行：", f"scp {option}{shlex.quote(f'{login}:{there}')} ."]
