"""A finding (存在问题): written in the guide, printed in the ledger."""

from __future__ import annotations

from typing import Any

from forms.document_tables import FINDING
from forms.errors import BadInput
from forms.neutral import one_line
from forms.organisations import Organisations
from store.campaign.campaign import Campaign
from store.campaign.kinds.document_kind import DocumentKind, Labels, newest, plain
from store.campaign.kinds.verdict import guide_for, indicator_problem, named
from store.protocol import Document
from store.versions import Version


class FindingKind(DocumentKind):
    """Findings of all organisations."""

    def __init__(self) -> None:
        super().__init__(FINDING)

    def labels(self, c: Campaign, version: Version) -> Labels:
        """The indicator with its short name."""
        guide = guide_for(c, version.org)
        return {
            "text": ("问题", plain),
            "indicator": ("对照指标", lambda value: named(guide, value)),
            "wording": ("台账表述", plain),
            "listed": ("列入台账", plain),
            "order": ("次序", plain),
        }

    def subject(self, c: Campaign, version: Version) -> str:
        """``存在问题（对照1-2）``."""
        indicator = one_line(plain(newest(version).get("indicator")))
        return f"存在问题（对照{indicator}）" if indicator else "存在问题（指南以外）"

    def belongs(self, c: Campaign, annex_id: str, document_id: str) -> bool:
        """A finding is told with the guide, and with every annex that prints 存在问题."""
        guides = c.pack.guides
        return (guides is not None and annex_id == guides.id) or any(
            annex.id == annex_id and annex.finding_fields for annex in c.pack.records
        )

    def may_type(self, field: str) -> bool:
        return field in ("text", "wording")

    def parse(self, c: Campaign, field: str, text: str) -> Any:
        """Raises BadInput for no text."""
        if field == "text" and not text.strip():
            raise BadInput("存在问题没有内容，请写明问题。")
        return super().parse(c, field, text)

    def problem(self, c: Campaign, known: Organisations, document: Document) -> str:
        """An indicator that there is not."""
        return indicator_problem(c, known, document) if document.data.get("indicator") else ""
