"""The port where people work: the screens and a handful of commands, and no way to anything else."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from tests.support.sshd import ENVIRONMENT, TIMEOUT, Server, taken_port
from tests.support.terminal import Terminal

CAMPAIGN = "xuexi-zhenduan-jianshe-2021"
CSV = "时间,学习内容,学习方式,开展单位,参加人员\r\n2021年4月6日,学习党史学习党史学习党史学习党史,党课,,\r\n"


@pytest.fixture
def trap(server: Server) -> Path:
    """A file that whoever gets out of the program could make."""
    path = server.people.folder / "trap"
    path.mkdir(exist_ok=True)
    path.chmod(0o1777)
    for left in path.iterdir():
        left.unlink()
    return path / "out"


def test_the_screens_open(server: Server) -> None:
    with Terminal(server.line("-tt"), env=ENVIRONMENT) as terminal:
        terminal.wait_for("待办", "计算机学院党委")
        assert "机械学院党委" not in terminal.screen_text()
        terminal.send("2")
        terminal.wait_for("附件2 学习情况")
        terminal.key("ctrl+q")
        assert terminal.wait_for_end() == 0
        terminal.assert_restored()


def test_a_branch_sees_itself(server: Server) -> None:
    with Terminal(server.line("-tt", account=server.branch), env=ENVIRONMENT) as terminal:
        terminal.wait_for("待办")
        terminal.send("2")
        terminal.wait_for("附件2 学习情况", "教工第一党支部")
        terminal.key("ctrl+q")
        assert terminal.wait_for_end() == 0


def test_without_a_terminal_there_are_no_screens(server: Server) -> None:
    done = server.ssh(options=("-T",))
    assert done.returncode == 2
    assert "不是终端" in done.stderr.decode()


# The list


def test_what_is_due(server: Server) -> None:
    done = server.ssh("due", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert {row["org"] for row in json.loads(done.stdout)} == {"jsj"}


def test_files_come_in_and_go_out(server: Server) -> None:
    done = server.ssh("import study - --org jsj", input=CSV.encode())
    assert done.returncode == 0, done.stderr.decode()
    listed = json.loads(server.ssh("list 'study' --format json").stdout)
    assert [row["content"] for row in listed if row["org"] == "jsj"] == ["学习党史" * 4]
    out = server.ssh("export study ledger --format docx --out -")
    assert out.returncode == 0, out.stderr.decode()
    assert len(zipfile.ZipFile(io.BytesIO(out.stdout)).namelist()) == 2
    history = server.ssh("history study --format json")
    assert history.returncode == 0, history.stderr.decode()
    assert server.clerk in history.stdout.decode()


def test_another_unit_is_refused(server: Server) -> None:
    done = server.ssh("list study --org jx")
    assert (done.returncode, "无权" in done.stderr.decode()) == (6, True)


# And nothing else


@pytest.mark.parametrize("asked", ["id", "cat {root}/{c}/units/jsj/shard.json", "/bin/sh -c id"])
def test_who_only_reads_comes_through_the_gate_too(server: Server, asked: str) -> None:
    done = server.ssh(asked.format(root=server.root, c=CAMPAIGN), account=server.reader)
    assert (done.returncode, done.stdout) == (6, b""), done.stderr.decode()
    due = server.ssh("due", "--format", "json", account=server.reader)
    assert due.returncode == 0, due.stderr.decode()
    assert {row["org"] for row in json.loads(due.stdout)} == {"jsj"}


def test_who_only_reads_fetches_files(server: Server) -> None:
    done = server.sftp("ls -1", account=server.reader)
    assert done.returncode == 0, done.stderr.decode()
    assert "导出" in done.stdout.decode()


WAYS_OUT = [
    "touch {trap}",
    "/bin/sh -c 'touch {trap}'",
    "due; touch {trap}",
    "due;touch {trap}",
    "due && touch {trap}",
    "due || touch {trap}",
    "due | tee {trap}",
    "due > {trap}",
    "due & touch {trap}",
    "due\ntouch {trap}",
    "\ntouch {trap}",
    "due\r\ntouch {trap}",
    "due $(touch {trap})",
    "due `touch {trap}`",
    "list study --org $(touch {trap})",
    "list study --org \"$(touch {trap})\"",
    "due '; touch {trap}; '",
    "export study --format csv --out {trap}",
    "export study --format csv --out - --out {trap}",
    "import study {trap}",
    "due --store {trap}",
    "due --today 2021-01-01",
    "due --campaign ../x",
    "init {trap} --year 2021 --unit x",
    "config set exports {trap}",
    "org list",
    "add study --set content=x",
    "gate --store {trap}",
    "demo",
    "TAIZHANG_STORE={trap} due",
    "python3 -c 'open(\"{trap}\", \"w\")'",
    "scp -t {trap}",
    "internal-sftp",
]  # fmt: skip


@pytest.mark.parametrize("asked", WAYS_OUT)
def test_other_commands_lead_nowhere(server: Server, trap: Path, asked: str) -> None:
    done = server.ssh(asked.format(trap=trap))
    assert done.returncode == 6, done.stderr.decode()
    assert done.stdout == b""
    said = done.stderr.decode()
    assert said.startswith("错误：这")
    assert said.count("\n") == 1
    assert not trap.exists()


def test_neither_sftp_nor_scp_on_this_port(server: Server, trap: Path) -> None:
    assert server.sftp("ls", port=server.port).returncode != 0
    line = server.line(port=server.port, tool="scp")
    done = subprocess.run(
        [*line, f"{server.clerk}@127.0.0.1:/etc/passwd", str(trap)],
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
        env=ENVIRONMENT,
    )
    assert done.returncode != 0
    assert not trap.exists()


@pytest.mark.parametrize(
    "options",
    [
        ("-o", "ExitOnForwardFailure=yes", "-N", "-R", "0:127.0.0.1:9"),
        ("-o", "ExitOnForwardFailure=yes", "-N", "-R", "{folder}/trap/socket:127.0.0.1:9"),
        ("-W", "127.0.0.1:{port}"),
        ("-o", "Tunnel=ethernet", "-o", "ExitOnForwardFailure=yes", "-N", "-w", "0:0"),
    ],
    ids=["a port there", "a socket there", "a port from here", "a tunnel"],
)
def test_nothing_is_forwarded(server: Server, trap: Path, options: tuple[str, ...]) -> None:
    places = {"folder": server.people.folder, "port": server.sftp_port}
    done = server.ssh(options=tuple(option.format(**places) for option in options))
    assert done.returncode != 0
    assert b"SSH-2.0" not in done.stdout  # what the other port says to whoever reaches it
    assert list(trap.parent.iterdir()) == []


def test_no_socket_there_is_reached_from_here(server: Server, trap: Path) -> None:
    with socket.socket(socket.AF_UNIX) as there, taken_port() as held:
        there.bind(str(trap))
        trap.chmod(0o777)
        there.listen()
        port = held.getsockname()[1]
        line = server.line("-N", "-L", f"127.0.0.1:{port}:{trap}")
        with subprocess.Popen(line, env=ENVIRONMENT, stderr=subprocess.DEVNULL) as client:
            try:
                with _connected(port) as near:
                    assert near.recv(1) == b""  # closed at once
                there.settimeout(0)
                with pytest.raises(BlockingIOError):
                    there.accept()
            finally:
                client.terminate()
    trap.unlink()


def _connected(port: int) -> socket.socket:
    """As soon as the client listens."""
    end = time.monotonic() + TIMEOUT
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def test_neither_agent_nor_windows_are_forwarded(server: Server) -> None:
    done = server.ssh("due", "--format", "json", options=("-A", "-X"))
    assert done.returncode == 0
    assert "DISPLAY" not in done.stdout.decode()


def test_the_environment_leads_nowhere(server: Server, trap: Path) -> None:
    library = server.people.folder / "planted"
    library.mkdir(exist_ok=True)
    for name in ("sitecustomize.py", "click.py", "usercustomize.py"):
        (library / name).write_text(f"open({str(trap)!r}, 'w')\n")
    (library / "rc").write_text(f"touch {trap}\n")
    hostile = {
        "LD_PRELOAD": f"{library}/x.so",
        "PYTHONPATH": str(library),
        "PYTHONSTARTUP": f"{library}/click.py",
        "PYTHONHOME": str(library),
        "ENV": f"{library}/rc",
        "BASH_ENV": f"{library}/rc",
        "PATH": str(library),
        "HOME": str(library),
        "USER": "root",
        "TAIZHANG_STORE": f"{library}/store",
        "TAIZHANG_TODAY": "1999-01-01",
        "TAIZHANG_ORG": "jx",
        "TAIZHANG_CAMPAIGN": "none",
        "_TAIZHANG_COMPLETE": "bash_source",
    }
    plain = server.ssh("due", "--format", "json")
    # One SetEnv: of several, ssh takes the first.
    sent = ("-o", "SetEnv=" + " ".join(f"{name}={value}" for name, value in hostile.items()))
    done = server.ssh("due", "--format", "json", options=sent)
    assert done.returncode == 0, done.stderr.decode()
    assert (done.stdout, done.stderr) == (plain.stdout, plain.stderr)
    assert not trap.exists()


def test_files_in_the_home_are_not_run(server: Server, trap: Path) -> None:
    home = server.people.home(server.clerk)
    (home / ".ssh").mkdir(exist_ok=True)
    planted = {".ssh/rc": f"touch {trap}\n", ".ssh/environment": f"ENV={home}/.profile\n"}
    planted |= {".profile": f"touch {trap}\n", ".shrc": f"touch {trap}\n"}
    try:
        for name, text in planted.items():
            (home / name).write_text(text)
        assert server.ssh("due").returncode == 0
        assert not trap.exists()
    finally:
        for name in planted:
            (home / name).unlink()
