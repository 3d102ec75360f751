"""Whatever is in a file: a sentence, within 10 seconds of processor time and 300 MB."""

from __future__ import annotations

import subprocess
import sys

import pytest

from store.campaign.campaign import Campaign
from tests.support.hostile_files import FILES, write_all
from tests.support.paths import PROJECT

SECONDS, MEGABYTES = 10.0, 300


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[float, int, str]]:
    """File name to seconds of processor time, the process's peak in megabytes, and what was said."""
    from store.campaign.founding import create_store

    folder, store = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("school") / "store"
    create_store(store, 2021, "计算机学院党委")
    write_all(folder)
    run = subprocess.run(
        [sys.executable, "-m", "tests.support.hostile_files", str(folder), str(store)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    lines = [line.split("\t") for line in run.stdout.splitlines()]
    return {name: (float(seconds), int(peak), sentence) for name, peak, seconds, sentence in lines}


@pytest.mark.parametrize("name", FILES)
def test_a_sentence_in_time_and_memory(name: str, told: dict[str, tuple[float, int, str]]) -> None:
    seconds, peak, sentence = told[name]
    assert FILES[name][1] in sentence
    assert sentence.endswith("。")
    assert seconds < SECONDS
    assert peak < MEGABYTES


def test_nothing_outside_the_file_is_read(c: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even for a document that only points there."""
    import builtins

    from exports.readers.files import read_file
    from store.campaign.records import records_annex
    from tests.support.hostile_files import members
    from tests.support.made_files import RELS, packed

    away = '<Relationship Id="n" Type="x/numbering" TargetMode="External" Target="file:///etc/hostname"/>'
    data = packed({**members(), "word/_rels/document.xml.rels": RELS.format(away)})
    annex = records_annex(c, "ledger")
    read_file(data, "x.docx", annex, c)  # whatever it imports and opens at first

    def refuse(*arguments: object, **more: object) -> None:
        raise AssertionError(f"opened {arguments[0]!r}")

    monkeypatch.setattr(builtins, "open", refuse)
    assert len(read_file(data, "x.docx", annex, c).proposals) == 1
