"""诊断 under one's hands."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from tests.support.keys import settle
from tui.screens.diagnosis.screen import DiagnosisScreen


async def opened(pilot: Pilot[Any], org: str = "u1", at: str = "") -> DiagnosisScreen:
    await pilot.pause()
    screen = DiagnosisScreen(org, at)
    await pilot.app.push_screen(screen)
    await settle(pilot)
    return screen
