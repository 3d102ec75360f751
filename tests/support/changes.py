"""Changes as the tests of the store make them."""

from __future__ import annotations

from typing import Any

from store.protocol import Change, new_id

CAMPAIGN = "c2021"
UNIT = "units/jsj"
"""A campaign, and a shard of it."""


def change(id: str = "", *, base: int = 0, annex: str = "study", org: str = "jsj", **more: Any) -> Change:
    """A change with ``data`` (None deletes), or with one field ``text``."""
    more.setdefault("data", {"text": "赴烈士陵园祭扫"})
    return Change(id=id or new_id(), annex=annex, org=org, base=base, **more)
