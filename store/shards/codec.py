"""JSON as the store's files hold it: compact, UTF-8, and never a crash over text that UTF-8 cannot carry."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec


def encode(value: Any) -> bytes:
    """Compact JSON. A lone surrogate, which UTF-8 has no bytes for, is kept as its JSON escape. Raises
    ValueError for what is too deep to write."""
    try:
        try:
            return msgspec.json.encode(value)
        except UnicodeEncodeError:
            return json.dumps(value, separators=(",", ":")).encode("ascii")
    except RecursionError:
        raise ValueError("JSON is nested too deeply") from None


def decode(data: bytes) -> Any:
    """The value. Raises ValueError when it is no JSON or too deep to read."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # The standard library reads lone surrogates, which hand-made files may hold.
        try:
            return json.loads(data)
        except RecursionError:
            raise ValueError("JSON is nested too deeply") from None


@contextmanager
def undisturbed() -> Iterator[None]:
    """No garbage collection while a shard is read or written.

    JSON has no circles, so there is nothing to find; yet every few hundred new objects the collector would
    look through all that the process holds, which takes longer than the reading.

    Whoever switches collecting off switches it on again; with several threads the first one out does.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
