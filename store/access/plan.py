"""From what a store's permissions are to what they should be: the steps, and what no step can put right."""

from __future__ import annotations

import grp
import os
import pwd
import shlex
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forms.errors import StoreError, WrongUsage
from forms.os_errors import because
from store.access import access_lists, steps
from store.access.access_lists import DEFAULT, AccessList, Tag, effective, in_words, letters
from store.access.members_file import is_required, read_members
from store.access.members_shape import Members
from store.access.rules import Rule, Wanted, wanted
from store.access.steps import Rights, Step
from store.files import closing, open_file, open_folder, refusing
from store.places import MEMBERS, REQUIRED, store_config
from store.shards.locks import NAME as LOCK
from store.walking import too_deep

if TYPE_CHECKING:
    from store.file_backend import FileBackend

HARD_LINKS = Path("/proc/sys/fs/protected_hardlinks")


@dataclass(frozen=True)
class Plan:
    """Empty when everything is as it should be."""

    steps: tuple[Step, ...]
    remarks: tuple[str, ...]
    skipped: tuple[str, ...] = ()
    """What is left as it is, a sentence each: links, pipes, folders that are nested too deeply, what cannot
    be opened. No step is about anything in it."""
    gate_groups: tuple[str, ...] = ()
    """Whoever is in one of them comes through the gate: that of all accounts in the members' file, and those
    it names itself."""

    @property
    def sentences(self) -> list[str]:
        """What is not as it should be, one line each."""
        return [f"{step.sentence}。" for step in self.steps if step.sentence] + list(self.remarks)

    def commands(self, root: Path) -> list[str]:
        """The steps as lines for a shell."""
        return [" ".join(map(_quoted, words)) for step in self.steps for words in step.words(root)]


def make_plan(backend: FileBackend, keep_groups: bool = False) -> Plan:
    """Compares a store's folder with its members' file. ``keep_groups``: who is in which group is kept
    elsewhere, and not looked at.

    Raises WrongUsage for a store without members, StoreError, NotAllowed, BadInput.
    """
    root = backend.root
    members = read_members(root)
    if members is None and is_required(root):
        raise StoreError(f"{root} 的成员名单 {MEMBERS} 不在了；请从备份恢复它，再运行一次。")
    if members is None:
        raise WrongUsage(f"{root} 里没有 {MEMBERS}，数据归本人所有，不分权限；要多人使用，请先写好这个文件。")
    made = wanted(members, backend.organisations(), backend.campaigns(), _missing(members))
    with refusing(StoreError, f"{root} 里的权限看不全", "请用 root 运行"):
        name, value = REQUIRED
        required = [] if store_config(root).get(name) == value else [steps.require_members()]
        taken = [*_group_steps(made, keep_groups), *required, *_Comparison(root, made).steps()]
    groups = tuple(dict.fromkeys([made.everybody, *made.named_groups]))
    return Plan(tuple(taken), (*made.remarks, *_surroundings(root)), tuple(made.skipped), groups)


def _quoted(word: str) -> str:
    """As a shell takes it; nothing in it that a terminal would obey, or that is no UTF-8."""
    if word.isprintable():
        return shlex.quote(word)
    return "$'" + "".join(f"\\x{byte:02x}" for byte in os.fsencode(word)) + "'"


def apply_plan(root: Path, plan: Plan) -> list[str]:
    """Takes the steps, in their order. What fails is told, a sentence each, and the others are taken."""
    failed: list[str] = []
    for step in plan.steps:
        try:
            step.run(root)
        except StoreError as error:
            failed.append(error.sentence)
    return failed


def _missing(members: Members) -> set[Tag]:
    found: set[Tag] = set()
    for entry in members.members:
        try:
            if entry.account:
                pwd.getpwnam(entry.account)
            else:
                grp.getgrnam(entry.group)
        except KeyError:
            found.add(entry.tag)
    return found


def _group_steps(made: Wanted, keep_groups: bool) -> Iterator[Step]:
    for name, inside in sorted(made.groups.items()):
        try:
            found = grp.getgrnam(name)
        except KeyError:
            yield steps.make_group(name)
            listed, first = set(), set()
        else:
            listed = set(found.gr_mem)
            first = having_first(found.gr_gid)
        if keep_groups:
            continue
        for account in sorted(inside - listed - first):
            yield steps.set_member(account, name, inside=True)
        if name in made.open_groups:
            continue
        for account in sorted(listed - inside):
            yield steps.set_member(account, name, inside=False)
        made.remarks += [
            f"账号 {account} 的主要组是 {name}，而成员名单没有给它这个权限；请用 usermod -g 换一个。"
            for account in sorted(first - inside)
        ]


def having_first(group: int) -> set[str]:
    """Accounts whose primary group it is; they stand in no list of its members."""
    return {person.pw_name for person in pwd.getpwall() if person.pw_gid == group}


