"""How long a text is, as an office counts it, and whether that is usual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.neutral import clean
from forms.remark import Remark

if TYPE_CHECKING:
    from forms.pack import Field


def text_length(text: str) -> int:
    """Characters as an office counts them: white space does not."""
    return len("".join(clean(text).split()))


def unusual_length(field: Field, text: str) -> list[Remark]:
    """A soft remark where the text is shorter or longer than the field says is usual."""
    if not field.usual:
        return []
    least, most = field.usual
    length = text_length(text)
    if least <= length <= most:
        return []
    usual = f"{least}—{most}字" if least else f"不超过{most}字"
    return [Remark(field.id, f"通常{usual}，现为{length}字。", "soft")]
