"""Several people at the same records, each looking now and then: nothing anybody saved disappears unless
somebody who was shown it chose so.

The machine below lets three people look, save, delete, take back and bring back in any order, on views that
may be long out of date. After each step it compares what was saved with what that person had been shown: a
field may only go from one value to another by the hand of somebody who saw the one it had.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from forms.clock import OffsetClock
from forms.errors import ConflictError
from forms.kinds.registry import kind_of
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.founding import create_store
from store.campaign.history import bring_back
from store.campaign.merging import WHOLE, MergeConflict
from store.campaign.records import delete_record, record_changes, records_annex, save_record
from store.campaign.writing import taken_back, undo, write
from store.protocol import Change, Data, Document
from store.versions import versions
from tests.support.paths import SCRATCH

SHARD = "units/u1"
PEOPLE = st.sampled_from(["li", "wang", "zhao"])
TEXTS = st.sampled_from(["", "甲", "乙", "丙"])
EDITS = st.fixed_dictionaries({}, optional={"participants": TEXTS, "method": TEXTS, "content": TEXTS})
MEASURES = st.dictionaries(st.sampled_from(["m1", "m2"]), st.integers(1, 3), max_size=2)
PICKS = st.integers(0, 9)
"""Which of those there are, counted round."""
CHOICES = st.lists(st.sampled_from(["theirs", "mine", "another"]), min_size=6, max_size=6)
DELETED: Data = {}
"""What a deleted record comes to, field by field."""

Changed = dict[str, tuple[Any, Any]]
"""Field to its value before and after."""

Shown = dict[str, Data]
"""Document id to what its reader was shown of it."""


def flat(data: Mapping[str, Any]) -> Data:
    """Field to value: measures one by one, and nothing for an empty answer."""
    fields: Data = {}
    for name, value in data.items():
        parts = value.items() if isinstance(value, dict) else ()
        inner = {f"{name}.{key}": one for key, one in parts} or {name: value}
        fields.update({key: one for key, one in inner.items() if one not in (None, "", [], {})})
    return fields


def fields_of(document: Document | None) -> Data:
    return flat(document.data) if document else DELETED


class Interleaving(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="taizhang-people-", dir=SCRATCH))
        root = Path(shutil.copytree(founded(), self.folder / "store"))
        clock = OffsetClock.starting(date(2021, 4, 10))
        self.people: dict[str, Campaign] = {
            name: open_campaign(root, None, clock, Actor(name)) for name in ("li", "wang", "zhao")
        }
        self.views: dict[str, dict[str, Document]] = {name: {} for name in self.people}
        self.now: dict[str, Document] = {}
        """The documents as they are, as far as the machine has followed."""
        self.acknowledged: list[Document] = []
        self.wrote: dict[str, list[dict[str, Changed]]] = {name: [] for name in self.people}
        """What each person's writes did, field by field, oldest first: that alone is theirs to take back."""

    def teardown(self) -> None:
        """Whatever was acknowledged is in the journal for ever, and the journal alone gives what there is."""
        c = self.people["li"]
        kept = {(one.id, one.rev): one.document for one in versions(c.store, SHARD)}
        for document in self.acknowledged:
            assert kept[document.id, document.rev] == document
        newest = {one.id: one.document for one in versions(c.store, SHARD)}
        assert {name: one for name, one in newest.items() if one} == self.now
        shutil.rmtree(self.folder)

    # What people do

    @rule(who=PEOPLE)
    def look(self, who: str) -> None:
        self.views[who] = {one.id: one for one in self.people[who].store.query(SHARD)}

    @rule(who=PEOPLE, edits=EDITS)
    def create(self, who: str, edits: dict[str, str]) -> None:
        c = self.people[who]
        saved = save_record(c, "study", "u1", {"time": "4.6", **edits}, incomplete=True)
        self.follow(who, {saved.id: DELETED}, {saved.id: flat(edits_of(c, edits))})
        self.views[who][saved.id] = saved

    @precondition(lambda self: any(self.views.values()))
    @rule(who=PEOPLE, edits=EDITS, picks=st.lists(PICKS, min_size=1, max_size=2), choices=CHOICES)
    def edit(self, who: str, edits: dict[str, str], picks: list[int], choices: list[str]) -> None:
        """One record, or two in one write, as a form does it: everything that is in the form is saved."""
        seen = [one for one in self.views[who].values() if one.annex == "study"]
        if not seen:
            return
        chosen = {one.id: one for one in (seen[pick % len(seen)] for pick in picks)}.values()
        c = self.people[who]
        changes: list[Change] = []
        shown, meant = {}, {}
        for document in chosen:
            raw = {**form_of(c, document), **edits}
            changes += record_changes(
                c, "study", "u1", raw, id=document.id, base=document.rev, incomplete=True
            )
            shown[document.id] = fields_of(document)
            meant[document.id] = different(fields_of(document), {**fields_of(document), **edits_of(c, edits)})
        self.save(who, lambda: write(c, SHARD, changes), shown, meant, choices)

    @rule(who=PEOPLE, edits=EDITS)
    def one_per_organisation(self, who: str, edits: dict[str, str]) -> None:
        """Two people cannot both create what there is once."""
        c = self.people[who]
        raw = {"note": edits.get("method", "")}
        try:
            saved = save_record(c, "ledger", "u1", raw, incomplete=True)
        except ConflictError:
            assert c.store.get(SHARD, "ledger:u1") is not None
            return
        self.follow(who, {saved.id: DELETED}, {saved.id: flat(raw)})

    @rule(who=PEOPLE, measures=MEASURES, verdict=TEXTS, choices=CHOICES, fresh=st.booleans())
    def diagnose(
        self, who: str, measures: dict[str, int], verdict: str, choices: list[str], fresh: bool
    ) -> None:
        """One verdict with its measures: all start from what they last saw of it."""
        c = self.people[who]
        seen = c.store.get(SHARD, "v") if fresh else self.views[who].get("v")
        before = seen.data if seen else {}
        data = {**before, "verdict": verdict, "measures": {**before.get("measures", {}), **measures}}
        change = Change(id="v", annex="guide", org="u1", base=seen.rev if seen else 0, data=data)
        shown = {"v": fields_of(seen)}
        self.save(
            who, lambda: write(c, SHARD, [change]), shown, {"v": different(shown["v"], flat(data))}, choices
        )

    @precondition(lambda self: any(self.views.values()))
    @rule(who=PEOPLE, pick=PICKS, choices=CHOICES)
    def delete(self, who: str, pick: int, choices: list[str]) -> None:
        if not self.views[who]:
            return
        seen = list(self.views[who].values())
        document = seen[pick % len(seen)]
        c = self.people[who]
        self.save(
            who,
            lambda: delete_record(c, document) or [],  # type: ignore[func-returns-value]
            {document.id: fields_of(document)},
            {document.id: dict.fromkeys(fields_of(document))},
            choices,
        )

    @rule(who=PEOPLE, choices=CHOICES)
    def take_back(self, who: str, choices: list[str]) -> None:
        c = self.people[who]
        if not c.done:
            return
        last, place = c.done[-1], len(self.wrote[who]) - 1
        changed = self.wrote[who][place]
        shown = {name: {field: new for field, (_, new) in fields.items()} for name, fields in changed.items()}
        meant = {name: {field: old for field, (old, _) in fields.items()} for name, fields in changed.items()}
        if self.save(who, lambda: undo(c) and [], shown, meant, choices):  # type: ignore[func-returns-value]
            if last in c.done:
                taken_back(c, last)
            del self.wrote[who][place:]  # what was taken back, and the taking back
            assert len(c.done) == len(self.wrote[who])

    @precondition(lambda self: bool(self.acknowledged))
    @rule(who=PEOPLE, pick=PICKS)
    def bring_back(self, who: str, pick: int) -> None:
        old = self.acknowledged[-1 - pick % len(self.acknowledged)]
        c = self.people[who]
        shown = {old.id: fields_of(c.store.get(SHARD, old.id))}
        meant = {old.id: different(shown[old.id], fields_of(old))}
        self.save(who, lambda: [bring_back(c, SHARD, old.id, old.rev)], shown, meant, [])

    # How it is judged

    def save(
        self,
        who: str,
        attempt: Callable[[], Any],
        shown: Shown,
        meant: Shown,
        choices: list[str],
    ) -> bool:
        """Try; where a person must choose, choose, and have been shown theirs. False: given up."""
        c = self.people[who]
        shown = {name: dict(fields) for name, fields in shown.items()}
        meant = {name: dict(fields) for name, fields in meant.items()}
        turn = iter(choices)
        while True:
            try:
                attempt()
                break
            except MergeConflict as asked:
                choice = next(turn, None)
                if choice is None:
                    return False
                settled = self.choose(asked, choice, shown, meant)
                attempt = lambda settled=settled, shard=asked.shard: write(c, shard, settled)  # noqa: E731
        self.follow(who, shown, meant)
        return True

    def choose(self, asked: MergeConflict, choice: str, shown: Shown, meant: Shown) -> list[Change]:
        name = asked.stale.id
        answers: dict[str, Any] = {}
        for clash in asked.clashes:
            if clash.field == WHOLE:
                answers[WHOLE] = choice == "mine"
                shown[name] = fields_of(asked.theirs)  # the whole of it
                meant[name] = {}
                if choice == "mine":
                    meant[name] = different(shown[name], flat(asked.stale.data or {}))
                continue
            value = {"mine": clash.mine, "theirs": clash.theirs, "another": another(clash.mine)}[choice]
            answers[clash.field] = value
            for field in {*flat({clash.field: clash.theirs}), *flat({clash.field: value}), clash.field}:
                shown.setdefault(name, {})[field] = flat({clash.field: clash.theirs}).get(field)
                meant.setdefault(name, {})[field] = flat({clash.field: value}).get(field)
        return asked.settled(answers)

    def follow(self, who: str, shown: Shown, meant: Shown) -> None:
        """Compare what is there now with what was there, what its author was shown, and what they meant."""
        c = self.people[who]
        there = {one.id: one for one in c.store.query(SHARD)}
        for name in {**there, **self.now}:
            before, after = self.now.get(name), there.get(name)
            if before == after:
                continue
            assert name in shown, f"{who} changed {name} without having seen it"
            for field, (old, _) in changes_between(fields_of(before), fields_of(after)).items():
                seen = shown[name].get(field)
                assert old == seen, f"{who} overwrote {field} of {name}, {old!r}, having been shown {seen!r}"
            if after:
                assert after.updated_by == who
                assert after.rev > (before.rev if before else 0)
                self.acknowledged.append(after)
        for name, fields in meant.items():
            for field, value in fields.items():
                found = fields_of(there.get(name)).get(field)
                assert found == value, f"{who} saved {field} of {name} as {value!r}, and it is {found!r}"
        changed = {
            name: changes_between(fields_of(self.now.get(name)), fields_of(there.get(name)))
            for name in {**there, **self.now}
            if there.get(name) != self.now.get(name)
        }
        if changed:
            self.wrote[who].append(changed)
        self.now = there
        for other in self.people.values():  # each opens files on their own, and all see the same
            assert {one.id: one for one in other.store.query(SHARD)} == there


