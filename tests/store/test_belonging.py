"""An organisation and what is filled in for it: whoever saves, and whoever is quicker, nothing is left."""

from __future__ import annotations

import errno
import functools
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.errors import BadInput, LockTimeout
from store.protocol import ORGANISATIONS, Change, Store
from store.shards import locks
from store.shards.filestore import FileStore
from tests.support.changes import change
from tests.support.implementations import BACKENDS
from tests.support.queues import until_waiting
from tests.support.writers import Crew


def org(id: str, parent: str = "", level: str = "branch", base: int = 0) -> Change:
    data = {"id": id, "name": f"{id}组织", "level": level, **({"parent": parent} if parent else {})}
    return Change(id=id, annex="organisation", org=id, base=base, data=data)


def gone(id: str, base: int = 1) -> Change:
    return Change(id=id, annex="organisation", org=id, base=base, data=None)


@pytest.fixture
def school(store: Store) -> Store:
    """Units ``cs`` and ``fl``, and a branch of the first."""
    store.apply(ORGANISATIONS, [org("cs", level="unit"), org("fl", level="unit"), org("cs-1", "cs")], "u")
    return store


def test_nothing_is_saved_for_an_organisation_that_was_removed(school: Store) -> None:
    school.apply("units/cs", [change("a", org="cs-1")], "u")
    school.apply("units/cs", [change("a", org="cs-1", base=1, data=None)], "u")
    school.apply(ORGANISATIONS, [gone("cs-1")], "u")
    with pytest.raises(BadInput, match="刚被删除，本次没有保存"):
        school.apply("units/cs", [change("b", org="cs"), change("c", org="cs-1")], "u")
    assert school.query("units/cs") == []
    school.apply(ORGANISATIONS, [org("cs-1", "cs")], "u")  # it is there again
    school.apply("units/cs", [change("c", org="cs-1")], "u")


def test_what_an_older_program_left_over_can_be_deleted(store: Store) -> None:
    store.apply("units/cs", [change("a", org="cs-1")], "u")
    store.apply(ORGANISATIONS, [org("cs-1", "cs")], "u")
    store.apply(ORGANISATIONS, [gone("cs-1")], "u")
    store.apply("units/cs", [change("a", org="cs-1", base=1, data=None)], "u")
    assert store.query("units/cs") == []


def test_no_organisation_goes_while_something_is_filled_in_for_it(school: Store) -> None:
    school.apply("units/cs", [change("a", org="cs-1")], "u")
    with pytest.raises(BadInput, match="“cs-1组织”已有填报内容，不能删除"):
        school.apply(ORGANISATIONS, [gone("cs-1")], "u")
    with pytest.raises(BadInput, match="不能改到别的二级党组织名下") as caught:
        school.apply(ORGANISATIONS, [org("cs-1", "fl", base=1)], "u")
    assert caught.value.field == "parent"
    school.apply("units/cs", [change("a", org="cs-1", base=1, data=None)], "u")
    school.apply(ORGANISATIONS, [org("cs-1", "fl", base=1)], "u")


def test_those_below_move_along_and_count_too(school: Store) -> None:
    school.apply(ORGANISATIONS, [org("cs-1-1", "cs-1")], "u")
    school.apply("units/cs", [change("a", org="cs-1-1")], "u")
    with pytest.raises(BadInput, match="“cs-1-1组织”已有填报内容，不能改到"):
        school.apply(ORGANISATIONS, [org("cs-1", "fl", base=1)], "u")


def test_nothing_is_saved_in_the_unit_that_an_organisation_has_left(school: Store) -> None:
    school.apply(ORGANISATIONS, [org("cs-1", "fl", base=1)], "u")
    with pytest.raises(BadInput, match="刚改到“fl组织”名下"):
        school.apply("units/cs", [change("a", org="cs-1")], "u")
    school.apply("units/fl", [change("a", org="cs-1")], "u")


def test_no_organisation_goes_while_others_lie_below_it(school: Store) -> None:
    with pytest.raises(BadInput, match="下面还有1个党组织"):
        school.apply(ORGANISATIONS, [gone("cs")], "u")
    school.apply(ORGANISATIONS, [gone("cs"), gone("cs-1")], "u")


def test_none_is_put_below_what_is_gone_or_below_itself(school: Store) -> None:
    school.apply(ORGANISATIONS, [gone("fl")], "u")
    with pytest.raises(BadInput, match="上级“fl”刚被删除"):
        school.apply(ORGANISATIONS, [org("fl-1", "fl")], "u")
    school.apply(ORGANISATIONS, [org("cs-2", "cs-1")], "u")
    with pytest.raises(BadInput, match="不能是它自己或它的下级"):  # both moves are right, each by itself
        school.apply(ORGANISATIONS, [org("cs-1", "cs-2", base=1)], "u")
    assert school.get(ORGANISATIONS, "cs-1") is not None


def test_what_never_was_an_organisation_is_no_concern_of_the_store(school: Store) -> None:
    school.apply("units/zz", [change("a", org="zz")], "u")
    school.apply(ORGANISATIONS, [org("b", "nowhere"), change("x", annex="poem", org="x")], "u")


