"""Where things are: a store's folder, what makes it one, whether it was ever laid out for several people;
and a person's own folders."""

from __future__ import annotations

import contextlib
import functools
import grp
import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from forms.errors import Damaged, NotAllowed, StoreError
from forms.os_errors import because
from forms.toml import toml_bytes
from store.files import Unsynced, closing, make_folder, open_file, read_all, refusing, replace_at
from store.own_files import open_own_folder
from store.protocol import ORGANISATIONS, check_campaign_id, is_folder_name
from store.shards.sentences import newer

FORMAT = 1
"""Of the store's layout; this program reads and writes no newer one."""

CONFIG = "taizhang.toml"
"""Makes a folder a store. Written last when one is created."""

MEMBERS = "members.toml"
"""Says who may do what; a store without it is one person's."""

REQUIRED = ("members", "required")
"""Says there that nobody works in the store without its members' file."""

PREFIX = "tz-"
"""Of the groups that are made where the members' file says nothing else."""
SHARED = 0o2770
"""Folders as ``access apply`` leaves them; a store that is made has none such."""

TRIAL = ".taizhang-selftest-"
"""Begins the name of the folder that a self-test writes in; it is gone when that ends."""

BEGUN = ".taizhang-begun"
"""Marks a folder whose creation was cut short: it may be created again."""


class StoreRoot:
    """The folder of a store."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @staticmethod
    def exists(path: Path) -> bool:
        """Is there a store, usable or not?"""
        return os.path.lexists(path / CONFIG) or applied(path)

    @classmethod
    def create(cls, path: Path) -> StoreRoot:
        """Make an empty store in a folder that is new, empty, or was left by a creation cut short.

        It is its maker's own: no group may write to it until ``taizhang access apply`` says who may. Raises
        StoreError, and leaves nothing behind that would not open or could not be created again.
        """
        path = Path(path)
        if cls.exists(path):
            raise StoreError(f"{path} 里已经有台账数据；直接运行 taizhang 即可打开。")
        with refusing(
            StoreError, f"{path} 建不了台账数据", "请换一个位置，或检查权限和磁盘", unsure=f"{path / CONFIG}"
        ):
            made = cls._claim(path)
            try:
                make_folder(path / ORGANISATIONS)
                write_toml(path / CONFIG, {"format": FORMAT}, 0o664)
            except Unsynced:
                raise
            except OSError:
                _unmake(path, made)
                raise
        with contextlib.suppress(OSError):
            (path / BEGUN).unlink()
        return cls(path)

    @staticmethod
    def _claim(path: Path) -> list[Path]:
        """Make the folder where it is missing and mark it. Returns what was made, innermost first."""
        made: list[Path] = []
        for folder in reversed([path, *path.parents]):
            if not folder.exists():
                make_folder(folder, 0o700)
                made.insert(0, folder)
        if not path.is_dir():
            raise StoreError(f"{path} 不是文件夹；请换一个位置。")
        found = {entry.name for entry in path.iterdir()}
        if found and BEGUN not in found:
            raise StoreError(f"{path} 里已有别的文件，没有建立台账数据；请换一个空文件夹。")
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o022:
            path.chmod(mode & ~0o022)
        (path / BEGUN).touch(0o600)
        return made

    @classmethod
    def open(cls, path: Path) -> StoreRoot:
        """The store at ``path``. Raises StoreError (missing, or cannot be read), Damaged, NewerFormat."""
        path = Path(path)
        format_ = store_config(path).get("format")
        if type(format_) is not int or format_ < 1:
            raise Damaged(f"{path / CONFIG} 里没有写明格式（应有 format = {FORMAT}）；请从备份恢复这个文件。")
        if format_ > FORMAT:
            raise newer(path)
        return cls(path)

    def campaigns(self) -> list[str]:
        """Ids of the campaigns: folders that hold a pack."""
        with refusing(StoreError, f"{self.path} 读不出来", "请检查文件夹权限"):
            entries = sorted(self.path.iterdir())
        return [
            entry.name
            for entry in entries
            if is_folder_name(entry.name) and os.path.lexists(entry / "pack" / "pack.toml")
        ]

    def pack_folder(self, campaign: str) -> Path:
        """Where a campaign's own copy of its pack is or goes. Raises BadInput."""
        check_campaign_id(campaign)
        return self.path / campaign / "pack"


