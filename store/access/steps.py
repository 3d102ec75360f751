"""One step each towards the permissions that should be: told as a sentence, printed as commands, or done.

Doing it never goes by a name twice: every folder on the way is opened without following links, and the thing
itself is changed by its descriptor, since the folders are written to by people who might put a link there.
"""

from __future__ import annotations

import grp
import os
import shlex
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from forms.errors import StoreError, Uncertain
from forms.os_errors import because
from store.access import access_lists
from store.access.access_lists import DEFAULT, AccessList, as_text
from store.files import Unsynced, closing, open_file, open_folder, refusing, sync_names
from store.places import CONFIG, REQUIRED, store_config, write_toml


@dataclass(frozen=True)
class Step:
    """Something to be put right."""

    sentence: str
    """What is not as it should be; empty where the step before it has said so."""
    words: Callable[[Path], list[list[str]]]
    """What an administrator would type for a store in this folder, a command each."""
    run: Callable[[Path], None]
    """Raises StoreError, Uncertain."""


def make_group(name: str) -> Step:
    """Make a group of the operating system."""
    return _calling(f"系统里没有组 {name}", "groupadd", name)


def set_member(account: str, group: str, inside: bool) -> Step:
    """Put an account into a group, or take it out."""
    if inside:
        return _calling(f"账号 {account} 不在组 {group} 里", "gpasswd", "-a", account, group)
    sentence = f"账号 {account} 在组 {group} 里，而成员名单没有给它这个权限"
    return _calling(sentence, "gpasswd", "-d", account, group)


def _calling(sentence: str, *words: str) -> Step:
    return Step(sentence, lambda root: [list(words)], lambda root: _call(*words))


def require_members() -> Step:
    """Say in the store's own file that nobody works there without the members' file."""
    name, value = REQUIRED
    line = f'{name} = "{value}"'

    def run(root: Path) -> None:
        with _doing(CONFIG):
            write_toml(root / CONFIG, {**store_config(root), name: value}, 0o664)

    return Step(
        f"{CONFIG} 没有写明 {line}，成员名单不在时别人也进得来",
        lambda root: [["sed", "-i", "-e", f"1i {line}", "-e", f"/^{name} *=/d", str(root / CONFIG)]],
        run,
    )


def make_folder(path: str) -> Step:
    """Make a folder."""

    def run(root: Path) -> None:
        with _doing(path), parent_of(root, path) as (parent, name):
            os.mkdir(name, 0o700, dir_fd=parent)
            sync_names(parent)

    return Step(f"缺少文件夹 {path}", lambda root: [["mkdir", "-m", "700", str(root / path)]], run)


def make_file(path: str) -> Step:
    """An empty one: a lock."""

    def run(root: Path) -> None:
        with _doing(path), parent_of(root, path) as (parent, name):
            os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=parent))

    return Step(f"缺少文件 {path}", lambda root: [["touch", str(root / path)]], run)


@dataclass(frozen=True)
class Rights:
    """Owner, group, mode and access lists of one folder or file."""

    owner: int
    """User id; -1: stays whose it is."""
    group: str
    mode: int
    access: AccessList
    default: AccessList | None = None
    """Of a folder."""

    def words(self, path: str) -> list[list[str]]:
        """The commands that give them."""
        lines = [
            ["chown", f"{self.owner if self.owner >= 0 else ''}:{self.group}", path],
            ["chmod", f"{self.mode:o}", path],
            ["setfacl", f"--set={as_text(self.access)}", path],
        ]
        if self.default is not None:
            lines.append(["setfacl", "-d", f"--set={as_text(self.default)}", path])
        return lines

    def give(self, descriptor: int) -> None:
        """Raises OSError, KeyError for a group that is not there, StoreError."""
        os.fchown(descriptor, self.owner, grp.getgrnam(self.group).gr_gid)
        os.fchmod(descriptor, self.mode)
        access_lists.put(descriptor, self.access)
        if self.default is not None:
            access_lists.put(descriptor, self.default, DEFAULT)


def set_rights(path: str, why: str, rights: Rights) -> Step:
    """Give these to one folder or file; ``why`` says what is wrong with those it has."""

    def run(root: Path) -> None:
        with _doing(path), opened(root, path, rights.default is not None) as descriptor:
            rights.give(descriptor)

    sentence = f"{path or '数据文件夹'} {why}" if why else ""
    return Step(sentence, lambda root: rights.words(str(root / path)), run)


@contextmanager
def _doing(path: str) -> Iterator[None]:
    try:
        yield
    except Unsynced as error:
        raise Uncertain(path, because(error), "taizhang access check") from error
    except (OSError, KeyError) as error:
        why = because(error) if isinstance(error, OSError) else error.args[0]
        raise StoreError(f"{path or '数据文件夹'} 的权限没有改成：{why}；请检查后再试。") from error


def run_plainly(*words: str) -> subprocess.CompletedProcess[bytes]:
    """A program of the system, with nothing to read and none of this session's variables. Raises OSError."""
    env = {"PATH": PATH, "LC_ALL": "C"}
    return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=env)


def _call(*words: str) -> None:
    with refusing(StoreError, f"{words[0]} 运行不了", "请检查系统里有没有这个命令"):
        done = run_plainly(*words)
    if done.returncode:
        raise StoreError(
            f"{shlex.join(words)} 没有成功（状态 {done.returncode}）；请手工运行它，看明原因后再试。"
        )


PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@contextmanager
def parent_of(root: Path, path: str) -> Iterator[tuple[int, str]]:
    """The open folder that holds ``path``, and its name there. Raises OSError, also for a link on the way."""
    *parts, name = path.split("/")
    with closing(_down(os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC), parts)) as descriptor:
        yield descriptor, name


@contextmanager
def opened(root: Path, path: str, folder: bool) -> Iterator[int]:
    """A descriptor of a folder or a file below the root, or of the root itself.

    Raises OSError, or StoreError for a file that has another link or is none."""
    if not path:
        descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    else:
        with parent_of(root, path) as (parent, name):
            descriptor = open_folder(name, parent) if folder else open_file(name, os.O_RDONLY, parent)
    with closing(descriptor):
        yield descriptor


def _down(descriptor: int, parts: Sequence[str]) -> int:
    """The folder below an open one, which is closed whatever happens."""
    for part in parts:
        with closing(descriptor):
            descriptor = open_folder(part, descriptor)
    return descriptor
