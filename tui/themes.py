"""Two calm themes, and one without colour. Widgets name colours by their role; only here do they have
values."""

from __future__ import annotations

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

PLAIN = Theme(
    name="taizhang-plain",
    ansi=True,
    dark=True,
    primary="ansi_default",
    secondary="ansi_default",
    accent="ansi_default",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_default",
    warning="ansi_default",
    error="ansi_default",
    variables=BUILTIN_THEMES["ansi-dark"].variables,
)
"""For NO_COLOR: the terminal's own two colours."""

THEMES = {"dark": DARK, "light": LIGHT, "plain": PLAIN}
