"""``taizhang gate``: the screens, a handful of commands, and nothing that looks like anything else."""

from __future__ import annotations

import io
import os
import pwd
import zipfile
from pathlib import Path
from typing import Any

import pytest

from forms.errors import NotAllowed
from tests.support.commands import Run
from tui.commands import gate
from tui.commands.gate import ORIGINAL, parse
from tui.commands.main import COMMANDS

GOOD = {
    "due": ["due", "--"],
    "taizhang due": ["due", "--"],
    "due --within 7 --format=json --fail-overdue": [
        "due",
        "--within=7",
        "--format=json",
        "--fail-overdue",
        "--",
    ],
    "list 2": ["list", "--", "2"],
    "list study --org 教工第一党支部": ["list", "--org=教工第一党支部", "--", "study"],
    "list --org 'CS party' study": ["list", "--org=CS party", "--", "study"],
    "export --format docx --out -": ["export", "--format=docx", "--out=-", "--"],
    "export study 4 --format csv --raw --only --org jsj --org jx --out=-": [
        *("export", "--format=csv", "--raw", "--only", "--org=jsj", "--org=jx", "--out=-", "--"),
        *("study", "4"),
    ],
    "material --org jsj --deliverable final-report": [
        "material",
        "--org=jsj",
        "--deliverable=final-report",
        "--",
    ],
    "material --org jsj --deliverable final-report --heading 总结 --text -": [
        *("material", "--org=jsj", "--deliverable=final-report", "--heading=总结", "--text=-", "--"),
    ],
    "doctor --no-keys": ["doctor", "--no-keys", "--"],
    "import study - --dry-run": ["import", "--dry-run", "--", "study", "-"],
}


@pytest.mark.parametrize("asked", GOOD)
def test_what_is_allowed(asked: str) -> None:
    assert parse(asked, COMMANDS) == GOOD[asked]


def test_history_is_allowed_where_there_is_one() -> None:
    asked = "history study --id 01F2 --since 2021-04-01"
    assert parse(asked, {"history": None}) == ["history", "--id=01F2", "--since=2021-04-01", "--", "study"]
    with pytest.raises(NotAllowed):
        parse(asked, {"due": None})


BAD = [
    *("id", "bash", "sh -c due", "/bin/sh", "python3", "vim", "TAIZHANG_STORE=x due", "env due", "exec due"),
    *("init", "add study", "org list", "config set exports x", "check", "demo", "access apply", "gate", "--"),
    *(
        "gate --store x",
        "--help",
        "--version",
        "-c id",
        "taizhang",
        "taizhang --store x due",
        "taizhang taizhang due",
    ),
    *(
        "due --store x",
        "material --org jsj --deliverable x --text 总结.txt",
        "material --org jsj --deliverable x --text",
        "material --org jsj --deliverable x --photo a.jpg=会",
        "material --org jsj --deliverable x --attach a.pdf",
        "doctor --store=x",
        "due --store=x",
        "due --today 2021-01-01",
        "due --campaign=../x",
        "due --campaign",
        "--today 2021-01-01 due",
    ),
    *(
        "due; id",
        "due ;id",
        "due;id",
        "due && id",
        "due | sh",
        "due & id",
        "due `id`",
        "due $(id)",
        "due $HOME",
    ),
    *(
        "due\nid",
        "due\r\nid",
        "due\0",
        "due\x1b[2J",
        "due\u2028id",
        "due \u202e",
        "due\tid",
        "due # x",
        "due !1",
    ),
    *(
        "due > x",
        "due < x",
        "due --org \\x",
        "due --org ~",
        "due --org *",
        "due 'x",
        'due "',
        "due --org {a,b}",
    ),
    *("list", "list study ledger", "list ../study", "list /etc/passwd", "list study x/y", "list --org"),
    *("list study --org ../x", "list study --org /x", "list study --org -x", "list study --org --store"),
    *("list study --org=", "list study --org .", "list --form json study", "due --fail-overdue=1"),
    *("export study --format docx", "export study --format docx --out x", "export --format docx --out /srv"),
    *(
        "export study --format docx --out - --out x",
        "export - --format docx --out -",
        "export --out=- -- study",
    ),
    *("import study", "import study x.csv", "import study /etc/passwd", "import - study", "import study - -"),
    *("import - -", "import study --org x", "history --restore 1 --id x", "history study ledger"),
    *("scp -f x", "scp -t /tmp", "/usr/lib/openssh/sftp-server", "internal-sftp", "rsync --server", "sftp"),
    "due " + "x" * 5000,
    "due \udcff",
]


