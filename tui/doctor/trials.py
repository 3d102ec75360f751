"""What the promises of a store rest on, tried on the administrator's own server: in a folder of its own
within the store, gone again at the end, and by asking the system. Nothing of the store itself is changed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from forms.errors import LockTimeout, StoreError, TaizhangError
from forms.os_errors import because
from store import landlock
from store.access import access_lists
from store.access.members_file import is_shared
from store.access.plan import HARD_LINKS, make_plan
from store.access.sshd import check_logins, members_of
from store.beneath import open_file_beneath, place
from store.file_backend import FileBackend
from store.files import closing, names_in, open_file, open_folder, replace_file
from store.found import WORDS, worst
from store.places import TRIAL
from store.shards import locks
from tui.doctor.surroundings import Diagnostic

SYNCS = 20
A_DAY = 86_400
REMOTE = ("nfs", "cifs", "smb", "9p", "fuse", "afs", "ceph", "gluster", "lustre")
VOLATILE = ("tmpfs", "ramfs", "overlay")
LEAST_FREE = 0.05
"""Share of a disk that should be free."""
LOCAL = "请把数据放到本机的磁盘（ext4、xfs）上。"


@dataclass(frozen=True)
class Place:
    """Where things are tried."""

    root: Path
    """Of the store."""
    folder: Path
    """To be written in."""
    exports: Path
    """Where this account's exports go; others' lie beside."""


def trials(root: Path, exports: Path) -> Iterator[tuple[str, Diagnostic]]:
    """Each with its stable code. What cannot be tried is told as one to be mended. Raises StoreError where
    there is nothing to be written in."""
    with _trial_folder(root) as folder:
        there = Place(root, folder, exports)
        for code, name, trial in TRIALS:
            try:
                for words, remedy in trial(there):
                    yield code, Diagnostic(name, words, remedy)
            except TaizhangError as error:
                yield code, Diagnostic(name, "没有试成", error.sentence)
            except OSError as error:
                yield code, Diagnostic(name, f"没有试成（{because(error)}）", "请检查文件夹权限和磁盘。")


@contextmanager
def _trial_folder(root: Path) -> Iterator[Path]:
    for left in root.glob(f"{TRIAL}*"):  # by one that was killed
        if time.time() - left.lstat().st_mtime > A_DAY:
            shutil.rmtree(left, ignore_errors=True)
    try:
        made = Path(tempfile.mkdtemp(prefix=TRIAL, dir=root))
    except OSError as error:
        raise StoreError(
            f"{root} 里写不了（{because(error)}），没有自检；请用 root 或数据的属主运行。"
        ) from error
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


Told = Iterator[tuple[str, str]]
"""Words, and the remedy where there is one needed."""


def _file_system(at: Place) -> Told:
    kind = _kind_of(at.root)
    if kind.startswith(REMOTE):
        yield f"{kind}，是网络文件系统，锁和同步都靠不住", LOCAL
    elif kind in VOLATILE:
        yield f"{kind}，断电或重启后内容就没有了", LOCAL
    else:
        yield kind or "看不出是哪一种", ""


def _kind_of(path: Path) -> str:
    """Of the mount that the path is on, as the kernel calls it; empty where it does not say."""
    best, kind = "", ""
    with suppress(OSError):
        for line in Path("/proc/self/mountinfo").read_text().splitlines():
            before, _, after = line.partition(" - ")
            where = before.split(" ")[4].replace("\\040", " ")
            if path.resolve().is_relative_to(where) and len(where) >= len(best):
                best, kind = where, after.split(" ")[0]
    return kind


def _locks(at: Place) -> Told:
    with closing(open_folder(at.folder)) as mine, closing(open_folder(at.folder)) as others:
        with locks.acquire(mine, "自检"):
            try:
                with locks.acquire(others, "自检", 0.05):
                    yield "两个程序能同时拿到同一把锁，会互相覆盖", LOCAL
                    return
            except LockTimeout:
                pass
        child = os.fork()
        if child == 0:  # dies with the lock in its hand
            with suppress(BaseException):
                locks.acquire(others, "自检", 1.0)
            os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(child, 0)
        try:
            with locks.acquire(mine, "自检", 1.0):
                yield "同时只有一个程序拿得到；程序被杀后锁自动放开", ""
        except LockTimeout:
            yield "程序被杀后锁没有放开，别人会一直等", LOCAL


def _sync(at: Place) -> Told:
    taken = []
    with closing(open_folder(at.folder)) as folder:
        for _ in range(SYNCS):
            began = time.perf_counter()
            replace_file("synced", b"x" * 500, folder)
            taken.append(time.perf_counter() - began)
    middle = sorted(taken)[SYNCS // 2] * 1000
    yield f"写入并同步{SYNCS}次，每次约{middle:.1f}毫秒", ""


def _links(at: Place) -> Told:
    """A link, a second name and a pipe in a folder that others write to: none is opened or waited for."""
    (at.folder / "file").write_bytes(b"x")
    (at.folder / "link").symlink_to(at.folder / "file")
    (at.folder / "one").write_bytes(b"x")
    (at.folder / "two").hardlink_to(at.folder / "one")
    os.mkfifo(at.folder / "pipe")
    followed = []
    with closing(open_folder(at.folder)) as folder, place(at.folder) as beneath:
        for name in ("link", "two", "pipe"):
            ways = (partial(open_file, name, os.O_RDONLY, folder), partial(open_file_beneath, beneath, name))
            for way in ways:
                with suppress(OSError, StoreError):
                    os.close(way())
                    followed.append(name)
    if followed:
        yield f"打开了不该打开的：{'、'.join(dict.fromkeys(followed))}", "请换用较新的内核或别的文件系统。"
    else:
        yield "符号链接、硬链接、管道都打不开，也不会卡住", ""
    with suppress(OSError):
        if HARD_LINKS.read_text().strip() == "0":
            remedy = "请运行 sysctl -w fs.protected_hardlinks=1，并写进 /etc/sysctl.d/。"
            yield "系统允许给别人的文件加硬链接，能使文件不可用", remedy


def _access_lists(at: Place) -> Told:
    """What ``access apply`` sets holds for new files, whatever the umask of who makes them."""
    shared = at.folder / "shared"
    shared.mkdir(0o770)
    shared.chmod(0o2770)
    group = access_lists.group_of(shared.stat().st_gid)
    wanted = {("u", ""): 7, ("g", ""): 7, ("g", group): 7, ("m", ""): 7, ("o", ""): 0}
    with closing(open_folder(shared)) as folder:
        access_lists.put(folder, wanted, access_lists.DEFAULT)
        before = os.umask(0o077)
        try:
            descriptor = os.open("new", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660, dir_fd=folder)
        finally:
            os.umask(before)
        with closing(descriptor):
            found = access_lists.effective(access_lists.of_descriptor(descriptor), folder=False)
            same = os.fstat(descriptor).st_gid == shared.stat().st_gid
    if found.get(("g", group), 0) & 6 == 6 and same:
        yield "新建的文件归文件夹的组，同组的人能读写", ""
    else:
        yield "新建的文件没有照文件夹的组和访问控制列表来", LOCAL


def _accounts(at: Place) -> Told:
    """Two of the members, of units of their own, and what the system lets each do."""
    if os.geteuid() != 0:
        yield "只有 root 能以别的账号试", "请用 sudo taizhang selftest 再试一次。"
    elif not is_shared(at.root):
        if _opens("nobody", at.root):
            yield "没有成员名单，别的账号却打得开这份数据", f"请运行 chmod go= {at.root}。"
        else:
            yield "别的账号打不开这份数据", ""
    elif pair := _two_members(at.root):
        for (one, own), (_, other) in (pair, pair[::-1]):
            if not _opens(one, own):
                yield f"账号 {one} 打不开自己单位的文件夹", "请由 root 运行 taizhang access apply。"
            elif _opens(one, other):
                yield f"账号 {one} 打得开别的单位的文件夹", "请由 root 运行 taizhang access apply。"
            else:
                yield f"账号 {one} 只打得开自己单位的文件夹", ""
    else:
        yield "成员名单里没有分属两个单位的账号，没有试", ""


def _two_members(root: Path) -> list[tuple[str, Path]]:
    """Two accounts that are there, each with the folder of its only unit, which is not the other's."""
    found: dict[Path, str] = {}
    if not is_shared(root):
        return []
    from store.access.members_file import read_members
    from store.access.roles import Member, grants_of, rights
    from store.account import groups

    backend, members = FileBackend(root), read_members(root)
    known = backend.organisations()
    for account in members_of(root) if members else []:
        grants = grants_of(members, account, groups(pwd.getpwnam(account).pw_uid)) if members else ()
        member = Member(account, grants)
        units = rights(member, known).units
        for campaign in backend.campaigns()[:1] if len(units) == 1 and not member.office else []:
            folder = root / campaign / "units" / next(iter(units))
            if folder.is_dir():
                found.setdefault(folder, account)
    return [(account, folder) for folder, account in found.items()][:2] if len(found) > 1 else []


