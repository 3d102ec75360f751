"""What a session behind the gate gives up before it shows anything: all files but the store, the person's own
and those of the interpreter; every other program; the network; a core file; being stopped to a shell."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from forms.errors import TaizhangError
from store import kernel, landlock
from store.account import account, groups
from store.landlock import DEVICE, READ, WRITE
from store.places import config_file, state_folder
from store.settings import Settings
from tui.commands.session import Session
from tui.person_files import GatedFiles, person_files

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
