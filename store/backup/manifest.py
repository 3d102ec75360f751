"""What a backup holds: the list at its end, and which names may stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from forms.errors import BadInput
from forms.neutral import one_line
from store.access.members_terms import MEMBERS
from store.backup.rights import Rights
from store.names import KINDS, is_folder_name
from store.places import CONFIG
from store.protocol import ORGANISATIONS
from store.shards import blocked, codec, keeping, locks, tables
from store.shards.journal import NAME as JOURNAL
from store.shards.sentences import newer

NAME = "manifest.json"
FORMAT = 1

SHARD_FILES = (tables.NAME, JOURNAL, locks.NAME, blocked.NAME)
SHARD_FOLDERS = ("files", keeping.FOLDER)
"""Folders of a shard whose files have names of their own: attachments, and what was once set aside."""
DEEPEST = 4
"""Folders within those."""

_PART = re.compile(r"[^/\\\x00-\x1f\x7f]+")


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file of the backup: where it goes, and what proves it whole."""

    path: str
    size: int
    sha256: str
    rights: Rights


class Folder(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A folder of the backup, for its rights."""

    path: str
    """Empty: the store's own folder."""
    rights: Rights


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that a backup has in it."""

    format: int = FORMAT
    made_at: str
    """Real time, ISO 8601 with offset."""
    folders: tuple[Folder, ...]
    files: tuple[File, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


def read_manifest(data: bytes) -> Manifest:
    """Raises BadInput for a list that is none or names what no store has, NewerFormat."""
    try:
        raw = codec.decode(data)
        if isinstance(raw, dict) and type(raw.get("format")) is int and raw["format"] > FORMAT:
            raise newer("备份文件")
        manifest = msgspec.convert(raw, Manifest)
    except (ValueError, msgspec.ValidationError):
        raise BadInput(f"备份文件里的清单 {NAME} 读不懂，没有恢复；请换一份备份。") from None
    paths = [folder.path for folder in manifest.folders] + [file.path for file in manifest.files]
    wrong = next((file.path for file in manifest.files if not is_file_of_a_store(file.path)), None)
    if wrong is None:
        wrong = next((folder.path for folder in manifest.folders if not _is_folder(folder.path)), None)
    if wrong is None and len(set(paths)) != len(paths):
        wrong = next(path for path in paths if paths.count(path) > 1)
    known = {folder.path for folder in manifest.folders}
    if wrong is None:
        wrong = next((path for path in paths if path and path.rpartition("/")[0] not in known), None)
    if wrong is not None or "" not in known or any(file.size < 0 for file in manifest.files):
        raise strange(wrong or NAME)
    return manifest


def strange(name: str) -> BadInput:
    """What no backup of ours holds may have been put there to do harm."""
    return BadInput(
        f"备份文件里的“{one_line(name)[:80]}”不是台账会备份的，没有恢复；请不要使用来历不明的备份。"
    )


def is_file_of_a_store(path: str) -> bool:
    """May a file of a store be called so?"""
    first, *rest = path.split("/")
    if not rest:
        return path in (CONFIG, MEMBERS)
    if first == ORGANISATIONS:
        return _in_shard(rest)
    if not is_folder_name(first):
        return False
    if rest[0] == "pack":
        return len(rest) == 2 and _are_names(rest[1:])
    return len(rest) > 2 and rest[0] in KINDS and is_folder_name(rest[1]) and _in_shard(rest[2:])


def _in_shard(parts: list[str]) -> bool:
    if len(parts) == 1:
        return parts[0] in SHARD_FILES
    return parts[0] in SHARD_FOLDERS and len(parts) <= DEEPEST + 2 and _are_names(parts[1:])


def _is_folder(path: str) -> bool:
    """Any folder that could hold such a file."""
    if not path:
        return True
    parts = path.split("/")
    if parts[0] == ORGANISATIONS:
        return len(parts) == 1 or is_file_of_a_store(f"{path}/x")
    if not is_folder_name(parts[0]):
        return False
    if len(parts) == 2:
        return parts[1] in ("pack", *KINDS)
    return len(parts) == 1 or is_file_of_a_store(f"{path}/{tables.NAME}")


def _are_names(parts: Iterable[str]) -> bool:
    """Names of single files that no program hides and no system takes for something else."""
    return all(
        _PART.fullmatch(part) and not part.startswith(".") and len(part.encode("utf-8", "replace")) <= 255
        for part in parts
    )