def _opens(account: str, folder: Path) -> bool:
    """Can the account look into it? In a process of its own, which gives up being root for good."""
    who = pwd.getpwnam(account)
    child = os.fork()
    if child == 0:
        status = 1
        with suppress(BaseException):
            os.initgroups(account, who.pw_gid)
            os.setgid(who.pw_gid)
            os.setuid(who.pw_uid)
            names_in(folder)
            status = 0
        os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _rights(at: Place) -> Told:
    if not is_shared(at.root):
        yield "没有成员名单，数据归一个人所有", ""
        return
    plan = make_plan(FileBackend(at.root))
    for sentence in plan.skipped:
        yield sentence.rstrip("。"), "请检查后再运行 taizhang access check。"
    if plan.sentences:
        yield f"与成员名单不一致的有{len(plan.sentences)}处", "请运行 taizhang access check 看是哪些。"
    elif not plan.skipped:
        yield "与成员名单一致", ""


def _gate(at: Place) -> Told:
    if not is_shared(at.root):
        yield "没有成员名单，不需要", ""
        return
    found = check_logins(at.root)
    if found.untold:
        yield "没有核对", found.untold
    for sentence in found.missed:
        said, _, remedy = sentence.partition("；")
        yield said, remedy
    if not found.untold and not found.missed:
        yield "成员从每个端口登录都只进台账程序", ""


