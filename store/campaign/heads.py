"""表头: what stands above a form's table, one head per unit and annex (annex 4: 填报单位, 截止时间)."""

from __future__ import annotations

from collections.abc import Mapping

from forms.document_tables import HEAD
from forms.errors import BadInput
from forms.neutral import one_line
from forms.organisation import Organisation
from forms.pack import HeadField, RecordsAnnex
from forms.printed_day import official_day
from store.campaign.campaign import Campaign
from store.campaign.kinds.head import head_id
from store.campaign.organisations import required, shard_of
from store.campaign.writing import write
from store.protocol import Change, Data, Document
from store.versions import version_at


def head(c: Campaign, annex: RecordsAnnex, org_id: str) -> dict[str, str]:
    """Head field id to text as printed; by default the own 规范简称 and the due date.

    ``org_id`` is the organisation whose form it is: a branch's working copy has a head of its own.
    """
    stored = _texts(_document(c, annex, org_id))
    defaults = default_head(c, annex, required(c, org_id))
    return {name: stored.get(name) or text for name, text in defaults.items()}


def default_head(c: Campaign, annex: RecordsAnnex, org: Organisation) -> dict[str, str]:
    """What stands there before anybody writes anything else; ``org`` need not be kept anywhere."""
    return {field.id: _default(c, annex, field, org) for field in annex.head}


def head_rev(c: Campaign, annex: RecordsAnnex, org_id: str) -> int:
    """The revision of the head as it stands; 0 while it has its defaults."""
    document = _document(c, annex, org_id)
    return document.rev if document else 0


def set_head(
    c: Campaign, annex: RecordsAnnex, org_id: str, raw: Mapping[str, str], base: int | None = None
) -> dict[str, str]:
    """Keep other texts than the defaults; an empty text goes back to the default. ``base`` is the revision
    that was looked at, the newest if None. Raises BadInput, MergeConflict."""
    write(c, shard_of(c, org_id), [head_change(c, annex, org_id, raw, base)])
    return head(c, annex, org_id)


def head_change(
    c: Campaign, annex: RecordsAnnex, org_id: str, raw: Mapping[str, str], base: int | None = None
) -> Change:
    """What ``set_head`` writes. Raises BadInput for an entry that the head does not have."""
    org = required(c, org_id)
    known = {field.id for field in annex.head}
    for name in raw:
        if name not in known:
            raise BadInput(
                f"附件{annex.number}的表头没有“{name}”；可用：{'、'.join(sorted(known)) or '（无）'}。"
            )
    document = _document(c, annex, org.id)
    rev = document.rev if document else 0
    if base is not None and base != rev:
        document, rev = version_at(c.store, shard_of(c, org.id), head_id(annex, org.id), base), base
    data = {**_texts(document), **{name: one_line(text).strip() for name, text in raw.items()}}
    return Change(id=head_id(annex, org.id), annex=HEAD, org=org.id, base=rev, data=data)


def _document(c: Campaign, annex: RecordsAnnex, org_id: str) -> Document | None:
    return c.store.get(shard_of(c, org_id), head_id(annex, org_id))


def _texts(document: Document | None) -> Data:
    return {name: one_line(str(text)) for name, text in document.data.items()} if document else {}


def _default(c: Campaign, annex: RecordsAnnex, field: HeadField, org: Organisation) -> str:
    if field.default == "organisation":
        return org.name
    if field.default == "deadline":
        due = next((item.due for item in c.pack.deliverables if item.annex == annex.id), None)
        return official_day(due) if due else ""
    return ""
