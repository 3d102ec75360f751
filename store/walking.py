"""Going through all that is in a store's folder, however it was arranged by those who may write there: links
are not followed, nothing is opened but folders, and none deeper than any of ours."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from typing import NamedTuple

from store.files import closing, open_folder

DEEPEST = 8
"""Folders above a thing, below the store's own; those that the program makes have four."""


class Thing(NamedTuple):
    """A file, folder or anything else in a store."""

    path: str
    """Below the store's root."""
    mode: int
    too_deep: bool = False
    """A folder that is not looked into."""


def things(folder: int, path: str = "") -> Iterator[Thing]:
    """All that is in an open folder of the store, in order, each before what is in it. What may not be looked
    at, or is gone meanwhile, is left out. Raises OSError for the folder itself."""
    for name in sorted(os.listdir(folder)):
        inner = f"{path}/{name}" if path else name
        try:
            mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        except OSError:
            continue
        deep = stat.S_ISDIR(mode) and too_deep(inner)
        yield Thing(inner, mode, deep)
        if stat.S_ISDIR(mode) and not deep:
            try:
                below = open_folder(name, folder)
            except OSError:
                continue
            with closing(below):
                yield from things(below, inner)


def too_deep(path: str) -> bool:
    """Is a folder at this place none that is looked into?"""
    return path.count("/") >= DEEPEST


def is_odd(name: str) -> bool:
    """Is it a name that no program of ours gives: no UTF-8, or one that a terminal would obey?"""
    return not name.isprintable()
