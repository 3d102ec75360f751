"""One step each towards the permissions that should be: told as a sentence, printed as commands, or done.

Doing it never goes by a name twice: every folder on the way is opened without following links, and the thing
itself is changed by its descriptor, since the folders are written to by people who might put a link there.
"""

from __future__ import annotations

import grp
import os
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from forms.errors import StoreError
from forms.os_errors import because
from store.access import access_lists
from store.access.access_lists import DEFAULT, AccessList, as_text
from store.files import closing, open_file, open_folder
from store.places import CONFIG, REQUIRED, store_config, write_toml


class Step(Protocol):
    """Something to be put right."""

    @property
    def sentence(self) -> str:
        """What is not as it should be; empty where the step before it has said so."""

    def commands(self, root: Path) -> list[str]:
        """What an administrator would type."""

    def run(self, root: Path) -> None:
        """Raises StoreError."""


@dataclass(frozen=True)
class MakeGroup:
    """Make a group of the operating system."""

    name: str

    @property
    def sentence(self) -> str:
        return f"系统里没有组 {self.name}"

    def commands(self, root: Path) -> list[str]:
        return [shlex.join(["groupadd", self.name])]

    def run(self, root: Path) -> None:
        _call("groupadd", self.name)


@dataclass(frozen=True)
class SetMember:
    """Put an account into a group, or take it out."""

    account: str
    group: str
    inside: bool

    @property
    def sentence(self) -> str:
        if self.inside:
            return f"账号 {self.account} 不在组 {self.group} 里"
        return f"账号 {self.account} 在组 {self.group} 里，而成员名单没有给它这个权限"

    def _words(self) -> list[str]:
        return ["gpasswd", "-a" if self.inside else "-d", self.account, self.group]

    def commands(self, root: Path) -> list[str]:
        return [shlex.join(self._words())]

    def run(self, root: Path) -> None:
        _call(*self._words())


@dataclass(frozen=True)
class RequireMembers:
    """Say in the store's own file that nobody works there without the members' file."""

    @property
    def sentence(self) -> str:
        return f"{CONFIG} 没有写明 {self._line}，成员名单不在时别人也进得来"

    @property
    def _line(self) -> str:
        name, value = REQUIRED
        return f'{name} = "{value}"'

    def commands(self, root: Path) -> list[str]:
        script = ["-e", f"1i {self._line}", "-e", f"/^{REQUIRED[0]} *=/d"]
        return [shlex.join(["sed", "-i", *script, str(root / CONFIG)])]

    def run(self, root: Path) -> None:
        name, value = REQUIRED
        with _doing(CONFIG):
            write_toml(root / CONFIG, {**store_config(root), name: value}, 0o664)


@dataclass(frozen=True)
class MakeFolder:
    """Make a folder."""

    path: str

    @property
    def sentence(self) -> str:
        return f"缺少文件夹 {self.path}"

    def commands(self, root: Path) -> list[str]:
        return [shlex.join(["mkdir", "-m", "700", str(root / self.path)])]

    def run(self, root: Path) -> None:
        with _doing(self.path), parent_of(root, self.path) as (parent, name):
            os.mkdir(name, 0o700, dir_fd=parent)
            os.fsync(parent)


@dataclass(frozen=True)
class MakeFile:
    """An empty one: a lock."""

    path: str

    @property
    def sentence(self) -> str:
        return f"缺少文件 {self.path}"

    def commands(self, root: Path) -> list[str]:
        return [shlex.join(["touch", str(root / self.path)])]

    def run(self, root: Path) -> None:
        with _doing(self.path), parent_of(root, self.path) as (parent, name):
            os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=parent))


@dataclass(frozen=True)
class SetRights:
    """Owner, group, mode and access lists of one folder or file."""

    path: str
    why: str
    owner: int
    """User id; -1: stays whose it is."""
    group: str
    mode: int
    access: AccessList
    default: AccessList | None = None
    """Of a folder."""

    @property
    def sentence(self) -> str:
        return f"{self.path or '数据文件夹'} {self.why}" if self.why else ""

    def commands(self, root: Path) -> list[str]:
        path = str(root / self.path)
        lines = [
            ["chown", f"{self.owner if self.owner >= 0 else ''}:{self.group}", path],
            ["chmod", f"{self.mode:o}", path],
            ["setfacl", f"--set={as_text(self.access)}", path],
        ]
        if self.default is not None:
            lines.append(["setfacl", "-d", f"--set={as_text(self.default)}", path])
        return [shlex.join(line) for line in lines]

    def run(self, root: Path) -> None:
        with _doing(self.path), opened(root, self.path, self.default is not None) as descriptor:
            os.fchown(descriptor, self.owner, grp.getgrnam(self.group).gr_gid)
            os.fchmod(descriptor, self.mode)
            access_lists.put(descriptor, self.access)
            if self.default is not None:
                access_lists.put(descriptor, self.default, DEFAULT)


@contextmanager
def _doing(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{path or '数据文件夹'} 的权限没有改成：{because(error)}；请检查后再试。"
        ) from error
    except KeyError as error:
        raise StoreError(f"{path or '数据文件夹'} 的权限没有改成：{error.args[0]}；请检查后再试。") from error


def _call(*words: str) -> None:
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            env={"PATH": PATH, "LC_ALL": "C"},
        )
    except OSError as error:
        raise StoreError(f"{words[0]} 运行不了：{because(error)}；请检查系统里有没有这个命令。") from error
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
