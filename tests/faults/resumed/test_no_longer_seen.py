"""A draft of an organisation that one may no longer see, or that is gone: refused in a sentence, and kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forms.clock import Clock
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.organisation_entry import remove_organisation
from store.campaign.organisations import organisations
from store.drafts import DraftBox
from tests.support.keys import keys, settle
from tests.support.members import becoming, found_school, give_members
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.app import TaizhangApp
from tui.screens.diagnosis.screen import DiagnosisScreen
from tui.screens.entry.screen import EntryScreen
from tui.screens.organisation.form import OrganisationForm

TYPED = "没有存过的学习内容"
ONE_UNIT_LESS = """
[[members]]
account = "two"
role = "branch"
organisations = ["jsj-01"]
"""
Login = Callable[[str], Campaign]

PLACES: dict[str, dict[str, Any]] = {
    "study": {"org": "jx-01", "id": "", "base": 0},
    "ledger": {"org": "jx-01", "id": "ledger:jx-01", "base": 1},
    "guide": {"org": "jx-01", "id": "1-1", "base": 0},
    "organisation": {"id": "jx-01", "base": 1},
}
VALUES: dict[str, dict[str, Any]] = {
    "study": {"texts": {"content": TYPED}, "new": True},
    "ledger": {"texts": {"note": TYPED}},
    "guide": {"pending": TYPED},
    "organisation": {"name": TYPED},
}


@pytest.fixture
def login(store: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Login:
    """Opens the store as somebody; ``two`` has a branch in each of two units."""
    found_school(store)
    give_members(store)

    def login(account: str) -> Campaign:
        becoming(monkeypatch)(account)
        return open_campaign(store, None, clock, Actor("x"))

    return login


def leave_a_draft(app: TaizhangApp, kind: str) -> None:
    draft = app.shell.drafts.begin(app.shell.place(title="上次填的", annex=kind, **PLACES[kind]))
    draft.write(VALUES[kind])
    draft.close()


async def refused(app: TaizhangApp) -> str:
    """Start, go on with the only draft; returns what the screen says."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "要接着填吗" in screen_text(app)
        await keys(pilot, "enter")
        assert not isinstance(app.screen, EntryScreen | DiagnosisScreen | OrganisationForm)
        text = screen_text(app)
        assert "！" in text
        assert TYPED not in text
        # still offered while this session runs, and to the next one
        assert len(app.shell.drafts.offers()) == 1
    (offer,) = DraftBox(app.shell.drafts.folder).offers()
    assert TYPED in str(offer.values)
    return text


@pytest.mark.parametrize("kind", PLACES)
async def test_one_may_no_longer_see_it(store: Path, login: Login, make_app: MakeApp, kind: str) -> None:
    leave_a_draft(make_app(login("two")), kind)
    give_members(store, ONE_UNIT_LESS)
    text = await refused(make_app(login("two")))
    assert "机械学院" not in text


@pytest.mark.parametrize("kind", ["study", "ledger", "guide"])
async def test_it_is_gone(login: Login, make_app: MakeApp, kind: str) -> None:
    office = login("office")
    leave_a_draft(make_app(office), kind)
    remove_organisation(office, "jx-01")
    await refused(make_app(office))


async def test_an_organisation_that_was_removed_does_not_come_back_unasked(
    login: Login, make_app: MakeApp
) -> None:
    office = login("office")
    leave_a_draft(make_app(office), "organisation")
    remove_organisation(office, "jx-01")
    app = make_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "enter", "f2")
        assert "删" in screen_text(app)
        assert organisations(office).get("jx-01") is None
    (draft,) = app.shell.drafts.folder.glob("*.draft")
    assert TYPED in draft.read_text()


@pytest.mark.parametrize("kind", PLACES)
async def test_it_can_be_gone_on_with_by_whoever_may_see_it(
    login: Login, make_app: MakeApp, kind: str
) -> None:
    app = make_app(login("two" if kind != "organisation" else "office"))
    leave_a_draft(app, kind)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "enter")
        assert isinstance(app.screen, EntryScreen | DiagnosisScreen | OrganisationForm)
        assert TYPED in screen_text(app)
