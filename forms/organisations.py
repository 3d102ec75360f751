"""The tree of organisations in official order, and how one is found in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from forms.errors import BadInput, NotAllowed
from forms.organisation import Organisation


@dataclass(frozen=True)
class Organisations:
    """A snapshot of the organisations. ``all`` is depth first in official order, and what lists, forms and
    searches go by. Where this person may not see everything it is what they may see, and ``rest`` the whole
    tree: names and places of the others, which nobody hides."""

    all: tuple[Organisation, ...]
    rest: tuple[Organisation, ...] = ()

    @property
    def everyone(self) -> tuple[Organisation, ...]:
        """The whole tree, depth first."""
        return self.rest or self.all

    @cached_property
    def by_id(self) -> dict[str, Organisation]:
        """Of the whole tree."""
        return {org.id: org for org in self.everyone}

    @cached_property
    def _visible(self) -> frozenset[str]:
        return frozenset(org.id for org in self.all)

    def limited_to(self, visible: Collection[str]) -> Organisations:
        """The same tree for somebody who may see these ids."""
        return Organisations(tuple(org for org in self.all if org.id in visible), self.everyone)

    def __iter__(self) -> Iterator[Organisation]:
        return iter(self.all)

    def sees(self, org_id: str) -> bool:
        """Is it there, and may this person see it?"""
        return org_id in self._visible

    def get(self, org_id: str) -> Organisation | None:
        """The organisation of this id; None when there is none. ``sees`` tells who may see it."""
        return self.by_id.get(org_id)

    def find(self, text: str) -> Organisation:
        """By id, 规范简称 or 全称. Raises BadInput when there is none or more than one, NotAllowed for one
        that this person may not see."""
        wanted = text.strip()
        by_id = self.get(wanted)
        if by_id:
            return self._seen(by_id)
        found = [org for org in self.all if wanted and wanted in (org.name, org.full_name)]
        if len(found) == 1:
            return found[0]
        if found:
            choices = "、".join(f"{org.id}（{self.unit_of(org.id).name}）" for org in found)
            raise BadInput(f"有{len(found)}个党组织都叫“{wanted}”，请改用编号：{choices}。")
        hidden = next((org for org in self.rest if wanted and wanted in (org.name, org.full_name)), None)
        if hidden:
            return self._seen(hidden)
        known = "、".join(org.id for org in self.all[:8]) or "（还没有党组织，请先用 taizhang org add 添加）"
        raise BadInput(f"没有党组织“{wanted}”；可用编号、规范简称或全称，现有编号：{known}。")

    def _seen(self, org: Organisation) -> Organisation:
        if not self.sees(org.id):
            raise NotAllowed(f"当前账号无权查看“{org.name}”；如需权限，请联系党委办公室。")
        return org

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
        for org in self.everyone:  # depth first: parents come before children
            if org.parent in wanted:
                wanted.add(org.id)
        return tuple(org for org in self.all if org.id in wanted)

    def form_members(self, org_id: str, only: bool = False) -> tuple[Organisation, ...]:
        """Whose rows stand in this organisation's form: itself, then those below in official order."""
        scope = self.scope(org_id)
        return tuple(org for org in scope if org.id == org_id) if only and org_id else scope

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


def tree(organisations: Iterable[Organisation]) -> Organisations:
    """Order them depth first: 序号 first, then those without one as given. A circle loses nobody."""
    everyone = sorted(organisations, key=lambda org: (org.order <= 0, org.order))
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
