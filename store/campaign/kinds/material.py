"""报送材料 that is written here: text, photographs and files, one document for each written deliverable of an
organisation (and title)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from forms.document_tables import MATERIAL
from forms.errors import TaizhangError
from forms.neutral import clean, one_line
from forms.organisations import Organisations
from store.attachments import is_digest
from store.campaign.campaign import Campaign
from store.campaign.kinds.document_kind import DocumentKind, Labels, plain
from store.campaign.kinds.submission import Owed, deliverable_labels, deliverable_problem, for_deliverable
from store.protocol import Data, Document, unit_shard
from store.versions import Version

Kind = Literal["photo", "file"]


class Attachment(msgspec.Struct, frozen=True):
    """A file that belongs to a material; its content is kept under its digest."""

    sha256: str
    name: str
    """As it was called where it came from."""
    kind: Kind = "file"
    caption: str = ""
    """说明 beneath a photograph."""
    size: int = 0


class Material(Owed, frozen=True):
    """One written deliverable as it stands."""

    number: int
    """From 1; more than one where several may be handed in."""
    heading: str = ""
    """Its own title; empty: that of the deliverable."""
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    document: Document | None = None

    @property
    def printed_title(self) -> str:
        """Its own title, or the deliverable's official one."""
        return self.heading or self.deliverable.title

    @property
    def photos(self) -> tuple[Attachment, ...]:
        """The attachments that are printed."""
        return tuple(one for one in self.attachments if one.kind == "photo")

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The attachments that go along as they are."""
        return tuple(one for one in self.attachments if one.kind == "file")

    @property
    def words(self) -> str:
        """正文1200字 · 照片3张 · 附件1个; empty when there is nothing."""
        count = sum(not character.isspace() for character in self.text)
        parts = [f"正文{count}字" if count else ""]
        parts += [f"照片{len(self.photos)}张" if self.photos else ""]
        parts += [f"附件{len(self.files)}个" if self.files else ""]
        return " · ".join(part for part in parts if part)


def material_id(owed: Owed, number: int) -> str:
    """Named after what it is for, so that two people cannot begin it twice."""
    parts = [MATERIAL, owed.org.id, owed.deliverable.id, owed.held]
    return ":".join(parts) if number == 1 else f"{':'.join(parts)}:{number}"


def stored_materials(c: Campaign, shard: str, owed: Owed) -> list[Material]:
    """What has been written for one obligation, in order of number."""
    found = [
        _material(owed, one)
        for one in c.store.query(shard, annex=MATERIAL, org=owed.org.id)
        if one.data.get("deliverable") == owed.deliverable.id and one.data.get("title", "") == owed.held
    ]
    return sorted(found, key=lambda one: one.number)


def written_words(c: Campaign, shard: str, owed: Owed) -> str:
    """How far a written deliverable is, in words; empty when nothing has been written."""
    if owed.deliverable.annex:
        return ""
    found = stored_materials(c, shard, owed)
    words = found[0].words if found else ""
    return f"已写{len(found)}份" if len(found) > 1 else words


def read_attachments(data: Data) -> Iterator[Attachment]:
    """What is stored, with anything a hand may have put there that is no attachment left out."""
    kept = data.get("attachments")
    for one in kept if isinstance(kept, list) else ():
        if isinstance(one, dict) and is_digest(one.get("sha256")):
            size = one.get("size")
            yield Attachment(
                sha256=one["sha256"],
                name=one_line(str(one.get("name", ""))),
                kind="photo" if one.get("kind") == "photo" else "file",
                caption=one_line(str(one.get("caption", ""))),
                size=size if isinstance(size, int) else 0,
            )


def _material(owed: Owed, document: Document) -> Material:
    data = document.data
    number = data.get("number")
    return Material(
        org=owed.org,
        deliverable=owed.deliverable,
        title=owed.title,
        number=number if isinstance(number, int) and number > 0 else 1,
        heading=one_line(str(data.get("heading", ""))),
        text=clean(str(data.get("text", ""))),
        attachments=tuple(read_attachments(data)),
        document=document,
    )


class MaterialKind(DocumentKind):
    """Written materials of all organisations."""

    def __init__(self) -> None:
        super().__init__(MATERIAL)

    def labels(self, c: Campaign, version: Version) -> Labels:
        """Attachments by name and 说明, a line each."""
        return {
            "heading": ("标题", plain),
            "text": ("正文", plain),
            "attachments": ("照片和附件", _files),
            **deliverable_labels(c),
            "number": ("第几份", plain),
        }

    def name(self, c: Campaign) -> str:
        return "报送材料"

    def subject(self, c: Campaign, version: Version) -> str:
        """With the deliverable, and the title it is for."""
        return for_deliverable(c, self.name(c), version)

    def may_type(self, field: str) -> bool:
        return field in ("heading", "text")

    def parse(self, c: Campaign, field: str, text: str) -> Any:
        """The text may have paragraphs."""
        return clean(text).strip("\n") if field == "text" else super().parse(c, field, text)

    def problem(self, c: Campaign, known: Organisations, document: Document) -> str:
        """A deliverable, title or kept file that there is not."""
        problem = deliverable_problem(c, known, document)
        if problem:
            return problem
        kept = document.data.get("attachments")
        there = list(read_attachments(document.data))
        if not isinstance(kept, list) or len(kept) != len(there):
            return "的附件清单读不懂"
        shard = unit_shard(known.unit_of(document.org).id)
        for one in there:
            try:
                c.store.read_file(shard, one.sha256)
            except TaizhangError as error:
                return f"的附件“{one.name}”用不了：{error.sentence.rstrip('。')}"
        return ""


def _files(value: Any) -> str:
    found = read_attachments({"attachments": value})
    return "\n".join(f"{one.name}　{one.caption}".rstrip() for one in found)
