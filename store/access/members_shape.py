"""What may stand in ``members.toml``, and the sentence for what may not."""

from __future__ import annotations

import re
import tomllib
from typing import Literal

import msgspec

from forms import faults
from forms.errors import BadInput
from store.places import MEMBERS
from store.protocol import is_folder_name

Role = Literal["office", "unit", "branch", "reader"]

EVERYTHING = "*"
"""In a reader's organisations: all there are."""

ACCOUNT = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}")
"""What may name an account or a group: nothing that a command line or a sentence could take for more."""


def faulty(sentence: str) -> BadInput:
    """What is wrong with the file's text; while it is, nobody gets in."""
    return BadInput(f"{MEMBERS}{sentence}")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One account or one group, and its role."""

    role: Role
    account: str = ""
    group: str = ""
    organisations: tuple[str, ...] = ()
    """Ids. A unit's and a reader's reach to all below them, a branch's to itself alone."""

    @property
    def tag(self) -> tuple[str, str]:
        """As access lists name it."""
        return ("u", self.account) if self.account else ("g", self.group)

    @property
    def who(self) -> str:
        return f"账号 {self.account}" if self.account else f"组 {self.group}"


class Unix(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Names of the operating system's groups that keep units apart."""

    office: str = "tz-office"
    members: str = ""
    """Every account that the file names; empty: ``tz-members``, with the prefix there is."""
    prefix: str = "tz-"
    groups: dict[str, str] = {}
    """A unit's id to its group, where prefix and id will not do."""

    @property
    def everybody(self) -> str:
        """The Unix group of all accounts that the file names."""
        return self.members or f"{self.prefix}members".lower()

    def group_of(self, unit: str) -> str:
        """The Unix group of a second-level organisation."""
        return self.groups.get(unit) or f"{self.prefix}{unit}".lower()


class Members(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole file."""

    members: tuple[Entry, ...] = ()
    unix: Unix = Unix()


def parse(content: bytes) -> Members:
    """Raises BadInput: one sentence with the place and the remedy."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise faulty(
            f" 第{content.count(10, 0, error.start) + 1}行的编码不是 UTF-8，请另存为 UTF-8。"
        ) from None
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise faulty(faults.syntax(error, text, MEMBERS).removeprefix(MEMBERS)) from None
    try:
        found = msgspec.convert(raw, Members, strict=True)
    except msgspec.ValidationError as error:
        raise faulty(faults.sentence(error, raw, Members, MEMBERS).removeprefix(MEMBERS)) from None
    seen: set[tuple[str, Role]] = set()
    for number, entry in enumerate(found.members, 1):
        _check(entry, f" 的 members 第{number}项")
        if (entry.who, entry.role) in seen:
            raise faulty(f" 的 members 第{number}项：{entry.who} 前面已有同样的一项，请合并成一项。")
        seen.add((entry.who, entry.role))
    _check_unix(found.unix)
    return found


def _check(entry: Entry, place: str) -> None:
    name = entry.account or entry.group
    if bool(entry.account) == bool(entry.group):
        raise faulty(f"{place}：account（账号）和 group（组）要写一个，也只能写一个。")
    if not ACCOUNT.fullmatch(name):
        raise faulty(f"{place}：{faults.shown(name)} 不是可用的账号或组名，请写系统里的英文名。")
    if entry.role == "office" and entry.organisations:
        raise faulty(f"{place}：office 管全部党组织，请删去 organisations。")
    if entry.role != "office" and not entry.organisations:
        raise faulty(f"{place}：没有写 organisations，请写明管哪些党组织的编号。")
    for org in entry.organisations:
        if org == EVERYTHING and entry.role != "reader":
            raise faulty(f'{place}：只有 reader 的 organisations 可以写 "*"，请改为党组织的编号。')
        if org != EVERYTHING and not is_folder_name(org):
            raise faulty(f"{place}：{faults.shown(org)} 不是党组织编号，请改为英文字母、数字、- 和 _。")


def _check_unix(unix: Unix) -> None:
    for key, name in (
        ("office", unix.office),
        *((("members", unix.members),) if unix.members else ()),
        *((f"groups 的 {unit}", g) for unit, g in unix.groups.items()),
    ):
        if not ACCOUNT.fullmatch(name):
            raise faulty(
                f" 的 unix {key}：{faults.shown(name)} 不是可用的组名，请写英文小写字母、数字、- 和 _。"
            )
    if unix.prefix and not ACCOUNT.fullmatch(unix.prefix):
        raise faulty(f" 的 unix prefix：{faults.shown(unix.prefix)} 不能作组名的开头，请写成 tz- 这样。")
