"""Styles as the terminal has them (SGR), and the shortest way from one to another.

A pen is a character that stands for a style, so that the styles of a row are a string beside its text.
Colours are carried as they were written, 16, 256 or true: nothing is converted.
"""

from __future__ import annotations

from typing import NamedTuple

DEFAULT = "\x00"
"""The pen after a reset."""

_OFF = {
    "1": "22",
    "2": "22",
    "3": "23",
    "4": "24",
    "5": "25",
    "6": "25",
    "7": "27",
    "8": "28",
    "9": "29",
    "21": "24",
}
"""What switches off an attribute, understood by every terminal."""

_UNSEEN = frozenset(("1", "2"))
"""Bold and dim: a blank looks the same with them. Not so with italic, which GNU screen shows as reverse."""


class Style(NamedTuple):
    """What SGR can say of a character."""

    attributes: frozenset[str] = frozenset()
    """Codes: ``1`` is bold. What is not understood is here too, and ends with a reset."""
    foreground: str = ""
    """As written, ``31`` or ``38;5;9``; empty for the terminal's own."""
    background: str = ""

    def codes(self) -> list[str]:
        """All that must be said after a reset."""
        return [*sorted(self.attributes), *(colour for colour in self[1:] if colour)]


class Pens:
    """Knows every style that was ever used by its pen, and remembers each change it has worked out."""

    def __init__(self) -> None:
        self._styles = [Style()]
        self._pens = {Style(): DEFAULT}
        self._after: dict[tuple[str, str], str] = {}
        self._changes: dict[tuple[str | None, str], str] = {}

    def style(self, pen: str) -> Style:
        """Give the style of a pen."""
        return self._styles[ord(pen)]

    def after(self, pen: str, parameters: str) -> str:
        """The pen after ``ESC [ parameters m``."""
        key = (pen, parameters)
        if key not in self._after:
            style = _read(self.style(pen), parameters)
            if style not in self._pens:
                self._pens[style] = chr(len(self._styles))
                self._styles.append(style)
            self._after[key] = self._pens[style]
        return self._after[key]

    def same_blank(self, one: str | None, other: str) -> bool:
        """Does a blank look the same with both? None: a pen that nobody knows."""
        return one == other or (one is not None and self._blank(one) == self._blank(other))

    def erasable(self, pen: str, keeps_background: bool) -> bool:
        """Does erasing leave what blanks in this pen show, on a terminal that does or does not keep the
        background of what it erases?"""
        blank = self._blank(pen)
        return not blank.attributes and (keeps_background or not blank.background)

    def _blank(self, pen: str) -> Style:
        """What is seen of this pen where nothing is written."""
        style = self.style(pen)
        return style if style.attributes - _UNSEEN else Style(background=style.background)

    def change(self, old: str | None, new: str) -> str:
        """What to write so that ``new`` follows ``old``; None: the terminal may have any style."""
        key = (old, new)
        if key not in self._changes:
            style = self.style(new)
            ways = [["0", *style.codes()]]
            if old is not None and (difference := _difference(self.style(old), style)) is not None:
                ways.append(difference)
            self._changes[key] = min((_sgr(way) for way in ways), key=len)
        return self._changes[key]


def _read(style: Style, parameters: str) -> Style:
    attributes, foreground, background = set(style.attributes), style.foreground, style.background
    codes = parameters.split(";")[::-1]
    while codes:
        code = codes.pop().lstrip("0")
        if code in ("38", "48"):
            length = {"5": 2, "2": 4}.get(codes[-1] if codes else "", 0)
            if not length or len(codes) < length:
                break
            code = ";".join([code, *codes[: -length - 1 : -1]])
            del codes[-length:]
        if not code:
            attributes, foreground, background = set(), "", ""
        elif code in _OFF.values():
            attributes = {attribute for attribute in attributes if _OFF.get(attribute) != code}
        elif code.startswith("38;") or code in _FOREGROUNDS:
            foreground = code if code != "39" else ""
        elif code.startswith("48;") or code in _BACKGROUNDS:
            background = code if code != "49" else ""
        else:
            attributes.add(code)
    return Style(frozenset(attributes), foreground, background)


_FOREGROUNDS, _BACKGROUNDS = (
    frozenset(str(layer + number) for layer in layers for number in (*range(8), 9)) - {str(layers[1] + 9)}
    for layers in ((30, 90), (40, 100))
)
"""Codes of the sixteen colours and of the terminal's own."""


def _difference(old: Style, new: Style) -> list[str] | None:
    """The codes that turn ``old`` into ``new`` without a reset; None when only a reset does."""
    gone = old.attributes - new.attributes
    if not gone <= _OFF.keys():
        return None
    off = {_OFF[attribute] for attribute in gone}
    on = {code for code in new.attributes if code not in old.attributes or _OFF.get(code) in off}
    codes = [*sorted(off), *sorted(on)]
    if old.foreground != new.foreground:
        codes.append(new.foreground or "39")
    if old.background != new.background:
        codes.append(new.background or "49")
    return codes


def _sgr(codes: list[str]) -> str:
    return f"\x1b[{';'.join(codes) if codes != ['0'] else ''}m" if codes else ""
