"""How long the line takes, by a clock of the test's own."""

from __future__ import annotations

import pytest

from tui.driver.escapes import OLD, RoundTrip


def test_until_the_terminal_answers_the_longest_wait_holds() -> None:
    line = RoundTrip()
    assert line.wait == 0.5
    line.asked(3.0)
    assert line.wait == 0.5
    assert not line.is_old(1000.0), "one that does not answer is not asked again"
    line.answered(3.1)
    assert line.seconds == pytest.approx(0.1)
    assert line.wait == pytest.approx(0.2)


def test_an_answer_to_nothing_changes_nothing() -> None:
    line = RoundTrip()
    line.answered(3.0)
    assert line.seconds is None
    line.asked(4.0)
    line.answered(4.03)
    line.answered(9.0)
    assert line.seconds == pytest.approx(0.03)


def test_it_is_measured_anew_once_in_a_while() -> None:
    line = RoundTrip()
    line.asked(0.0)
    line.answered(0.01)
    assert not line.is_old(OLD - 1)
    assert line.is_old(OLD)
    line.asked(OLD)
    assert line.wait == 0.04
    line.answered(OLD + 0.2)
    assert line.wait == pytest.approx(0.4)
