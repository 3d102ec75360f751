"""Disks without room."""

from __future__ import annotations

from pathlib import Path


def fill(path: Path) -> Path:
    """Take all that is left."""
    ballast = path / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (4096, 512, 64, 8, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                pass
    return ballast
