"""What is typed and not saved yet, kept as a draft: within two seconds of typing, on leaving a field, on
leaving the form, and when the line drops."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from textual.message_pump import MessagePump
from textual.timer import Timer

from forms.errors import TaizhangError
from store.drafts import Draft, DraftBox

DELAY = 1.5
"""Seconds from the first key typed to the draft on disk."""

Values = Mapping[str, Any]
"""What a form holds, as JSON values."""


class Autosave:
    """Begins a draft when there is something to keep, and goes on with an earlier one that was taken up.

    ``unsaved`` gives what the form holds, None where it holds nothing that is not saved; ``place`` says where
    a draft of it belongs; ``tell`` shows a sentence about a draft that cannot be written. Timers run on
    ``owner``.
    """

    def __init__(
        self,
        owner: MessagePump,
        box: DraftBox,
        unsaved: Callable[[], Values | None],
        place: Callable[[], dict[str, Any]],
        tell: Callable[[str], None],
        draft: Draft | None = None,
    ) -> None:
        self._owner, self._box = owner, box
        self._unsaved, self._place, self._tell = unsaved, place, tell
        self._draft = draft
        self._kept: Values | None = None
        self._timer: Timer | None = None
        self._over = False
        """The form is being left: a timer or a message that comes late begins no draft anew."""

    @property
    def has_draft(self) -> bool:
        """Tell whether a draft was begun."""
        return self._draft is not None

    def typed(self) -> None:
        """Something was typed: it is on disk soon, however much follows."""
        if self._timer is None and not self._over:
            self._timer = self._owner.set_timer(DELAY, self.keep_quietly)

    def keep(self) -> None:
        """Write what is typed and not saved, now. Raises StoreError."""
        self._forget_timer()
        values = None if self._over else self._unsaved()
        if values is None or values == self._kept:
            return
        place = self._place()
        if self._draft is None:
            self._draft = self._box.begin(place)
        self._draft.place = dict(place)
        self._draft.write(dict(values))
        self._kept = values

    def keep_quietly(self) -> None:
        """The same; a draft that cannot be written is told of, and typing goes on."""
        try:
            self.keep()
        except TaizhangError as error:
            self._tell(error.sentence)

    def discard(self) -> None:
        """Saved, or given up by the person: the draft goes."""
        self._forget_timer()
        if self._draft is not None:
            self._draft.discard()
        self._draft = self._kept = None

    def leave(self) -> None:
        """The draft, if there is one, stays for the next time; nothing more is kept."""
        self._over = True
        self._forget_timer()
        if self._draft is not None:
            self._draft.close()
        self._draft = self._kept = None

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
