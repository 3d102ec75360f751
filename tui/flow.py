"""A flow: what somebody is asked one thing after the other, written in that order.

A method marked ``flow`` may await ``app.push_screen_wait(dialog)`` and goes on with the answer. Keys typed
ahead wait for it, as they wait for all else a key sets off (``tui.driver.typeahead``)."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec

from textual import work

GROUP = "flow"
"""Workers of this group are flows."""

P = ParamSpec("P")


def flow(method: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, Any]:
    """Run the coroutine method of a screen, widget or app as a worker; calling it begins the flow and returns
    at once (the worker, for tests: an action that is a flow may stand for one that is none). It ends with
    its node: what is still to be asked is then not asked."""
    return work(group=GROUP)(method)
