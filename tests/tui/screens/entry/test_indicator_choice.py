"""Choosing the indicator of a finding: for one that stands there, and for the one being written."""

from __future__ import annotations

from typing import Any

from store.campaign.findings import Finding
from tui.screens.entry.side_panel import SidePanel

OLD = Finding(id="f1", rev=1, org="u1", text="组织员不专职", indicator="4-2")


class Editor:
    """As far as a choice goes."""

    def __init__(self, chosen: str = "", pending: str = "") -> None:
        self.chosen, self.pending = chosen, pending
        self.done: list[tuple[Any, ...]] = []
        self.listing = self

    def finding(self, key: str) -> Finding | None:
        return OLD if key == "f1" else None

    def add(self, text: str, indicator: str) -> None:
        self.done.append(("add", text, indicator))

    def tie(self, key: str, indicator: str) -> None:
        self.done.append(("tie", key, indicator))

    def focus(self) -> None:
        self.done.append(("list",))

    def focus_new(self) -> None:
        self.done.append(("new",))


class Picker:
    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def ask(self, sentence: str, current: str = "") -> None:
        self.asked.append((sentence, current))


def choice(editor: Editor, picker: Picker | None) -> SidePanel:
    panel = SidePanel(None, None, editor)  # type: ignore[arg-type]
    panel.picker = picker  # type: ignore[assignment]
    return panel


def test_the_finding_at_the_cursor_is_tied() -> None:
    editor, picker = Editor(chosen="f1"), Picker()
    one = choice(editor, picker)
    one.choose_indicator()
    assert picker.asked == [(OLD.printed, "4-2")]
    one.take_indicator("1-3")
    assert editor.done == [("tie", "f1", "1-3"), ("list",)]


def test_a_new_one_is_added_under_it() -> None:
    editor, picker = Editor(pending="经费不足"), Picker()
    one = choice(editor, picker)
    one.choose_indicator_for("经费不足", "")
    one.take_indicator("")
    assert editor.done == [("add", "经费不足", ""), ("new",)]


def test_nothing_chosen_leads_back_to_where_one_was() -> None:
    editor, picker = Editor(chosen="f1"), Picker()
    one = choice(editor, picker)
    one.choose_indicator()
    one.go_back()
    one.go_back()
    assert editor.done == [("list",), ("new",)]


def test_without_a_guide_a_finding_stands_under_none() -> None:
    editor = Editor()
    choice(editor, None).choose_indicator_for("经费不足", "")
    assert editor.done == [("add", "经费不足", "")]
