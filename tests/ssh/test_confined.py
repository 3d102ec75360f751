"""What a session behind the gate has given up, seen from inside it and from outside; and that everything
people do there works all the same."""

from __future__ import annotations

import json
import pwd
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.landlock import version
from tests.support.installed import interpreter
from tests.support.pictures import picture
from tests.support.sshd import ENVIRONMENT, Server
from tests.support.terminal import Terminal

HELD = pytest.mark.skipif(version() == 0, reason="no Landlock in this kernel")
CAMPAIGN = "xuexi-zhenduan-jianshe-2021"

INSIDE = """
import json, os, signal, socket, subprocess, sys
sys.path.insert(0, {library!r})
from tui.commands.gate import confine
from tui.commands.gate import clean_environment
from tui.commands.session import Session

parent = os.getppid()
clean_environment()
confine(Session(store_path={root!r}))


def tried(what):
    try:
        what()
    except OSError as error:
        return type(error).__name__
    return ""


def look(path):
    return tried(lambda: os.close(os.open(path, os.O_RDONLY)))


found = {{path: look(path) for path in {paths!r}}}
found["run"] = tried(lambda: subprocess.run(["/bin/true"]))
found["shell"] = tried(lambda: os.execv("/bin/sh", ["sh"]))
found["write home"] = tried(lambda: open(os.path.expanduser("~/x"), "w"))
found["write tmp"] = tried(lambda: open("/tmp/x-{mark}", "w"))
found["signal"] = tried(lambda: os.kill(parent, 0))
found["upload"] = tried(lambda: open({uploads!r} + "/new", "w"))
found["stopped"] = signal.getsignal(signal.SIGTSTP) == signal.SIG_IGN
print(json.dumps(found))
"""


@HELD
def test_nothing_else_can_be_opened_or_run_from_inside(server: Server) -> None:
    """As if somebody had made the program do what they want."""
    uploads = str(server.exchange(server.clerk) / "上传")
    home = server.people.home(server.clerk)
    allowed = [
        str(server.root / "organisations" / "journal.jsonl"),
        str(server.exchange(server.clerk) / "导出"),
        uploads,
        "/etc/nsswitch.conf",  # unlike the lists of accounts never replaced meanwhile
    ]
    refused = [
        *("/", "/etc", "/etc/hostname", "/proc/self/environ", "/proc/self/maps", "/proc", "/tmp", "/home"),
        *(str(home), str(server.exchange(server.branch)), str(server.people.folder), "/bin/sh", "/usr/bin"),
    ]
    program = INSIDE.format(
        library=str(server.people.installed.library),
        root=str(server.root),
        paths=allowed + refused,
        uploads=uploads,
        mark=server.people.mark,
    )
    done = server.people.run(server.clerk, interpreter() or "", "-c", program)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("stopped")
    if version() < 6:
        found.pop("signal")
    assert {name for name, error in found.items() if not error} == set(allowed)


LATER = """
import os, sys
sys.path.insert(0, {library!r})
from store.access.roles import identity
from store.account import account
from tui.commands.gate import confine
from tui.commands.session import Session

confine(Session(store_path={root!r}))
print("held", flush=True)
sys.stdin.readline()
me = identity()
print(me.account, account(), *me.groups)
"""


def test_one_is_known_still_when_accounts_have_been_added(server: Server) -> None:
    """Which replaces the files that the list of accounts and that of groups are in."""
    program = LATER.format(library=str(server.people.installed.library), root=str(server.root))
    with server.people.start(server.clerk, interpreter() or "", "-c", program) as inside:
        assert inside.stdin
        assert inside.stdout
        assert inside.stdout.readline() == "held\n"
        server.people.add("later")
        inside.stdin.write("\n")
        inside.stdin.close()
        said = inside.stdout.read().split()
    assert said[:2] == [server.clerk, server.clerk]
    assert {server.clerk, f"{server.people.mark}-jsj", f"{server.people.mark}-members"} == set(said[2:])


