"""A back end in memory, for campaigns of which no file matters: quick to make, gone with the test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from forms.errors import NotWritten, StoreError
from forms.pack import Pack
from store.access.guard import GuardedStore
from store.access.roles import Member
from store.found import Found
from store.protocol import ORGANISATIONS, Backup, Repairs, Store, check_campaign_id
from tests.support.memory_store import MemoryShard, MemoryShards, MemoryStore


@dataclass
class MemoryBackend:
    """``store.protocol.Backend`` without a file. Whoever opens a campaign of it sees what others saved."""

    member: Member | None = None
    """Whoever runs this process."""
    packs: dict[str, Pack] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    """Its settings."""
    organisations: MemoryShard = field(default_factory=MemoryShard)
    shards: dict[str, MemoryShards] = field(default_factory=dict)
    """By campaign."""

    @property
    def address(self) -> str:
        return "内存"

    def exists(self) -> bool:
        return bool(self.packs)

    def create(self, pack: Pack) -> None:
        check_campaign_id(pack.id)
        if pack.id in self.packs:
            raise StoreError(f"{self.address} 里已有工作模板，没有覆盖。")
        self.packs[pack.id] = pack

    def campaigns(self) -> list[str]:
        if not self.packs:
            raise StoreError(f"没有找到台账数据 {self.address}；请用 taizhang init 新建。")
        return sorted(self.packs)

    def open(self, campaign: str, member: Member | None = None) -> Store:
        check_campaign_id(campaign)
        first = next(iter(self.shards.values()), MemoryShards())
        shared = MemoryShards({ORGANISATIONS: self.organisations}, first.lock, self.shards)
        shards = self.shards.setdefault(campaign, shared)
        store = MemoryStore(shards)
        return store if member is None else GuardedStore(store, member)

    def pack(self, campaign: str) -> Pack:
        return self.packs[campaign]

    def pack_place(self, campaign: str) -> str:
        return f"{self.address}/{campaign}"

    def may_replace_pack(self, campaign: str) -> bool:
        return True

    def replace_pack(self, pack: Pack) -> list[str]:
        self.packs[pack.id] = pack
        return []

    def settings(self) -> dict[str, Any]:
        return dict(self.said)

    @property
    def settings_place(self) -> str:
        return self.address

    def set_settings(self, values: Mapping[str, Any]) -> None:
        self.said = dict(values)

    def members(self) -> Member | None:
        return self.member

    def check(self, member: Member | None = None) -> list[Found]:
        return []

    def tidy(self, member: Member | None = None) -> list[str]:
        return []

    def repair(self) -> Repairs:
        return Repairs()

    def backup(self, target: Path) -> Backup:
        raise NotWritten(f"{self.address} 里的数据不能备份到 {target}。")

    def backup_into(self, folder: Path, keep: int | None) -> Backup:
        return self.backup(folder)

    def check_against(self, backup: Path, member: Member | None = None) -> list[str]:
        raise NotWritten(f"{self.address} 里的数据没有备份 {backup}。")

    def watch(self, store: Store, shards: Sequence[str]) -> tuple[int, ...]:
        return store.sequences(shards)
