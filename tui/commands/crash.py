"""The crash log: where in the program something went wrong, and nothing of what people had written."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

EXIT_CRASH = 70
"""The status after a fault of the program itself (``EX_SOFTWARE``); no refusal has it."""

KEPT = 20
"""How many logs stay in the folder, so that a fault in a loop does not fill a home."""


def write_crash_log(error: BaseException, folder: Path) -> Path:
    """Writes one log (0600) into ``folder`` and returns its path. Raises OSError when it cannot.

    Only types of exceptions, files, lines and functions: messages and source lines may hold a record's text.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moment = datetime.now(UTC)
    path = folder / f"crash-{moment:%Y%m%dT%H%M%S%f}-{os.getpid()}.log"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        file.write(
            "\n".join([f"time {moment.isoformat()}", f"python {sys.version.split()[0]}", *_lines(error)])
        )
        file.write("\n")
    for old in sorted(folder.glob("crash-*.log"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def _lines(error: BaseException) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        lines += _frames(link.__traceback__)
        cause = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
        if cause is not None:
            lines.append("after")
        link = cause
    return lines


def _frames(trace: TracebackType | None) -> list[str]:
    frames: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"  {code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-200:]
