"""What ``store.protocol`` promises, held against every implementation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from forms.errors import BadInput, ConflictError
from store.protocol import ORGANISATIONS, Conflict, Store, unit_shard
from tests.support.changes import UNIT, change
from tests.support.implementations import Opener


def test_empty_store_answers(store: Store) -> None:
    assert store.shards() == []
    assert store.get(UNIT, "x") is None
    assert store.query(UNIT) == []
    assert store.sequence(UNIT) == 0
    assert store.changes_since(UNIT, 0) == []
    assert list(store.history(UNIT)) == []
    assert store.warnings() == []


def test_reading_creates_nothing(store: Store) -> None:
    store.query(UNIT)
    store.get("office/jsj", "x")
    assert store.shards() == []


def test_created_document_comes_back_whole(store: Store, opener: Opener) -> None:
    data = {"time": "2021年4月6日", "method": ["中心组学习", "党课"], "n": 3, "part": {"a": [1, None, True]}}
    asked = change("a", data=data, state="incomplete", forced={"time": "补录"}, org="jsj-1")
    (made,) = store.apply(UNIT, [asked], "zhang")
    assert made is not None
    assert (made.id, made.annex, made.org, made.rev) == ("a", "study", "jsj-1", 1)
    assert (made.data, made.state, made.forced) == (data, "incomplete", {"time": "补录"})
    assert made.created_by == made.updated_by == "zhang"
    assert store.get(UNIT, "a") == made
    assert opener().get(UNIT, "a") == made


def test_times_are_real_and_aware(store: Store) -> None:
    (made,) = store.apply(UNIT, [change()], "zhang")
    assert made is not None
    assert abs(datetime.fromisoformat(made.created_at) - datetime.now(UTC)) < timedelta(minutes=1)
    (entry,) = store.history(UNIT)
    assert entry.at == made.created_at


def test_change_keeps_who_created(store: Store) -> None:
    store.apply(UNIT, [change("a")], "zhang")
    (newer,) = store.apply(UNIT, [change("a", base=1, data={"text": "新", "more": 1})], "li")
    assert newer is not None
    assert (newer.rev, newer.created_by, newer.updated_by) == (2, "zhang", "li")
    assert newer.data == {"text": "新", "more": 1}


def test_change_replaces_data_state_and_reasons(store: Store) -> None:
    store.apply(UNIT, [change("a", data={"x": 1, "y": 2}, state="incomplete", forced={"x": "是"})], "u")
    store.apply(UNIT, [change("a", base=1, data={"y": 2})], "zhang")
    found = store.get(UNIT, "a")
    assert found is not None
    assert (found.data, found.state, found.forced) == ({"y": 2}, "complete", {})


@pytest.mark.parametrize(
    ("old", "new"), [(1, True), (1, 1.0), (0, False), (None, 0), ("1", 1), ([1], [True])]
)
def test_values_of_another_type_are_a_change(store: Store, opener: Opener, old: Any, new: Any) -> None:
    store.apply(UNIT, [change("a", data={"v": old})], "zhang")
    store.apply(UNIT, [change("a", base=1, data={"v": new})], "zhang")
    found = opener().get(UNIT, "a")
    assert found is not None
    assert repr(found.data["v"]) == repr(new)


def test_organisation_of_a_document_can_change(store: Store) -> None:
    store.apply(UNIT, [change("a", org="jsj-1")], "zhang")
    store.apply(UNIT, [change("a", base=1, org="jsj-2")], "zhang")
    assert store.query(UNIT, org="jsj-1") == []
    assert [found.id for found in store.query(UNIT, org="jsj-2")] == ["a"]


def test_query_by_annex_and_organisation_in_order_of_creation(store: Store) -> None:
    ids = ["m", "z", "a", "k"]
    for number, name in enumerate(ids):
        store.apply(UNIT, [change(name, annex=("study", "finding")[number % 2], org=f"o{number // 2}")], "u")
    store.apply(UNIT, [change("m", base=1, org="o0", data={"text": "改"})], "u")
    assert [found.id for found in store.query(UNIT)] == ids
    assert [found.id for found in store.query(UNIT, "study")] == ["m", "a"]
    assert [found.id for found in store.query(UNIT, org="o1")] == ["a", "k"]
    assert [found.id for found in store.query(UNIT, "finding", "o1")] == ["k"]


def test_got_documents_are_copies(store: Store) -> None:
    (made,) = store.apply(UNIT, [change("a", data={"list": [1], "deep": {"x": [2]}})], "u")
    for found in (made, store.get(UNIT, "a"), *store.query(UNIT)):
        assert found is not None
        found.data["list"].append(9)
        found.data["deep"]["x"].append(9)
        found.data["new"] = 9
    again = store.get(UNIT, "a")
    assert again is not None
    assert again.data == {"list": [1], "deep": {"x": [2]}}


def test_stale_change_is_a_conflict_with_both_sides(store: Store, opener: Opener) -> None:
    store.apply(UNIT, [change("a")], "zhang")
    opener().apply(UNIT, [change("a", base=1, data={"text": "对方"})], "li")
    mine = change("a", base=1, data={"text": "我的"})
    with pytest.raises(Conflict) as caught:
        store.apply(UNIT, [mine], "zhang")
    assert caught.value.mine == mine
    assert caught.value.theirs is not None
    assert caught.value.theirs.data == {"text": "对方"}
    assert "li" in str(caught.value)
    assert isinstance(caught.value, ConflictError)


@pytest.mark.parametrize("base", [0, 2, 7, -1])
def test_any_other_revision_is_stale(store: Store, base: int) -> None:
    store.apply(UNIT, [change("a")], "u")
    with pytest.raises(Conflict):
        store.apply(UNIT, [change("a", base=base)], "u")


def test_deleted_by_another_is_a_conflict_without_theirs(store: Store) -> None:
    store.apply(UNIT, [change("a")], "u")
    store.apply(UNIT, [change("a", base=1, data=None)], "li")
    for asked in (change("a", base=1), change("a", base=1, data=None), change("b", base=3)):
        with pytest.raises(Conflict) as caught:
            store.apply(UNIT, [asked], "u")
        assert caught.value.theirs is None


def test_deletion_counts_as_a_revision_and_a_return_counts_on(store: Store) -> None:
    store.apply(UNIT, [change("a")], "zhang")
    assert store.apply(UNIT, [change("a", base=1, data=None)], "li") == [None]
    assert store.get(UNIT, "a") is None
    assert store.query(UNIT) == []
    (back,) = store.apply(UNIT, [change("a", data={"text": "回来"})], "wang")
    assert back is not None
    assert (back.rev, back.created_by, back.data) == (3, "wang", {"text": "回来"})
    # who still holds the first revision does not overwrite what came after it
    with pytest.raises(Conflict):
        store.apply(UNIT, [change("a", base=1)], "zhang")


def test_apply_is_all_or_nothing(store: Store) -> None:
    store.apply(UNIT, [change("a")], "u")
    before = store.sequence(UNIT)
    with pytest.raises(Conflict):
        store.apply(UNIT, [change("new"), change("a", base=1), change("a", base=1)], "u")
    assert store.get(UNIT, "new") is None
    assert store.sequence(UNIT) == before
    found = store.get(UNIT, "a")
    assert found is not None
    assert found.rev == 1


def test_changes_of_one_apply_build_on_each_other(store: Store, opener: Opener) -> None:
    results = store.apply(
        UNIT,
        [change("a"), change("a", base=1, data={"text": "二"}), change("b"), change("b", base=1, data=None)],
        "u",
    )
    assert [found and found.rev for found in results] == [1, 2, 1, None]
    assert [found.id for found in opener().query(UNIT)] == ["a"]
    assert store.sequence(UNIT) == 1


def test_empty_apply_does_nothing(store: Store) -> None:
    assert store.apply(UNIT, [], "u") == []
    assert store.sequence(UNIT) == 0


def test_a_document_stays_in_its_annex(store: Store) -> None:
    store.apply(UNIT, [change("a", annex="study")], "u")
    with pytest.raises(BadInput):
        store.apply(UNIT, [change("a", base=1, annex="ledger")], "u")


def test_shards_are_apart(store: Store) -> None:
    for shard in ("units/b", ORGANISATIONS, "units/a", "office/a"):
        store.apply(shard, [change("x", data={"text": shard})], "u")
    assert store.shards()[0] == ORGANISATIONS
    assert sorted(store.shards()) == sorted([ORGANISATIONS, "office/a", "units/a", "units/b"])
    for shard in store.shards():
        found = store.get(shard, "x")
        assert found is not None
        assert found.data == {"text": shard}
    assert unit_shard("a") == "units/a"


@pytest.mark.parametrize(
    "shard",
    ["units/../x", "../x", "units/..", "units/.", "units/", "units", "", "/etc", "units/a/b", "units/a\n",
     "units/a\0", "other/a", "units//a", "units/党委", "organisations/x", "units/.a", "units/" + "a" * 300],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(store: Store, shard: str) -> None:
    with pytest.raises(BadInput):
        store.apply(shard, [change()], "u")
    with pytest.raises(BadInput):
        store.query(shard)
    assert store.shards() == []


@pytest.mark.parametrize("name", ["", "a\nb", "_x", "a\x1b[2J", "x" * 300, "a\u202eb"])
def test_ids_that_cannot_be_shown_are_refused(store: Store, name: str) -> None:
    for asked in (change(annex=name), change()):
        if asked.annex == "study":
            asked = type(asked)(id=name, annex="study", org="jsj", base=0, data={})
        with pytest.raises(BadInput):
            store.apply(UNIT, [asked], "u")
    assert store.sequence(UNIT) == 0


HOSTILE = [
    "\x1b]0;标题\x07", "\x1b[2J", "\x9b31m", "\u202e反", "\ud800", "x\udfffy", "\x00", "\u2028", "😀𠮷👨‍👩‍👧",
    "[b]markup[/b]", "引号\"'\\", "\r\n\t", "\ufeff", "\uffff",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_kept_as_it_is(store: Store, opener: Opener, text: str) -> None:
    store.apply(UNIT, [change("a", data={"text": text, text + "k": [text]}, forced={"text": text})], "u")
    store.apply(UNIT, [change("b")], "u")
    for handle in (store, opener()):
        found = handle.get(UNIT, "a")
        assert found is not None
        assert found.data == {"text": text, text + "k": [text]}
        assert found.forced == {"text": text}
        assert next(iter(handle.history(UNIT))).changes[0].set["text"] == text


def test_history_has_changed_fields_only(store: Store) -> None:
    store.apply(UNIT, [change("a", data={"x": 1, "y": "二", "z": [3]})], "zhang")
    store.apply(UNIT, [change("a", base=1, data={"x": 1, "y": "改", "w": 0}), change("b")], "li")
    store.apply(UNIT, [change("a", base=2, data=None)], "wang")
    entries = list(store.history(UNIT, "a"))
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert [entry.actor for entry in entries] == ["zhang", "li", "wang"]
    (first,), (second,), (third,) = (entry.changes for entry in entries)
    assert first.set == {"x": 1, "y": "二", "z": [3]}
    assert (second.rev, second.set, second.unset, second.deleted) == (2, {"y": "改", "w": 0}, ("z",), False)
    assert (third.rev, third.deleted) == (3, True)


def test_history_of_all_has_whole_entries(store: Store) -> None:
    store.apply(UNIT, [change("a"), change("b")], "u")
    store.apply(UNIT, [change("c")], "u")
    assert [[step.id for step in entry.changes] for entry in store.history(UNIT)] == [["a", "b"], ["c"]]
    assert list(store.history(UNIT, "none")) == []


def test_changes_since(store: Store, opener: Opener) -> None:
    other = opener()
    for name in "abcde":
        store.apply(UNIT, [change(name)], "u")
    assert store.sequence(UNIT) == other.sequence(UNIT) == 5
    assert other.changes_since(UNIT, 5) == other.changes_since(UNIT, 99) == []
    store.apply(UNIT, [change("f")], "u")
    for handle in (other, store, opener()):
        for since in range(7):
            found = [entry.sequence for entry in handle.changes_since(UNIT, since)]
            assert found == list(range(since + 1, 7))
    assert [step.id for step in other.changes_since(UNIT, 5)[0].changes] == ["f"]


def test_handles_see_each_other_at_once(opener: Opener) -> None:
    one, two = opener(), opener()
    for number in range(30):
        writer, reader = (one, two) if number % 2 else (two, one)
        writer.apply(UNIT, [change("a", base=number, data={"n": number})], "u")
        found = reader.get(UNIT, "a")
        assert found is not None
        assert found.data == {"n": number}


def test_many_changes_at_once(store: Store, opener: Opener) -> None:
    asked = [change(f"d{number:05}", data={"text": f"第{number}条"}) for number in range(10_000)]
    assert len(store.apply(UNIT, asked, "u")) == 10_000
    store.apply(UNIT, [change(f"d{number:05}", base=1, data=None) for number in range(0, 10_000, 2)], "u")
    found = opener().query(UNIT)
    assert [document.id for document in found] == [f"d{number:05}" for number in range(1, 10_000, 2)]


def test_long_text(store: Store, opener: Opener) -> None:
    text = "典型案例" * 5000
    store.apply(UNIT, [change("a", annex="ledger", data={"case": text})], "u")
    found = opener().get(UNIT, "a")
    assert found is not None
    assert found.data["case"] == text


def test_two_writers_lose_nothing(opener: Opener) -> None:
    import threading

    def work(store: Store, who: str) -> None:
        for number in range(25):
            store.apply(UNIT, [change(f"{who}{number}")], who)

    shared = opener()
    threads = [
        threading.Thread(target=work, args=(store, who))
        for store, who in [(shared, "a"), (shared, "b"), (opener(), "c"), (opener(), "d")]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = {document.id for document in opener().query(UNIT)}
    assert found == {f"{who}{number}" for who in "abcd" for number in range(25)}
    assert shared.sequence(UNIT) == 100
