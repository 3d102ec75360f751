"""A material being written: as it is stored, the revision it is based on, and what its form held when it was
last the same as the store; and what a draft keeps of it. Knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from forms.document_tables import MATERIAL
from forms.neutral import clean, one_line
from store.campaign.campaign import Campaign
from store.campaign.kinds.material import (
    Attachment,
    Material,
    read_attachments,
    stored_materials,
)
from store.campaign.materials import save_material
from store.campaign.organisations import shard_of
from tui.screens.form_screen import Resumed, notice


@dataclass(frozen=True)
class Written:
    """Everything the form holds."""

    heading: str = ""
    text: str = ""
    attachments: tuple[Attachment, ...] = ()

    @classmethod
    def of(cls, found: Material) -> Written:
        """As it is stored."""
        return cls(found.heading, found.text, found.attachments)

    @classmethod
    def of_draft(cls, values: dict[str, Any]) -> Written:
        """From a draft, whatever is in it."""
        return cls(
            one_line(str(values.get("heading") or "")),
            clean(str(values.get("text") or "")),
            tuple(read_attachments(values)),
        )

    def as_values(self) -> dict[str, Any]:
        """JSON values, for a draft."""
        return {
            "heading": self.heading,
            "text": self.text,
            "attachments": msgspec.to_builtins(list(self.attachments)),
        }


class MaterialEdit:
    """``found`` is the material as it is stored; ``resumed`` is gone on with."""

    def __init__(self, found: Material, resumed: Resumed[Written] | None) -> None:
        self.found = found
        self.base = resumed.base if resumed else self._rev
        """Revision that what is typed is based on."""
        self.start = Written.of(found)
        self.saved = False
        """Has the store had something new from here since the form was opened?"""
        self._told = 0
        """Revision that was last said to be another's."""

    @property
    def _rev(self) -> int:
        return self.found.document.rev if self.found.document else 0

    def place(self) -> dict[str, Any]:
        """Where a draft of it belongs, within store and campaign."""
        found = self.found
        return {
            "annex": MATERIAL,
            "org": found.org.id,
            "deliverable": found.deliverable.id,
            "held": found.title.words() if found.title else "",
            "number": found.number,
            "base": self.base,
            "title": f"报送材料 {found.printed_title}　{found.org.name}",
        }

    def write(self, c: Campaign, now: Written) -> Material:
        """Raises MergeConflict and other TaizhangErrors."""
        return save_material(c, self.found, now.heading, now.text, now.attachments, self.base)

    def begin(self, stored: Material) -> None:
        """Go on from what is stored now."""
        self.found, self.saved = stored, True
        self.base, self.start = self._rev, Written.of(stored)

    def newest(self, c: Campaign) -> Material | None:
        """As it is stored now; None: it was deleted. Raises TaizhangError."""
        one = self.found
        kept = stored_materials(c, shard_of(c, one.org.id), one)
        return next((found for found in kept if found.number == one.number), None)

    def news(self, c: Campaign) -> str:
        """A sentence where somebody else saved it, said once for each of their revisions; else empty."""
        newest = self.newest(c)
        rev = newest.document.rev if newest and newest.document else 0
        if rev in (self.base, self._told):
            return ""
        self._told = rev
        return notice("这份材料", newest.document if newest else None)
