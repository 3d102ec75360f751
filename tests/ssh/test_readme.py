"""What the README tells an administrator is what is tried here."""

from __future__ import annotations

from pathlib import Path

from store.access.sshd import stanzas
from tests.support.stanzas import SETTINGS, STANZAS

README = Path(__file__).parents[2] / "README.md"


def test_the_stanzas_are_those_of_the_readme() -> None:
    assert f"```\n{STANZAS}```\n" in README.read_text()


def test_the_program_prints_the_same() -> None:
    assert STANZAS.endswith(f"\n{stanzas(Path('/srv/taizhang'), SETTINGS, ('tz-members',))}")


def test_so_are_the_settings() -> None:
    for name, value in SETTINGS.items():
        assert f"taizhang config set --for-store {name} {value}\n" in README.read_text()
