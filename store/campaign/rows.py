"""Records as they are shown and printed: kept from the countdown to the list, and each read as a text when
somebody looks at it, since of thousands a few are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from forms.organisation import Organisation
from store.campaign.campaign import Campaign
from store.protocol import Document

Reading = tuple[dict[str, str], tuple[str, ...]]
"""Texts by field id, and faults."""


@dataclass(frozen=True)
class Row:
    """A record of an organisation; without a document where it has only findings, or nothing yet."""

    org: Organisation
    document: Document | None
    read: Callable[[Organisation, Document | None], Reading] = field(repr=False, compare=False)

    @cached_property
    def _reading(self) -> Reading:
        return self.read(self.org, self.document)

    @property
    def texts(self) -> dict[str, str]:
        """Field id to neutralised text as printed; findings rendered, without references."""
        return self._reading[0]

    @property
    def faults(self) -> tuple[str, ...]:
        """Sentences about fields whose stored value is not what the field takes; it is shown all the same."""
        return self._reading[1]

    def saying(self, texts: dict[str, str], faults: tuple[str, ...]) -> Row:
        """The same record in other words."""
        return Row(self.org, self.document, lambda org, document: (texts, faults))

    @property
    def incomplete(self) -> bool:
        """Was the record kept as 未完成?"""
        return self.document is not None and self.document.state == "incomplete"


def documents(c: Campaign, shard: str, annex: str) -> list[Document]:
    """Those of an annex, for looking at only; of the unit last asked about they are kept until something is
    saved there."""
    by_annex: dict[str, list[Document]] = c.kept("documents", (shard,), dict, shard)
    if annex not in by_annex:
        by_annex[annex] = c.store.query(shard, annex=annex)
    return by_annex[annex]
