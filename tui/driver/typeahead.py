"""Keys typed ahead wait their turn.

Textual runs priority bindings (F2) at once, while characters typed just before are still on their way to the
field: when both come in one piece, as they do on a slow line or from somebody quick, the save misses the last
characters, and text after a Tab lands in the field before it. Here a key that does something is handled only
when all before it have had their whole effect; characters for a field go straight to it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from tui.flow import GROUP

PATIENCE = 2.0
"""Seconds to wait for the effect of a key before the next one is handled all the same."""

ROUNDS = 4
"""How often a key may lead to another screen or field before it counts as settled."""

AGAIN = 0.005
"""Seconds between looks at a flow that goes on without asking anything."""

STEPS = 5
"""How many messages one after the other a key may set off (Enter: submitted, leave this row, go to that
field, take the focus) before something moves."""


class TypeAheadApp(App[None]):
    """A program whose keys take effect one after the other."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._waiting_keys: deque[events.Event] = deque()
        self._typed_to: DOMNode | None = None
        """Where characters were sent that may not have arrived yet."""
        self._turn = 0
        """Counts what was waited for, so that a late answer to an earlier wait is none."""
        self._busy = False
        self._patience: asyncio.TimerHandle | None = None
        self._asking: dict[Worker[Any], asyncio.Future[Any]] = {}
        """Flows that wait for the answer of a dialog."""

    def keys_settled(self) -> None:
        """A key, and all before it, have had their whole effect."""

    @property
    def keys_waiting(self) -> bool:
        """Is a key not dealt with yet?"""
        return self._busy or bool(self._waiting_keys)

    async def on_event(self, event: events.Event) -> None:
        """Put keys and pastes in their queue."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._waiting_keys.append(event)
        if not self._busy:
            await self._take_keys()

    async def _take_keys(self) -> None:
        while self._waiting_keys and not self._busy:
            event = self._waiting_keys[0]
            if self._is_text(event):
                self._typed_to = self.focused
            elif self._typed_to is not None:
                self._typed_to = None
                self._wait_until_settled(thorough=False)
                return
            self._waiting_keys.popleft()
            await super().on_event(event)
            if self._typed_to is None:
                self._wait_until_settled(thorough=True)

    def _is_text(self, event: events.Event) -> bool:
        """Does it only add characters to the field in focus?"""
        if self.focused is None:
            return False
        if isinstance(event, events.Paste):
            return True
        assert isinstance(event, events.Key)
        return event.is_printable and self.focused.check_consume_key(event.key, event.character)

    def _wait_until_settled(self, thorough: bool, rounds: int = ROUNDS, steps: int = STEPS) -> None:
        """Pass a callback through the queues that a key passes through, from the field in focus to the app:
        when it comes out, the key has been dealt with. ``thorough``: and so has what it set off. Where that
        has led elsewhere, the same once more over there."""
        self._busy = True
        self._turn += 1
        turn = self._turn
        screen, focused = self.screen, self.focused
        path: list[MessagePump] = [*(focused.ancestors_with_self if focused else [screen])]
        if path[-1] is not self:
            path.append(self)

        def passed() -> None:
            if turn != self._turn:
                return
            if rounds > 1 and (self.screen is not screen or self.focused is not focused):
                self.screen.call_after_refresh(elsewhere)
            elif thorough and steps > 1:
                self._wait_until_settled(thorough, rounds, steps - 1)
            else:
                self.call_later(self._settled, turn)

        def elsewhere() -> None:
            if turn == self._turn:
                self._wait_until_settled(thorough, rounds - 1)

        self._forget_patience()
        self._patience = asyncio.get_running_loop().call_later(
            PATIENCE, self.call_later, self._settled, turn, True
        )
        _through(path, passed)

    def _forget_patience(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    async def _settled(self, turn: int, late: bool = False) -> None:
        if turn != self._turn or not self._busy:
            return
        if not late and self._flow_goes_on():
            asyncio.get_running_loop().call_later(AGAIN, self.call_later, self._settled, turn)
            return
        self._busy = False
        self._forget_patience()
        await self._take_keys()
        self.keys_settled()

    # Flows

    async def push_screen_wait(self, screen: Screen[Any], **more: Any) -> Any:  # type: ignore[override]
        """Raises NoActiveWorker outside a flow. The next key typed ahead is for the dialog."""
        worker = get_current_worker()
        answer = self.push_screen(screen, wait_for_dismiss=True, **more)
        self._asking[worker] = answer
        try:
            return await asyncio.shield(answer)
        finally:
            del self._asking[worker]

    def _flow_goes_on(self) -> bool:
        """Is one on its way to its next question, or to its end?"""
        return any(
            worker.group == GROUP
            and not worker.is_finished
            and (worker not in self._asking or self._asking[worker].done())
            for worker in self.workers
        )


def _through(path: list[MessagePump], then: Callable[[], None]) -> None:
    """Run ``then`` after everything that now lies in these queues, one after the other; closed ones are
    passed by."""
    while path:
        pump, *rest = path
        if pump.call_later(_through, rest, then):
            return
        path = rest
    then()
