"""Both themes can be read: what is written stands out from what it is written on."""

from __future__ import annotations

import pytest
from textual.theme import Theme

from tui.styling import DARK, LIGHT

ENOUGH = 4.5
"""Contrast for text of ordinary size (WCAG 2, AA)."""
PAIRS = [
    *(("foreground", beneath) for beneath in ("background", "primary", "surface", "panel")),
    *((word, "background") for word in ("secondary", "accent", "success", "warning", "error")),
    *((word, "panel") for word in ("secondary", "accent", "success", "warning", "error")),
    ("background", "secondary"),
]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
def test_it_can_be_read(theme: Theme, pair: tuple[str, str]) -> None:
    written, beneath = (luminance(getattr(theme, name)) for name in pair)
    lighter, darker = max(written, beneath), min(written, beneath)
    assert (lighter + 0.05) / (darker + 0.05) >= ENOUGH


def luminance(colour: str) -> float:
    """WCAG's relative luminance of ``#rrggbb``."""
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
