"""Reading bytes the way commands and screens do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from exports.readers.files import read_file
from exports.readers.grid import Reading
from store.campaign.campaign import Campaign
from store.campaign.records import records_annex
from tests.support.reading import Read


@pytest.fixture
def read(c: Campaign) -> Read:
    """``read(data, "ledger", org=…, name="x.docx")``."""

    def reading(data: bytes, annex: str = "ledger", org: str = "", name: str = "表.docx") -> Reading:
        return read_file(data, name, records_annex(c, annex), c, org)

    return reading


@pytest.fixture
def cells(read: Read) -> Callable[[bytes], list[dict[str, str]]]:
    """The texts of each row of a ledger."""
    return lambda data: [dict(one.raw) for one in read(data).proposals]
