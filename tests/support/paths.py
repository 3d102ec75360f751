"""Where the project is, and where temporary folders may be."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

PROJECT = Path(__file__).parents[2]

_MEMORY, _ROOM = Path("/dev/shm"), 2 << 30
SCRATCH = (
    _MEMORY
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    else None
)
"""A folder that no disk is behind, where there is one with room in it; None: where the system has them."""
