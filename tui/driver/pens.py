"""Styles as the terminal has them (SGR), and the shortest way from one to another.

A pen is a character that stands for a style, so that the styles of a row are a string beside its text.
Colours are carried as they were written, 16, 256 or true: nothing is converted.
"""

from __future__ import annotations

import re
from typing import NamedTuple

DEFAULT = "\x00"
"""The pen after a reset."""

_OFF = {
    "22": ("1", "2"),
    "23": ("3",),
    "24": ("4", "21"),
    "25": ("5", "6"),
    "27": ("7",),
    "28": ("8",),
    "29": ("9",),
}
"""What switches off which attributes, understood by every terminal."""

_OFF_RARELY = {"54": ("51", "52"), "55": ("53",)}
"""These are understood by some terminals only: read, never written."""

_ON = frozenset(("1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53"))
_RUNS = re.compile(" +|[^ ]+")

_UNSEEN = frozenset(("1", "2"))
"""Bold and dim: a blank looks the same with them. Not so with italic, which GNU screen shows as reverse."""

_ON_OFF = {attribute: off for off, attributes in _OFF.items() for attribute in attributes}


class Style(NamedTuple):
    """What SGR can say of a character."""

    attributes: frozenset[str] = frozenset()
    """Codes: ``1`` is bold."""
    foreground: str = ""
    """As written, ``31`` or ``38;5;9``; empty for the terminal's own."""
    background: str = ""
    others: tuple[str, ...] = ()
    """What is not understood, in the order it came; only a reset ends it."""
    blank: bool = False
    """Of blanks only, which show nothing but their background: whatever else a pen has does not matter."""
    link: str = ""
    """Parameters and address of a hyperlink, as between ``ESC ] 8 ;`` and its end."""

    def codes(self) -> list[str]:
        """All that must be said after a reset."""
        colours = [colour for colour in (self.foreground, self.background) if colour]
        return [*sorted(self.attributes), *colours, *self.others]


class Pens:
    """Knows every style that was ever used by its pen, and remembers each change it has worked out."""

    def __init__(self) -> None:
        self._styles = [Style()]
        self._pens = {Style(): DEFAULT}
        self._after: dict[tuple[str, str], str] = {}
        self._blank: dict[str, str] = {}
        self._steps: dict[tuple[str | None, str], tuple[str, str]] = {}
        self._has_links = False

    def style(self, pen: str) -> Style:
        return self._styles[ord(pen)]

    def pen(self, style: Style) -> str:
        pen = self._pens.get(style)
        if pen is None:
            if style.link and not self._has_links:
                self._has_links = True
                self._steps.clear()
            pen = self._pens[style] = chr(len(self._styles))
            self._styles.append(style)
        return pen

    def after(self, pen: str, parameters: str) -> str:
        """The pen after ``ESC [ parameters m``."""
        key = (pen, parameters)
        found = self._after.get(key)
        if found is None:
            found = self._after[key] = self.pen(_read(self.style(pen), parameters))
        return found

    def linked(self, pen: str, link: str) -> str:
        """The pen with another link, or with none."""
        return self.pen(self.style(pen)._replace(link="" if link == ";" else link))

    def background(self, pen: str) -> str:
        """The pen of blanks with this one's background: what erasing leaves."""
        blank = self._blank.get(pen)
        if blank is None:
            blank = self._blank[pen] = self.pen(Style(background=self.style(pen).background, blank=True))
        return blank

    def of_cells(self, cells: str, pen: str) -> str:
        """The pens of cells drawn with this one: that of blanks is another, unless more of them shows."""
        style = self.style(pen)
        if " " not in cells or style.attributes - _UNSEEN or style.others or style.link:
            return pen * len(cells)
        blank = self.background(pen)
        return "".join([(blank if run[0] == " " else pen) * len(run) for run in _RUNS.findall(cells)])

    def change(self, old: str | None, new: str) -> str:
        """What to write so that ``new`` follows ``old``; None: the terminal may have any style."""
        return self.step(old, new)[0]

    def step(self, old: str | None, new: str) -> tuple[str, str]:
        """The same, and the pen that the terminal has then: before blanks, as much of the old as will do."""
        key = (old, new)
        found = self._steps.get(key)
        if found is None:
            style = self.style(new)
            if style.blank:
                before = Style() if old is None else self.style(old)
                unseen = before.attributes & _UNSEEN if not before.others else frozenset()
                style = Style(unseen, before.foreground, style.background)
            found = self._steps[key] = self._write(old, style), self.pen(style)
        return found

    def _write(self, old: str | None, new: Style) -> str:
        if old is None:
            return _sgr(["0", *new.codes()]) + (_link(new.link) if self._has_links else "")
        before = self.style(old)
        ways = [["0", *new.codes()]]
        difference = _difference(before, new)
        if difference is not None:
            ways.append(difference)
        shortest = min((_sgr(way) for way in ways), key=len)
        return shortest + (_link(new.link) if new.link != before.link else "")


def _read(style: Style, parameters: str) -> Style:
    attributes, foreground, background = set(style.attributes), style.foreground, style.background
    others = list(style.others)
    codes = parameters.split(";")[::-1]
    while codes:
        code = codes.pop().lstrip("0")
        if not code:
            attributes, foreground, background, others = set(), "", "", []
        elif code in _ON:
            attributes.add(code)
        elif code in _OFF or code in _OFF_RARELY:
            attributes.difference_update(_OFF.get(code) or _OFF_RARELY[code])
        elif code in ("38", "48", "58"):
            length = {"5": 2, "2": 4}.get(codes[-1] if codes else "", 0)
            colour = ";".join([code, *codes[: -length - 1 : -1]])
            if not length or len(codes) < length:
                break
            del codes[-length:]
            if code == "38":
                foreground = colour
            elif code == "48":
                background = colour
            else:
                others.append(colour)
        elif code.startswith("38:") or _is_colour(code, 30):
            foreground = code
        elif code.startswith("48:") or _is_colour(code, 40):
            background = code
        elif code == "39":
            foreground = ""
        elif code == "49":
            background = ""
        else:
            others.append(code)
    return Style(frozenset(attributes), foreground, background, tuple(others), link=style.link)


def _is_colour(code: str, first: int) -> bool:
    return code.isdigit() and (first <= int(code) < first + 8 or first + 60 <= int(code) < first + 68)


def _difference(old: Style, new: Style) -> list[str] | None:
    """The codes that turn ``old`` into ``new`` without a reset; None when only a reset does."""
    if old.others != new.others[: len(old.others)]:
        return None
    gone = old.attributes - new.attributes
    if any(attribute not in _ON_OFF for attribute in gone):
        return None
    off = {_ON_OFF[attribute] for attribute in gone}
    taken_along = {attribute for code in off for attribute in _OFF[code]}
    on = (new.attributes - old.attributes) | (new.attributes & taken_along)
    codes = [*sorted(off), *sorted(on)]
    if old.foreground != new.foreground:
        codes.append(new.foreground or "39")
    if old.background != new.background:
        codes.append(new.background or "49")
    return codes + list(new.others[len(old.others) :])


def _sgr(codes: list[str]) -> str:
    if codes == ["0"]:
        return "\x1b[m"
    return f"\x1b[{';'.join(codes)}m" if codes else ""


def _link(link: str) -> str:
    return f"\x1b]8;{link or ';'}\x1b\\"
