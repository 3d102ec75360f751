"""A store without members is its maker's own."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.clock import SystemClock
from store.access.roles import whoami
from store.backends import open_campaign
from store.campaign.campaign import Actor
from store.campaign.founding import create_store
from store.campaign.organisation_entry import add_organisation
from store.campaign.records import save_record


@pytest.fixture(params=[0o002, 0o000], ids=["umask002", "umask000"])
def generous(request: pytest.FixtureRequest) -> Iterator[None]:
    """A session that shares what it makes."""
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("generous")
@pytest.mark.parametrize("there", [None, 0o755, 0o2775])
def test_nobody_else_may_write_to_any_of_it(tmp_path: Path, there: int | None) -> None:
    root = tmp_path / "store"
    if there is not None:
        root.mkdir()
        root.chmod(there)
    create_store(root, 2021, "计算机学院党委")
    c = open_campaign(root, None, SystemClock(), Actor("me"))
    add_organisation(c, {"name": "教工第一党支部", "level": "党支部"})
    save_record(c, "ledger", "u1", {"note": "无"}, incomplete=True)
    writable = [
        str(path.relative_to(tmp_path))
        for path in [root, *root.rglob("*")]
        if stat.S_IMODE(path.lstat().st_mode) & 0o022
    ]
    assert writable == []
    assert list(root.rglob("units/u1/shard.json"))


def test_everything_is_allowed(tmp_path: Path) -> None:
    create_store(tmp_path / "store", 2021, "计算机学院党委")
    assert whoami(tmp_path / "store") is None
    c = open_campaign(tmp_path / "store", None, SystemClock(), Actor("anybody", "u1"))
    assert (c.actor.account, c.actor.org, c.actor.member) == ("anybody", "u1", None)