def changes_between(before: Data, after: Data) -> Changed:
    return {
        name: (before.get(name), after.get(name))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    }


def different(before: Data, after: Data) -> Data:
    """Field to its value afterwards (None: none), where it is another one."""
    after = flat(after)
    return {name: new for name, (_, new) in changes_between(before, after).items()}


def another(value: Any) -> Any:
    """What neither side had: an edit made while choosing."""
    return ["丁"] if isinstance(value, list) else (9 if isinstance(value, int) else "丁")


def form_of(c: Campaign, document: Document) -> dict[str, str]:
    """What an entry form shows of a record."""
    fields = records_annex(c, "study").by_id
    return {name: kind_of(fields[name]).show(value) for name, value in document.data.items()}


def edits_of(c: Campaign, edits: dict[str, str]) -> Data:
    """What the typed texts come to."""
    return {name: [text] if name == "method" and text else text for name, text in edits.items()} or {}


_founded: list[Path] = []


def founded() -> Path:
    """A store to copy: founding one takes longer than all that happens in it."""
    if not _founded:
        _founded.append(Path(tempfile.mkdtemp(prefix="taizhang-founded-", dir=SCRATCH)) / "store")
        atexit.register(shutil.rmtree, _founded[0].parent)
        create_store(_founded[0], 2021, "计算机学院党委")
    return _founded[0]


def test_nothing_that_was_saved_disappears_unseen() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Interleaving,
        settings=settings(
            max_examples=60,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
