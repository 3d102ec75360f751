"""What holds between organisations and what is filled in for them, whoever saves: nothing is kept for one
that was removed or moved meanwhile, nothing lies below one that is gone, and none goes while anything is its
own.

A store asks this under its locks, of the organisations as they stand then. One that never was is no concern
of it: ``taizhang check`` finds documents of such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.document_tables import ORGANISATION
from forms.errors import BadInput
from forms.neutral import one_line
from forms.organisation import Organisation
from forms.organisations import Organisations
from store.protocol import Change


@dataclass(frozen=True)
class Standing:
    """The organisations as one reading has them."""

    known: Organisations
    gone: Collection[str] = ()
    """Ids of those that were removed."""


def standing(documents: Iterable[Mapping[str, Any]], gone: Collection[str]) -> Standing:
    """Of the documents in the shard of organisations, as they lie there; what is no organisation is passed
    over."""
    return Standing(
        Organisations(tuple(_read(one) for one in documents if one.get("annex") == ORGANISATION)), gone
    )


def _read(document: Mapping[str, Any]) -> Organisation:
    """As much as is asked here, whatever else is in it: that is for the check to tell."""
    data = document.get("data")
    data = data if isinstance(data, dict) else {}
    level = data.get("level")
    return Organisation(
        id=str(data.get("id") or document.get("id")),
        level=level if level in ("school", "unit") else "branch",
        name=str(data.get("name") or ""),
        parent=str(data.get("parent") or ""),
    )


def check_documents(unit: str, changes: Sequence[Change], now: Standing) -> None:
    """May these be saved in a shard of the unit? What deletes may always be. Raises BadInput."""
    for change in changes:
        if change.data is None:
            continue
        org = now.known.get(change.org)
        if org is None and change.org in now.gone:
            raise BadInput(
                f"党组织“{one_line(change.org)}”刚被删除，本次没有保存；"
                "请先从历史里恢复这个党组织，或改填别的党组织。"
            )
        if org is not None and now.known.unit_of(org.id).id != unit:
            raise BadInput(
                f"党组织“{one_line(org.name)}”刚改到“{one_line(now.known.unit_of(org.id).name)}”名下，"
                "本次没有保存；请重新打开再填。"
            )


def check_organisations(before: Standing, after: Standing, changes: Sequence[Change]) -> dict[str, str]:
    """May the organisations be changed like this? Raises BadInput for one that would lie below what is gone,
    or below itself.

    Returns those that leave their shards, removed or moved to another unit: id to the unit they leave.
    """
    for change in changes:
        org = after.known.get(change.id)
        if change.data is None:
            _check_removed(before.known, after.known, change.id)
        elif org is not None and org.parent:
            _check_parent(after, org)
    return {
        org.id: unit
        for org in before.known
        if (unit := before.known.unit_of(org.id).id) != _unit(after.known, org.id)
    }


def _unit(known: Organisations, org_id: str) -> str:
    return known.unit_of(org_id).id if known.get(org_id) else ""


def _check_removed(before: Organisations, after: Organisations, org_id: str) -> None:
    below = after.children(org_id)
    if below:
        raise BadInput(
            f"“{_name(before, org_id)}”下面还有{len(below)}个党组织（{one_line(below[0].name)}等），"
            "请先删除或改变其上级。"
        )


def _check_parent(after: Standing, org: Organisation) -> None:
    if org.parent in after.gone and after.known.get(org.parent) is None:
        raise BadInput(
            f"“{one_line(org.name)}”的上级“{one_line(org.parent)}”刚被删除，没有保存；请另选一个上级。",
            field="parent",
        )
    seen, above = {org.id}, after.known.get(org.parent)
    while above is not None and above.id not in seen:
        seen.add(above.id)
        above = after.known.get(above.parent)
    if above is not None and above.id == org.id:
        raise BadInput(
            f"“{one_line(org.name)}”的上级不能是它自己或它的下级，请填学校党委或别的二级党组织的编号。",
            field="parent",
        )


def refusal(before: Organisations, after: Organisations, org_id: str, campaigns: Sequence[str]) -> BadInput:
    """Why an organisation cannot leave its shard: something has been filled in for it, in these campaigns."""
    where = f"（{'、'.join(campaigns)}）" if campaigns else ""
    name = _name(before, org_id)
    if after.get(org_id) is None:
        return BadInput(f"“{name}”已有填报内容{where}，不能删除；请先删除其记录，或保留该党组织。")
    return BadInput(
        f"“{name}”已有填报内容{where}，不能改到别的二级党组织名下；请先删除其记录。", field="parent"
    )


def _name(known: Organisations, org_id: str) -> str:
    found = known.get(org_id)
    return one_line(found.name if found else org_id)