def _kernel(at: Place) -> Told:
    known = landlock.version()
    if known:
        yield f"Landlock 第{known}版，只用本程序的登录碰不到别的文件", ""
    else:
        yield "没有 Landlock", "请换用 5.13 以上的内核并启用 Landlock；没有它时由程序自己把关。"


def _space(at: Place) -> Told:
    found = os.statvfs(at.root)
    for words, free, whole in (
        ("空间", found.f_bavail, found.f_blocks),
        ("文件数", found.f_favail, found.f_files),
    ):
        if whole and free < whole * LEAST_FREE:
            yield f"剩余{words}不到{LEAST_FREE:.0%}", "请清理磁盘或换一块大的；满了就存不进去。"
    if is_shared(at.root) and at.exports.exists() and at.exports.stat().st_dev == at.root.stat().st_dev:
        said = "“上传”“导出”和数据在同一个文件系统上，谁塞满了它，别人就存不进去"
        yield said, "请分开放，或设磁盘配额（README 的 Quotas）。"
    else:
        yield f"还有{found.f_bavail * found.f_frsize // 1_000_000_000} GB", ""


def _data(at: Place) -> Told:
    found = FileBackend(at.root).check()
    state = worst(found)
    bad = [one for one in found if one.state not in ("ok", "tidied")]
    yield (
        f"{WORDS[state]}{f'，{len(bad)}处' if bad else ''}",
        "请运行 taizhang check 看是哪些。" if bad else "",
    )


TRIALS: tuple[tuple[str, str, Callable[[Place], Told]], ...] = (
    ("file-system", "文件系统", _file_system),
    ("locks", "锁", _locks),
    ("sync", "同步写盘", _sync),
    ("links", "链接", _links),
    ("access-lists", "组和权限", _access_lists),
    ("accounts", "两个账号", _accounts),
    ("rights", "成员权限", _rights),
    ("gate", "登录", _gate),
    ("kernel", "内核", _kernel),
    ("space", "磁盘", _space),
    ("data", "数据", _data),
)
"""Code, name and what is done, in order."""
