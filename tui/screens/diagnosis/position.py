"""Where one is in a diagnosis: the organisation, the indicator of its guide, what is stored of both, and what
is said of that."""

from __future__ import annotations

from forms.errors import BadInput, StoreError
from forms.organisation import Organisation
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import Diagnosis, Item, diagnosis
from store.campaign.organisations import organisations, shard_of
from tui.widgets.row_list import ListRow

OUTSIDE = "outside"
"""Where findings 指南以外 are written, after the last indicator."""


class Position:
    """``org`` empty: the person's own organisation, else the first that has a guide. ``at``: an indicator's
    id, ``OUTSIDE``, or empty for the first that is open."""

    def __init__(self, org: str = "", at: str = "") -> None:
        self.org_id, self.at = org, at
        self.now: Diagnosis | None = None
        """As last read; None: no organisation has a guide."""

    @property
    def item(self) -> Item | None:
        """The indicator one is at; None: 指南以外, or nothing read yet."""
        return self.now.item(self.at) if self.now and self.at != OUTSIDE else None

    @property
    def indicator(self) -> str:
        """Its id; empty: 指南以外."""
        return "" if self.at == OUTSIDE else self.at

    def read(self, c: Campaign, usual: str) -> Diagnosis | None:
        """Read it from the store. ``usual``: the organisation to begin with where none was asked for."""
        self.now = self._diagnosis(c, usual)
        if self.now is not None and self.at not in self._places(self.now):
            self.at = self.now.next_open() or self.now.items[0].id
        return self.now

    def _diagnosis(self, c: Campaign, usual: str) -> Diagnosis | None:
        known = organisations(c)
        wanted = known.get(self.org_id or usual)
        for org in ([wanted] if wanted else []) + list(known.units) + list(known.all):
            try:
                now = diagnosis(c, org.id)
            except BadInput:
                continue  # a school has no guide: the next organisation has
            except StoreError as error:
                if org is wanted:
                    raise
                c.left_out.note(shard_of(c, org.id), error)
                continue
            self.org_id = org.id
            return now
        return None

    def turn_to(self, org: str) -> None:
        """To another organisation, at the first indicator that is open there."""
        self.org_id, self.at = org, ""

    def beside(self, by: int) -> str:
        """So many places on (or back, where negative); empty: there is none."""
        places = self._places(self.now) if self.now else []
        place = places.index(self.at) + by if self.at in places else -1
        return places[place] if 0 <= place < len(places) else ""

    def next_open(self) -> str:
        """The next indicator without a verdict; empty: every one has its verdict."""
        return self.now.next_open(self.indicator) if self.now else ""

    @staticmethod
    def _places(now: Diagnosis) -> list[str]:
        return [*(item.id for item in now.items), OUTSIDE]


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
    """Say how an indicator stands, in a word."""
    return item.verdict.word if item.verdict else OPEN
