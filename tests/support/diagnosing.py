"""诊断 under one's hands."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from tests.support.keys import settle
from tests.support.snapshots import screen_text
from tui.app import TaizhangApp
from tui.screens.diagnosis.screen import DiagnosisScreen


async def opened(pilot: Pilot[Any], org: str = "u1", at: str = "") -> DiagnosisScreen:
    await pilot.pause()
    screen = DiagnosisScreen(org, at)
    await pilot.app.push_screen(screen)
    await settle(pilot)
    return screen


def shown(pilot: Pilot[Any]) -> str:
    assert isinstance(pilot.app, TaizhangApp)
    return screen_text(pilot.app)
