"""The organisations as a store keeps them, all of them; whom one may see is not asked here."""

from __future__ import annotations

import msgspec

from forms.document_tables import ORGANISATION
from forms.errors import Damaged
from forms.organisation import Organisation
from forms.organisations import Organisations, tree
from store.protocol import ORGANISATIONS, Document, Store


def read_organisations(store: Store) -> Organisations:
    """All that a store has. Raises Damaged."""
    return tree(organisation_of(document) for document in store.query(ORGANISATIONS, annex=ORGANISATION))


def organisation_of(document: Document) -> Organisation:
    """The document as an organisation. Raises Damaged when it is none."""
    try:
        return msgspec.convert(document.data, Organisation)
    except msgspec.ValidationError as error:
        raise Damaged(
            f"党组织“{document.id}”的数据不完整（{error}）；请运行 taizhang check 查看。"
        ) from error