@pytest.fixture
def session(server: Server) -> Iterator[tuple[Terminal, int]]:
    """The screens of the clerk, and the process that shows them."""
    with Terminal(server.line("-tt"), env=ENVIRONMENT) as terminal:
        terminal.wait_for("待办")
        uid = pwd.getpwnam(server.clerk).pw_uid
        (number,) = [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdecimal() and _runs_the_gate(entry, uid)
        ]
        yield terminal, number


def _runs_the_gate(entry: Path, uid: int) -> bool:
    try:
        if f"\nUid:\t{uid}\t" not in (entry / "status").read_text():
            return False
        words = (entry / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"gate" in words and b"-c" not in words


def test_neither_core_nor_new_rights(session: tuple[Terminal, int]) -> None:
    _, number = session
    limits = Path(f"/proc/{number}/limits").read_text()
    assert [line.split()[4:6] for line in limits.splitlines() if line.startswith("Max core")] == [["0", "0"]]
    assert Path(f"/proc/{number}/environ").stat().st_uid == 0  # no other process of the account looks in
    if version():
        assert "NoNewPrivs:\t1" in Path(f"/proc/{number}/status").read_text()


def test_it_is_not_stopped_to_a_shell(session: tuple[Terminal, int], server: Server) -> None:
    terminal, number = session
    subprocess.run(["kill", "-TSTP", str(number)], check=True)
    terminal.key("ctrl+z")
    terminal.send("2")
    terminal.wait_for("附件2 学习情况")
    terminal.send("id\r")
    assert "State:\tT" not in Path(f"/proc/{number}/status").read_text()
    terminal.key("esc")
    terminal.wait_for("待办")
    assert "uid=" not in terminal.screen_text()


def test_a_command_is_not_stopped_either(server: Server) -> None:
    """Before the screens the terminal still takes Ctrl+Z for a signal."""
    with Terminal([*server.line("-tt"), "import", "study", "-"], env=ENVIRONMENT) as terminal:
        terminal.key("ctrl+z")
        terminal.send("id\r")
        terminal.key("ctrl+c")
        terminal.wait_for_end()
        assert "uid=" not in terminal.screen_text()


def test_doctor_tells(server: Server) -> None:
    said = server.ssh("doctor", "--no-keys").stdout.decode()
    (line,) = [line for line in said.splitlines() if "隔离" in line]
    assert line.startswith("正常" if version() else "注意")
    if not version():
        assert "Landlock" in line


def test_photographs_words_and_tables_work(server: Server, tmp_path: Path) -> None:
    """What is loaded late is loaded: for pictures, Word, pinyin, digests."""
    (tmp_path / "现场.jpg").write_bytes(picture())
    done = server.sftp(f"put {tmp_path}/现场.jpg 上传/现场.jpg\n")
    assert done.returncode == 0, done.stderr.decode()
    with Terminal(server.line("-tt"), env=ENVIRONMENT, cols=160) as terminal:
        terminal.wait_for("待办")
        terminal.send("5")
        terminal.wait_for("报送材料")
        terminal.key("enter")
        terminal.wait_for("照片和附件", "Ctrl+R 加附件")
        terminal.send("正文")
        terminal.wait_for("正文")
        terminal.key("ctrl+n")
        terminal.wait_for("现场.jpg")
        terminal.send("xianchang")
        terminal.wait_for("现场.jpg", "xianchang")
        terminal.key("enter")
        terminal.wait_for("照片说明")
        terminal.key("enter")
        terminal.wait_for("已加上：现场.jpg")
        terminal.key("f2")
        terminal.wait_for("已保存")
        terminal.key("f5")
        terminal.wait_for("已导出：")
        terminal.key("esc")
        terminal.wait_for("报送材料")
        terminal.key("esc")
        terminal.wait_for("待办")
        terminal.send("2")
        terminal.wait_for("附件2 学习情况")
        terminal.key("f6")
        terminal.wait_for("已导出：", ".csv")
        terminal.key("ctrl+q")
        assert terminal.wait_for_end() == 0
    for kind in ("docx", "xlsx", "csv", "json"):
        out = server.ssh(f"export study guide --format {kind} --out -")
        assert (out.returncode, bool(out.stdout)) == (0, True), out.stderr.decode()
    assert list((server.root / CAMPAIGN / "units" / "jsj" / "files").iterdir())
