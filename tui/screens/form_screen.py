"""What screens share in which something is written: a draft of it, and a question before it is left."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any, ClassVar

from store.drafts import Draft
from tui.autosave import Autosave, Values
from tui.flow import flow
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.ask import Choose


class FormScreen(TaizhangScreen):
    """``draft`` is one of an earlier session that is gone on with. Subclasses call ``autosave.typed`` when
    something is typed, and ``autosave.discard`` when it is saved."""

    QUESTION: ClassVar[str] = ""
    """Asked before it is left unsaved."""
    ANSWERS: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Those there are of ``stay``, ``save``, ``keep`` (as a draft) and ``drop``, each with its words."""

    def __init__(self, draft: Draft | None = None) -> None:
        super().__init__()
        self._draft = draft

    # For subclasses

    def unsaved_values(self) -> Values | None:
        """What the form holds; None where nothing of it is unsaved."""
        raise NotImplementedError

    def draft_place(self) -> dict[str, Any]:
        """Where a draft of it belongs, within store and campaign."""
        raise NotImplementedError

    def result(self) -> Any:
        """What the screen answers when it is left."""
        return None

    async def save(self) -> bool:
        """Save, asking what is to be asked; True: the form is left then. Only where ``save`` is an answer."""
        raise NotImplementedError

    # Shared

    @cached_property
    def autosave(self) -> Autosave:
        box, tell = self.shell.drafts, partial(self.say, bad=True)
        return Autosave(self, box, self.unsaved_values, self._place, tell, self._draft)

    def _place(self) -> dict[str, Any]:
        return self.shell.place(**self.draft_place())

    def unsaved(self) -> bool:
        return self.unsaved_values() is not None

    def keep_draft(self) -> None:
        self.autosave.keep()

    def on_unmount(self) -> None:
        self.autosave.leave()

    def leave(self) -> None:
        """Go, and answer ``result``; the draft, if there is one, stays."""
        self.autosave.leave()
        self.dismiss(self.result())

    def action_back(self) -> None:
        self._ask_and_leave()

    @flow
    async def _ask_and_leave(self) -> None:
        answer: str | None = "drop"
        if self.unsaved():
            self.autosave.keep_quietly()
            answer = await self.app.push_screen_wait(Choose(self.QUESTION, self.ANSWERS))
        if answer == "drop":
            self.autosave.discard()
        if answer in ("keep", "drop") or (answer == "save" and await self.save()):
            self.leave()
