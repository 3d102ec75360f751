"""Which languages of the environment it takes, and what it says about the others."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.programs import Start

pytestmark = pytest.mark.usefixtures("campaign")

CHARMAPS = Path("/usr/share/i18n/charmaps")


@pytest.fixture(scope="module")
def gbk_locale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a locale zh_CN.GBK, as systems of another age have it."""
    if shutil.which("localedef") is None or not CHARMAPS.is_dir():
        pytest.skip("needs localedef and the charmaps of Debian's package locales")
    folder = tmp_path_factory.mktemp("locale")
    subprocess.run(
        ["localedef", "-c", "-i", "zh_CN", "-f", "GBK", str(folder / "zh_CN.GBK")], capture_output=True
    )
    return folder


@pytest.mark.parametrize("arguments", [[], ["due"]])
def test_a_locale_that_is_not_utf8_is_refused(start: Start, gbk_locale: Path, arguments: list[str]) -> None:
    terminal = start(*arguments, env={"LC_ALL": "zh_CN.GBK", "LOCPATH": str(gbk_locale)})
    assert terminal.wait_for_end() == 2
    said = terminal.bytes_written.decode("gbk")
    assert "UTF-8" in said
    assert "gbk" in said.lower()
    assert "export LC_ALL=C.UTF-8" in said
    assert b"\x1b[?1049h" not in terminal.bytes_written


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": ""},
        {"LANG": "C"},
        {"LANG": "POSIX"},
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX"},
        {"LANG": "zh_CN.UTF-8"},
    ],
    ids=lambda environment: "=".join(*environment.items()),
)
def test_a_locale_that_sshd_did_not_pass_on_is_taken_as_utf8(
    start: Start, environment: dict[str, str]
) -> None:
    terminal = start(env=environment)
    terminal.wait_for("待办", "推进时间表")
    due = start("due", env=environment)
    due.wait_for("学习情况汇")
    assert due.wait_for_end() == 0
