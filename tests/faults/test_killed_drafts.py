"""A session is killed at a random instant while its draft is written: the draft is there, and readable."""

from __future__ import annotations

import functools
import random
import time
from pathlib import Path

from store.drafts import DraftBox
from tests.support.writers import Ack, Crew, Notes, wait_for_a_save

KILLS = 60


def write_on(box: DraftBox, notes: Notes) -> None:
    """Each writing holds one number more. Goes on with the draft that is offered, as a person would."""
    offers = box.offers()
    draft = offers[0].take() if offers else box.begin({"annex": "study"})
    number = int(offers[0].values["number"]) if offers else 0
    while True:
        number += 1
        draft.write({"number": number, "text": "赴烈士陵园祭扫，重温入党誓词" * 20})
        notes.note(Ack("draft", 1, number, 0))


def test_a_draft_of_a_session_killed_while_writing_it(tmp_path: Path) -> None:
    box, notes = DraftBox(tmp_path / "drafts"), Notes(tmp_path / "acknowledged")
    chance = random.Random(1)
    for _ in range(KILLS):
        with Crew() as crew:
            session = crew.start(functools.partial(write_on, box, notes))
            wait_for_a_save([notes])
            time.sleep(chance.uniform(0.0, 0.005))
            assert box.offers() == []  # it lives
            crew.kill(session)
        (offer,) = box.offers()
        assert 0 <= offer.values["number"] - notes.all()[-1].number <= 1


def test_each_byte_of_a_draft_flipped_and_each_length_cut(in_memory: Path) -> None:
    """What can still be read is offered, what cannot is left alone."""
    box = DraftBox(in_memory / "drafts")
    draft = box.begin({"annex": "study", "org": "jsj", "id": "", "base": 0, "title": "学习情况"})
    draft.write(
        {"texts": {"content": "赴烈士陵园祭扫"}, "before": [], "after": [], "pending": "", "new": True}
    )
    draft.close()
    whole = draft.path.read_bytes()
    damages = [whole[:length] for length in range(len(whole))]
    damages += [
        whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :]
        for place in range(len(whole))
        for bit in (0x01, 0x20, 0x80)
    ]
    for damage in damages:
        draft.path.write_bytes(damage)
        for offer in box.offers():
            assert isinstance(offer.place, dict)
            assert isinstance(offer.values, dict)
        assert draft.path.read_bytes() == damage
