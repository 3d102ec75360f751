"""POSIX access lists, as the kernel keeps them with a file: read, compared and set by descriptor, so that no
name in a folder that others write to is ever followed."""

from __future__ import annotations

import errno
import grp
import os
import pwd
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from forms.errors import StoreError

Tag = tuple[str, str]
"""``u``, ``g``, ``m`` (mask) or ``o``, and the account's or group's name; an empty one is the file's own."""

AccessList = Mapping[Tag, int]
"""What each may do: 4 read, 2 write, 1 enter."""

OWNER, GROUP, MASK, OTHERS = ("u", ""), ("g", ""), ("m", ""), ("o", "")

ACCESS = "system.posix_acl_access"
DEFAULT = "system.posix_acl_default"
"""What a new file or folder in this one begins with."""

_VERSION = struct.pack("<I", 2)
_ENTRY = struct.Struct("<HHI")
_NUMBERS = {OWNER: 0x01, GROUP: 0x04, MASK: 0x10, OTHERS: 0x20}
_NAMED = {"u": 0x02, "g": 0x08}
_NO_ID = 0xFFFFFFFF


def of_descriptor(descriptor: int, kind: str = ACCESS) -> dict[Tag, int]:
    """The list of an open file; without one, what its mode says (nothing, for a default). Raises StoreError
    where the file system has none, OSError."""
    with _told():
        try:
            data = os.getxattr(descriptor, kind)
        except OSError as error:
            if error.errno != errno.ENODATA:
                raise
            return {} if kind == DEFAULT else _of_mode(os.fstat(descriptor).st_mode)
    return _decoded(data)


def put(descriptor: int, wanted: AccessList, kind: str = ACCESS) -> None:
    """Raises KeyError for an account or group that is not there, StoreError, OSError."""
    with _told():
        os.setxattr(descriptor, kind, _encoded(wanted))


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.ENOSYS):
            raise StoreError(
                "台账数据所在的文件系统不支持访问控制列表（ACL），不能分单位管理权限；"
                "请换到 ext4、xfs 等文件系统上。"
            ) from error
        raise


def _of_mode(mode: int) -> dict[Tag, int]:
    return {OWNER: mode >> 6 & 7, GROUP: mode >> 3 & 7, OTHERS: mode & 7}


def _decoded(data: bytes) -> dict[Tag, int]:
    tags = {number: tag for tag, number in _NUMBERS.items()}
    found: dict[Tag, int] = {}
    for number, permissions, id_ in _ENTRY.iter_unpack(data[len(_VERSION) :]):
        if number in tags:
            found[tags[number]] = permissions
        elif number == _NAMED["u"]:
            found["u", account_of(id_)] = permissions
        else:
            found["g", group_of(id_)] = permissions
    return found


def _encoded(wanted: AccessList) -> bytes:
    entries = []
    for tag, permissions in wanted.items():
        kind, name = tag
        if tag in _NUMBERS:
            entries.append((_NUMBERS[tag], permissions, _NO_ID))
        else:
            id_ = pwd.getpwnam(name).pw_uid if kind == "u" else grp.getgrnam(name).gr_gid
            entries.append((_NAMED[kind], permissions, id_))
    order = [_NUMBERS[OWNER], _NAMED["u"], _NUMBERS[GROUP], _NAMED["g"], _NUMBERS[MASK], _NUMBERS[OTHERS]]
    entries.sort(key=lambda entry: (order.index(entry[0]), entry[2]))
    return _VERSION + b"".join(_ENTRY.pack(*entry) for entry in entries)


def account_of(uid: int) -> str:
    """Its name, or the number with a mark that no name has."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"#{uid}"


def group_of(gid: int) -> str:
    """Its name, or the number with a mark that no name has."""
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return f"#{gid}"


def effective(entries: AccessList, folder: bool) -> dict[Tag, int]:
    """What it comes to: the mask applied, entries that grant nothing left out; in a file, entering is no
    matter."""
    mask = entries.get(MASK, 7) & (7 if folder else 6)
    whole = 7 if folder else 6
    found = {
        tag: permissions & (whole if tag in (OWNER, OTHERS) else mask)
        for tag, permissions in entries.items()
        if tag != MASK
    }
    return {tag: permissions for tag, permissions in found.items() if permissions}


def letters(permissions: int) -> str:
    """``rw-``, as ``setfacl`` writes it."""
    return "".join(letter if permissions & bit else "-" for letter, bit in zip("rwx", (4, 2, 1), strict=True))


def as_text(entries: AccessList) -> str:
    """As ``setfacl`` takes it: ``u::rwx,g::rwx,g:tz-office:rwx,m::rwx,o::---``."""
    return ",".join(f"{kind}:{name}:{letters(permissions)}" for (kind, name), permissions in entries.items())


def in_words(tag: Tag) -> str:
    """Whom an entry is for."""
    if tag[1]:
        return f"{'账号' if tag[0] == 'u' else '组'} {tag[1]}"
    return {OWNER: "属主", GROUP: "所属的组", OTHERS: "其他人"}[tag]
