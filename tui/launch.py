"""From the command line to the screens and back."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from store.drafts import DraftBox
from store.places import state_folder
from tui.commands.crash import EXIT_CRASH
from tui.terminal import check_terminal, load_without_openssl, prepare_environment

if TYPE_CHECKING:
    from forms.clock import Clock
    from store.campaign.campaign import Campaign
    from store.settings import Settings
    from tui.rebinding import Rebinding
    from tui.shell import Choices

FIRST_LINE = "能看到：中文 正常；看到乱码或问号时请运行 taizhang doctor"
"""Before the first screen, and again after the last: whoever cannot read the screens finds out what to do."""


@dataclass(frozen=True)
class Ended:
    """How the screens were left."""

    status: int
    """0, 70 after a crash, 128 + n by signal n."""
    answers: dict[str, str]
    """What was typed at the first run."""
    tour_wanted: bool
    """Left from the first run to take the tour."""


def open_screens(
    campaign: Campaign | None,
    settings: Settings,
    *,
    store: Path,
    clock: Clock | None = None,
    drafts: DraftBox | None = None,
    rebinding: Rebinding | None = None,
    demo: bool = False,
    tour: bool = False,
    leaves: bool = False,
    answers: dict[str, str] | None = None,
    choices: Choices | None = None,
) -> Ended:
    """Run the screens until the person leaves.

    ``campaign`` None: first run, the welcome screen proposes ``store`` and creates it, with what was typed
    there before (``answers``); or one of ``choices`` is asked for. ``tour``: begin with the tour;
    ``leaves``: and end with it. Raises WrongUsage
    when there is no terminal."""
    check_terminal()
    prepare_environment()
    load_without_openssl()
    from tui.app import TaizhangApp  # Textual, after the environment it reads
    from tui.shell import Shell

    box = drafts or DraftBox(state_folder() / "drafts")
    if not leaves and answers is None:
        print(FIRST_LINE, file=sys.stderr, flush=True)
    shell = Shell(
        campaign,
        settings,
        box,
        store=store,
        clock=clock,
        rebinding=rebinding,
        demo=demo,
        answers=answers,
        choices=choices,
    )
    app = TaizhangApp(shell, tour=tour, tour_leaves=leaves)
    app.run(mouse=bool(settings.get("mouse")))
    status = app.return_code or 0
    if not status and shell.has_campaign:
        shell.campaign.store.settle()
    if app.crashed:
        log = f"故障记录在 {app.crash_log}（不含填报内容），请交给维护人员。" if app.crash_log else ""
        print(
            f"错误：程序出现故障，已保存的内容不受影响，没保存的已留作草稿，下次打开时可以接着填。{log}",
            file=sys.stderr,
        )
        status = EXIT_CRASH
    return Ended(status, shell.answers, app.tour_wanted)
