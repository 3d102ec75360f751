"""Landlock: a process gives up for good what it will not need: opening files but in these places, running
programs, connecting anywhere. Linux since 5.13; what a kernel can do is asked at run time."""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Mapping
from pathlib import Path

from store import kernel
from store.files import closing

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1
_PLACE = getattr(os, "O_PATH", os.O_RDONLY) | os.O_CLOEXEC

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15

READ = _READ_FILE | _READ_DIR
WRITE = READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
"""Files and folders as this program makes them; no links, pipes, sockets or devices."""
DEVICE = _READ_FILE | _WRITE_FILE | _TRUNCATE | _IOCTL_DEV
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV

_FILES_SINCE = ((1, (1 << 13) - 1), (2, _REFER), (3, _TRUNCATE), (5, _IOCTL_DEV))
_NET_SINCE, _NET = 4, 0b11
"""Binding and connecting."""
_SCOPES_SINCE, _SCOPES = 6, 0b11
"""Abstract sockets and signals of processes outside."""


def version() -> int:
    """Of what this kernel has; 0: nothing, or it is switched off."""
    try:
        return kernel.call(CREATE_RULESET, None, 0, _VERSION)
    except OSError:
        return 0


def restrict(places: Mapping[Path, int]) -> bool:
    """From now on this thread, and those it starts, open what lies beneath these places and nothing else, as
    far as each says, and run no other program. Places that are not there are left out.

    Returns whether the kernel can; raises OSError when it can and refuses.
    """
    known = version()
    if not known:
        return False
    files = sum(rights for since, rights in _FILES_SINCE if known >= since)
    net = _NET if known >= _NET_SINCE else 0
    scopes = _SCOPES if known >= _SCOPES_SINCE else 0
    wanted = struct.pack("QQQ", files, net, scopes)[: 8 if known < _NET_SINCE else 24 if scopes else 16]
    rules = kernel.call(CREATE_RULESET, wanted, len(wanted), 0)
    with closing(rules):
        for place, rights in places.items():
            _allow(rules, place, rights & files)
        kernel.no_new_privileges()
        kernel.call(RESTRICT_SELF, rules, 0)
    return True


def _allow(rules: int, place: Path, rights: int) -> None:
    try:
        descriptor = os.open(place, _PLACE)
    except OSError:
        return
    with closing(descriptor):
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _OF_A_FILE
        kernel.call(ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0)


def restricted() -> bool:
    """Is this process held? Tried: everybody else may look into the topmost folder."""
    try:
        os.close(os.open("/", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
    except PermissionError:
        return True
    return False
