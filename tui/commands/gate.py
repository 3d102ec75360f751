"""``taizhang gate``: what sshd runs for whoever logs in, whatever they ask for.

Without a command it is the screens. With one (sshd puts it into SSH_ORIGINAL_COMMAND) it is read here, word
by word, against the list below; no shell sees it, nothing in it is expanded, and it names no path.

Before it shows anything a session gives up all files but the store, the person's own and those of the
interpreter; every other program; the network; a core file; being stopped to a shell.
"""

from __future__ import annotations

import os
import pwd
import re
import shlex
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from forms.errors import NotAllowed, StoreError, TaizhangError, WrongUsage
from store import kernel, landlock
from store.account import account, groups
from store.landlock import DEVICE, READ, WRITE
from store.own_files import GATE
from store.places import config_file, state_folder
from store.settings import Settings
from tui.commands import click_base
from tui.commands.session import Session
from tui.person_files import GatedFiles, person_files

ORIGINAL = "SSH_ORIGINAL_COMMAND"

LONGEST = 4000
"""Characters of a command."""


@dataclass(frozen=True)
class Allowed:
    """One command as it may be asked for here."""

    values: tuple[str, ...] = ()
    """Options that take a value."""
    flags: tuple[str, ...] = ()
    annexes: tuple[int, int] = (0, 0)
    """How many annexes it takes, at least and at most."""
    ends_with: tuple[str, ...] = ()
    """Words that come after the annexes."""
    fixed: dict[str, str] = field(default_factory=dict)
    """Options that must be there with this very value."""
    from_stdin: tuple[str, ...] = ()
    """Options whose only value is ``-``: what they take comes over the connection."""
    words: str = ""
    """How it is written, for the sentence that lists them; empty: by its name alone."""


ALLOWED: dict[str, Allowed] = {
    "due": Allowed(("--within", "--org", "--format"), flags=("--fail-overdue",)),
    "list": Allowed(("--org", "--format"), annexes=(1, 1), words="list 附件"),
    "history": Allowed(("--org", "--id", "--since", "--format"), annexes=(0, 1)),
    "material": Allowed(
        ("--org", "--deliverable", "--title", "--number", "--heading"), from_stdin=("--text",)
    ),
    "doctor": Allowed(flags=("--no-keys",)),
    "export": Allowed(
        ("--org", "--format", "--out"),
        flags=("--only", "--raw"),
        annexes=(0, 20),
        fixed={"--out": "-"},
        words="export … --out -",
    ),
    "import": Allowed(
        ("--org",), flags=("--dry-run",), annexes=(1, 1), ends_with=("-",), words="import 附件 -"
    ),
}

EVERYWHERE = ("--campaign",)
"""Options with a value that every command takes: there may be several campaigns."""

_OBEYED = re.compile(r"[;&|<>`$\\{}*?~!#]")
"""What shells obey. Nothing here does; but whoever writes it means something else than these commands."""
_ANNEX = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_VALUE = re.compile(r"[^-./\s][^/]*")
"""The value of an option: a name, a number, a day; nothing that looks like a path or an option."""

