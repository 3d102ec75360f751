"""From the command line to the screens: sees that there is a terminal, and sets what Textual reads from the
environment before it is imported. Streams are UTF-8 by then (``tui.commands.encoding``)."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from forms.errors import WrongUsage

if TYPE_CHECKING:
    from forms.clock import Clock
    from store.campaign.campaign import Campaign
    from store.drafts import DraftBox
    from store.settings import Settings
    from tui.rebinding import Rebinding

ENVIRONMENT = {
    # Composed Chinese input arrives as escape codes under the Kitty protocol.
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    # Nothing moves by itself, nothing is sent while nobody types.
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
}


FIRST_LINE = "能看到：中文 正常；看到乱码或问号时请运行 taizhang doctor"
"""Before the first screen, and again after the last: whoever cannot read the screens finds out what to do."""


def prepare_environment(environment: dict[str, str] | os._Environ[str] = os.environ) -> None:
    """Must run before Textual is imported anywhere in the process."""
    environment.update(ENVIRONMENT)


def load_asyncio() -> None:
    """Without OpenSSL, which it brings along where it can: nothing here speaks to a network, and 4 MB in
    every session are too much for that."""
    if "ssl" in sys.modules or "asyncio" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]


def check_terminal() -> None:
    """Raises WrongUsage when keyboard or screen is a file or a pipe."""
    for stream, name in ((sys.__stdin__, "键盘输入"), (sys.__stdout__, "屏幕输出")):
        if stream is None or not stream.isatty():
            raise WrongUsage(
                f"{name}不是终端，打不开界面；请在终端里直接运行，成批处理请用各个命令（taizhang --help）。"
            )


def open_screens(
    campaign: Campaign | None,
    settings: Settings,
    *,
    store: Path,
    clock: Clock | None = None,
    drafts: DraftBox | None = None,
    demo: bool = False,
    tour: bool = False,
    leaves: bool = False,
) -> int:
    """Run the screens until the person leaves; returns the exit status: 0, 70 after a crash, 128 + n by
    signal n.

    ``campaign`` None: first run, the welcome screen proposes ``store`` and creates it. Raises WrongUsage when
    there is no terminal. From there the tour may be taken, on data of its own; then it is the first run
    again, with what was typed. ``demo``, ``tour``, ``leaves``: see ``tui.guided``."""
    check_terminal()
    prepare_environment()
    load_asyncio()
    from store.drafts import DraftBox
    from store.places import state_folder
    from tui.app import TaizhangApp
    from tui.commands.crash import EXIT_CRASH

    box = drafts or DraftBox(state_folder() / "drafts")
    if not leaves:
        print(FIRST_LINE, file=sys.stderr, flush=True)
    rebinding, answers = _rebinding(settings), dict[str, str]()
    while True:
        app = TaizhangApp(campaign, settings, box, store=store, clock=clock, rebinding=rebinding)
        app.demo, app.tour_at_start, app.tour_leaves, app.answers = demo, tour, leaves, answers
        app.run(mouse=bool(settings.get("mouse")))
        if not app.tour_wanted:
            break
        from tui.demo.showing import show_demo

        answers = app.answers
        status = show_demo(None, tour=True, leaves=True)
        if status:
            return status
    if app.crashed:
        log = f"故障记录在 {app.crash_log}（不含填报内容），请交给维护人员。" if app.crash_log else ""
        print(
            f"错误：程序出现故障，已保存的内容不受影响，没保存的已留作草稿，下次打开时可以接着填。{log}",
            file=sys.stderr,
        )
        return EXIT_CRASH
    return app.return_code or 0


def _rebinding(settings: Settings) -> Rebinding | None:
    """The keys that settings change. What cannot be is told, and the usual keys stay: a store's settings,
    or a newer program, must not lock anybody out."""
    if not settings.keys():
        return None
    from tui.commands.session import say
    from tui.keymap_validation import judge

    rebinding, refused = judge(settings.keys())
    for sentence in refused:
        say(f"提示：{sentence}这一处仍用原来的键。")
    return rebinding
