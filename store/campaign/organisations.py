"""The organisations of a store: their tree in official order, and how one is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import msgspec

from forms.errors import BadInput, Damaged
from forms.organisation import Organisation
from store.campaign.campaign import Campaign
from store.protocol import ORGANISATIONS, Document, unit_shard


@dataclass(frozen=True)
class Organisations:
    """A snapshot of all organisations. ``all`` is depth first in official order."""

    all: tuple[Organisation, ...]

    @cached_property
    def by_id(self) -> dict[str, Organisation]:
        return {org.id: org for org in self.all}

    def __iter__(self) -> Iterator[Organisation]:
        return iter(self.all)

    def get(self, org_id: str) -> Organisation | None:
        return self.by_id.get(org_id)

    def find(self, text: str) -> Organisation:
        """By id, 规范简称 or 全称. Raises BadInput when there is none or more than one."""
        wanted = text.strip()
        by_id = self.get(wanted)
        if by_id:
            return by_id
        found = [org for org in self.all if wanted and wanted in (org.name, org.full_name)]
        if len(found) == 1:
            return found[0]
        if found:
            choices = "、".join(f"{org.id}（{self.unit_of(org.id).name}）" for org in found)
            raise BadInput(f"有{len(found)}个党组织都叫“{wanted}”，请改用编号：{choices}。")
        known = "、".join(org.id for org in self.all[:8]) or "（还没有党组织，请先用 taizhang org add 添加）"
        raise BadInput(f"没有党组织“{wanted}”；可用编号、规范简称或全称，现有编号：{known}。")

    def children(self, org_id: str) -> list[Organisation]:
        """Directly below, in official order."""
        return [org for org in self.all if org.parent == org_id and org.id != org_id]

    def unit_of(self, org_id: str) -> Organisation:
        """The second-level organisation whose shard and forms it belongs to; a school is its own.

        Raises KeyError for an unknown id.
        """
        org = self.by_id[org_id]
        seen = {org.id}
        while True:
            above = self.by_id.get(org.parent)
            if above is None or above.level == "school" or above.id in seen:
                return org
            seen.add(above.id)
            org = above

    @property
    def units(self) -> tuple[Organisation, ...]:
        """Second-level organisations, a 直属党支部 among them: those that owe deliverables."""
        return tuple(org for org in self.all if org.level != "school" and self.unit_of(org.id) is org)

    def scope(self, org_id: str = "") -> tuple[Organisation, ...]:
        """The organisation and all below it; all when none is named."""
        if not org_id:
            return self.all
        wanted = {org_id}
        for org in self.all:  # depth first: parents come before children
            if org.parent in wanted:
                wanted.add(org.id)
        return tuple(org for org in self.all if org.id in wanted)

    def form_members(self, org_id: str, only: bool = False) -> tuple[Organisation, ...]:
        """Whose rows stand in this organisation's form: itself, then those below in official order."""
        scope = self.scope(org_id)
        return scope[:1] if only else scope

    def path(self, org_id: str) -> str:
        """``计算机学院党委 / 教工第一党支部``: names from the unit down, for lists of many units."""
        org = self.get(org_id)
        names: list[str] = []
        while org and (org.level != "school" or not names) and org.name not in names:
            names.append(org.name)
            org = self.get(org.parent)
            if org and org.level == "school":
                break
        return " / ".join(reversed(names))


def organisations(c: Campaign) -> Organisations:
    """All organisations as they stand now. Raises Damaged for a document that is no organisation."""
    sequence = c.store.sequence(ORGANISATIONS)
    kept = c.seen.get(ORGANISATIONS)
    if kept is None or kept[0] != sequence:
        documents = c.store.query(ORGANISATIONS, annex="organisation")
        kept = (sequence, tree(_organisation(document) for document in documents))
        c.seen[ORGANISATIONS] = kept
    snapshot: Organisations = kept[1]
    return snapshot


def _organisation(document: Document) -> Organisation:
    try:
        return msgspec.convert(document.data, Organisation)
    except msgspec.ValidationError as error:
        raise Damaged(
            f"党组织“{document.id}”的数据不完整（{error}）；请运行 taizhang check 查看。"
        ) from error


def tree(organisations: Iterable[Organisation]) -> Organisations:
    """Order them depth first: 序号 first, those without one after, by id. A circle loses nobody."""
    everyone = sorted(organisations, key=lambda org: (org.order <= 0, org.order, org.id))
    ids = {org.id for org in everyone}
    below: dict[str, list[Organisation]] = {}
    for org in everyone:
        below.setdefault(org.parent if org.parent in ids and org.parent != org.id else "", []).append(org)
    ordered: dict[str, Organisation] = {}

    def visit(org: Organisation) -> None:
        if org.id not in ordered:
            ordered[org.id] = org
            for child in below.get(org.id, ()):
                visit(child)

    for org in below.get("", ()):
        visit(org)
    for org in everyone:
        visit(org)
    return Organisations(tuple(ordered.values()))


def required(c: Campaign, org_id: str) -> Organisation:
    """The organisation of this id. Raises BadInput when there is none."""
    return organisations(c).find(org_id)


def shard_of(c: Campaign, org_id: str) -> str:
    """The shard its documents lie in: that of its second-level organisation. Raises BadInput when unknown."""
    known = organisations(c)
    return unit_shard(known.unit_of(known.find(org_id).id).id)
