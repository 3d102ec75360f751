"""Adding, changing and removing organisations, from text as people type it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from forms.document_tables import ORGANISATION
from forms.errors import BadInput, ConflictError
from forms.organisation import Organisation
from forms.organisations import Organisations, tree
from store.campaign import organisation_fields as fields
from store.campaign.campaign import Campaign
from store.campaign.merging import MergeConflict
from store.campaign.organisations import organisations
from store.campaign.writing import ATTEMPTS, write
from store.organisations import organisation_of
from store.protocol import ORGANISATIONS, Change, Document
from store.versions import document_at


def add_organisation(c: Campaign, raw: Mapping[str, str]) -> Organisation:
    """Add one from texts by field id or label; without an id it gets the next free one. Raises BadInput, also
    when somebody has just given the id to another."""
    for _ in range(ATTEMPTS):
        added, change = _addition(organisations(c), raw)
        try:
            write(c, ORGANISATIONS, [change])
        except MergeConflict:  # two organisations are not two versions of one
            if any(fields.field_named(name).id == "id" and text.strip() for name, text in raw.items()):
                raise BadInput(f"编号“{added.id}”刚被别人用于另一个党组织，请换一个。", field="id") from None
            continue
        return added
    raise ConflictError("别人正在连续添加党组织，本次没有保存；请稍后再存一次。")


def add_organisations(c: Campaign, rows: Sequence[Mapping[str, str]]) -> list[Organisation]:
    """Add many, all or none; a row may name a parent that stands above it. Raises BadInput naming the row."""
    known, added, changes = organisations(c), [], []
    for number, raw in enumerate(rows, 1):
        try:
            org, change = _addition(known, raw)
        except BadInput as error:
            raise BadInput(f"第{number}个党组织：{error.sentence}") from error
        known = tree([*known.all, org])
        added.append(org)
        changes.append(change)
    write(c, ORGANISATIONS, changes)
    return added


def set_organisation(
    c: Campaign, org_id: str, raw: Mapping[str, str], base: int | None = None
) -> Organisation:
    """Change the named fields. ``base`` is the revision that was looked at (None: the newest); what others
    changed since is merged. Raises BadInput, also for a move that would leave records behind;
    MergeConflict."""
    known = organisations(c)
    org_id = known.find(org_id).id if base is None else org_id
    now = organisation_document(c, org_id)
    seen = now if base is None else organisation_document(c, org_id, base)
    old = organisation_of(seen) if seen else known.find(org_id)
    values = fields.read_values(known, raw)
    if values.get("id", old.id) != old.id:
        raise BadInput(f"编号“{old.id}”定下后不能改；如确需更换，请新建党组织后删除旧的。", field="id")
    newest = organisation_of(now) if now else old
    fields.checked_organisation(c, msgspec.structs.replace(newest, **values))
    new = msgspec.structs.replace(old, **values)
    (saved,) = write(c, ORGANISATIONS, [_change(new, seen.rev if seen else 0)])
    return organisation_of(saved) if saved else new


def organisation_document(c: Campaign, org_id: str, rev: int = 0) -> Document | None:
    """What is kept of it, or was at a revision; None when there is (was) none of this id."""
    return document_at(c.store, ORGANISATIONS, org_id, rev)


def remove_organisation(c: Campaign, org_id: str, base: int | None = None) -> Organisation:
    """Remove one, as it was at revision ``base`` (None: as it is). Raises BadInput while it has records, in
    any campaign, or organisations below it; MergeConflict when somebody has changed it since."""
    org = organisations(c).find(org_id)
    document = c.store.get(ORGANISATIONS, org.id)
    if document is not None:
        change = document.change(None)
        write(c, ORGANISATIONS, [change if base is None else msgspec.structs.replace(change, base=base)])
    return org


def _addition(known: Organisations, raw: Mapping[str, str]) -> tuple[Organisation, Change]:
    values = fields.read_values(known, raw)
    if not values.get("name"):
        raise BadInput("规范简称不能为空，如“计算机学院党委”。", field="name")
    values.setdefault("level", "branch" if values.get("parent") else "unit")
    if not values.get("parent"):
        values["parent"] = _likely_parent(known, values["level"])
    values["id"] = values.get("id") or _free_id(known, values["parent"])
    if known.get(values["id"]):
        raise BadInput(
            f"编号“{values['id']}”已被“{known.find(values['id']).name}”使用，请换一个。", field="id"
        )
    org = fields.check_among(known, Organisation(**values))
    return org, _change(org, 0)


def _likely_parent(known: Organisations, level: str) -> str:
    """A branch belongs to the only unit, a unit to the only school, where there is just one."""
    above = "school" if level == "unit" else "unit"
    candidates = [org for org in known.all if org.level == above]
    school = any(org.level == "school" for org in known.all)
    if level == "school" or len(candidates) != 1 or (level == "branch" and school):
        return ""
    return candidates[0].id


def _free_id(known: Organisations, parent: str) -> str:
    pattern = f"{parent}-{{:02d}}" if parent else "u{}"
    return next(name for name in map(pattern.format, range(1, 10_000)) if known.get(name) is None)


def wrong_answer(known: Organisations, texts: Mapping[str, str], field_id: str) -> str:
    """What is wrong with one text of a form, and what would be accepted; empty: nothing."""
    try:
        values = fields.read_values(known, {field_id: texts[field_id]})
        if field_id == "type" and values["type"]:
            fields.check_type(fields.read_values(known, {"level": texts["level"]})["level"], values["type"])
    except BadInput as error:
        return error.sentence
    return ""


def _change(org: Organisation, base: int) -> Change:
    data = {name: value for name, value in msgspec.to_builtins(org).items() if value not in ("", None, [])}
    return Change(id=org.id, annex=ORGANISATION, org=org.id, base=base, data=data)
