"""The texts of the diagnosis screen: what it says of an organisation, of an indicator, and its lists of
indicators."""

from __future__ import annotations

from forms.organisation import Organisation
from store.campaign.diagnosis import Diagnosis, Item
from tui.screens.diagnosis.position import OUTSIDE
from tui.widgets.row_list import ListRow

OUTSIDE_WORDS = "指南以外"
OPEN = "未诊断"


def counts(now: Diagnosis) -> str:
    """How many indicators have a verdict, how many none, how many fall short."""
    total = len(now.items)
    words = f"已诊断 {total - now.open}/{total} · {OPEN} {now.open}"
    short = sum(item.verdict is not None and item.verdict.short for item in now.items)
    return words + (f" · 有不足 {short}" if short else "")


def remark(org: Organisation, item: Item | None) -> str:
    """What is still to be thought of at an indicator; empty: nothing."""
    if item is None:
        return ""
    if item.verdict is None:
        if item.suggestion == "skip":
            return f"按类型（{org.type}）一般不涉及，可按 0；涉及就照常诊断。"
        return "这一条不是每个党组织都涉及，请先确认；不涉及按 0。" if item.suggestion == "ask" else ""
    if item.wants_finding:
        return f"结论是“{item.verdict.word}”，还没有写存在问题；按 Tab 到下面写一条。"
    return ""


def overview_rows(now: Diagnosis) -> list[ListRow]:
    """Every indicator under its criterion with its verdict, and 指南以外: beside the page in wide windows."""
    rows: list[ListRow] = []
    heading = ""
    for item in now.items:
        if item.criterion.heading != heading:
            heading = item.criterion.heading
            rows.append(ListRow(heading, (heading,), heading=True))
        short = item.verdict is not None and item.verdict.short
        rows.append(ListRow(item.id, (item.id, item.indicator.short, verdict_words(item)), strong=short))
    outside = f"{len(now.outside)}条" if now.outside else ""
    return [*rows, ListRow(OUTSIDE, ("-", OUTSIDE_WORDS, outside))]


def search_rows(now: Diagnosis) -> list[ListRow]:
    """Every indicator with its verdict, short name and official text, to be searched in."""
    return [
        ListRow(item.id, (item.id, verdict_words(item), item.indicator.short, item.indicator.text))
        for item in now.items
    ]


def verdict_words(item: Item) -> str:
    return item.verdict.word if item.verdict else OPEN
