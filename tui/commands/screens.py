"""``taizhang`` without a command: the screens."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from forms.errors import TaizhangError
from store.campaign.pack_update import told_to
from store.exports_folder import clean
from store.settings import Settings
from tui.commands.session import Session, say
from tui.demo.showing import show_demo
from tui.keymap_validation import judge
from tui.launch import open_screens
from tui.rebinding import Rebinding
from tui.terminal import load_without_openssl, prepare_environment

if TYPE_CHECKING:
    from tui.shell import Choices


def open_program(session: Session) -> int:
    """Opens the store that is there, or the welcome that creates one; from there the tour may be taken, on
    data of its own, and then it is the first run again, with what was typed. Returns the exit status."""
    root, settings = session.root(), session.settings()
    choices, campaign = None, None
    if session.backend().exists():
        choices = choices_of(session)
        campaign = None if choices else session.campaign()
    clean(Path(str(settings.get("exports"))), int(settings.get("exports_keep_days") or 0))
    rebinding, clock = _rebinding(settings), session.clock()
    answers: dict[str, str] | None = None
    while True:
        ended = open_screens(
            campaign,
            settings,
            store=root,
            clock=clock,
            rebinding=rebinding,
            answers=answers,
            choices=choices,
        )
        if not ended.tour_wanted:
            break
        answers = ended.answers
        if status := show_demo(None, tour=True, leaves=True):
            return status
    campaign = session.opened
    if campaign is not None and ended.status == 0:
        # After the screens: nobody waits for it, and there is a command line to type it at.
        with contextlib.suppress(TaizhangError):
            if words := told_to(campaign):
                say(f"提示：{words}")
    return ended.status


def choices_of(session: Session) -> Choices | None:
    """The campaigns to be asked for, where there are several and none is named."""
    if session.campaign_id or len(names := session.backend().campaigns()) < 2:
        return None
    from tui.shell import Choices

    def words(name: str) -> str:
        try:
            return session.backend().pack(name).title
        except TaizhangError as error:
            return f"打不开：{error.sentence}"

    return Choices([(name, words(name)) for name in names], session.choose)


def _rebinding(settings: Settings) -> Rebinding | None:
    """The keys that settings change. What cannot be is told, and the usual keys stay: a store's settings,
    or a newer program, must not lock anybody out."""
    if not settings.keys():
        return None
    prepare_environment()  # what can be done is known to the screens
    load_without_openssl()
    rebinding, refused = judge(settings.keys())
    for sentence in refused:
        say(f"提示：{sentence}这一处仍用原来的键。")
    return rebinding
