"""Pictures for tests, drawn where they are needed."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **saved: Any) -> bytes:
    """Red on top and blue beneath, so that one sees which way is up."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0], size[1] // 2))
    out = io.BytesIO()
    image.save(out, kind, **saved)
    return out.getvalue()


def turned(size: tuple[int, int] = (400, 300)) -> bytes:
    """As a telephone held upright takes it: lying on its side, with the place it was taken at."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "ABC"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", size, exif=exif)
