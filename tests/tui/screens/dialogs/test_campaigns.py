"""A store with several campaigns: the screens ask which one, and say why one of them cannot be opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.backends import backend_at
from store.campaign.founding import create_store
from store.drafts import DraftBox
from store.settings import load_settings
from tests.support.snapshots import screen_text
from tui.app import TaizhangApp
from tui.commands.screens import choices_of
from tui.commands.session import Session
from tui.screens.home import HomeScreen
from tui.shell import Shell


@pytest.fixture
def session(store: Path) -> Session:
    for year in (2020, 2021):
        create_store(store, year, "计算机学院党委")
    return Session(store_path=str(store))


def make(session: Session, tmp_path: Path) -> TaizhangApp:
    box, settings = DraftBox(tmp_path / "drafts"), load_settings(None, {"exports": str(tmp_path / "out")})
    return TaizhangApp(Shell(None, settings, box, store=session.root(), choices=choices_of(session)))


async def test_the_chosen_one_is_opened(session: Session, tmp_path: Path) -> None:
    first, second = backend_at(session.root()).campaigns()
    app = make(session, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = screen_text(app)
        assert "打开哪一项" in text
        assert first in text
        assert second in text
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
    assert app.shell.campaign.id == second
    assert session.opened is app.shell.campaign


async def test_one_that_cannot_be_opened_says_why(session: Session, tmp_path: Path) -> None:
    first, second = backend_at(session.root()).campaigns()
    (session.root() / first / "pack" / "pack.toml").write_text("format = ")
    app = make(session, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "打不开：pack.toml" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "打开哪一项" in screen_text(app)
        assert any("pack.toml" in one.message for one in app._notifications)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.shell.campaign.id == second


async def test_esc_leaves(session: Session, tmp_path: Path) -> None:
    app = make(session, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
    assert app.return_code == 0
    assert not app.shell.has_campaign


def test_nothing_is_asked_where_one_is_named_or_there_is_one(session: Session, store: Path) -> None:
    named = Session(store_path=str(store), campaign_id=backend_at(store).campaigns()[0])
    assert choices_of(named) is None
    create_store(store.with_name("one"), 2021, "计算机学院党委")
    assert choices_of(Session(store_path=str(store.with_name("one")))) is None
