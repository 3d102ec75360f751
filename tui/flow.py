"""A flow: what somebody is asked one thing after the other, written in that order.

A method marked ``flow`` may await ``app.push_screen_wait(dialog)`` and goes on with the answer. Keys typed
ahead wait for it, as they wait for all else a key sets off (``tui.driver.typeahead``)."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from textual import work
from textual.message_pump import MessagePump

from forms.errors import TaizhangError

GROUP = "flow"
"""Workers of this group are flows."""

P = ParamSpec("P")
Node = TypeVar("Node", bound=MessagePump)


def flow(
    method: Callable[Concatenate[Node, P], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[Node, P], Any]:
    """Run the coroutine method of a screen, widget or app as a worker; calling it begins the flow and returns
    at once (the worker, for tests: an action that is a flow may stand for one that is none). It ends with
    its node: what is still to be asked is then not asked. A refusal that it does not catch is said there, by
    its node's ``say`` or else the program's."""

    @wraps(method)
    async def told(node: Node, /, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            await method(node, *args, **kwargs)
        except TaizhangError as error:
            say = getattr(node, "say", None) or cast(Any, node).app.say
            say(error.sentence, bad=True)

    return work(group=GROUP)(told)
