"""Random histories of several handles, against a dict: nothing acknowledged is lost, nothing else appears."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from store.protocol import Change, Conflict, Document, Store
from tests.support.changes import UNIT
from tests.support.implementations import IMPLEMENTATIONS, Opener

IDS = st.sampled_from(["a", "b", "c", "d"])
HANDLES = st.integers(0, 2)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=4,
)
DATA = st.dictionaries(st.sampled_from(["time", "content", "x"]), VALUES, max_size=3)
BASES = st.integers(-1, 1)
"""What is added to the revision that would be right: mostly it is."""


class Histories(RuleBasedStateMachine):
    """``opener`` is given by the subclass."""

    opener_of: Any

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="taizhang-model-"))
        self.open: Opener = type(self).opener_of(self.folder)
        self.handles: list[Store] = [self.open() for _ in range(3)]
        self.documents: dict[str, tuple[int, str, dict[str, Any]]] = {}
        self.revisions: dict[str, int] = {}
        self.applied: list[list[str]] = []

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule(
        handle=HANDLES,
        asked=st.lists(st.tuples(IDS, st.one_of(DATA, DATA, st.none()), BASES), min_size=1, max_size=3),
    )
    def apply(self, handle: int, asked: list[tuple[str, dict[str, Any] | None, int]]) -> None:
        documents, revisions = dict(self.documents), dict(self.revisions)
        changes: list[Change] = []
        stale = False
        for name, data, off in asked:
            right = documents[name][0] if name in documents else 0
            # now and then wrong, and a deletion of what is not there is always wrong
            base = max(0, right + off)
            org = f"o{len(changes)}"
            changes.append(Change(id=name, annex="study", org=org, base=base, data=data))
            if base != right or (data is None and name not in documents):
                stale = True
                break
            revisions[name] = revisions.get(name, 0) + 1
            if data is None:
                del documents[name]
            else:
                documents[name] = (revisions[name], org, data)
        if stale:
            with pytest.raises(Conflict) as caught:
                self.handles[handle].apply(UNIT, changes, f"u{handle}")
            assert caught.value.mine is changes[-1]
            return
        results = self.handles[handle].apply(UNIT, changes, f"u{handle}")
        for made, change in zip(results, changes, strict=True):
            assert (made is None) == (change.data is None)
        self.documents, self.revisions = documents, revisions
        self.applied.append([change.id for change in changes])

    @rule(handle=HANDLES)
    def open_again(self, handle: int) -> None:
        self.handles[handle] = self.open()

    @rule(handle=HANDLES, since=st.integers(0, 20))
    def look_back(self, handle: int, since: int) -> None:
        found = self.handles[handle].changes_since(UNIT, since)
        assert [[step.id for step in entry.changes] for entry in found] == self.applied[since:]

    @rule(handle=HANDLES)
    def replay(self, handle: int) -> None:
        """History alone, followed from the beginning, gives what there is."""
        built: dict[str, dict[str, Any]] = {}
        for entry in self.handles[handle].history(UNIT):
            for step in entry.changes:
                if step.deleted:
                    del built[step.id]
                    continue
                data = {**built.get(step.id, {}), **step.set}
                built[step.id] = {key: value for key, value in data.items() if key not in step.unset}
        assert built == {name: data for name, (_, _, data) in self.documents.items()}

    @invariant()
    def all_handles_agree(self) -> None:
        for handle in self.handles:
            found: list[Document] = handle.query(UNIT)
            assert {one.id: (one.rev, one.org, one.data) for one in found} == self.documents
            assert handle.sequence(UNIT) == len(self.applied)


@pytest.mark.parametrize("name", sorted(IMPLEMENTATIONS))
def test_random_histories(name: str) -> None:
    machine = type("Machine", (Histories,), {"opener_of": staticmethod(IMPLEMENTATIONS[name])})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
