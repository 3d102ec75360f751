"""The one way in which drafts are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forms.errors import StoreError
from store.drafts import DraftBox
from tui.autosave import Autosave, Values


class Form:
    """What is typed, a clock that the test moves, and what was told."""

    def __init__(self, box: DraftBox) -> None:
        self.values: Values | None = None
        self.calls: list[Callable[[], None]] = []
        self.told: list[str] = []
        self.autosave = Autosave(
            self,  # type: ignore[arg-type]
            box,
            lambda: self.values,
            lambda: {"annex": "study"},
            self.told.append,
        )

    def set_timer(self, seconds: float, call: Callable[[], None]) -> Any:
        self.calls.append(call)
        return self

    def stop(self) -> None:
        self.calls.clear()


@pytest.fixture
def box(tmp_path: Path) -> DraftBox:
    return DraftBox(tmp_path / "drafts")


@pytest.fixture
def form(box: DraftBox) -> Form:
    return Form(box)


def files(box: DraftBox) -> list[Path]:
    return list(box.folder.glob("*.draft"))


def test_what_is_typed_is_on_disk_soon_and_one_timer_is_enough(form: Form, box: DraftBox) -> None:
    form.values = {"text": "甲"}
    form.autosave.typed()
    form.autosave.typed()
    (call,) = form.calls
    call()
    assert len(files(box)) == 1
    form.autosave.leave()
    (offer,) = box.offers()
    assert (offer.values, offer.place) == ({"text": "甲"}, {"annex": "study"})


def test_the_same_is_not_written_twice(form: Form, box: DraftBox) -> None:
    form.values = {"text": "甲"}
    form.autosave.keep()
    (path,) = files(box)
    before = path.stat().st_ino
    form.autosave.keep()
    assert path.stat().st_ino == before


def test_nothing_unsaved_begins_no_draft(form: Form, box: DraftBox) -> None:
    form.autosave.keep()
    assert not form.autosave.has_draft
    assert files(box) == []


def test_saved_the_draft_goes_and_another_may_begin(form: Form, box: DraftBox) -> None:
    form.values = {"text": "甲"}
    form.autosave.keep()
    form.autosave.discard()
    assert files(box) == []
    form.autosave.keep()
    assert len(files(box)) == 1


def test_a_late_timer_begins_no_draft_anew(form: Form, box: DraftBox) -> None:
    form.values = {"text": "甲"}
    form.autosave.keep()
    form.autosave.leave()
    form.autosave.typed()
    form.autosave.keep()
    assert form.calls == []
    assert len(box.offers()) == 1


def test_a_draft_that_cannot_be_written_is_told_of(
    form: Form, box: DraftBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(place: object) -> None:
        raise StoreError("草稿没有存下。")

    monkeypatch.setattr(box, "begin", refuse)
    form.values = {"text": "甲"}
    form.autosave.keep_quietly()
    assert form.told == ["草稿没有存下。"]
    with pytest.raises(StoreError):
        form.autosave.keep()
