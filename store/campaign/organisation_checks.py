"""What an organisation must fit: itself, the others, and the records that it has."""

from __future__ import annotations

import re

from forms.errors import BadInput
from forms.neutral import one_line
from forms.organisation import BRANCH_TYPES, LEVEL_WORDS, UNIT_TYPES, Level, Organisation
from forms.organisations import Organisations, tree
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations
from store.protocol import unit_shard

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")


def checked_organisation(c: Campaign, org: Organisation) -> Organisation:
    """The organisation as it would stand among the others. Raises BadInput for what cannot be, and for a move
    that would leave records behind."""
    known = organisations(c)
    check_among(known, org)
    old = known.get(org.id)
    if old is not None:
        after = tree([org if one.id == org.id else one for one in known.everyone])
        if after.unit_of(org.id).id != known.unit_of(org.id).id and any(
            has_records(c, known, one.id) for one in known.scope(org.id)
        ):
            raise BadInput(
                f"“{old.name}”已有填报内容，不能改到别的二级党组织名下；请先删除其记录。", field="parent"
            )
    return org


def check_among(known: Organisations, org: Organisation) -> Organisation:
    """The organisation as it is, if it may stand among the others. Raises BadInput, with the field."""
    if not _ID.fullmatch(org.id):
        raise BadInput(
            f"编号“{one_line(org.id)}”不能用：只能是字母、数字、- 和 _，以字母或数字开头，不超过32位。",
            field="id",
        )
    if not org.name:
        raise BadInput("规范简称不能为空，如“计算机学院党委”。", field="name")
    if org.guide not in ("", "unit", "branch"):
        raise BadInput(
            f"诊断指南“{org.guide}”不认识，请填 unit（二级党组织）或 branch（党支部），或留空。",
            field="guide",
        )
    check_type(org.level, org.type)
    _check_parent(known, org)
    twin = next((other for other in known.all if (other.name, other.parent) == (org.name, org.parent)), None)
    if twin is not None and twin.id != org.id:
        raise BadInput(f"同一上级下已有“{org.name}”（编号 {twin.id}），请换一个规范简称。", field="name")
    return org


def check_type(level: Level, type: str) -> None:
    """Raises BadInput for a type that organisations of this level do not have."""
    types = {"unit": UNIT_TYPES, "branch": BRANCH_TYPES}.get(level, ())
    if type and type not in types:
        expected = f"可填：{'、'.join(types)}" if types else "请留空"
        raise BadInput(f"{LEVEL_WORDS[level]}的类型不能是“{one_line(type)}”，{expected}。", field="type")


def has_records(c: Campaign, known: Organisations, org_id: str) -> bool:
    """Has anything been filled in for this very organisation?"""
    return bool(c.store.query(unit_shard(known.unit_of(org_id).id), org=org_id))


def _check_parent(known: Organisations, org: Organisation) -> None:
    if not org.parent:
        return
    if any(below.id == org.parent for below in known.scope(org.id)):
        raise BadInput(
            f"“{org.name}”的上级不能是它自己或它的下级，请填学校党委或别的二级党组织的编号。", field="parent"
        )
    above = known.get(org.parent)
    if above is not None and above.level == "branch":
        raise BadInput(
            f"“{above.name}”是党支部，不能作为“{org.name}”的上级，请填二级党组织或学校党委的编号。",
            field="parent",
        )
    if org.level == "school":
        raise BadInput("学校党委没有上级，请把上级留空。", field="parent")
