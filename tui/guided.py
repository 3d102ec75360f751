"""The tour in the app: begun, looked after, ended. Nothing of it is imported until somebody takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    from tui.tour.guide import Tour

    _Base = App[None]
else:
    _Base = object


class Guided(_Base):
    """Mixed into the app, before ``TypeAhead``."""

    demo = False
    """Is all this thrown away at the end? Only then is there a tour."""
    tour_at_start = False
    tour_leaves = False
    """The program ends with the tour, since it was begun from the first run."""
    tour_wanted = False
    """Left from the first run to take the tour."""
    tour: Tour | None = None

    def begin_tour(self) -> None:
        from tui.screens.base import TaizhangScreen
        from tui.tour.bar import TourBar
        from tui.tour.guide import Tour

        again = self.tour is not None
        self.tour = Tour(self)  # type: ignore[arg-type]
        if again:
            self._show_tour()
            return
        for screen in self.screen_stack:
            if isinstance(screen, TaizhangScreen):
                screen.mount(TourBar(), before=0)

    def look_at_tour(self) -> None:
        """After every key: was the step done?"""
        if self.tour is not None and self.is_running and self.screen.is_mounted:
            self.tour.look()
            self._show_tour()

    def skip_in_tour(self) -> None:
        if self.tour is None:
            return
        if self.tour.over:
            self.end_tour()
        else:
            self.tour.skip()
            self._show_tour()

    def end_tour(self) -> None:
        if self.tour is None:
            return
        self.tour = None
        if self.tour_leaves:
            self.exit()
            return
        from tui.tour.bar import TourBar

        for screen in self.screen_stack:
            screen.query(TourBar).remove()

    def _show_tour(self) -> None:
        from tui.tour.bar import TourBar

        for screen in self.screen_stack:
            for bar in screen.query(TourBar):
                bar.show()

    async def _settled(self, turn: int, late: bool = False) -> None:
        await super()._settled(turn, late)  # type: ignore[misc]
        self.look_at_tour()
