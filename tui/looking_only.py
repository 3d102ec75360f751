"""For those who may only look: keys that would change something are not shown, and whoever presses one all
the same is told why nothing happens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.actions import ActionParseResult
from textual.app import App
from textual.dom import DOMNode

if TYPE_CHECKING:
    _Base = App[None]
else:
    _Base = object


class LookingOnly(_Base):
    """Mixed into the app, before ``App``."""

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        from tui.screens.base import TaizhangScreen
        from tui.widgets.keys_here import actions_of

        screen = self.screen
        why = screen.only_looking if isinstance(screen, TaizhangScreen) else ""
        if why and isinstance(action, str) and default_namespace is not None:
            meant = (one for one in actions_of(type(default_namespace)) if one.id == action)
            if any(one.changes for one in meant):
                assert isinstance(screen, TaizhangScreen)
                screen.say(why, bad=True)
                return True
        return await super().run_action(action, default_namespace, namespaces)
