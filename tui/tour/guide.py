"""The tour as it is taken: where one is in it, and the bar above every screen that says so."""

from __future__ import annotations

from textual.app import App

from tui.screens.base import TaizhangScreen
from tui.shell import Shell
from tui.tour.steps import LAST, STEPS, WAYS, Scene
from tui.widgets.chrome import TourBar


class Tour:
    """Goes on when a step was done. ``leaves``: the program ends with it, since it was begun from the first
    run."""

    def __init__(self, app: App[None], shell: Shell, leaves: bool = False) -> None:
        self._app, self._shell, self._leaves = app, shell, leaves
        self._number = 0
        self._before = len(shell.campaign.done)
        self._exported = False

    def begin(self) -> None:
        """From the first step; a tour that is on is begun anew."""
        again, self._shell.tour = self._shell.tour is not None, self
        if again:
            self._show()
            return
        for screen in self._app.screen_stack:
            if isinstance(screen, TaizhangScreen):
                screen.mount(TourBar(), before=0)

    def look(self) -> None:
        """After every key: was the step done?"""
        if not self._app.is_running or not self._app.screen.is_mounted:
            return
        if not self.over and STEPS[self._number].done(self._scene()):
            self._go_on()
        self._show()

    def exported(self) -> None:
        """A file has been written."""
        self._exported = True
        self.look()

    def skip(self) -> None:
        """To the next step, done or not; at the end the tour ends."""
        if self.over:
            self.end()
        else:
            self._go_on()
            self._show()

    def end(self) -> None:
        self._shell.tour = None
        if self._leaves:
            self._app.exit()
            return
        for screen in self._app.screen_stack:
            screen.query(TourBar).remove()

    @property
    def over(self) -> bool:
        return self._number >= len(STEPS)

    @property
    def title(self) -> str:
        return f"引导 {min(self._number + 1, len(STEPS))}/{len(STEPS)}"

    @property
    def words(self) -> str:
        """What to press, or how to get to where that is done."""
        if self.over:
            return LAST
        step = STEPS[self._number]
        if self._scene().place == step.place:
            return step.words
        return f"{step.words}（要在别处做：{WAYS[step.place]}）"

    def _go_on(self) -> None:
        self._number += 1
        self._before, self._exported = len(self._shell.campaign.done), False

    def _show(self) -> None:
        for screen in self._app.screen_stack:
            for bar in screen.query(TourBar):
                bar.show()

    def _scene(self) -> Scene:
        """Where the person is: dialogs belong to the screen beneath."""
        stack = reversed(self._app.screen_stack)
        screen = next(one for one in stack if isinstance(one, TaizhangScreen))
        return Scene(
            place=screen.place_name,
            screen=screen,
            in_front=screen is self._app.screen,
            changed=len(self._shell.campaign.done) > self._before,
            exported=self._exported,
        )
