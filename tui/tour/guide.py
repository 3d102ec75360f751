"""Where one is in the tour."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.app import TaizhangApp


class Tour:
    def __init__(self, app: TaizhangApp) -> None:
        from tui.tour.steps import STEPS

        self._app = app
        self._steps, self._number = STEPS, 0
        self._before = len(app.campaign.done)

    @property
    def over(self) -> bool:
        return self._number >= len(self._steps)

    def look(self) -> None:
        """Go on if the step was done."""
        if not self.over and self._steps[self._number].done(self._app, self._before):
            self.skip()

    def skip(self) -> None:
        """To the next step, done or not."""
        self._number += 1
        self._before = len(self._app.campaign.done)

    @property
    def title(self) -> str:
        return f"引导 {min(self._number + 1, len(self._steps))}/{len(self._steps)}"

    @property
    def words(self) -> str:
        """What to press, or how to get to where that is done."""
        from tui.tour.steps import LAST, WAYS, place

        if self.over:
            return LAST
        step = self._steps[self._number]
        if place(self._app) == step.place:
            return step.words
        return f"{step.words}（要在别处做：{WAYS[step.place]}）"
