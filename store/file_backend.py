"""The back end in files: a folder of campaigns, on a person's own machine or on a server for many."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forms.clock import SHANGHAI
from forms.errors import BadInput, NotAllowed, StoreError
from forms.loading import annex_files, load_pack, table, write_pack
from forms.organisations import Organisations
from forms.pack import Pack
from forms.toml import toml_bytes
from store.access.members_file import is_shared
from store.files import closing, open_folder, refusing, replace_file, sync
from store.organisations import read_organisations
from store.places import CONFIG, MEMBERS, StoreRoot, store_config, write_toml
from store.protocol import Backup, Repairs, Store
from store.shards.filestore import FileStore

if TYPE_CHECKING:
    from store.access.roles import Member
    from store.found import Found

TABLE = "settings"
"""Where settings stand in the store's own file."""


class FileBackend:
    """``store.protocol.Backend`` over the folder ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def address(self) -> str:
        """The folder."""
        return str(self.root)

    def exists(self) -> bool:
        """Does the folder hold a store, usable or not?"""
        return StoreRoot.exists(self.root)

    def create(self, pack: Pack) -> None:
        """Write the campaign's folder with its pack, and the store's own where there is none."""
        place = StoreRoot.open(self.root) if self.exists() else StoreRoot.create(self.root)
        folder = place.pack_folder(pack.id)
        with _own():
            write_pack(pack, folder)
        with refusing(StoreError, f"{folder} 没有写好", "请检查磁盘", unsure=str(folder)):
            for one in (folder, folder.parent, self.root):
                sync(one)

    def campaigns(self) -> list[str]:
        """Folders that hold a pack. Raises Damaged, NewerFormat besides."""
        return StoreRoot.open(self.root).campaigns()

    def open(self, campaign: str, member: Member | None = None) -> Store:
        """A store over the campaign's folder; guarded for a member."""
        store = FileStore(self.root, campaign)
        if member is None:
            return store
        from store.access.guard import GuardedStore  # only in a store that many use

        return GuardedStore(store, member)

    def pack(self, campaign: str) -> Pack:
        """Read from its TOML."""
        return load_pack(self._pack_folder(campaign))

    def pack_place(self, campaign: str) -> str:
        """The folder of its TOML."""
        return str(self._pack_folder(campaign))

    def may_replace_pack(self, campaign: str) -> bool:
        """As the folder's rights say."""
        return os.access(self._pack_folder(campaign), os.W_OK)

    def replace_pack(self, pack: Pack) -> list[str]:
        """Only the files of annexes that differ; each replaced one stays beside its own with the time in its
        name."""
        folder = self._pack_folder(pack.id)
        files = zip(annex_files(folder), load_pack(folder).annexes, pack.annexes, strict=True)
        changed = {name: after for name, before, after in files if before != after}
        kept: list[str] = []
        sure = {"unsure": str(folder), "look": "taizhang pack update"}
        with (
            refusing(StoreError, f"工作模板写不进 {folder}", "请检查权限和磁盘，再运行一次", **sure),
            closing(open_folder(folder)) as descriptor,
        ):
            for name, annex in changed.items():
                kept.append(_keep(folder, name, descriptor))
                replace_file(name, toml_bytes(table(annex)), descriptor, 0o664)
        return kept

    def settings(self) -> dict[str, Any]:
        """The table of the store's own file."""
        if not self.exists():
            return {}
        values = store_config(self.root).get(TABLE, {})
        if not isinstance(values, dict):
            raise BadInput(f"{self.root / CONFIG} 里的 {TABLE} 应是一节设置（[{TABLE}]）。")
        return values

    @property
    def settings_place(self) -> str:
        """The store's own file."""
        return str(self.root / CONFIG)

    def set_settings(self, values: Mapping[str, Any]) -> None:
        """Replace the table; the rest of the file stays."""
        path = self.root / CONFIG
        whole = store_config(self.root)
        whole[TABLE] = dict(values)
        if not values:
            del whole[TABLE]
        sure = {"unsure": str(path), "look": "taizhang config list"}
        with refusing(StoreError, f"设置没有存入 {path}", "请检查权限和磁盘", **sure):
            write_toml(path, whole, 0o664)

    def members(self) -> Member | None:
        """By ``members.toml`` and the operating system's account."""
        if not is_shared(self.root):
            return None
        from store.access.roles import whoami  # only in a store that many use

        member = whoami(self.root)
        if member is None:
            raise NotAllowed(f"成员名单 {MEMBERS} 刚才还在，现在不见了；请再试一次，或联系管理员。")
        return member

    def check(self, member: Member | None = None) -> list[Found]:
        """Every file, and for who may see all of them their rights too."""
        # Checking, repairing and backing up load what no screen and no other command needs.
        from store.integrity import check_store
        from store.permissions import check_permissions

        if member is None or member.office:
            return check_store(self.root) + check_permissions(self)
        return check_store(self.root, self._units(member))

    def tidy(self, member: Member | None = None) -> list[str]:
        """In every unit's folder, where nobody is saving just then."""
        from store.integrity import shard_folders
        from store.unsaved_files import collect

        units: Collection[str] | None = None
        if member is not None and not member.office:
            from store.access.roles import rights

            units = rights(member, self.organisations()).units
        folders = shard_folders(StoreRoot.open(self.root), [], self.root)
        told = (collect(folder, name) for name, folder in folders if units is None or folder.name in units)
        return [sentence for sentence in told if sentence]

    def repair(self) -> Repairs:
        """Rebuild shards from their journals, and take rights from whom they are not for."""
        from store.integrity import repair_store

        return repair_store(self.root)

    def backup(self, target: Path) -> Backup:
        """Into a zip, beside everybody's work."""
        from store.backup.create import back_up

        return back_up(self.root, target)

    def backup_into(self, folder: Path, keep: int | None) -> Backup:
        """Dated zips."""
        from store.backup.rotation import back_up_into

        return back_up_into(self.root, folder, keep)

    def check_against(self, backup: Path, member: Member | None = None) -> list[str]:
        """The same line must stand in the journal where the backup's last one was."""
        from store.backup.against import compare

        return compare(backup, self.root, self._units(member))

    def watch(self, store: Store, shards: Sequence[str]) -> tuple[int, ...]:
        """By looking at the files: nobody tells of changes."""
        return store.sequences(shards)

    def organisations(self) -> Organisations:
        """All there are: which campaign they are asked of makes no difference."""
        return read_organisations(FileStore(self.root, "none"))

    def _units(self, member: Member | None) -> Collection[str] | None:
        """Those that a member may look at; None for all."""
        if member is None or member.office:
            return None
        from store.access.roles import rights

        return rights(member, self.organisations()).units

    def _pack_folder(self, campaign: str) -> Path:
        return StoreRoot(self.root).pack_folder(campaign)


def _keep(folder: Path, name: str, descriptor: int) -> str:
    """The file as it is, under a name of its own that no pack's file has."""
    stamp = datetime.now(SHANGHAI).strftime("%Y%m%d-%H%M%S")
    target = f"{name}.{stamp}"
    number = 1
    while os.path.lexists(folder / target):
        number += 1
        target = f"{name}.{stamp}-{number}"
    replace_file(target, (folder / name).read_bytes(), descriptor, 0o664)
    return str(folder / target)


@contextmanager
def _own() -> Iterator[None]:
    """What is made is its maker's to write, also where accounts by default share with their group. (A folder
    with a default access list goes by that.)"""
    before = os.umask(0o022)
    os.umask(before | 0o022)
    try:
        yield
    finally:
        os.umask(before)
