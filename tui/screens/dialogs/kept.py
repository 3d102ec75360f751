"""What a form does so that nothing typed is lost: a draft within two seconds of typing and on leaving a
field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.timer import Timer

from forms.errors import TaizhangError
from tui.shell import shell_of
from tui.widgets.plain_form import PlainForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget as _Base

    from store.drafts import Draft
else:
    _Base = object  # a widget's styles come from its first base alone, so this is none

DRAFT_DELAY = 1.5
"""Seconds from the first key typed to the draft on disk."""


class Kept(_Base):
    """Mixed into a screen or dialog around one ``PlainForm``."""

    say: Callable[..., None]

    _draft: Draft | None = None
    _timer: Timer | None = None
    _draft_place: dict[str, Any] | None = None

    def keep_in(self, place: dict[str, Any], draft: Draft | None = None) -> None:
        """Say where drafts of this form belong; ``draft`` goes on one of an earlier session."""
        self._draft_place, self._draft = place, draft

    def unsaved(self) -> bool:
        return bool(self.query_one(PlainForm).changed()) or self._draft is not None

    def keep_draft(self) -> None:
        """Write the draft now, if anything has been typed."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        form = self.query_one(PlainForm)
        if self._draft_place is None or not (form.changed() or self._draft):
            return
        if self._draft is None:
            self._draft = shell_of(self).drafts.begin(self._draft_place)
        self._draft.write(form.values())

    def settle_draft(self) -> None:
        """Saved, or given up by the person: the draft goes."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._draft is not None:
            self._draft.discard()
            self._draft = None

    def on_plain_form_changed(self, message: PlainForm.Changed) -> None:
        if self._timer is None and self._draft_place is not None:
            self._timer = self.set_timer(DRAFT_DELAY, self._keep_quietly)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        if self._timer is not None:
            self._keep_quietly()

    def _keep_quietly(self) -> None:
        """A draft that cannot be written is told of, and typing goes on."""
        try:
            self.keep_draft()
        except TaizhangError as error:
            self.say(error.sentence, bad=True)
