"""The terminal before the first screen: whether there is one, and what Textual reads from the environment
before it is imported. Streams are UTF-8 by then (``tui.commands.encoding``)."""

from __future__ import annotations

import os
import sys

from forms.errors import WrongUsage

ENVIRONMENT = {
    # Composed Chinese input arrives as escape codes under the Kitty protocol.
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    # Nothing moves by itself, nothing is sent while nobody types.
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
}


def prepare_environment(environment: dict[str, str] | os._Environ[str] = os.environ) -> None:
    """Must run before Textual is imported anywhere in the process."""
    environment.update(ENVIRONMENT)


def load_without_openssl() -> None:
    """Asyncio and hashlib, which bring OpenSSL along where they can: nothing here speaks to a network,
    Python's own SHA-256 is quick enough for a few lines of a journal, and 6 MB a session are too much."""
    if not {"ssl", "_hashlib", "asyncio", "hashlib"}.isdisjoint(sys.modules):
        return
    sys.modules["ssl"] = sys.modules["_hashlib"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
        import hashlib  # noqa: F401
    finally:
        del sys.modules["ssl"], sys.modules["_hashlib"]


def check_terminal() -> None:
    """Raises WrongUsage when keyboard or screen is a file or a pipe."""
    for stream, name in ((sys.__stdin__, "键盘输入"), (sys.__stdout__, "屏幕输出")):
        if stream is None or not stream.isatty():
            raise WrongUsage(
                f"{name}不是终端，打不开界面；请在终端里直接运行，成批处理请用各个命令（taizhang --help）。"
            )
