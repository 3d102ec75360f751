"""Keys that settings give an action in the place of its usual ones (``keys.save = "f8, ctrl+s"``): the one
place that turns an action into the action with the keys in force. Bindings follow by Textual's keymap;
footer, F1, F9 and sentences ask here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from tui.actions import Action, is_fixed, key_words

ACCEPTED = "F1 到 F12（可加 Shift+ 或 Ctrl+）、Ctrl+字母、Ins"

_FUNCTION = re.compile(r"(ctrl\+)?f([1-9]|1\d|2[0-4])")
_SHIFTED = re.compile(r"shift\+f([1-9]|1[0-2])")
_WITH_CTRL = re.compile(r"ctrl\+[a-z]")
_SWALLOWED = {"h": "退格", "i": "Tab", "j": "回车", "m": "回车"}
"""What terminals send for these with Ctrl."""
_EDITING = frozenset("acdefkuvwxyz")
"""With Ctrl they edit in fields."""
QUITS = "ctrl+q"
_PRESS = re.compile(r"(?<=按 )(F\d+|Ctrl\+[A-Z]|Ins)(?![\w+])")
"""How sentences name a key that is to be pressed."""


class Rebinding:
    """``wanted``: action to its keys, all of them acceptable (``keys_named``,
    ``tui.keymap_validation.judge``)."""

    def __init__(self, wanted: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.wanted = dict(wanted or {})

    def in_force(self, action: Action) -> Action:
        """The action with the keys that run it."""
        chosen = self.wanted.get(action.id)
        if not chosen or not can_be_rebound(action):
            return action
        fixed = tuple(key for key in action.keys if is_fixed(key))
        keys = (*fixed, *chosen) if is_fixed(action.keys[0]) else (*chosen, *fixed)
        return replace(action, keys=keys, usual=action.keys)

    def keymap(self) -> dict[str, str]:
        """As Textual takes it."""
        return {action: ",".join(keys) for action, keys in self.wanted.items()}

    def retold(self, sentence: str, actions: Iterable[Action]) -> str:
        """``按 F2 保存`` with the key in force: that of the first of ``actions`` whose usual key it is."""
        if not self.wanted:
            return sentence
        words: dict[str, str] = {}
        for action in map(self.in_force, actions):
            for key in action.usual or action.keys:
                words.setdefault(key_words(key), key_words(key if key in action.keys else action.keys[0]))
        return _PRESS.sub(lambda said: words.get(said[0], said[0]), sentence)


def can_be_rebound(action: Action) -> bool:
    """Has it a key that does not mean the same for everybody, or rather is it no choice among several?"""
    return "(" not in action.id and any(not is_fixed(key) for key in action.keys)


def keys_named(text: str, usual: tuple[str, ...] = ()) -> tuple[str, ...]:
    """``F8, ctrl+s`` as Textual names them; ``usual`` are the action's own, which it may always have.

    Raises ValueError with the sentence that says why not and what would do.
    """
    return tuple(dict.fromkeys(_named(name.strip(), usual) for name in text.split(",")))


def _named(name: str, usual: tuple[str, ...]) -> str:
    if name in usual and not is_fixed(name):
        return name
    key = unicodedata.normalize("NFKC", name).lower().replace(" ", "")
    key = {"ins": "insert", "esc": "escape"}.get(key, key)
    if key in usual and not is_fixed(key):
        return key
    shifted = _SHIFTED.fullmatch(key)
    if shifted:
        return f"f{int(shifted[1]) + 12}"
    if _FUNCTION.fullmatch(key) or key == "insert":
        return key
    if _WITH_CTRL.fullmatch(key) and key[-1] not in _SWALLOWED and key[-1] not in _EDITING and key != QUITS:
        return key
    raise ValueError(f"键“{name}”不能用：{_why_not(key)}；可以用 {ACCEPTED}。")


def _why_not(key: str) -> str:
    if key == QUITS:
        return "Ctrl+Q 总是退出"
    if _WITH_CTRL.fullmatch(key):
        letter = key[-1]
        if letter in _SWALLOWED:
            return f"终端把它当作{_SWALLOWED[letter]}发来"
        return "它在填写框里用来编辑"
    if is_fixed(key):
        return "回车、Esc、空格、Tab、方向键、数字等各处意思固定"
    if "alt+" in key or "meta+" in key:
        return "Alt 的组合键许多终端传不准"
    if len(key) == 1:
        return "单个字符要留给输入法和填写框"
    return "没有这样写的键"
