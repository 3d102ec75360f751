"""Which actions work now: those of the widget in focus, of what it stands in, and of the screen, if they are
enabled. Footer, F1 and F9 all read this, and the bindings come from the same actions."""

from __future__ import annotations

from typing import Any

from textual.dom import DOMNode
from textual.screen import Screen

from tui.actions import COMMON, Action
from tui.shell import rebinding_of

LIST_KEYS = (
    ("↑ ↓", "移动光标"),
    ("PgUp PgDn", "翻页"),
    ("Home End", "第一行、最后一行"),
)


def nodes_here(screen: Screen[Any]) -> list[DOMNode]:
    """From the widget in focus outwards to the screen."""
    return list(screen.focused.ancestors_with_self if screen.focused else [screen])


def found_here(screen: Screen[Any]) -> list[tuple[DOMNode, Action]]:
    """Each action, with the keys in force and the widget or screen that runs it; the innermost wins a key and
    an id."""
    force = rebinding_of(screen)
    only_looking = bool(getattr(screen, "only_looking", ""))
    found: list[tuple[DOMNode, Action]] = []
    ids: set[str] = set()
    keys: set[str] = set()
    for node in nodes_here(screen):
        for action in map(force.in_force, actions_of(type(node))):
            name, arguments = _parsed(action.id)
            taken = action.keys and set(action.keys) <= keys
            if only_looking and action.changes:
                continue
            if action.id in ids or taken or not node.check_action(name, arguments):
                continue
            ids.add(action.id)
            keys.update(action.keys)
            found.append((node, action))
        if node is screen:
            break
    return found


def actions_here(screen: Screen[Any]) -> list[Action]:
    """List what works now."""
    return [action for _, action in found_here(screen)]


def working_key(screen: Screen[Any], node: DOMNode, action: Action) -> str:
    """The first key of the action that does it now: an entry field takes characters for itself. Empty when
    none does."""
    return next((key for key in action.keys if action.priority or not _taken(screen, node, key)), "")


def _taken(screen: Screen[Any], node: DOMNode, key: str) -> bool:
    focused = screen.focused
    if focused is None or focused is node:
        return False
    from textual.keys import _character_to_key

    character = {"space": " ", "ideographic_space": "　"}.get(key, key if len(key) == 1 else None)
    name = _character_to_key(key) if len(key) == 1 else key
    return focused.check_consume_key(name, character)


def retold(node: DOMNode, sentence: str) -> str:
    """A sentence of the screen with the keys in force: of what works here, and of what is common to many."""
    force = rebinding_of(node)
    if not force.wanted:
        return sentence
    here = [action for each in nodes_here(node.screen) for action in actions_of(type(each))]
    return force.retold(sentence, [*here, *COMMON])


def how_to_begin(node: DOMNode, sentences: str) -> str:
    """What an empty table says; to those who may only look, that it is empty."""
    first = sentences.partition("。")
    return retold(node, "".join(first[:2]) if getattr(node.screen, "only_looking", "") else sentences)


def actions_of(cls: type) -> list[Action]:
    """``ACTIONS`` along the classes, own first."""
    actions: list[Action] = []
    for base in cls.__mro__:
        actions.extend(action for action in base.__dict__.get("ACTIONS", ()) if action not in actions)
    return actions


def _parsed(action_id: str) -> tuple[str, tuple[object, ...]]:
    from textual.actions import parse

    _, name, arguments = parse(action_id)
    return name, arguments
