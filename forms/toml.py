"""TOML as it is written: packs, settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def toml_bytes(values: Mapping[str, Any]) -> bytes:
    """The values as a TOML file in UTF-8."""
    import tomli_w  # costs start-up: most runs write none

    return tomli_w.dumps(values).encode()
