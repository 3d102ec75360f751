"""Rows that are drawn alone are the rows that would be drawn with everything around them."""

from __future__ import annotations

import pytest
from textual._compositor import ChopsUpdate, Compositor

from store.campaign.campaign import Campaign
from tests.support.screens import MakeApp
from tui.driver.compositing import RowsCompositor

SESSION = (
    *(
        "2",
        "ctrl+n",
        "4",
        "月",
        "1",
        "日",
        "tab",
        *"学习讲话",
        "enter",
        *"第二段文字",
        "up",
        "end",
        "backspace",
    ),
    *("tab", "f4", "down", "escape", "tab", "f9", *"baocun", "escape", "f1", "pagedown", "escape", "escape"),
    *(
        "3",
        "escape",
        "3",
        "1",
        "tab",
        "tab",
        *"缺一项",
        "enter",
        "f9",
        "escape",
        "escape",
        "escape",
        "ctrl+o",
    ),
    *("j", "g", "down", "escape", "6", "down", "enter", "tab", *"名", "escape"),
)


async def test_every_update_is_what_stock_drawing_makes_of_it(
    make_app: MakeApp, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    mine = RowsCompositor.render_partial_update

    def both(self: RowsCompositor) -> ChopsUpdate | None:
        dirty = self._dirty_regions.copy()
        update = mine(self)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(RowsCompositor, "_get_renders", Compositor._get_renders)
            self._dirty_regions = dirty
            stock = mine(self)
        if update is not None and stock is not None:
            console = app.console
            assert update.render_segments(console) == stock.render_segments(console)
            compared.append(update.render_segments(console))
        return update

    app = make_app(campaign)
    monkeypatch.setattr(RowsCompositor, "render_partial_update", both)
    for size in ((120, 40), (80, 24)):
        app = make_app(campaign)
        async with app.run_test(size=size) as pilot:
            for key in SESSION:
                await pilot.press(key)
                await pilot.pause()
    assert len(compared) > 60


async def test_a_typed_character_draws_few_rows(
    make_app: MakeApp, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(campaign)
    drawn: list[int] = []
    renders = RowsCompositor._get_renders
    async with app.run_test(size=(120, 40)) as pilot:
        for key in ("2", "ctrl+n", "tab", "学"):
            await pilot.press(key)
            await pilot.pause()

        def counted(self: RowsCompositor, crop: object = None) -> object:
            found = [*renders(self, crop)]  # type: ignore[arg-type]
            drawn.append(sum(len(strips) for _, _, strips in found))
            return found

        monkeypatch.setattr(RowsCompositor, "_get_renders", counted)
        await pilot.press("习")
        await pilot.pause(0.1)
    assert 0 < sum(drawn) < 80
