"""How a run ends when something else than input is wrong: faults, interrupts, closed pipes, other locales."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import Run


def test_a_fault_goes_to_a_private_log_without_anybodys_text(
    run: Run, school: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "李明朗的个人情况"

    def fail(*_: object) -> None:
        try:
            raise KeyError(secret)
        except KeyError as error:
            raise ValueError(f"{secret}\n{secret}") from error

    monkeypatch.setattr("store.campaign.submissions.due", fail)
    result = run("due")
    assert result.exit_code == 70
    assert len(result.stderr.splitlines()) == 1
    (log,) = (home / "state" / "taizhang").glob("crash-*.log")
    assert str(log) in result.stderr
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    text = log.read_text(encoding="utf-8")
    assert secret not in text + result.output
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "test_endings.py" in text


def test_only_the_latest_crash_logs_are_kept(tmp_path: Path) -> None:
    from tui.commands.crash import KEPT, write_crash_log

    for _ in range(KEPT + 3):
        write_crash_log(ValueError(), tmp_path)
    assert len(list(tmp_path.glob("crash-*"))) == KEPT


def test_a_crash_without_a_home_is_told_all_the_same(
    run: Run, school: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("store.campaign.submissions.due", fail)
    (home / "state").write_text("")
    result = run("due")
    assert result.exit_code == 70
    assert "故障" in result.stderr


def test_an_interrupt_ends_quietly(run: Run, school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("store.campaign.submissions.due", interrupt)
    result = run("due")
    assert result.exit_code == 130
    assert "Traceback" not in result.stderr


def _process(*line: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tui.commands.main", *line],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_closed_pipe_is_no_error(school: Path) -> None:
    process = _process("due")
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == b""
    assert process.wait() in (0, 141)


def test_a_full_disk_behind_standard_output_is_told(school: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "tui.commands.main", "due"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert result.returncode == 5
    assert result.stderr.decode() == "错误：标准输出写不了：磁盘已满。\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_fault(school: Path, home: Path, closed: str) -> None:
    for line in ("due", "due --format csv", "nonsense"):
        command = f"{sys.executable} -m tui.commands.main {line} {closed}"
        result = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
        assert result.returncode == (2 if line == "nonsense" else 0), (line, result.stderr)
    assert not list(home.rglob("crash*"))


def test_a_locale_of_another_encoding_is_refused(school: Path) -> None:
    for variables in (
        {"LC_ALL": "zh_CN.GBK"},
        {"LC_ALL": "", "LC_CTYPE": "zh_CN.gb18030"},
        {"LC_ALL": "", "LC_CTYPE": "", "LANG": "zh_CN.GB2312"},
    ):
        process = _process("due", **variables)
        _, stderr = process.communicate()
        assert process.returncode == 2, variables
        assert "UTF-8" in stderr.decode("utf-8", "replace")
        assert b"Traceback" not in stderr


@pytest.mark.parametrize("name", ["C", "POSIX", "", "zh_CN.UTF-8", "en_US.utf8", "C.UTF-8"])
def test_a_locale_that_was_not_passed_on_is_taken_for_utf8(school: Path, name: str) -> None:
    process = _process("org", "list", LC_ALL=name, LC_CTYPE="", LANG="", PYTHONIOENCODING="ascii")
    stdout, stderr = process.communicate()
    assert process.returncode == 0, stderr
    assert "计算机学院党委" in stdout.decode("utf-8")
