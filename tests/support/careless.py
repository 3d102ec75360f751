"""What a careless or hostile member may do in the folder of their own unit: an item each, to be a row of a
test. A new one is a function and a line in ``ITEMS``."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

Deed = Callable[[Path], AbstractContextManager[None]]
"""Done to a unit's folder for as long as the context lasts."""


@dataclass(frozen=True)
class Item:
    """What is done, and what is hidden by it, so that commands which need that go on without the unit:
    ``read`` (what it holds), ``study`` (its study records alone), ``check``, ``repair`` (``check --repair``
    cannot put it right), ``access``. To the others it is nothing."""

    name: str
    do: Deed
    hides: frozenset[str]


def _deed(do: Callable[[Path], None]) -> Deed:
    @contextmanager
    def done(unit: Path) -> Iterator[None]:
        do(unit)
        yield

    return done


def _link(name: str) -> Deed:
    def do(unit: Path) -> None:
        kept = (unit / name).rename(unit / "elsewhere")
        (unit / name).symlink_to(kept)

    return _deed(do)


@contextmanager
def _itself_a_link(unit: Path) -> Iterator[None]:
    kept = unit.rename(unit.parents[3] / "elsewhere")
    unit.symlink_to(kept)
    yield
    unit.unlink()
    kept.rename(unit)


def _hard_link(name: str) -> Deed:
    return _deed(lambda unit: (unit / "copy").hardlink_to(unit / name))


def _pipe(name: str) -> Deed:
    def do(unit: Path) -> None:
        (unit / name).unlink(missing_ok=True)
        os.mkfifo(unit / name)

    return _deed(do)


def _folder(name: str) -> Deed:
    def do(unit: Path) -> None:
        (unit / name).unlink()
        (unit / name).mkdir()

    return _deed(do)


def _sparse(name: str) -> Deed:
    def do(unit: Path) -> None:
        (unit / name).parent.mkdir(exist_ok=True)
        with (unit / name).open("ab") as file:
            file.truncate(40 << 30)

    return _deed(do)


def _nested(name: str, part: str) -> Deed:
    """1,500 folders, one in the other: no program can name the innermost in one call."""

    @contextmanager
    def do(unit: Path) -> Iterator[None]:
        made = [os.open(unit, os.O_RDONLY)]
        for here in [name, *[part] * 1_499]:
            os.mkdir(here, dir_fd=made[-1])
            inner = os.open(here, os.O_RDONLY, dir_fd=made[-1])
            os.close(made.pop())
            made.append(inner)
        os.close(made.pop())
        yield
        _remove_nested(unit / name)

    return do


def _remove_nested(folder: Path) -> None:
    """From above: each level is put into the place of the one above it."""
    while True:
        try:
            (inner,) = folder.iterdir()
        except ValueError:
            break
        spare = inner.rename(folder.with_name("spare"))
        folder.rmdir()
        spare.rename(folder)
    folder.rmdir()


@contextmanager
def _held(unit: Path) -> Iterator[None]:
    """The lock, by somebody who does not let go; the shard is behind meanwhile, so that whoever reads would
    like to mend it."""
    old = (unit / "shard.json").read_bytes()
    with (unit / "lock").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        append(unit, b'"data of nobody"')
        assert (unit / "shard.json").read_bytes() == old
        yield


def _named(name: bytes) -> Deed:
    return _deed(lambda unit: Path(os.fsdecode(os.fsencode(unit) + b"/" + name)).write_bytes(b"x"))


def append(unit: Path, content: bytes) -> None:
    """The same of a study record whose content is this JSON."""
    add(unit, b"planted", b"study", b'"content":' + content)


def add(unit: Path, document: bytes, annex: bytes, data: bytes) -> None:
    """A line with the right hash, as only a program writes it: of a document with these data."""
    journal = unit / "journal.jsonl"
    last = journal.read_bytes().splitlines()[-1]
    before = json.loads(last)
    body = (
        b'{"format":1,"sequence":%d,"actor":"x","at":"2021-04-10T08:00:00+08:00","changes":[{"id":"%s",'
        b'"annex":"%s","org":"%s","rev":1,"set":{%s}}],"before":"%s"'
        % (before["sequence"] + 1, document, annex, unit.name.encode(), data, before["hash"].encode())
    )
    with journal.open("ab") as file:
        file.write(b'%s,"hash":"%s"}\n' % (body, sha256(body).hexdigest().encode()))


def _odd_types(unit: Path) -> None:
    """What was done about a deliverable, by no program: lists where words should be."""
    keys = b'"deliverable":"research-report","title":"","state":[],"date":[1],"extended_to":{},"note":[]'
    add(unit, b"schedule:%s:research-report" % unit.name.encode(), b"schedule", keys)


def _deep_shard(unit: Path) -> None:
    """A record in the shard itself; the journal's end is the one it names."""
    shard = json.loads((unit / "shard.json").read_bytes())
    row = next(iter(shard["study"].values()))
    row["data"]["content"] = "HERE"
    deep = "[" * 900 + "]" * 900
    (unit / "shard.json").write_text(json.dumps(shard).replace('"HERE"', deep), encoding="utf-8")


CONTENT = frozenset({"read", "check"})
LASTING = CONTENT | {"repair"}
PLACE = frozenset({"check", "repair", "access"})
EVERYTHING = LASTING | PLACE
NOTHING: frozenset[str] = frozenset()

ITEMS = (
    Item("folder is a link", _itself_a_link, EVERYTHING),
    Item("shard is a link", _link("shard.json"), EVERYTHING),
    Item("journal is a link", _link("journal.jsonl"), EVERYTHING),
    Item("lock is a link", _link("lock"), PLACE),
    Item("shard is a pipe", _pipe("shard.json"), EVERYTHING),
    Item("journal is a pipe", _pipe("journal.jsonl"), EVERYTHING),
    Item("lock is a pipe", _pipe("lock"), PLACE),
    Item("mark is a pipe", _pipe("blocked.json"), NOTHING),
    Item("shard is a folder", _folder("shard.json"), CONTENT),
    Item("shard has two names", _hard_link("shard.json"), CONTENT | {"access"}),
    Item("journal has two names", _hard_link("journal.jsonl"), EVERYTHING),
    Item("lock is held", _held, frozenset({"check", "repair"})),
    Item("name is no UTF-8", _named(b"\xff\xd5\xcb.txt"), frozenset({"check", "repair"})),
    Item("name obeys terminals", _named(b"\x1b]0;x\x07.txt"), frozenset({"check", "repair"})),
    Item("nested folders", _nested("files", "x"), PLACE),
    Item("nested folders of long names", _nested("x", "y" * 200), PLACE),
    Item("sparse shard", _sparse("shard.json"), CONTENT),
    Item("sparse journal", _sparse("journal.jsonl"), LASTING),
    Item("sparse mark", _sparse("blocked.json"), NOTHING),
    Item("sparse attachment", _sparse(f"files/{'0' * 64}"), frozenset({"check", "repair"})),
    Item("deep line", _deed(lambda unit: append(unit, b"[" * 900 + b"]" * 900)), LASTING),
    Item("long line", _deed(lambda unit: append(unit, b'"%s"' % (b"x" * 60_000_000))), LASTING),
    Item("line of objects", _deed(lambda unit: append(unit, b"[%s{}]" % (b"{}," * 2_000_000))), LASTING),
    Item("deep shard", _deed(_deep_shard), frozenset({"study", "check"})),
    Item("lists for texts", _deed(_odd_types), frozenset({"odd"})),
)
