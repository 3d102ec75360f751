"""What a key does, as data: one table yields key bindings, footer, command list, key help and the key tables
of the READMEs. Nothing of Textual is imported here until bindings are asked for.

Ground rules of the keys: no letter alone (it goes to the Chinese input method first), no Ctrl with Enter, H,
I, J or M (terminals send them as other keys), F1 always has a twin (some terminals keep it). Function keys
are priority bindings, since a text area would swallow them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.binding import Binding, BindingType


@dataclass(frozen=True)
class Action:
    """One thing to do, and the keys that do it."""

    id: str
    """Names the method: ``save`` runs ``action_save``; ``choose('1')`` runs ``action_choose`` with
    ``'1'``."""
    keys: tuple[str, ...]
    """As Textual names them (``f2``, ``ctrl+s``), or a single character (``?``, ``？``)."""
    title: str
    """A word or two for the footer and the lists."""
    help: str
    """One sentence: what happens."""
    show: bool = True
    """In the footer; the lists show every action."""
    priority: bool = False
    """Works inside entry fields too."""
    changes: bool = False
    """It changes what is stored, or begins to: not for those who may only look."""
    usual: tuple[str, ...] = ()
    """The keys of the table, where settings say others."""
    of_program: bool = False
    """The program does it, wherever one is; else the screen or widget that has the key."""

    @property
    def call(self) -> str:
        """As Textual runs it: the method, and whose it is."""
        return f"app.{self.id}" if self.of_program else self.id

    def words(self) -> str:
        """Its keys as people read them: ``F2 或 Ctrl+S`` (、 may be a key itself)."""
        return "F9 里选" if not self.keys else " 或 ".join(dict.fromkeys(key_words(key) for key in self.keys))

    def bindings(self) -> list[Binding]:
        """Make the bindings of Textual, one a key."""
        from textual.binding import Binding

        return [
            Binding(
                key,
                self.call,
                self.title,
                show=self.show and place == 0,
                priority=self.priority,
                id=None if is_fixed(key) else self.id,  # settings give those with an id other keys
            )
            for place, key in enumerate(self.keys)
        ]


_NAMES = {
    "enter": "回车",
    "escape": "Esc",
    "space": "空格",
    "ideographic_space": "全角空格",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "insert": "Ins",
    "delete": "Del",
    "backspace": "退格",
}


_SHIFTED = {f"f{number + 12}": number for number in range(1, 13)}
"""Terminals send Shift+F1 as F13, and so on."""
_FIXED = frozenset(_NAMES) - {"insert"}


def is_fixed(key: str) -> bool:
    """Enter, Esc, space, Tab, arrows, digits and what edits text mean the same for everybody: settings give
    other keys only in the place of the others."""
    return key.rpartition("+")[2] in _FIXED or (len(key) == 1 and key.isdigit())


def key_words(key: str) -> str:
    """A key as people read it: ``f2`` is F2, ``ctrl+s`` is Ctrl+S, ``escape`` is Esc, ``？`` stays ？."""
    if key in _NAMES:
        return _NAMES[key]
    if key in _SHIFTED:
        return f"Shift+F{_SHIFTED[key]}"
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    name = _NAMES.get(last, last.upper() if len(last) == 1 or last[1:].isdigit() else last)
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def bindings(actions: Iterable[Action]) -> list[BindingType]:
    """What a Textual class takes as ``BINDINGS``."""
    return [binding for action in actions for binding in action.bindings()]


def unlisted(keys: str) -> list[BindingType]:
    """Bindings that no list tells of, between bars: ``up step(-1) | down step(1)``."""
    from textual.binding import Binding

    pairs = (pair.strip().partition(" ") for pair in keys.split("|"))
    return [Binding(key, call, show=False) for key, _, call in pairs]


def digit_keys(digit: str) -> tuple[str, str]:
    """A digit as typed with the input method off and on: ``1`` and ``１``."""
    return digit, chr(ord(digit) - ord("0") + ord("０"))


_FLAGS = {
    "quiet": ("show", False),
    "priority": ("priority", True),
    "changes": ("changes", True),
    "program": ("of_program", True),
}


def action(row: str) -> Action:
    """An action as a row of a table: id, keys, title, sentence, and the flags there are of ``quiet`` (not in
    the footer), ``priority``, ``changes`` and ``program``."""
    id, keys, title, help, *flags = (part.strip() for part in row.split("|"))
    settings: dict[str, Any] = dict(_FLAGS[flag] for flag in " ".join(flags).split())
    return Action(id, tuple(keys.split()), title, help, **settings)


def actions(table: str) -> tuple[Action, ...]:
    """A row each; a line that begins with a bar goes on with the one before."""
    return tuple(map(action, re.sub(r"\n\s*\|", " |", table.strip()).splitlines()))


# Everywhere

BACK, COMMANDS, HELP, HELP_MARK, QUIT = actions("""
back | escape | 返回 | 回到上一个屏幕；有没保存的内容时先问。
commands | f9 | 全部命令 | 列出这里能用的全部命令，可以搜索，回车执行。 | priority program
help | f1 | 按键 | 说明这个屏幕上每个按键的作用。 | priority program
help_mark | ? ？ | 按键 | 与 F1 相同；在填写框里输入时是普通字符。 | quiet program
quit | ctrl+q | 退出 | 退出程序；有没保存的内容时先问。 | quiet priority program
""")

# In the demonstration

TOUR = action("tour |  | 两分钟引导 | 一步一步说明该按什么键；只在演示里。 | quiet program")
TOUR_SKIP = action("tour_skip | f12 | 跳过这一步 | 到引导的下一步；做完时结束引导。 | quiet priority program")
TOUR_END = action("tour_end | f24 | 结束引导 | 不再引导，演示还在。 | quiet priority program")

# Where there is something to export

WORD, TABLE = actions("""
export_word | f5 | Word | 把屏幕上的表导出为 Word 文件，并说明文件在哪里、怎样取回。 | priority
export_table | f6 | 表格 | 把屏幕上的表导出为表格（CSV）文件，Excel 和 WPS 都能打开。 | priority
""")

# In forms

SAVE = action("save | f2 ctrl+s | 保存 | 保存这一份；新的一条存好后接着填下一条。 | priority changes")

# In lists

OPEN, NEW, DELETE, UNDO, HISTORY, DELETED, SEARCH, PICK_ORG = actions("""
open | enter | 打开 | 打开光标所在的一行。 | quiet
new | ctrl+n insert | 新增 | 新增一条。 | changes
delete | f8 | 删除 | 删除光标所在的一条；先问，删后还可以撤销。 | priority changes
undo | ctrl+z | 撤销 | 撤销刚才的一次改动；在填写框里是该框自己的撤销。 | quiet changes
history | f7 | 历史 | 列出光标所在内容的改动历史：谁、何时、改了什么；可以恢复成以前的一版。 | priority
deleted | ctrl+d | 已删除的 | 列出已删除的内容，可以恢复。 | quiet
search | / ／ 、 ctrl+f | 搜索 | 按字词查找。
pick_org | ctrl+o | 换党组织 | 换一个党组织查看和填写。
""")

COMMON = (HELP, COMMANDS, WORD, TABLE, SAVE, NEW, DELETE, UNDO, HISTORY, DELETED, SEARCH, PICK_ORG)
"""What sentences speak of where it does not work just now: ``回到列表后可按 Ctrl+Z 撤销``."""
