"""Zip archives, a document among them: same members, same bytes, whenever and wherever they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from typing import IO

_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can name."""


def zipped(members: Iterable[tuple[str, bytes | Callable[[IO[bytes]], None]]], begun: bytes = b"") -> bytes:
    """The members in this order, with nothing of this machine or this moment in the archive. A large member
    may be a function that writes it a piece at a time: it is never in memory as a whole.

    ``begun`` is an archive to go on from: what many documents have in common is compressed once.
    """
    packed = io.BytesIO(begun)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _FIRST)
            info.compress_type = zipfile.ZIP_DEFLATED
            # As if made on the system that zip began on, with no owner and no mode.
            info.create_system = 0
            info.external_attr = 0
            if isinstance(content, bytes):
                archive.writestr(info, content)
                continue
            with archive.open(info, "w") as member:
                content(member)
    return packed.getvalue()
