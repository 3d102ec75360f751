"""Saving one answer of a diagnosis: what others changed meanwhile is asked about, a refusal is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from textual.app import App

from forms.errors import BadInput, TaizhangError
from tui.screens.saving import Merged, save

T = TypeVar("T")


class Display(Protocol):
    """What shows the answers: the screen."""

    @property
    def app(self) -> App[Any]: ...

    def reload(self) -> None:
        """Show them as they now stand in the store; what is being typed stays."""

    def read_anew(self) -> None:
        """The same; what is being typed in numbers goes."""

    def say(self, *sentences: str, bad: bool = False) -> None: ...


class AnswerSaver:
    """All of it in flows."""

    def __init__(self, display: Display) -> None:
        self.display = display

    async def save(
        self, work: Callable[[], T], refuse: Callable[[str], object] | None = None
    ) -> T | Merged | None:
        """Do ``work``, which writes. Its value; what came of asking where somebody else changed the same, and
        then it is shown as it stands; None where the store refused, which has been said: by ``refuse`` where
        what was given cannot be."""
        try:
            done = await save(self.display.app, work)
        except TaizhangError as error:
            if refuse is not None and isinstance(error, BadInput):
                refuse(error.sentence)
            else:
                self.display.reload()
                self.display.say(error.sentence, bad=True)
            return None
        if isinstance(done, Merged):
            self.display.read_anew()
        return done

    async def answer(self, work: Callable[[], object], sentence: str = "") -> None:
        """Save one answer, say so, and show what has become of it."""
        done = await self.save(work)
        if done is not None and not isinstance(done, Merged):
            self.display.say(sentence)
            self.display.reload()