_KEPT = frozenset({"LANG", "TERM", "COLORTERM", "NO_COLOR", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"})
_PATH = "/usr/local/bin:/usr/bin:/bin"

DEVICES = ("/dev/null", "/dev/tty", "/dev/urandom")

SYSTEM = (
    # Libraries that are loaded late, and where the loader looks them up.
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache"),
    # Who somebody is and in which groups; some systems keep that elsewhere and answer over a socket.
    *("/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/var/lib/sss/mc", "/var/db", "/run/systemd/userdb"),
    # Times, languages, terminals, what OpenSSL reads when it is first asked for a digest.
    *("/etc/localtime", "/usr/share/zoneinfo", "/usr/share/locale", "/etc/locale.alias"),
    *("/usr/share/terminfo", "/etc/terminfo", "/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf"),
    "/etc/crypto-policies/back-ends",
)


@click_base.command("gate")
def command(said: Session) -> int:
    """供 sshd 的 ForceCommand 使用，不必手工运行：登录的人只有填报界面，或者 due、list、history、
    material、doctor、export … --out -（写到标准输出）、import 附件 -（从标准输入读）这几个命令。

    sshd_config 里写：ForceCommand taizhang gate --store /srv/taizhang
    """
    asked = os.environ.get(ORIGINAL, "")
    session = _session(said)
    clean_environment()
    os.umask(0o077)
    if asked.strip():
        from tui.commands.main import COMMANDS, PROGRAM

        words = parse(asked, COMMANDS)
        _check_campaign(words, session)
        confine(session)
        return PROGRAM.run(words, session)
    from tui.commands.screens import open_program

    confine(session)
    if not session.backend().exists():
        raise StoreError(f"{session.root()} 里没有台账数据，或当前账号进不去；请联系管理员。")
    return open_program(session)


def _session(said: Session) -> Session:
    """Store and campaign as sshd's line names them; what the environment says does not count."""
    if not said.store_path:
        raise WrongUsage("gate 要写明数据文件夹：请在 sshd_config 的 ForceCommand 里加 --store。")
    ctx = click.get_current_context()
    places = [place for place in (ctx, ctx.parent) if place is not None]
    written = any(
        place.get_parameter_source("campaign_id") is click.core.ParameterSource.COMMANDLINE
        for place in places
    )
    return Session(store_path=said.store_path, campaign_id=said.campaign_id if written else None)


def _check_campaign(words: Sequence[str], session: Session) -> None:
    """Where sshd's line names a campaign it is the only one. Raises NotAllowed."""
    asked = {word.partition("=")[2] for word in words if word.startswith("--campaign=")}
    if session.campaign_id and asked - {session.campaign_id}:
        raise NotAllowed(f"这里只能用专项工作 {session.campaign_id}；请去掉 --campaign。")


def clean_environment() -> None:
    """Leaves what a terminal needs. Who somebody is and where they live is the system's to say."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith("LC_")}
    try:
        me = pwd.getpwuid(os.getuid())
    except KeyError:
        raise NotAllowed("当前账号在系统里查不到，不能使用；请联系管理员。") from None
    kept |= {"HOME": me.pw_dir, "USER": me.pw_name, "LOGNAME": me.pw_name, "PATH": _PATH, GATE: "1"}
    os.environ.clear()
    os.environ.update(kept)


def parse(asked: str, there: Mapping[str, Any]) -> list[str]:
    """The words of an allowed command, put so that they cannot be read as anything else.

    ``there`` are the program's commands. Raises NotAllowed.
    """
    if len(asked) > LONGEST or not asked.isprintable() or _OBEYED.search(asked):
        raise _refused(asked, there)
    try:
        words = shlex.split(asked)
    except ValueError:
        raise _refused(asked, there) from None
    if words[:1] == ["taizhang"]:
        words = words[1:]
    allowed = ALLOWED.get(words[0]) if words and words[0] in there else None
    if allowed is None:
        raise _refused(asked, there)
    options, names = _sorted(words[1:], allowed)
    if options is None or not _fits(options, names, allowed):
        raise _refused(asked, there)
    said = (name if value is None else f"{name}={value}" for name, value in options)
    return [words[0], *said, "--", *names]


_Options = list[tuple[str, str | None]]


def _sorted(words: Sequence[str], allowed: Allowed) -> tuple[_Options | None, list[str]]:
    """Options with their values, and the other words; None where one is not allowed."""
    options: _Options = []
    names: list[str] = []
    left = list(words)
    while left:
        word = left.pop(0)
        if not word.startswith("-") or word == "-":
            names.append(word)
            continue
        name, equals, value = word.partition("=")
        if name in allowed.flags and not equals:
            options.append((name, None))
        elif name in (*EVERYWHERE, *allowed.values, *allowed.from_stdin) and (equals or left):
            options.append((name, value if equals else left.pop(0)))
        else:
            return None, []
    return options, names


def _fits(options: _Options, names: list[str], allowed: Allowed) -> bool:
    only = allowed.fixed | dict.fromkeys(allowed.from_stdin, "-")
    for name, value in options:
        if value is not None and not (value == only[name] if name in only else _VALUE.fullmatch(value)):
            return False
    if any((name, value) not in options for name, value in allowed.fixed.items()):
        return False
    end = len(names) - len(allowed.ends_with)
    if tuple(names[max(end, 0) :]) != allowed.ends_with:
        return False
    least, most = allowed.annexes
    return least <= end <= most and all(_ANNEX.fullmatch(name) for name in names[:end])


def _refused(asked: str, there: Mapping[str, Any]) -> NotAllowed:
    from forms.neutral import one_line

    shown = one_line(asked)
    shown = f"{shown[:40]}…" if len(shown) > 40 else shown
    known = "、".join(allowed.words or name for name, allowed in ALLOWED.items() if name in there)
    if re.search(r"\b(scp|sftp|sftp-server|rsync)\b", asked):
        return NotAllowed("这个端口只能运行台账程序，不能传文件；取文件请用管理员另开的 SFTP 端口。")
    return NotAllowed(f"这里不能运行“{shown}”；可以运行：{known}，不带命令则打开界面。")


def confine(session: Session) -> None:
    """Before any thread is started. A kernel without Landlock leaves the files to the program's own care;
    ``taizhang doctor`` tells that. Raises OSError when the kernel refuses what it can."""
    try:
        settings = session.settings()
    except TaizhangError:  # whatever is run next tells it
        settings = None
    account()  # while the lists can be read
    groups(os.getuid())
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    kernel.no_dumps()
    landlock.restrict(_places(session.root(), settings))


def _places(root: Path, settings: Settings | None) -> dict[Path, int]:
    places = dict.fromkeys(map(Path, SYSTEM), READ)
    places |= dict.fromkeys(_interpreter(), READ)
    places |= dict.fromkeys(map(Path, DEVICES), DEVICE)
    places[config_file().parent] = READ
    places[root] = WRITE
    with suppress(TaizhangError):  # told when it is wanted
        places[state_folder()] = WRITE
    files = person_files(settings) if settings else None
    if isinstance(files, GatedFiles):
        from store.exports_folder import ready

        with suppress(TaizhangError):
            places[ready(files.exports)] = WRITE
        places[files.uploads] = READ
    return places


def _interpreter() -> set[Path]:
    """Where modules come from, and the interpreter's own libraries."""
    found = {Path(part) for part in sys.path if part and Path(part).is_absolute()}
    found |= {Path(__file__).parents[2] / room for room in ("forms", "store", "exports", "tui")}
    for top in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        if os.path.realpath(top) not in ("/", "/usr", "/usr/local"):
            found.add(Path(top))
    return found
