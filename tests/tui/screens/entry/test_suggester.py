"""What is offered while one types: a row, a clock and keys are enough to try it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from forms.pack import Field
from tui.screens.entry.suggester import Suggester

VALUES = ["学习《中国共产党简史》", "赴烈士陵园祭扫", "党课：学习心得"]


@dataclass
class Box:
    given: str = ""
    at_end: bool = True
    takes_key: Callable[[str], bool] | None = None


@dataclass
class Row:
    """A line of a form as far as the suggester looks at it."""

    kind: str = "text"
    raw: str = ""
    box: Box = field(default_factory=Box)

    @property
    def field(self) -> Field:
        return Field(id="content", label="学习内容", kind=self.kind)  # type: ignore[arg-type]

    def put(self, raw: str) -> None:
        self.raw = self.box.given = raw

    def show_remarks(self, remarks: Sequence[object]) -> None:
        pass


class Later:
    """A call that comes when the test says so."""

    def __init__(self) -> None:
        self.call: Callable[[], None] | None = None

    def __call__(self, seconds: float, call: Callable[[], None]) -> Later:
        self.call = call
        return self

    def stop(self) -> None:
        self.call = None


class Hands:
    """A suggester, what it shows, and somebody who types."""

    def __init__(self, row: Row) -> None:
        self.row, self.later = row, Later()
        self.rows: list[str] = []
        self.cursor = -1
        self.shown = 0
        self.suggester = Suggester(lambda field: VALUES, self._show, self.later)
        self.suggester.begin(row)

    def _show(self, head: str, rows: list[str], cursor: int) -> None:
        self.rows, self.cursor, self.shown = rows, cursor, self.shown + 1

    def type(self, text: str) -> None:
        for character in text:
            self.row.raw += character
            self.suggester.typed(self.row)

    def press(self, key: str) -> bool:
        return bool(self.row.box.takes_key and self.row.box.takes_key(key))


@pytest.fixture
def hands() -> Hands:
    return Hands(Row())


def test_an_empty_field_is_offered_what_was_used_and_the_right_key_takes_it(hands: Hands) -> None:
    assert hands.rows == VALUES
    assert hands.suggester.offers
    assert not hands.press("down"), "nothing was typed: it leads to the next field"
    assert hands.press("right")
    assert hands.row.raw == VALUES[0]
    assert hands.rows == []


def test_nothing_is_offered_before_it_was_read() -> None:
    row, shown = Row(), list[list[str]]()
    suggester = Suggester(lambda field: VALUES, lambda head, rows, cursor: shown.append(rows), Later())
    suggester.enter(row)
    assert shown == [[]]
    assert row.box.takes_key is None


@pytest.mark.parametrize("row", [None, Row(kind="when")])
def test_nothing_is_offered_for_dates_and_findings(row: Row | None) -> None:
    shown: list[list[str]] = []
    suggester = Suggester(lambda field: VALUES, lambda head, rows, cursor: shown.append(rows), Later())
    suggester.begin(row)
    assert shown == [[]]
    assert not suggester.take()


def test_a_burst_of_letters_is_followed_once(hands: Hands) -> None:
    before = hands.shown
    hands.type("lsly")
    assert hands.shown == before
    assert hands.later.call is not None
    hands.later.call()
    assert hands.shown == before + 1
    assert (hands.rows, hands.cursor) == (["赴烈士陵园祭扫"], 0)


def test_a_key_that_comes_before_the_list_has_followed_finds_it_up_to_date(hands: Hands) -> None:
    hands.type("lsly")
    assert hands.press("enter")
    assert hands.row.raw == "赴烈士陵园祭扫"
    assert hands.later.call is None


def test_up_from_the_first_row_leads_out_of_the_list(hands: Hands) -> None:
    hands.type("学习")
    assert hands.press("down")
    assert hands.press("up")
    assert hands.cursor == -1
    assert not hands.press("up")
    assert not hands.press("enter")


def test_esc_declines_until_the_entry_is_begun_anew(hands: Hands) -> None:
    hands.type("学")
    assert hands.press("escape")
    hands.type("习")
    assert not hands.press("down")
    hands.row.raw = ""
    hands.suggester.look()
    hands.type("学")
    assert hands.press("down")


def test_what_was_not_typed_is_never_replaced(hands: Hands) -> None:
    hands.row.put("学习")
    hands.suggester.look()
    assert not hands.press("enter")
    assert hands.rows == []


def test_in_the_middle_of_a_text_nothing_is_taken(hands: Hands) -> None:
    hands.type("学习")
    hands.row.box.at_end = False
    assert not hands.press("right")
    hands.row.box.at_end = True
    assert hands.press("right")


def test_keys_of_a_row_that_was_left_are_not_for_the_list(hands: Hands) -> None:
    left = hands.row
    hands.row = Row()
    hands.suggester.enter(hands.row)
    left.raw = "学习"
    assert left.box.takes_key is not None
    assert not left.box.takes_key("right")
    assert hands.press("right")
