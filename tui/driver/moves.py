"""The shortest ways of moving a cursor that every terminal knows."""

from __future__ import annotations


def way(old_y: int | None, old_x: int | None, y: int, x: int) -> str:
    """From a place, of which row or column may be unknown (None), to another."""
    if old_y == y and old_x == x:
        return ""
    ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"]
    if old_y == y:
        ways.append(f"\x1b[{x + 1}G" if x else "\r")
        if old_x is not None:
            ways.append(across(x - old_x))
    elif old_y is not None and old_x is not None:
        down = y - old_y
        ways.append(_relative(down, "B") if down > 0 else _relative(-down, "A"))
        if x != old_x:
            ways[-1] += "\r" if x == 0 else across(x - old_x)
    return min(ways, key=len)


def across(cells: int) -> str:
    """The shortest relative move along a row, to the right or, negative, to the left."""
    if cells > 0:
        return _relative(cells, "C")
    return "\b" * -cells if cells > -4 else _relative(-cells, "D")


def _relative(cells: int, direction: str) -> str:
    return f"\x1b[{cells}{direction}" if cells > 1 else f"\x1b[{direction}"
