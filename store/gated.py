"""Is this session behind the gate? There the account may read more of the store than its person may see, so
what is opened for them is opened with care."""

from __future__ import annotations

import os
from collections.abc import Mapping

GATE = "TAIZHANG_GATE"
"""Set by ``taizhang gate``, which takes every other variable of the kind away."""


def gated(environment: Mapping[str, str] = os.environ) -> bool:
    return bool(environment.get(GATE))
