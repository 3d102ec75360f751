"""UTF-8 in and out, whatever sshd passed on."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Mapping
from io import TextIOWrapper
from pathlib import Path

from forms.errors import WrongUsage

_PLAIN = {"", "C", "POSIX"}
_VARIABLES = ("LC_ALL", "LC_CTYPE", "LANG")
_AS_STARTED = Path("/proc/self/environ")
"""The environment before Python, finding no usable locale, put its own LC_CTYPE in (PEP 538)."""


def wanted_codeset(environment: Mapping[str, str]) -> str:
    """The codeset that the locale variables ask for, lower case without punctuation; empty: none is named."""
    name = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    if name in _PLAIN:
        return ""
    codeset = name.partition(".")[2].partition("@")[0]
    return codeset.lower().replace("-", "").replace("_", "")


@functools.cache
def environment_as_started() -> Mapping[str, str]:
    """What sshd or the shell passed on; what Python made of it where that cannot be looked up. Asked once:
    behind the gate it cannot be later."""
    try:
        pairs = _AS_STARTED.read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return os.environ
    return dict(pair.partition("=")[::2] for pair in pairs)


def use_utf8() -> None:
    """Makes the three standard streams UTF-8: a C or POSIX locale is taken as one that was not passed on.

    Raises WrongUsage when the locale really is another one: the terminal would then show and send other
    bytes, and names would be stored as rubbish.
    """
    codeset = wanted_codeset(environment_as_started())
    if codeset not in ("", "utf8") or sys.getfilesystemencoding().lower() != "utf-8":
        named = codeset or sys.getfilesystemencoding()
        raise WrongUsage(
            f"当前语言环境的编码是 {named}，不是 UTF-8：请把终端的编码设为 UTF-8，"
            "并运行 export LC_ALL=C.UTF-8 后再试。"
        )
    if sys.stdout is None:  # the caller closed it
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):  # not where the caller has closed the descriptor
            stream.reconfigure(encoding="utf-8", errors=errors)