class _Comparison:
    """Walks the store and tells, for each thing in it, what is not as its rule says."""

    def __init__(self, root: Path, made: Wanted) -> None:
        self._root = root
        self._made = made
        self._owner = root.stat().st_uid

    def steps(self) -> Iterator[Step]:
        for rule in self._made.rules:
            try:
                with steps.opened(self._root, rule.path, folder=not rule.file) as descriptor:
                    yield from self._one(rule, rule.path, descriptor)
            except FileNotFoundError:
                if not rule.file:
                    yield steps.make_folder(rule.path)
                    yield steps.set_rights(rule.path, "", self._rights(rule, rule.path, True))
                    yield from self._lock(rule)
            except (OSError, StoreError) as error:
                if not rule.path:
                    raise
                self._skip(f"{rule.path} 不是台账建立的样子（{_why_not(error)}）", error)
        yield from self._left_over()

    def _one(self, rule: Rule, path: str, descriptor: int) -> Iterator[Step]:
        """A thing that is there, and what is in it."""
        found = os.fstat(descriptor)
        folder = stat.S_ISDIR(found.st_mode)
        if folder and too_deep(path):
            self._skip(f"{path} 里的文件夹套得太深")
            return
        rights = self._rights(rule, path, folder)
        why = _why(rights, found, access_lists.of_descriptor(descriptor), folder)
        if rights.default is not None and not why:
            default = access_lists.of_descriptor(descriptor, DEFAULT)
            if effective(default, True) != effective(rights.default, True):
                why = f"给新建文件的默认权限不对：{_differences(default, rights.default, True)}"
        if why:
            yield steps.set_rights(path, why, rights)
        if not folder or not rule.deep:
            return
        names = sorted(os.listdir(descriptor))
        if rule.shard and path == rule.path and LOCK not in names:
            yield from self._lock(rule)
        for name in names:
            yield from self._below(rule, f"{path}/{name}", name, descriptor)

    def _below(self, rule: Rule, path: str, name: str, parent: int) -> Iterator[Step]:
        try:
            kind = os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode
            descriptor = (
                open_folder(name, parent) if stat.S_ISDIR(kind) else open_file(name, os.O_RDONLY, parent)
            )
        except FileNotFoundError:
            return  # a save has just put another in its place
        except (OSError, StoreError) as error:
            named = "" if isinstance(error, StoreError) else f"{name} "
            self._skip(f"{path.rpartition('/')[0]} 里的 {named}{_why_not(error)}", error)
            return
        with closing(descriptor):
            yield from self._one(rule, path, descriptor)

    def _skip(self, what: str, error: Exception | None = None) -> None:
        remedy = "请用 root 运行" if isinstance(error, PermissionError) else "请管理员检查后移走"
        self._made.skipped.append(f"{what}，跳过了它；{remedy}。")

    def _rights(self, rule: Rule, path: str, folder: bool) -> Rights:
        lock = rule.shard and path == f"{rule.path}/{LOCK}"
        return Rights(
            # What is in a unit's folder is whose who made it: attachments, what was set aside.
            owner=self._owner if folder and path == rule.path else -1,
            group=rule.group,
            mode=rule.mode(folder),
            access=rule.access(folder, lock),
            default=rule.default() if folder else None,
        )

    def _lock(self, rule: Rule) -> Iterator[Step]:
        """There before anybody needs it: made by a save, it would be the readers' to hold as well."""
        if rule.shard:
            path = f"{rule.path}/{LOCK}"
            yield steps.make_file(path)
            yield steps.set_rights(path, "", self._rights(rule, path, False))

    def _left_over(self) -> Iterator[Step]:
        """What has no rule: folders of organisations that are gone become the office's; anything else that
        all may read is told."""
        known = {rule.path for rule in self._made.rules}
        office = next(rule for rule in self._made.rules if not rule.path)
        for rule in [rule for rule in self._made.rules if not rule.deep and not rule.file]:
            try:
                with steps.opened(self._root, rule.path, folder=True) as descriptor:
                    for name in sorted(os.listdir(descriptor)):  # noqa: PTH208
                        path = f"{rule.path}/{name}" if rule.path else name
                        if path in known:
                            continue
                        if rule.path.endswith(("/units", "/office")):
                            alone = Rule(path, office.group, office.writers, deep=True, shard=True)
                            yield from self._below(alone, path, name, descriptor)
                        elif os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode & stat.S_IROTH:
                            self._made.remarks.append(
                                f"{path} 不是台账建立的，成员都能读到；请移走它，或运行 chmod o= 收紧。"
                            )
            except (OSError, StoreError):  # told above
                continue


def _why_not(error: OSError | StoreError) -> str:
    return because(error) if isinstance(error, OSError) else error.sentence.rstrip("。")


def _why(rights: Rights, found: os.stat_result, access: AccessList, folder: bool) -> str:
    """In words what differs; empty when nothing does."""
    group = access_lists.group_of(found.st_gid)
    if group != rights.group:
        return f"的组是 {group}，应为 {rights.group}"
    if rights.owner not in (-1, found.st_uid):
        return (
            f"的属主是 {access_lists.account_of(found.st_uid)}，应为 {access_lists.account_of(rights.owner)}"
        )
    if folder and not found.st_mode & stat.S_ISGID:
        return "没有 setgid 位，新建的文件会归到别的组"
    if effective(access, folder) != effective(rights.access, folder):
        return f"的权限不对：{_differences(access, rights.access, folder)}"
    return ""


def _differences(found: AccessList, wanted: AccessList, folder: bool) -> str:
    is_, should = effective(found, folder), effective(wanted, folder)
    return "，".join(
        f"{in_words(tag)}是 {letters(is_.get(tag, 0))}，应为 {letters(should.get(tag, 0))}"
        for tag in dict.fromkeys([*should, *is_])
        if is_.get(tag, 0) != should.get(tag, 0)
    )


def _surroundings(root: Path) -> Iterator[str]:
    """What the system around the store must have, so that its permissions mean what they say."""
    for folder in root.absolute().parents:
        if not folder.stat().st_mode & stat.S_IXOTH:
            yield f"上级文件夹 {folder} 别的账号进不去；请把数据放到大家进得去的地方，如 /srv。"
    try:
        if HARD_LINKS.read_text().strip() == "0":
            yield "系统允许给别人的文件加硬链接，能使文件不可用；请运行 sysctl -w fs.protected_hardlinks=1。"
    except OSError:
        return
