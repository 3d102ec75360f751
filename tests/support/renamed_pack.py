"""The shipped pack with other ids for its annexes: nothing may depend on what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from forms.loading import SHIPPED, load_pack, shipped_packs
from forms.pack import Pack

OTHER_IDS = {"schedule": "plan", "study": "guide", "guide": "schedule", "ledger": "book"}
"""Two of them are called as others usually are."""
SWAPPED_IDS = {"schedule": "study", "study": "schedule", "guide": "ledger", "ledger": "guide"}
"""And here all four."""


def renamed_pack(ids: Mapping[str, str] = OTHER_IDS) -> Pack:
    """The same wording and the same forms under other ids."""
    return msgspec.convert(_renamed(msgspec.to_builtins(load_pack(shipped_packs()[SHIPPED])), ids), Pack)


def _renamed(pack: dict[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    for annex in pack["annexes"]:
        annex["id"] = ids[annex["id"]]
        for deliverable in annex.get("deliverables", ()):
            deliverable["annex"] = ids.get(deliverable["annex"], "")
        for guide in annex.get("guides", ()):
            for criterion in guide["criteria"]:
                for indicator in criterion["indicators"]:
                    for measure in indicator["measures"]:
                        if measure["counted"]:
                            measure["counted"]["annex"] = ids[measure["counted"]["annex"]]
    return pack
