"""The screens over one driver or the other: ``python -m tests.bench.line_screens stock|ours STORE``."""

from __future__ import annotations

import sys
from pathlib import Path

from tui.terminal import prepare_environment


def main(driver: str, store: Path) -> None:
    prepare_environment()
    from textual.drivers.linux_driver import LinuxDriver

    from forms.clock import OffsetClock
    from store.backends import backend_at, open_campaign
    from store.campaign.campaign import Actor
    from store.drafts import DraftBox
    from store.settings import load_settings
    from tui.app import TaizhangApp
    from tui.demo.school import TODAY
    from tui.driver.terminal import TerminalDriver
    from tui.shell import Shell

    clock = OffsetClock.starting(TODAY)
    campaign = open_campaign(store, None, clock, Actor("bench", "u001"))
    settings = load_settings(backend_at(store), {"store": str(store), "org": "u001"})
    shell = Shell(campaign, settings, DraftBox(store.parent / "drafts"), store=store, clock=clock)
    TaizhangApp(
        shell,
        driver_class={"stock": LinuxDriver, "ours": TerminalDriver}[driver],
    ).run(mouse=False)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
