"""An organisation, as one of the list that all campaigns share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from forms.document_tables import ORGANISATION
from forms.neutral import one_line
from forms.organisation import LEVEL_WORDS, Title
from forms.organisations import Organisations
from store.campaign.campaign import Campaign
from store.campaign.kinds.document_kind import DocumentKind, Labels, Show, newest, org_name, plain
from store.campaign.organisation_fields import FIELDS, checked_organisation, read_values
from store.campaign.organisations import organisations
from store.organisations import organisation_of
from store.protocol import Change, Document
from store.versions import Version

TYPED = (
    "name", "full_name", "members", "probationary", "groups", "secretary", "titles", "contact", "phone",
    "order", "type",
)  # fmt: skip


class OrganisationKind(DocumentKind):
    """The organisations of a store."""

    def __init__(self) -> None:
        super().__init__(ORGANISATION)

    def labels(self, c: Campaign, version: Version) -> Labels:
        """As in the form of an organisation."""
        special: dict[str, Show] = {
            "level": lambda value: LEVEL_WORDS.get(value, plain(value)),
            "parent": lambda value: org_name(c, value),
            "titles": _titles,
        }
        return {field.id: (field.label, special.get(field.id, plain)) for field in FIELDS}

    def subject(self, c: Campaign, version: Version) -> str:
        """``党组织 计算机学院党委``."""
        return f"党组织 {one_line(plain(newest(version).get('name')) or version.id)}"

    def may_type(self, field: str) -> bool:
        return field in TYPED

    def parse(self, c: Campaign, field: str, text: str) -> Any:
        """As in the form; None for an empty answer. Raises BadInput."""
        value = msgspec.to_builtins(read_values(organisations(c), {field: text})[field])
        return None if value in ("", None, []) else value

    def settled(self, c: Campaign, change: Change) -> Change:
        """Raises BadInput for what cannot stand among the others."""
        if (document := change.document) is not None:
            checked_organisation(c, organisation_of(document))
        return change

    def check(self, c: Campaign, known: Organisations, document: Document) -> Iterator[str]:
        """Its id, what is above it, and its guide."""
        org = organisation_of(document)
        if org.id != document.id:
            yield f"党组织 {document.id} 里写的编号是“{org.id}”"
        if org.parent and known.get(org.parent) is None:
            yield f"党组织“{org.name}”（{org.id}）的上级“{org.parent}”不存在，请重新填写上级"
        if org.level != "school" and c.pack.guides and c.pack.guides.guide(org.guide_id) is None:
            yield f"党组织“{org.name}”（{org.id}）的诊断指南“{org.guide_id}”不存在，请重新填写"

    def check_place(self, c: Campaign, old: Document) -> None:
        """Do nothing: it belongs to itself, and the store says what it may lie below."""


def _titles(value: Any) -> str:
    return "、".join(title.words() for title in msgspec.convert(value, tuple[Title, ...]))
