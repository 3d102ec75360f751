"""The bench itself is run by hand; that it would run is tested here."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.bench.__main__ import main, names
from tests.bench.bench_keys import presses
from tests.bench.figures import figure, in_turns
from tests.bench.keyed_study_list import KEYED
from tests.bench.study_list import PAPERS


@pytest.mark.parametrize("name", names())
def test_each_measurement_imports_and_can_be_called(name: str) -> None:
    assert callable(import_module(f"tests.bench.bench_{name}").measure)


def test_the_promised_figures_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    assert {"paint", "due", "keys", "save", "store", "word"} <= set(capsys.readouterr().out.split())


def test_a_passed_limit_is_said_by_the_exit_status(monkeypatch: pytest.MonkeyPatch) -> None:
    for ours, status in ((1.0, 0), (3.1, 1)):
        found = [figure("made up", ours, 1.0, 3.0)]
        monkeypatch.setattr("tests.bench.__main__.measure", lambda name, found=found: found)
        assert main(["due"]) == status


def test_two_things_are_timed_in_turns() -> None:
    order: list[str] = []

    def timed(name: str, seconds: float) -> float:
        order.append(name)
        return seconds

    assert in_turns(lambda: timed("ours", 2.0), lambda: timed("peer", 1.0), 2) == (2.0, 1.0)
    assert order == ["ours", "peer"] * 3


def test_the_keyed_list_presses_half_of_what_it_writes() -> None:
    """Whether the program makes the records of it is for the bench itself to see."""
    assert len(KEYED) == len(PAPERS) == 20
    pressed = sum(len(presses(line)) for line in KEYED)
    assert pressed <= sum(paper.characters for paper in PAPERS) / 2
