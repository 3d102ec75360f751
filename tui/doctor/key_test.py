"""Keys pressed are told by name: what the program gets, read by its own parser, and what it does with it.
Ends with Esc twice or Ctrl+Q."""

from __future__ import annotations

import os
import select
import termios
import tty
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator, Mapping
from time import monotonic

from textual import events

from forms.neutral import one_line
from tui.actions import key_words
from tui.driver.escapes import RoundTrip
from tui.driver.key_parser import KeyParser
from tui.keymap_validation import judge, places

BEGIN = "按键测试：按什么键，下面就写出收到的是什么、有什么用处。按两次 Esc 或 Ctrl+Q 结束。"
NOT_UTF8 = "收到的字不是 UTF-8 编码：请把终端的字符编码改为 UTF-8。"
UNKNOWN_AFTER = 0.7
"""Seconds until bytes that were no key are told as they are."""
ENDS = ("ctrl+q", "ctrl+c")
ALSO = {"tab": "Ctrl+I", "enter": "Ctrl+M", "backspace": "Ctrl+H"}
"""Terminals send the same for these."""
IN_FIELDS = {
    "left": "在填写框里移动光标",
    "right": "在填写框里移动光标",
    "up": "上一项、上一行",
    "down": "下一项、下一行",
    "tab": "下一项",
    "shift+tab": "上一项",
    "enter": "下一项；列表里打开这一行",
    "home": "到行首、第一行",
    "end": "到行尾、最后一行",
    "pageup": "上翻",
    "pagedown": "下翻",
    "backspace": "删去左边一个字",
    "delete": "删去右边一个字",
    "ctrl+u": "清空这一项",
    "escape": "返回、取消；再按一次结束测试",
    "ctrl+q": "退出",
    "ctrl+c": "只提示怎样退出",
}


def run(uses: Mapping[str, str], line: RoundTrip, keyboard: int = 0, screen: int = 1) -> None:
    """``uses``: a key, as Textual names it, to what it does; ``line`` is what was measured. The terminal is
    put back at the end."""
    before = termios.tcgetattr(keyboard)
    os.write(screen, f"\n{BEGIN}\n".encode())
    tty.setraw(keyboard, termios.TCSANOW)
    os.write(screen, b"\x1b[?2004h")
    try:
        for told in Heard({**uses, **IN_FIELDS}, line).lines(keyboard):
            os.write(screen, f"{one_line(told)}\r\n".encode())
    finally:
        os.write(screen, b"\x1b[?2004l")
        termios.tcsetattr(keyboard, termios.TCSAFLUSH, before)


class Heard:
    """What comes from a keyboard, in words."""

    def __init__(self, uses: Mapping[str, str], line: RoundTrip) -> None:
        self._uses = uses
        self._parser = KeyParser(line)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._raw = b""
        """What came since the last key."""
        self._since = 0.0
        self._escaped = False
        self.over = False

    def lines(self, keyboard: int) -> Iterator[str]:
        while not self.over:
            data = None
            if select.select([keyboard], [], [], 0.1)[0]:
                data = os.read(keyboard, 4096)
                if not data:
                    return
            yield from self.feed(data, monotonic())

    def feed(self, data: bytes | None, now: float) -> Iterator[str]:
        """None: nothing came for a while."""
        found: list[events.Key | events.Paste] = []
        if data:
            self._raw, self._since = self._raw + data, now
            text = self._decode(data)
            if "\ufffd" in text and "\ufffd".encode() not in data:
                self._raw = b""
                yield NOT_UTF8
                return
            found += _keys(self._parser.feed(text, now))
        found += _keys(self._parser.tick(now))
        if found:
            self._raw = b""
        yield from self._told(found)
        if self._raw and now - self._since > UNKNOWN_AFTER:
            yield f"收到程序不认识的按键：{' '.join(f'{byte:02X}' for byte in self._raw[:24])}"
            self._raw = b""

    def _told(self, found: Iterable[events.Key | events.Paste]) -> Iterator[str]:
        typed = ""
        for event in found:
            if isinstance(event, events.Key) and event.is_printable and event.character:
                typed += event.character
                self._escaped = False
                continue
            if typed:
                yield self._text(typed)
                typed = ""
            if isinstance(event, events.Paste):
                yield f"粘贴：{len(event.text)}个字，{len(event.text.splitlines())}行。"
                self._escaped = False
                continue
            self.over = event.key in ENDS or (event.key == "escape" and self._escaped)
            self._escaped = event.key == "escape"
            yield self._key(event.key)
            if self.over:
                return
        if typed:
            yield self._text(typed)

    def _text(self, typed: str) -> str:
        use = self._uses.get(typed, "")
        return f"文字“{typed}”：写进填写框{f'；不在填写框里时：{use}' if use else ''}。"

    def _key(self, key: str) -> str:
        name = key_words(key)
        if key in ALSO:
            name += f"（{ALSO[key]} 也是它）"
        return f"{name}：{self._uses.get(key) or '没有用处'}。"


def _keys(messages: Iterable[object]) -> list[events.Key | events.Paste]:
    return [message for message in messages if isinstance(message, events.Key | events.Paste)]


def uses(said: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Each key with the names of what it does, whatever the screen; ``said`` are the keys of settings, and a
    sentence comes for each that cannot be."""
    force, refused = judge(said)
    found: dict[str, dict[str, None]] = {}
    for _, actions in places():
        for action in actions:
            for key in force.in_force(action).keys:
                found.setdefault(key, {})[action.title] = None
    return {key: "、".join(list(titles)[:6]) for key, titles in found.items()}, refused
