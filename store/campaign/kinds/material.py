"""报送材料 that is written here: text, photographs and files of a deliverable."""

from __future__ import annotations

from typing import Any

from forms.document_tables import MATERIAL
from forms.errors import TaizhangError
from forms.neutral import clean
from forms.organisations import Organisations
from store.campaign.campaign import Campaign
from store.campaign.kinds.document_kind import DocumentKind, Labels, plain
from store.campaign.kinds.submission import deliverable_labels, deliverable_problem, for_deliverable
from store.campaign.material_data import read_attachments
from store.protocol import Document, unit_shard
from store.versions import Version


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
