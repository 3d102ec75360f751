"""How bytes are read in tests."""

from __future__ import annotations

from collections.abc import Callable

from exports.readers.grid import Reading

Read = Callable[..., Reading]
"""``read(data, "ledger", org=…, name="x.docx")``."""
