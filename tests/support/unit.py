"""Ids of a unit and its three branches, as the tests of exports have them."""

from __future__ import annotations

UNIT, TEACHERS, STUDENTS, RETIRED = "u1", "u1-01", "u1-02", "u1-03"
