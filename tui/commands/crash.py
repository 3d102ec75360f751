"""The crash log: where in the program something went wrong, and nothing of what people had written."""

from __future__ import annotations

import contextlib
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb

from store.own_files import open_own_folder

EXIT_CRASH = 70
"""The status after a fault of the program itself (``EX_SOFTWARE``); no refusal has it."""

KEPT = 20
"""How many logs stay in the folder, so that a fault in a loop does not fill a home."""


def write_crash_log(error: BaseException, folder: Path) -> Path:
    """Writes one log (0600) into ``folder`` and returns its path. Raises OSError when it cannot.

    Only types of exceptions, files, lines and functions: messages and source lines may hold a record's text.
    """
    moment = datetime.now(UTC)
    name = f"crash-{moment:%Y%m%dT%H%M%S%f}-{os.getpid()}.log"
    place = open_own_folder(folder)
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(name, flags, 0o600, dir_fd=place)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            told = [f"time {moment.isoformat()}", f"python {sys.version.split()[0]}", *_lines(error)]
            file.writelines(f"{line}\n" for line in told)
        logs = sorted(one for one in os.listdir(place) if one.startswith("crash-") and one.endswith(".log"))  # noqa: PTH208
        for old in logs[:-KEPT]:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(old, dir_fd=place)
    finally:
        os.close(place)
    return folder / name


def _lines(error: BaseException) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        frames = [(frame.f_code, line) for frame, line in walk_tb(link.__traceback__)]
        lines += [f"  {code.co_filename}:{line} {code.co_name}" for code, line in frames[-200:]]
        cause = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
        if cause is not None:
            lines.append("after")
        link = cause
    return lines