def store_config(path: Path) -> dict[str, Any]:
    """What the store's own file says. Raises StoreError, Damaged; NotAllowed for a member of a store where it
    is gone or cannot be read."""
    try:
        descriptor = open_file(path / CONFIG, os.O_RDONLY)
    except OSError as error:
        if applied(path) and not holds(path):
            raise NotAllowed(
                f"这里是多人共用的数据，它的 {CONFIG} 不在了或读不了，现在不能使用；请联系管理员恢复它。"
            ) from error
        raise StoreError(_why_not(path, error)) from error
    with closing(descriptor), refusing(StoreError, f"{path / CONFIG} 读不出来"):
        content = read_all(descriptor)
    try:
        return parse_toml(content)
    except ValueError as error:
        raise Damaged(f"{path / CONFIG} 写法不对（{error}）；请改正或从备份恢复。") from None


def _why_not(path: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"无权读取台账数据 {path}；请向管理员申请权限。"
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"{path / CONFIG} 读不出来：{because(error)}。"
    try:
        found = path.stat()
    except PermissionError:
        return f"无权读取台账数据 {path}；请向管理员申请权限。"
    except OSError:
        return f"没有找到台账数据 {path}；请用 taizhang init 新建，或用 --store 指明位置。"
    if not stat.S_ISDIR(found.st_mode):
        return f"{path} 不是文件夹，不能存放台账数据；请用 --store 指明正确的位置。"
    return f"{path} 里没有台账数据（缺少 {CONFIG}）；请用 taizhang init 新建，或用 --store 指明位置。"


def parse_toml(data: bytes) -> dict[str, Any]:
    """The values. Raises ValueError with the line and place of the mistake, in words."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise ValueError(f"第{data.count(10, 0, error.start) + 1}行的编码不是 UTF-8") from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+), column (\d+)", str(error))
        line = text.rstrip().count("\n") + 1
        raise ValueError(f"第{found[1]}行第{found[2]}列" if found else f"第{line}行没有写完") from None
    except RecursionError:
        raise ValueError("层次太深") from None


def write_toml(path: Path, values: dict[str, Any], mode: int = 0o600) -> None:
    """Replace a TOML file, whole or not at all. Raises OSError."""
    replace_at(path, toml_bytes(values), mode)


def _unmake(path: Path, made: list[Path]) -> None:
    """Take back what ``create`` made; whatever somebody else put there stays, and so its folder."""
    with contextlib.suppress(OSError):
        (path / ORGANISATIONS).rmdir()
    with contextlib.suppress(OSError):
        (path / BEGUN).unlink()
    for folder in made:
        with contextlib.suppress(OSError):
            folder.rmdir()


def default_store_path() -> Path:
    """Where a person's own store is when nothing else is said."""
    from platformdirs import user_data_path  # costs start-up: most stores are named

    return user_data_path("taizhang", appauthor=False) / "store"


def config_file() -> Path:
    """A person's settings; it need not exist."""
    from platformdirs import user_config_path

    return user_config_path("taizhang", appauthor=False) / "config.toml"


def state_folder() -> Path:
    """A person's drafts and crash logs, made if missing. Raises StoreError."""
    return private_folder(state_path())


def state_path() -> Path:
    """Where that is; it need not exist."""
    from platformdirs import user_state_path

    return user_state_path("taizhang", appauthor=False)


def private_folder(path: Path) -> Path:
    """A folder that only its owner may enter, made if missing. Raises StoreError."""
    with refusing(StoreError, f"个人文件夹 {path} 用不了", "请检查主目录的权限、属主和磁盘"):
        os.close(open_own_folder(path))
    return path


def applied(root: Path) -> bool:
    """Has ``taizhang access apply`` ever laid the store out for several people? Then it is never one person's
    again, whatever becomes of its members' file or its settings. Told by what the folders look like. Not for
    whoever may not even enter: nothing there is theirs."""
    if not _is_folder(root / ORGANISATIONS):
        return False
    folders = [root / ORGANISATIONS]
    with contextlib.suppress(OSError):
        folders = list(root.iterdir())
    return any(_shared(folder) for folder in (root, *folders))


def holds(root: Path) -> bool:
    """Is this root, or the owner of the store's folder: the office?"""
    try:
        return os.getuid() in (0, root.stat().st_uid)
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return stat.S_ISDIR(path.lstat().st_mode)
    return False


def _shared(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        found = folder.lstat()
        mode = stat.S_IMODE(found.st_mode)
        return stat.S_ISDIR(found.st_mode) and (mode == SHARED or _group(found.st_gid).startswith(PREFIX))
    return False


@functools.cache
def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return ""
