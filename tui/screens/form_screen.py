"""What screens share in which something is written: a draft of it, and a question before it is left."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, ClassVar, Generic, TypeVar

from forms.neutral import one_line
from store.drafts import Draft, Offer
from store.protocol import Document
from tui.autosave import Autosave, Values
from tui.flow import flow
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.dialog import Choose
from tui.screens.history.screen import HistoryScreen

T = TypeVar("T")


@dataclass(frozen=True)
class Resumed(Generic[T]):
    """A draft of an earlier session that is gone on with."""

    typed: T
    base: int
    """Revision it was typed on."""
    draft: Draft

    @classmethod
    def take(cls, offer: Offer, typed: T) -> Resumed[T]:
        """Raises StoreError when another session was quicker."""
        base = offer.place.get("base")
        return cls(typed, base if isinstance(base, int) else 0, offer.take())


def notice(what: str, now: Document | None) -> str:
    """What a form says, quietly, when somebody else has saved what is being filled in: ``now`` is the newest
    version; None: deleted."""
    if now is None:
        return f"{what}刚被别人删除；您填的都还在，保存时会问您怎么办。"
    return f"{what}刚被 {one_line(now.updated_by)} 修改，保存时会合并。"


class FormScreen(TaizhangScreen):
    """``resumed``: gone on with. Subclasses call ``autosave.typed`` when
    something is typed, and ``autosave.discard`` when it is saved."""

    QUESTION: ClassVar[str] = ""
    """Asked before it is left unsaved."""
    ANSWERS: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Those there are of ``stay``, ``save``, ``keep`` (as a draft) and ``drop``, each with its words."""

    def __init__(self, resumed: Resumed[Any] | None = None) -> None:
        super().__init__()
        self._draft = resumed.draft if resumed else None

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
        """Give what keeps the draft."""
        box, tell = self.shell.drafts, partial(self.say, bad=True)
        return Autosave(self, box, self.unsaved_values, self._place, tell, self._draft)

    def _place(self) -> dict[str, Any]:
        return self.shell.place(**self.draft_place())

    def unsaved(self) -> bool:
        """Tell whether something would be lost by leaving."""
        return self.unsaved_values() is not None

    def keep_draft(self) -> None:
        """Write what was typed as a draft."""
        self.autosave.keep()

    def on_unmount(self) -> None:
        """Leave the draft, if there is one, for the next time."""
        self.autosave.leave()

    async def look_back(self, screen: HistoryScreen) -> Document | None:
        """F7; in a flow: what was brought back, where the form is to show it, and not what is unsaved."""
        back: Document | None = await self.app.push_screen_wait(screen)
        if back is not None and self.unsaved():
            self.say("已恢复。您填的还没有保存，保存时会与恢复的合并。")
            return None
        return back

    def leave(self) -> None:
        """Go, and answer ``result``; the draft, if there is one, stays."""
        self.autosave.leave()
        self.dismiss(self.result())

    def action_back(self) -> None:
        """Leave the form, after asking what becomes of it."""
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
