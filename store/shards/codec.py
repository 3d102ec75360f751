"""JSON as the store's files hold it: compact, UTF-8, and never a crash over text that UTF-8 cannot carry."""

from __future__ import annotations

import json
from typing import Any

import msgspec


def encode(value: Any) -> bytes:
    """Compact JSON. A lone surrogate, which UTF-8 has no bytes for, is kept as its JSON escape."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode("ascii")


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