@pytest.mark.parametrize("backend", sorted(BACKENDS))
def test_a_removal_looks_into_all_campaigns(tmp_path: Path, backend: str) -> None:
    from forms.loading import SHIPPED, load_pack, shipped_packs
    from forms.shift import shift_years

    kept = BACKENDS[backend](tmp_path)
    pack = load_pack(shipped_packs()[SHIPPED])
    newer = shift_years(pack, pack.year + 1)
    for one in (pack, newer):
        kept.create(one)
    old, new = kept.open(pack.id), kept.open(newer.id)
    new.apply(ORGANISATIONS, [org("cs", level="unit")], "u")
    old.apply("units/cs", [change("a", org="cs")], "u")
    with pytest.raises(BadInput, match=f"（{pack.id}），不能删除"):
        new.apply(ORGANISATIONS, [gone("cs")], "u")
    old.apply("units/cs", [change("a", org="cs", base=1, data=None)], "u")
    new.apply(ORGANISATIONS, [gone("cs")], "u")
    with pytest.raises(BadInput, match="刚被删除"):
        old.apply("units/cs", [change("b", org="cs")], "u")


def test_a_campaign_on_a_disk_that_is_read_only_keeps_nobody_from_removing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "c2020" / "pack").mkdir(parents=True)
    (tmp_path / "c2020" / "pack" / "pack.toml").touch()
    store = FileStore(tmp_path, "c2021")
    store.apply(ORGANISATIONS, [org("cs", level="unit"), org("fl", level="unit")], "u")
    FileStore(tmp_path, "c2020").apply("units/fl", [change("a", org="fl")], "u")

    def refused(path: Path, mode: int = 0o770) -> None:
        if "c2020" in path.parts:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        path.mkdir(mode, exist_ok=True)

    monkeypatch.setattr("store.shards.filestore.make_folder", refused)
    store.apply(ORGANISATIONS, [gone("cs")], "u")
    with pytest.raises(BadInput, match="（c2020），不能删除"):
        store.apply(ORGANISATIONS, [gone("fl")], "u")


def _both(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """Who of the two was told that it is done; each in a process of its own."""
    done: list[str] = []
    with Crew() as crew:
        for name, work in (("first", first), ("second", second)):
            process = crew.start(functools.partial(_only_refused, work))
            done.append(f"{name} {process}")
        return [line.split()[0] for line in done if crew.wait(int(line.split()[1])) == 0]


def _only_refused(work: Callable[[], object]) -> None:
    try:
        work()
    except BadInput:
        os._exit(3)


def test_who_is_quicker_wins_and_the_other_is_told(tmp_path: Path) -> None:
    """An organisation removed while a record of it is saved; a parent removed while a child is added."""
    for turn in range(15):
        root = tmp_path / str(turn)
        root.mkdir()
        FileStore(root, "c2021").apply(ORGANISATIONS, [org("cs", level="unit"), org("cs-1", "cs")], "u")
        ways: list[tuple[str, str, Change]] = [
            ("units/cs", "cs-1", change("a", org="cs-1")),
            (ORGANISATIONS, "cs", org("cs-2", "cs")),
        ]
        for shard, removed, added in ways:
            store = functools.partial(FileStore, root, "c2021")
            done = _both(
                lambda: store().apply(ORGANISATIONS, [gone(removed)], "u"),  # noqa: B023
                lambda: store().apply(shard, [added], "v"),  # noqa: B023
            )
            assert len(done) == 1
            is_left = store().get(ORGANISATIONS, removed) is not None
            assert is_left == (store().get(shard, added.id) is not None) == (done == ["second"])
            if is_left and shard == "units/cs":
                store().apply(shard, [change("a", org="cs-1", base=1, data=None)], "u")
                store().apply(ORGANISATIONS, [gone("cs-1")], "u")


def test_a_removal_waits_for_who_is_saving_there(tmp_path: Path) -> None:
    store = FileStore(tmp_path, "c2021", lock_timeout=0.2)
    store.apply(ORGANISATIONS, [org("cs", level="unit")], "u")
    folder = tmp_path / "c2021" / "units" / "cs"
    folder.mkdir(parents=True)
    descriptor = os.open(folder, os.O_RDONLY)
    with locks.acquire(descriptor, "x", 1):
        with pytest.raises(LockTimeout, match="units/cs"):
            store.apply(ORGANISATIONS, [gone("cs")], "u")
        # and holds nobody up meanwhile
        patient = FileStore(tmp_path, "c2021", lock_timeout=20)
        removing = threading.Thread(target=lambda: patient.apply(ORGANISATIONS, [gone("cs")], "u"))
        removing.start()
        until_waiting(folder / "lock")
        FileStore(tmp_path, "c2021").apply(ORGANISATIONS, [org("fl", level="unit")], "u")
    removing.join()
    os.close(descriptor)
    assert store.get(ORGANISATIONS, "cs") is None
