"""What the operating system should allow in a store: its folders, and for each the group it belongs to, who
else writes there, and who reads.

The root and the organisations are the office's to write and every member's to read; a unit's folder is its
group's and the office's; of a unit, what the office writes is the unit's to read. Nobody else gets in. Within
a unit the program keeps branches apart, not the system.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from forms.organisations import Organisations
from store.access.access_lists import GROUP, MASK, OTHERS, OWNER, Tag
from store.access.members_shape import EVERYTHING, Entry, Members
from store.places import CONFIG, MEMBERS
from store.protocol import ORGANISATIONS

_GROUP = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
"""Names that ``groupadd`` takes."""


@dataclass(frozen=True)
class Rule:
    """What one folder or file should be."""

    path: str
    """Below the store's root; empty: the root itself."""
    group: str
    writers: tuple[Tag, ...] = ()
    """Besides the group."""
    readers: tuple[Tag, ...] = ()
    deep: bool = False
    """Holds for everything in it, and new things begin like it. Else they begin as the office's alone."""
    shard: bool = False
    """A folder of documents: its lock is for those who write."""
    file: bool = False
    read_only: bool = False
    """Its group reads too: only its owner writes."""

    def access(self, folder: bool, lock: bool = False) -> dict[Tag, int]:
        """The access list of the folder or file itself, or of a folder or file in it."""
        whole, look = (7, 5) if folder else (6, 4)
        most = look if self.read_only else whole
        readers = () if lock else self.readers
        return {
            OWNER: whole,
            **dict.fromkeys((tag for tag in readers if tag[0] == "u"), look),
            **dict.fromkeys((tag for tag in self.writers if tag[0] == "u"), most),
            GROUP: most,
            **dict.fromkeys((tag for tag in readers if tag[0] == "g"), look),
            **dict.fromkeys((tag for tag in self.writers if tag[0] == "g"), most),
            MASK: most,
            OTHERS: 0,
        }

    def default(self) -> dict[Tag, int]:
        """What new things in it begin with."""
        return (self if self.deep else Rule(self.path, self.group, self.writers)).access(folder=True)

    def mode(self, folder: bool) -> int:
        if folder:
            return 0o2770
        return 0o640 if self.read_only else 0o660


@dataclass
class Wanted:
    """Everything that should be."""

    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    """Groups that must be there, each with the accounts that should be in it."""
    open_groups: set[str] = field(default_factory=set)
    """Those whose members somebody else keeps: the members' file grants them a role as they are."""
    everybody: str = ""
    """The one of them that holds every account the members' file names."""
    named_groups: list[str] = field(default_factory=list)
    """Groups that the members' file itself gives a role; their accounts are in no other."""
    rules: list[Rule] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """Sentences about what no step can put right."""
    skipped: list[str] = field(default_factory=list)
    """Sentences about what cannot be looked at, and is left as it is; everything else is not."""


def wanted(
    members: Members, known: Organisations, campaigns: Sequence[str], missing: Collection[Tag] = ()
) -> Wanted:
    """``missing`` are accounts and groups that the file names and the system does not have."""
    made = Wanted()
    reach = _Reach(members, known, set(missing), made)
    office = (members.unix.office, reach.office)
    everyone = reach.everyone()
    made.rules += [
        Rule("", *office, everyone),
        Rule(CONFIG, *office, everyone, file=True),
        Rule(MEMBERS, *office, everyone, file=True, read_only=True),
        Rule(ORGANISATIONS, *office, everyone, deep=True, shard=True),
    ]
    for campaign in campaigns:
        made.rules += [
            Rule(campaign, *office, everyone),
            Rule(f"{campaign}/pack", *office, everyone, deep=True),
            Rule(f"{campaign}/units", *office, everyone),
            Rule(f"{campaign}/office", *office, everyone),
        ]
        for unit, group in reach.groups.items():
            writers, readers = reach.of(unit)
            with_office = (("g", members.unix.office), *reach.office, *writers)
            shown_to = (("g", group), *writers, *readers)
            made.rules += [
                Rule(f"{campaign}/units/{unit}", group, with_office, readers, deep=True, shard=True),
                Rule(f"{campaign}/office/{unit}", *office, shown_to, deep=True, shard=True),
            ]
        for school in reach.schools:  # its own documents are the office's
            made.rules.append(Rule(f"{campaign}/units/{school}", *office, everyone, deep=True, shard=True))
    return made


