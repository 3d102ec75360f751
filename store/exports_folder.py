"""Where a person's exports lie: a folder that nobody else may enter, from which the program takes its own
files after a while."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from pathlib import Path

from forms.errors import BadInput, NotWritten
from forms.os_errors import because
from store.files import closing, open_folder

_OURS = re.compile(r"[^.].*-附件\d+.+\.(docx|csv|json|xlsx)|\.taizhang-\d+-.*\.tmp")
"""Names that the exporters give, and what a killed one leaves. Nothing else is ever touched."""

_DAY = 86400


def ready(folder: Path) -> Path:
    """The folder, made when only its last part is missing, and closed to others when it is this person's.

    Raises BadInput for one that others can look into and this person cannot close, NotWritten.
    """
    try:
        if not folder.absolute().parent.is_dir():
            raise BadInput(f"没有文件夹 {folder.parent}，所以 {folder.name} 也建不了；请先建好或另指定一个。")
        with contextlib.suppress(FileExistsError):
            folder.mkdir(0o700)
        descriptor = open_folder(folder)
    except NotADirectoryError:
        raise BadInput(f"{folder} 是一个文件或链接，不是文件夹；请另指定一个文件夹。") from None
    except ValueError as error:  # a NUL in the name
        raise BadInput("文件夹名里有不能用的字符，请另指定一个。") from error
    except OSError as error:
        raise NotWritten(
            f"文件夹 {folder} 用不了：{because(error)}；请另指定一个，记录没有受影响。"
        ) from error
    with closing(descriptor):
        _close_to_others(folder, descriptor)
    return folder


def _close_to_others(folder: Path, descriptor: int) -> None:
    found = os.fstat(descriptor)
    if not found.st_mode & 0o077:
        return
    if _holds_home(found):
        raise BadInput(f"{folder} 里还有别的东西，不能作导出文件夹；请另设一个，如 ~/台账导出。")
    if found.st_uid != os.geteuid():
        raise BadInput(
            f"导出文件夹 {folder} 不属于当前账号，别人能看到里面的文件；"
            "请用 taizhang config set exports 另设一个。"
        )
    with contextlib.suppress(OSError):  # some file systems have no modes; then there is nobody else either
        os.fchmod(descriptor, stat.S_IMODE(found.st_mode) & ~0o077)


def _holds_home(found: os.stat_result) -> bool:
    """Is it the home folder, or above it? Closing that would close more than exports."""
    with contextlib.suppress(OSError, RuntimeError):
        home = Path.home().absolute()
        return any(os.path.samestat(found, place.stat()) for place in (home, *home.parents))
    return False


def clean(folder: Path, keep_days: int, now: float | None = None) -> int:
    """Remove the program's own files that nobody has touched for so many days (0: keep all); how many went.

    Only regular files of this account whose names the exporters give. What cannot be removed stays, untold:
    it is no reason not to work.
    """
    if keep_days <= 0:
        return 0
    before = (time.time() if now is None else now) - keep_days * _DAY
    gone = 0
    with contextlib.suppress(OSError), closing(open_folder(folder)) as descriptor:
        for name in os.listdir(descriptor):  # noqa: PTH208
            if not _OURS.fullmatch(name):
                continue
            with contextlib.suppress(OSError):
                found = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
                mine = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
                if mine and found.st_mtime < before:
                    os.unlink(name, dir_fd=descriptor)
                    gone += 1
    return gone
