"""The program in a home of its own, on terminals that are gone at the end of each test."""

from __future__ import annotations

from tests.support.programs import campaign, home, start

__all__ = ["campaign", "home", "start"]