class _Reach:
    """Whom the members' file lets into which unit, as the system tells them apart: account, group."""

    def __init__(self, members: Members, known: Organisations, missing: set[Tag], made: Wanted) -> None:
        self._unix = members.unix
        self._known = known
        self._made = made
        self.schools = [org.id for org in known.all if org.level == "school"]
        self.groups = self._groups()
        self._writers: dict[str, list[Tag]] = {unit: [] for unit in self.groups}
        self._readers: dict[str, list[Tag]] = {unit: [] for unit in self.groups}
        self._inside: dict[str, set[str]] = {name: set() for name in self.groups.values()}
        self._inside[self._unix.office] = set()
        self._inside[self._unix.everybody] = set()
        made.everybody = self._unix.everybody
        self._office: list[Tag] = []
        for number, entry in enumerate(members.members, 1):
            tag = entry.tag
            if tag in missing and entry.group not in self._inside:
                made.remarks.append(
                    f"{MEMBERS} 的 members 第{number}项：系统里没有{entry.who}；请先建好，或改正名称。"
                )
                continue
            if entry.account:
                self._inside[self._unix.everybody].add(entry.account)
            elif entry.group not in made.named_groups:
                made.named_groups.append(entry.group)
            self._take(entry, tag, number)
        made.groups = {name: frozenset(inside) for name, inside in self._inside.items()}

    @property
    def office(self) -> tuple[Tag, ...]:
        return _distinct(self._office)

    def everyone(self) -> tuple[Tag, ...]:
        """Every member but the office, whose right is another."""
        found: list[Tag] = [("g", name) for name in self.groups.values()]
        for tags in (*self._writers.values(), *self._readers.values()):
            found += tags
        return self._besides(self._unix.office, found)

    def of(self, unit: str) -> tuple[tuple[Tag, ...], tuple[Tag, ...]]:
        """Who writes in a unit besides its group, and who reads."""
        writers = _distinct(self._writers[unit])
        readers = self._besides(self.groups[unit], self._besides(self._unix.office, self._readers[unit]))
        return writers, tuple(tag for tag in readers if tag not in writers)

    def _besides(self, group: str, tags: Iterable[Tag]) -> tuple[Tag, ...]:
        """Without those that are in the group: an entry for the account alone would take from them what the
        group may do."""
        inside = {("u", account) for account in self._inside[group]}
        return tuple(tag for tag in _distinct(tags) if tag not in inside and tag not in self._office)

    def _groups(self) -> dict[str, str]:
        """Unit to group; what cannot be a group's name leaves its unit to the office."""
        found: dict[str, str] = {}
        if self._unix.everybody == self._unix.office:
            self._made.remarks.append(
                f"{MEMBERS} 的 unix members 和 office 是同一个组 {self._unix.office}；请改成两个不同的组。"
            )
        for unit in self._known.units:
            name = self._unix.group_of(unit.id)
            taken = name in (self._unix.office, self._unix.everybody, *found.values())
            if _GROUP.fullmatch(name) and not taken:
                found[unit.id] = name
                continue
            why = "已被占用" if _GROUP.fullmatch(name) else "系统不接受"
            self._made.remarks.append(
                f"{unit.name}（{unit.id}）的组名 {name} {why}，请在 {MEMBERS} 的 unix groups 里另起一个。"
            )
        return found

    def _take(self, entry: Entry, tag: Tag, number: int) -> None:
        if entry.group in self._inside:
            self._made.open_groups.add(entry.group)
        if entry.role == "office":
            if entry.account:
                self._inside[self._unix.office].add(entry.account)
            elif entry.group != self._unix.office:
                self._office.append(tag)
            return
        for unit in self._units(entry, number):
            if entry.role == "reader":
                if tag != ("g", self.groups[unit]):
                    self._readers[unit].append(tag)
            elif entry.account:
                self._inside[self.groups[unit]].add(entry.account)
            elif entry.group != self.groups[unit]:
                self._writers[unit].append(tag)

    def _units(self, entry: Entry, number: int) -> Iterable[str]:
        """The units that an entry's organisations lie in or hold."""
        found: dict[str, None] = {}
        for named in entry.organisations:
            if named == EVERYTHING:
                found.update(dict.fromkeys(self.groups))
            elif named not in self._known.by_id:
                self._made.remarks.append(
                    f"{MEMBERS} 的 members 第{number}项（{entry.who}）：没有党组织 {named}；请改正编号。"
                )
            else:
                below = self._known.scope(named)
                found.update(dict.fromkeys(self._known.unit_of(org.id).id for org in below))
        return [unit for unit in found if unit in self.groups]


def _distinct(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    return tuple(dict.fromkeys(tags))
