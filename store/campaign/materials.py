"""报送材料 that are written here or attached: read, saved, with photographs and files.

A file is kept before the document that names it is saved, so that no document ever names what is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath, PureWindowsPath

import msgspec

from forms.document_tables import MATERIAL
from forms.errors import BadInput, NotAllowed, WrongUsage
from forms.neutral import clean, one_line
from store.attachments import LARGEST
from store.campaign.campaign import Campaign
from store.campaign.gathering import gathered
from store.campaign.kinds.material import (
    Attachment,
    Material,
    material_id,
    stored_materials,
)
from store.campaign.organisations import organisations, shard_of
from store.campaign.submissions import Obligation, obligations
from store.campaign.writing import write
from store.pictures import ready_picture
from store.protocol import Change, unit_shard

MOST_FILES = 60
"""Attachments of one material."""
LONGEST_TEXT = 200_000


def is_written(one: Obligation) -> bool:
    """Is it a written document, and not made from an annex?"""
    return not one.deliverable.annex


def materials(c: Campaign, one: Obligation) -> list[Material]:
    """What has been written for an obligation; several only where several may be handed in."""
    return stored_materials(c, shard_of(c, one.org.id), one)


def material(c: Campaign, one: Obligation, number: int = 1) -> Material:
    """The material of this number, an empty one if it has not been begun. Raises WrongUsage."""
    if not is_written(one):
        raise WrongUsage(f"《{one.deliverable.title}》由附件填报而成，不用另写；请打开该附件。")
    if number < 1 or (number > 1 and not one.deliverable.several):
        raise WrongUsage(f"《{one.deliverable.title}》只有一份。")
    found = next((kept for kept in materials(c, one) if kept.number == number), None)
    return found or Material(one.org, one.deliverable, one.title, number)


def all_materials(c: Campaign, org_id: str = "", only: bool = False) -> list[Material]:
    """Everything written by an organisation and those below it, in the order of annex 1; units that cannot be
    read are left out (``store.campaign.gathering``)."""
    owed = [one for one in obligations(c, org_id) if is_written(one) and (not only or one.org.id == org_id)]
    known = organisations(c)
    return gathered(
        c, owed, lambda one: unit_shard(known.unit_of(one.org.id).id), lambda one: materials(c, one)
    )


def attach(
    c: Campaign, org_id: str, data: bytes, name: str, caption: str = "", photo: bool = False
) -> Attachment:
    """Keep a file as it is; a photograph must be one. Raises BadInput naming it, NotSaved, NotAllowed."""
    called = one_line(PureWindowsPath(PurePosixPath(name).name).name).strip() or "附件"
    if c.actor.read_only:
        raise NotAllowed("正在用 --today 演练共享数据，本次只能查看，不能保存；去掉 --today 后再填。")
    if not data:
        raise BadInput(f"“{called}”是空文件，没有收下；请换一个有内容的文件。")
    if len(data) > LARGEST:
        raise BadInput(
            f"“{called}”有{len(data) // 1_000_000} MB，最多{LARGEST // 1_000_000} MB，没有收下；请先缩小。"
        )
    if photo:
        ready_picture(data, called)
    digest = c.store.keep_file(shard_of(c, org_id), org_id, data)
    return Attachment(digest, called, "photo" if photo else "file", one_line(caption).strip(), len(data))


def file_of(c: Campaign, found: Material, one: Attachment) -> bytes:
    """The attachment's content as it was handed in. Raises Damaged."""
    return c.store.read_file(shard_of(c, found.org.id), one.sha256)


def save_material(
    c: Campaign,
    found: Material,
    heading: str,
    text: str,
    attachments: Sequence[Attachment],
    base: int | None = None,
) -> Material:
    """Save the next version of a material; ``base`` is the revision that was looked at (default: the
    material's own). Raises BadInput for one with nothing in it, MergeConflict."""
    # The document indents its paragraphs itself; on a screen an indent only leaves a line empty.
    said = "\n".join(line.strip(" \t\u3000") for line in clean(text).split("\n")).strip("\n")
    if not said.strip() and not attachments:
        raise BadInput("材料还没有正文，也没有照片和附件，没有保存；请先写正文，或加上文件。")
    if len(said) > LONGEST_TEXT:
        raise BadInput(f"正文有{len(said)}字，最多{LONGEST_TEXT}字；请分成几份，或作为附件。")
    if len(attachments) > MOST_FILES:
        raise BadInput(f"照片和附件共{len(attachments)}个，最多{MOST_FILES}个。")
    shard = shard_of(c, found.org.id)
    before = {one.sha256 for one in found.attachments}
    new = [one for one in attachments if one.sha256 not in before]
    lost = [one.name for one in new if not c.store.hold_file(shard, one.sha256)]
    if lost:
        raise BadInput(
            f"“{'”“'.join(lost)}”放入后一直没有保存，文件已经清理，没有保存；请去掉后重新添加，再保存。"
        )
    data = {
        "deliverable": found.deliverable.id,
        "title": found.held,
        "number": found.number,
        "heading": one_line(heading).strip(),
        "text": said,
        "attachments": msgspec.to_builtins(list(attachments)),
    }
    org, now = found.org, found.document
    id = now.id if now else material_id(found, found.number)
    seen = base if base is not None else now.rev if now else 0
    change = Change(id=id, annex=MATERIAL, org=org.id, base=seen, data=data)
    write(c, shard, [change])
    again = stored_materials(c, shard, found)
    return next(one for one in again if one.number == found.number)
