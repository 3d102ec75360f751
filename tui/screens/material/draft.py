"""What was typed into a material and not saved yet: kept in a draft within two seconds, and gone on with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from forms.document_tables import MATERIAL
from forms.neutral import clean, one_line
from store.campaign.kinds.material import Attachment, Material, read_attachments
from store.drafts import Draft, Offer

DRAFT_KIND = MATERIAL
"""What a draft's place calls its annex."""


@dataclass(frozen=True)
class Typed:
    """Everything the form holds."""

    heading: str = ""
    text: str = ""
    attachments: tuple[Attachment, ...] = ()

    @classmethod
    def of(cls, found: Material) -> Typed:
        return cls(found.heading, found.text, found.attachments)

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> Typed:
        """From a draft, whatever is in it."""
        return cls(
            one_line(str(values.get("heading") or "")),
            clean(str(values.get("text") or "")),
            tuple(read_attachments(values)),
        )

    def as_values(self) -> dict[str, Any]:
        return {
            "heading": self.heading,
            "text": self.text,
            "attachments": msgspec.to_builtins(list(self.attachments)),
        }


@dataclass(frozen=True)
class Resumed:
    """A draft of an earlier session that is gone on with, and the revision it was typed on."""

    typed: Typed
    base: int
    draft: Draft


def resumed_material(offer: Offer, base: int) -> Resumed:
    """Raises StoreError when another session was quicker."""
    return Resumed(Typed.from_values(offer.values), base, offer.take())
