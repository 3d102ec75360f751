"""Drafts: kept through any end of the session, offered only when nobody holds them."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from forms.errors import StoreError
from store.drafts import DraftBox

PLACE = {"store": "/s", "campaign": "c", "annex": "study", "org": "jsj", "id": "", "base": 0, "title": "学习"}


@pytest.fixture
def box(tmp_path: Path) -> DraftBox:
    return DraftBox(tmp_path / "drafts")


def test_nothing_typed_leaves_nothing(box: DraftBox) -> None:
    assert box.offers() == []
    box.begin(PLACE).close()
    box.begin(PLACE).discard()
    assert box.offers() == []


def test_closed_draft_is_offered_with_all_it_holds(box: DraftBox) -> None:
    draft = box.begin(PLACE)
    values = {"content": "很长的内容\n" * 500, "method": ["党课"], "n": None, "x": "\ud800\x1b[2J"}
    draft.write({"content": "头几个字"})
    draft.write(values)
    assert box.offers() == []  # held by us
    draft.close()
    (offer,) = box.offers()
    assert (offer.place, offer.values) == (PLACE, values)
    assert offer.written_at


def test_what_would_never_be_offered_is_not_said_to_be_kept(
    box: DraftBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = box.begin(PLACE)
    draft.write({"a": "1"})
    monkeypatch.setattr("store.drafts.LARGEST", 500)
    with pytest.raises(StoreError, match="没有存下"):
        draft.write({"a": "1" * 500})
    draft.close()
    (offer,) = box.offers()
    assert offer.values == {"a": "1"}


def test_files_are_private(box: DraftBox) -> None:
    old = os.umask(0)
    try:
        draft = box.begin(PLACE)
        draft.write({"a": "1"})
    finally:
        os.umask(old)
    assert stat.S_IMODE(draft.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(box.folder.stat().st_mode) == 0o700


def test_saved_draft_is_gone(box: DraftBox) -> None:
    draft = box.begin(PLACE)
    draft.write({"a": "1"})
    draft.discard()
    assert box.offers() == []
    assert list(box.folder.iterdir()) == []


def test_taken_draft_goes_on_in_its_file(box: DraftBox) -> None:
    draft = box.begin(PLACE)
    draft.write({"a": "1"})
    draft.close()
    (offer,) = box.offers()
    again = offer.take()
    assert again.path == draft.path
    assert box.offers() == []
    with pytest.raises(StoreError):
        offer.take()
    offer.discard()  # another session has it: nothing happens
    again.write({"a": "2"})
    again.close()
    (offer,) = box.offers()
    assert offer.values == {"a": "2"}
    offer.discard()
    assert box.offers() == []


def test_offer_of_an_older_writing_cannot_be_taken(box: DraftBox) -> None:
    draft = box.begin(PLACE)
    draft.write({"a": "1"})
    draft.close()
    (old,) = box.offers()
    draft = old.take()
    draft.write({"a": "2"})
    draft.close()
    with pytest.raises(StoreError):
        old.take()
    assert box.offers()[0].values == {"a": "2"}


def test_sessions_do_not_meet(box: DraftBox) -> None:
    drafts = [box.begin(PLACE) for _ in range(5)]
    for number, draft in enumerate(drafts):
        draft.write({"n": number})
    for draft in drafts:
        draft.close()
    assert sorted(offer.values["n"] for offer in box.offers()) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_draft_of_a_killed_session_is_offered(box: DraftBox, number: signal.Signals) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom store.drafts import DraftBox\n"
        "draft = DraftBox(Path(sys.argv[1])).begin({'annex': 'study'})\n"
        "draft.write({'a': '旧'})\ndraft.write({'a': '新'})\nprint(flush=True)\ntime.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", script, str(box.folder)], stdout=subprocess.PIPE)
    assert other.stdout is not None
    other.stdout.readline()
    assert box.offers() == []
    other.send_signal(number)
    other.wait()
    (offer,) = box.offers()
    assert offer.values == {"a": "新"}


def test_write_failing_keeps_what_was_there(box: DraftBox, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = box.begin(PLACE)
    draft.write({"a": "1"})

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(StoreError, match="磁盘已满"):
            draft.write({"a": "2"})
    assert [path.name for path in box.folder.iterdir()] == [draft.path.name]
    assert box.offers() == []  # still ours
    draft.write({"a": "3"})
    draft.close()
    assert box.offers()[0].values == {"a": "3"}


def test_half_written_files_of_long_ago_go(box: DraftBox) -> None:
    draft = box.begin(PLACE)
    draft.write({"a": "1"})
    draft.close()
    old, new = (box.folder / f".{draft.path.name}.{end}.tmp" for end in ("0000", "1111"))
    for path in (old, new):
        path.write_bytes(b"{")
    os.utime(old, (0, 0))
    assert len(box.offers()) == 1
    assert sorted(box.folder.iterdir()) == sorted([draft.path, new])


def test_folder_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    box = DraftBox(tmp_path / "file" / "drafts")
    assert box.offers() == []
    with pytest.raises(StoreError):
        box.begin(PLACE)


def test_folder_removed_while_typing(box: DraftBox) -> None:
    draft = box.begin(PLACE)
    box.folder.rmdir()
    with pytest.raises(StoreError, match="草稿没有存下"):
        draft.write({"a": "1"})


def test_files_that_are_no_drafts_are_passed_over_and_kept(box: DraftBox, tmp_path: Path) -> None:
    box.begin(PLACE)
    good = box.begin(PLACE)
    good.write({"a": "1"})
    good.close()
    content = good.path.read_bytes()
    for number, damage in enumerate(
        [b"", b"{", content[:-9], b"[]", b"null", b"\xff", b"[" * 100_000, b'{"format":1}',
         b'{"format":2,"place":{},"values":{},"written_at":""}',
         b'{"format":1,"place":[],"values":{},"written_at":""}',
         b'{"format":1,"place":{},"values":"x","written_at":""}',
         b'{"format":1,"place":{},"values":{},"written_at":7}']
    ):  # fmt: skip
        (box.folder / f"bad{number}.draft").write_bytes(damage)
    (tmp_path / "elsewhere").write_bytes(content)
    (box.folder / "link.draft").symlink_to(tmp_path / "elsewhere")
    (box.folder / "hard.draft").hardlink_to(tmp_path / "elsewhere")
    (box.folder / "folder.draft").mkdir()
    os.mkfifo(box.folder / "pipe.draft")
    before = sorted(path.name for path in box.folder.iterdir())
    assert [offer.path for offer in box.offers()] == [good.path]
    assert sorted(path.name for path in box.folder.iterdir()) == before
