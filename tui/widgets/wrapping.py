"""Breaking and cutting Chinese text by terminal cells. Two cells a character, so ``len()`` never tells a
width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len, set_cell_size

NOT_FIRST = "，。、；：？！）》】〉」』”’,.;:?!)]}％%…"
"""A line of Chinese does not begin with these: they stay with the character before."""


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` cells; line breaks in ``text`` are kept, runs of Latin letters and digits
    stay whole where they fit, and so do parts set off by two spaces. Nothing is dropped but the spaces at a
    break. Always at least one line."""
    width = max(width, 2)
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, width)]


def _wrap_paragraph(text: str, width: int) -> list[str]:
    inset = " " * min(len(text) - len(text.lstrip(" ")), width // 2)
    if inset and text.strip(" "):  # what is set in stays so on every line
        return [inset + line for line in _wrap_paragraph(text.lstrip(" "), width - len(inset))]
    lines: list[str] = []
    line, used = "", 0
    for piece in _parts(text, width):
        size = cell_len(piece)
        if used + size <= width:
            line, used = line + piece, used + size
            continue
        if size > width:  # a run of letters longer than a line is cut
            for character in piece:
                step = cell_len(character)
                if used + step > width:
                    lines.append(line)
                    line, used = "", 0
                line, used = line + character, used + step
            continue
        lines.append(line.rstrip(" "))
        line = piece.lstrip(" ")
        used = cell_len(line)
    lines.append(line)
    return lines


def _parts(text: str, width: int) -> Iterator[str]:
    """Parts between two spaces that fit a line, whole; the others in pieces."""
    for place, part in enumerate(text.split("  ")):
        if place:
            yield "  "
        if "  " in text and cell_len(part) <= width:
            yield part
        else:
            yield from _pieces(part)


def _pieces(text: str) -> list[str]:
    """What may not be broken: a run of Latin letters, or a character with the punctuation after it."""
    pieces: list[str] = []
    for character in text:
        before = pieces[-1] if pieces else ""
        joins = before and (
            (character in NOT_FIRST and len(before) < 4)
            or (_latin(character) and _latin(before[-1]))
            or not cell_len(character)
        )
        if joins:
            pieces[-1] = before + character
        else:
            pieces.append(character)
    return pieces


def _latin(character: str) -> bool:
    return character.isascii() and not character.isspace()


def cut(text: str, width: int) -> str:
    """One line of exactly ``width`` cells: padded with spaces, or cut and ended with two dots."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    if width <= 4:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 2).rstrip(" ") + "..", width)


def cut_apart(text: str, others: Iterable[str], width: int) -> str:
    """``cut``, but in the middle where one of ``others`` would look the same: its end tells it from them."""
    line = cut(text, width)
    if width <= 12 or all(other == text or cut(other, width) != line for other in others):
        return line
    tail, room = "", width // 2
    for character in reversed(text):
        if cell_len(character + tail) > room:
            break
        tail = character + tail
    head = set_cell_size(text, width - cell_len(tail) - 2).rstrip(" ")
    return set_cell_size(f"{head}..{tail}", width)
