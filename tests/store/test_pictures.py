"""What becomes of a photograph before it may go into a document, and what is refused."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from forms.errors import BadInput
from store.pictures import LONGEST_EDGE, ready_picture
from tests.support.pictures import picture, turned


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_it_is_upright_small_and_without_the_cameras_data() -> None:
    found = ready_picture(turned((4000, 3000)), "IMG.jpg")
    image = opened(found.data)
    assert (found.width, found.height) == image.size == (1200, LONGEST_EDGE)
    assert not image.getexif()
    assert b"Exif" not in found.data
    red, _, blue = image.convert("RGB").getpixel((1150, 800))  # type: ignore[misc]
    assert red > 200 > blue  # what was on top is now on the right


@pytest.mark.parametrize(
    ("kind", "becomes"), [("JPEG", "JPEG"), ("PNG", "PNG"), ("WEBP", "JPEG"), ("BMP", "JPEG"), ("GIF", "PNG")]
)
def test_what_word_cannot_show_is_converted(kind: str, becomes: str) -> None:
    found = ready_picture(picture(kind), "照片")
    assert opened(found.data).format == becomes
    assert (found.width, found.height) == (400, 300)


def test_the_same_photograph_gives_the_same_bytes() -> None:
    assert ready_picture(turned(), "a").data == ready_picture(turned(), "b").data


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 30,000 pixels wide and high."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 90_000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"%PDF-1.7",
        picture()[:300],
        bomb(),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
    ids=["empty", "text", "pdf", "cut off", "bomb", "svg"],
)
def test_what_is_no_picture_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        ready_picture(data, "会议.jpg")
    assert "会议.jpg" in refused.value.sentence
    assert refused.value.sentence.endswith("。")
