"""A store's journals held against a backup: where one stood then, the very same line must stand now.

A journal's lines form a chain, and whoever rewrites one and every hash after it has a chain again. Only a
copy of its last hash, kept elsewhere, tells; each backup has that of every journal.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from forms.errors import StoreError
from store.backup.archive import Last, last_lines, open_archive
from store.backup.reading import opened_plain
from store.backup.restore import missing_from
from store.beneath import open_beneath
from store.files import closing, open_folder, refusing
from store.places import StoreRoot
from store.protocol import ORGANISATIONS
from store.shards.chain import HOLES, Chain, has_holes, pieces
from store.shards.journal import JOURNAL, Journal

_REMEDY = "请把备份恢复到别处（taizhang restore --store）对照内容，查明是谁改的"


def compare(file: Path, root: Path, units: Collection[str] | None = None) -> list[str]:
    """Which journals were cut short, rewritten or taken away since the backup, or were not in it: a sentence
    each; empty when all go on from where they stood. ``units``: only of these.

    Raises BadInput for what is no backup, NewerFormat, StoreError where there is no store.
    """
    StoreRoot.open(root)
    with open_archive(file) as archive, refusing(StoreError, f"{root} 打不开", "请检查文件夹权限"):
        at = archive.manifest.made_at
        with closing(open_folder(os.path.realpath(root))) as base:
            told = [
                sentence
                for last in last_lines(archive)
                if units is None or last.path == ORGANISATIONS or last.path.rpartition("/")[2] in units
                if (sentence := _judge(base, last, at))
            ]
        if units is None:
            told += [f"{sentence}没有对照。" for sentence in missing_from(archive)]
    return told


def _judge(base: int, last: Last, at: str) -> str:
    """Empty when all is well."""
    path, then = last.path, f"备份时（{at}）有{last.sequence}次保存"
    if not last.sequence:
        return ""
    chain = Chain(path, last.end)
    try:
        with (
            closing(open_beneath(base, path, os.O_RDONLY | os.O_DIRECTORY)) as folder,
            opened_plain(JOURNAL, folder) as (journal, size),
        ):
            if has_holes(journal, size):
                raise StoreError(HOLES)
            counted = Journal(folder, path).counted()
            for piece in pieces(journal, size if counted is None else min(size, counted)):
                chain.feed(piece)
        chain.finish()
    except (FileNotFoundError, NotADirectoryError):
        return f"{path} 的日志不见了，{then}；{_REMEDY}。"
    except (OSError, StoreError) as error:
        said = error.said if isinstance(error, StoreError) else os.strerror(error.errno or 0)
        return f"{path} 的日志读不出来（{said}），没有对照；请管理员检查。"
    if not chain.unmet:
        return ""
    if chain.problem:
        return f"{path} 的日志到第{chain.end.sequence}次保存为止完好，以后已损坏，{then}；{_REMEDY}。"
    if chain.end.sequence < last.sequence:
        return f"{path} 的日志被截短：{then}，现在只有{chain.end.sequence}次；{_REMEDY}。"
    return f"{path} 的日志被改写：{then}，现在的第{last.sequence}次与备份里的不同；{_REMEDY}。"