@pytest.mark.parametrize("asked", BAD)
def test_what_is_refused(asked: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        parse(asked, COMMANDS)
    assert caught.value.EXIT_CODE == 6
    sentence = caught.value.sentence
    assert sentence.endswith("。")
    assert len(sentence) < 200


class Gate:
    """Runs it as sshd would, with ``asked`` as what the person wanted."""

    def __init__(self, run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._run, self._store, self._monkeypatch = run, store, monkeypatch

    def __call__(self, asked: str | None, *words: str, input: str | bytes | None = None, **env: str) -> Any:
        for name, value in env.items():
            self._monkeypatch.setenv(name, value)
        if asked is not None:
            self._monkeypatch.setenv(ORIGINAL, asked)
        return self._run("gate", *(words or ("--store", str(self._store))), input=input)


@pytest.fixture
def through(run: Run, school: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Gate:
    """The account lives in the test's folder; the environment is put back at the end."""
    before, umask = dict(os.environ), os.umask(0o022)
    os.umask(umask)
    me = pwd.getpwuid(os.getuid())
    entry = pwd.struct_passwd((me.pw_name, "x", me.pw_uid, me.pw_gid, "", str(home), me.pw_shell))
    monkeypatch.setattr(gate.pwd, "getpwuid", lambda uid: entry)
    # For good: that is for a process of its own.
    monkeypatch.setattr(gate, "confine", lambda session: None)
    monkeypatch.delenv("TAIZHANG_STORE")
    monkeypatch.delenv("TAIZHANG_TODAY")
    yield Gate(run, school, monkeypatch)
    os.umask(umask)
    os.environ.clear()
    os.environ.update(before)


def test_an_allowed_command_runs_on_the_store_of_sshds_line(through: Gate) -> None:
    done = through("list schedule --format json")
    assert done.exit_code == 0, done.stderr
    assert "study-summary" in done.stdout


def test_its_status_comes_through(through: Gate) -> None:
    done = through("list study --org nobody")
    assert (done.exit_code, "没有党组织" in done.stderr) == (3, True)
    done = through("list none")
    assert (done.exit_code, "没有附件" in done.stderr) == (2, True)


def test_a_refusal_is_a_sentence_and_status_6(through: Gate) -> None:
    done = through("bash -i")
    assert done.exit_code == 6
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "due、list 附件" in done.stderr


def test_neither_environment_nor_settings_choose_store_day_or_campaign(
    through: Gate, tmp_path: Path, home: Path
) -> None:
    config = home / "config" / "taizhang" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'store = "{tmp_path}/elsewhere"\n')
    done = through(
        "due --format json",
        TAIZHANG_STORE=str(tmp_path / "elsewhere"),
        TAIZHANG_TODAY="1999-01-01",
        TAIZHANG_CAMPAIGN="other",
        TAIZHANG_ORG="nobody",
        XDG_CONFIG_HOME=str(tmp_path),
    )
    assert done.exit_code == 0, done.stderr
    assert '"days_left": -' in done.stdout  # it is no longer 1999


def test_the_campaign_may_stand_in_sshds_line(through: Gate, school: Path) -> None:
    done = through("due", "--store", str(school), "--campaign", "none")
    assert (done.exit_code, "没有专项工作" in done.stderr) == (2, True)


def test_where_there_are_several_campaigns_the_person_says_which(
    through: Gate, school: Path, run: Run
) -> None:
    assert run("init", str(school), "--year", "2022", "--unit", "计算机学院党委").exit_code == 0
    first, second = sorted(path.parent.name for path in school.glob("*/pack"))
    done = through("due --format json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"--campaign 指明一项：{first}、{second}" in done.stderr
    done = through(f"due --campaign {second} --format json")
    assert done.exit_code == 0, done.stderr
    assert '"due": "2022-' in done.stdout
    for asked, status in ((f"due --campaign={first}", 0), (f"due --campaign {second}", 6)):
        pinned = through(asked, "--store", str(school), "--campaign", first)
        assert pinned.exit_code == status, pinned.stderr


def test_without_a_store_it_does_nothing(through: Gate, school: Path) -> None:
    done = through("due", "--campaign", "x", TAIZHANG_STORE=str(school))
    assert (done.exit_code, "--store" in done.stderr) == (2, True)


@pytest.mark.parametrize("asked", [None, "", "  "])
def test_without_a_command_it_is_the_screens(
    through: Gate, school: Path, asked: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []

    def open_program(session: Any) -> int:
        opened.append((session.root(), session.today, dict(os.environ)))
        return 0

    monkeypatch.setattr("tui.commands.screens.open_program", open_program)
    done = through(asked, LD_PRELOAD="x.so", PYTHONPATH="x", BASH_ENV="x", LC_ALL="C.UTF-8", TERM="xterm")
    assert done.exit_code == 0, done.stderr
    ((root, today, environment),) = opened
    assert (root, today) == (school, None)
    assert environment["TERM"] == "xterm"
    assert environment["LC_ALL"] == "C.UTF-8"
    assert {"LD_PRELOAD", "PYTHONPATH", "BASH_ENV", "XDG_DATA_HOME", ORIGINAL} & set(environment) == set()
    assert environment["HOME"] == gate.pwd.getpwuid(0).pw_dir


def test_a_store_that_is_not_there_is_not_made(through: Gate, tmp_path: Path) -> None:
    done = through(None, "--store", str(tmp_path / "none"))
    assert done.exit_code == 5
    assert not (tmp_path / "none").exists()


def test_a_file_goes_out_and_comes_in(through: Gate) -> None:
    out = through("export study ledger --format csv --out -")
    assert out.exit_code == 0, out.stderr
    names = zipfile.ZipFile(io.BytesIO(out.stdout_bytes)).namelist()
    assert len(names) == 2
    text = (
        "时间,学习内容,学习方式,开展单位,参加人员\r\n2021年4月6日,学习党史学习党史学习党史学习党史,党课,,\r\n"
    )
    done = through("import study - --org u1", input=text.encode())
    assert done.exit_code == 0, done.stderr
    assert "学习党史" in through("list study --format json").stdout
