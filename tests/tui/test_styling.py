"""Styles are read once, and still follow the theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from textual.css import stylesheet

from store.campaign.campaign import Campaign
from tests.support.screens import MakeApp
from tui.styling import DARK, LIGHT, KeptStylesheet
from tui.widgets.chrome import TopLine


async def test_no_piece_of_css_is_parsed_twice_at_its_rank(
    make_app: MakeApp, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: Counter[tuple[str, int]] = Counter()
    parse = stylesheet.parse

    def counted(scope: str, css: str, *args: Any, tie_breaker: int, **kwargs: Any) -> Iterable[Any]:
        parsed[css, tie_breaker] += 1
        return parse(scope, css, *args, tie_breaker=tie_breaker, **kwargs)

    monkeypatch.setattr(stylesheet, "parse", counted)
    monkeypatch.setattr(
        KeptStylesheet, "_parse_rules", stylesheet.Stylesheet._parse_rules
    )  # as outside tests
    async with make_app(campaign).run_test() as pilot:
        for key in ("2", "ctrl+n", "escape", "escape", "3", "escape", "6"):
            await pilot.press(key)
            await pilot.pause()
    assert len(parsed) > 10
    assert [css for css, times in parsed.items() if times > 1] == []


async def test_another_theme_is_another_colour_at_once(make_app: MakeApp, campaign: Campaign) -> None:
    app = make_app(campaign)
    async with app.run_test() as pilot:
        for theme in (LIGHT, DARK, LIGHT):
            app.theme = theme.name
            await pilot.pause()
            assert app.screen.query_one(TopLine).styles.background.hex.lower() == theme.primary
