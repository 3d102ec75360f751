"""A material's form as it keeps what was typed: drafts, and asking before it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import on
from textual.timer import Timer
from textual.widgets import Input, TextArea

from forms.errors import TaizhangError
from store.campaign.material_data import Material
from tui.screens.base import TaizhangScreen
from tui.screens.material.draft import Resumed, Typed, draft_place
from tui.widgets.inputs import LineInput, LongInput

if TYPE_CHECKING:
    from store.campaign.material_data import Attachment
    from store.drafts import Draft

DRAFT_DELAY = 1.5
"""Seconds from the first key typed to the draft on disk."""


class KeptMaterial(TaizhangScreen):
    """Holds what is typed into a material, beside what is stored of it."""

    def __init__(self, found: Material, resumed: Resumed | None) -> None:
        super().__init__()
        self.found = found
        """As it is stored."""
        self.first = resumed.typed if resumed else Typed.of(found)
        """What the form begins with."""
        self.files: list[Attachment] = list(self.first.attachments)
        self.base = resumed.base if resumed else self.rev
        self.saved = False
        self._start = Typed.of(found)
        self._draft: Draft | None = resumed.draft if resumed else None
        self._timer: Timer | None = None

    @property
    def rev(self) -> int:
        return self.found.document.rev if self.found.document else 0

    @property
    def now(self) -> Typed:
        """What the form holds."""
        heading = self.query_one("#heading", LineInput).value.strip()
        return Typed(heading, self.query_one("#text", LongInput).text, tuple(self.files))

    def settled(self, stored: Material) -> None:
        """What the form holds is what is stored now."""
        self.found, self.saved = stored, True
        self.base, self._start = self.rev, Typed.of(stored)
        self.files = list(stored.attachments)
        self.drop_draft()

    def unsaved(self) -> bool:
        return bool(self.query("#text")) and self.now != self._start

    @on(Input.Changed)
    @on(TextArea.Changed)
    def typed(self) -> None:
        if self._timer is None and self.unsaved():
            self._timer = self.set_timer(DRAFT_DELAY, self.keep_quietly)

    def keep_draft(self) -> None:
        """Write what was typed and not saved, now. Raises StoreError."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not self.unsaved():
            return
        if self._draft is None:
            place: dict[str, Any] = self.shell.place(**draft_place(self.found, self.base))
            self._draft = self.shell.drafts.begin(place)
        self._draft.write(self.now.as_values())

    def keep_quietly(self) -> None:
        try:
            self.keep_draft()
        except TaizhangError as error:
            self.say(error.sentence, bad=True)

    def drop_draft(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._draft is not None:
            self._draft.discard()
            self._draft = None

    def _leave_draft_behind(self) -> None:
        """It is offered again, to this session too."""
        if self._draft is not None:
            self._draft.close()
            self._draft = None

    def action_back(self) -> None:
        if not self.unsaved():
            self.drop_draft()
            self.dismiss(self.saved)
            return
        from tui.screens.dialogs.ask import Choose

        def answered(choice: str | None) -> None:
            if choice == "drop":
                self.drop_draft()
            if choice == "keep":
                self.keep_quietly()
                self._leave_draft_behind()
            if choice in ("drop", "keep"):
                self.dismiss(self.saved)

        options = [("stay", "接着写"), ("keep", "离开，留作草稿"), ("drop", "离开，不要了")]
        self.app.push_screen(Choose("写的内容还没保存。", options), answered)
