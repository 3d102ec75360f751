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
    function = _function("syscall")
    if function is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    import ctypes

    given = (ctypes.c_long(one) if isinstance(one, int) else one for one in (number, *arguments))
    found = int(function(*given))
    if found < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return found


def sync_disk(descriptor: int) -> None:
    """All that was written to the disk of an open file is durable afterwards: one call, where one a file
    would take minutes. Raises OSError when the disk did not take something."""
    function = _function("syncfs")
    if function is None:
        os.sync()
        return
    import ctypes

    if function(descriptor):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def no_new_privileges() -> None:
    """No program that this process starts has more rights than it. Raises OSError."""
    _control(38, 1)


def no_dumps() -> None:
    """No core file, and no other process of the account looks into the memory. Raises OSError."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _control(4, 0)


def _control(option: int, value: int) -> None:
    """``prctl``, where there is one."""
    function = _function("prctl")
    if function is None:
        return
    import ctypes

    if function(option, *(ctypes.c_ulong(one) for one in (value, 0, 0, 0))):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


@functools.cache
def _function(name: str) -> Any:
    """Of the C library; None elsewhere than on Linux. A megabyte, so only for those who need it."""
    if sys.platform != "linux":
        return None
    try:
        import ctypes

        found = getattr(ctypes.CDLL(None, use_errno=True), name)
        found.restype = ctypes.c_long if name == "syscall" else ctypes.c_int
    except (ImportError, OSError, AttributeError):
        return None
    return found
