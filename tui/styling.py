"""Two calm themes, and one without colour. Widgets name colours by their role; only here do they have values.

Styles are read once: each theme's colours are worked out and each widget's CSS is parsed when it is first
needed, and not again as long as the theme stays. Textual starts with a theme of its own, takes up that of the
program and then reads everything anew, and with more than 64 kinds of widgets it would do so whenever a
screen brings another kind."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet
from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="taizhang-dark",
    dark=True,
    primary="#2f4a6d",
    secondary="#8fb4dc",
    accent="#d9b66a",
    foreground="#d8dbe0",
    background="#16191d",
    surface="#22272e",
    panel="#262c34",
    success="#8fc28f",
    warning="#d9b66a",
    error="#e8938a",
)

LIGHT = Theme(
    name="taizhang-light",
    dark=False,
    primary="#c9d8ea",
    secondary="#1f4e86",
    accent="#8a5a00",
    foreground="#1d2126",
    background="#fbfbf9",
    surface="#eeeeea",
    panel="#e6e6e1",
    success="#226b2c",
    warning="#8a5a00",
    error="#a3261b",
)

_OWN: Any = {name: "ansi_default" for name, value in vars(DARK).items() if str(value).startswith("#")}

PLAIN = Theme(
    name="taizhang-plain",
    ansi=True,
    dark=True,
    boost="ansi_default",
    variables=BUILTIN_THEMES["ansi-dark"].variables,
    **_OWN,
)
"""For NO_COLOR: the terminal's own two colours."""

THEMES = {"dark": DARK, "light": LIGHT, "plain": PLAIN}


KINDS = 1024
"""Pieces of CSS that are kept parsed; more than all screens have."""


class KeptStylesheet(Stylesheet):
    """What was parsed under the variables there are is kept."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(KINDS)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other colours, where they are others."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what is not parsed yet."""
        self.parse()


class StyledApp(App[None]):
    """A program with the themes of ``tui.styling``; ``begin_styling`` comes right after its ``__init__``."""

    _variables_of: dict[str, dict[str, str]] | None = None
    """Theme to its variables; None until the theme is chosen."""

    def begin_styling(self, theme: str) -> None:
        """``theme`` is a key of ``THEMES``."""
        for one in THEMES.values():
            self.register_theme(one)
        self._variables_of = {}
        self.theme = THEMES[theme].name
        self.stylesheet = KeptStylesheet(self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """Give the variables of the theme, worked out once."""
        if self._variables_of is None:
            return {}
        name = self.current_theme.name
        if name not in self._variables_of:
            self._variables_of[name] = super().get_css_variables()
        self.theme_variables = self._variables_of[name]
        return self.theme_variables
