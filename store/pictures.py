"""Photographs: is a file one, and the copy of it that may go into a document.

The original is kept as it is. The copy is upright, at most 1600 pixels, and without the camera's data (place,
time, serial numbers). Only a few formats are tried, and a small file that would unfold into gigabytes is
refused before it does.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms.errors import BadInput

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_EDGE = 1600
MOST_PIXELS = 120_000_000
"""Of the original: the largest cameras and phones have 100 to 108 million."""
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
QUALITY = 88
CALLED = "JPEG、PNG、WebP、BMP、GIF、TIFF"


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG or PNG with its size in pixels."""

    data: bytes
    width: int
    height: int


def ready_picture(data: bytes, name: str) -> Picture:
    """The copy that may be embedded; the same file gives the same bytes. Raises BadInput naming the file."""
    import PIL.Image as pil  # only where there is a photograph
    from PIL import ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # Its own limit only warns up to twice its size; ours refuses, before anything is unfolded.
            warnings.simplefilter("ignore", pil.DecompressionBombWarning)
            with pil.open(io.BytesIO(data), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise BadInput(
                        f"照片“{name}”有{opened.width}×{opened.height}像素，太大了，没有收下；请先缩小。"
                    )
                kind = opened.format
                if kind in ("JPEG", "MPO"):
                    # Only as much is unfolded as is wanted.
                    opened.draft("RGB", (2 * LONGEST_EDGE, 2 * LONGEST_EDGE))
                transparent = opened.has_transparency_data
                image = ImageOps.exif_transpose(opened).convert("RGBA" if transparent else "RGB")
                image.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
                return _saved(image, drawn=kind in ("PNG", "GIF"))
    except BadInput:
        raise
    except UnidentifiedImageError:
        raise BadInput(f"“{name}”不是能用的照片，没有收下；可用：{CALLED}。") from None
    except pil.DecompressionBombError:
        raise BadInput(f"照片“{name}”的像素太多，没有收下；请先缩小。") from None
    # A decoder may raise nearly anything over a file that is cut off or made up.
    except Exception as error:
        raise BadInput(f"照片“{name}”打不开或已损坏，没有收下；请重新导出这张照片。") from error


def _saved(image: Image, drawn: bool) -> Picture:
    """Pasted into an empty picture, which has nothing but its pixels; ``drawn``: sharp edges, few colours."""
    from PIL.Image import new

    out = io.BytesIO()
    if drawn:
        bare = new(image.mode, image.size)
        bare.paste(image)
        bare.save(out, "PNG")
    else:
        bare = new("RGB", image.size, "white")
        bare.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
        bare.save(out, "JPEG", quality=QUALITY)
    return Picture(out.getvalue(), *bare.size)
