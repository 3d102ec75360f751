"""Calls of the Linux kernel that Python has no function for. Numbers are the same on every architecture that
Python 3.11 runs on."""

from __future__ import annotations

import errno
import functools
import os
import sys
from typing import Any

OPENAT2 = 437


def call(number: int, *arguments: Any) -> int:
    """What the call returns. Raises OSError; ENOSYS where there is no such kernel."""
    function = _syscall()
    if function is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    import ctypes

    given = (ctypes.c_long(one) if isinstance(one, int) else one for one in (number, *arguments))
    found = int(function(*given))
    if found < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return found


@functools.cache
def _syscall() -> Any:
    """The C library's function; None elsewhere. A megabyte, so only for those who need it."""
    if sys.platform != "linux":
        return None
    try:
        import ctypes

        function = ctypes.CDLL(None, use_errno=True).syscall
        function.restype = ctypes.c_long
    except (ImportError, OSError, AttributeError):
        return None
    return function
