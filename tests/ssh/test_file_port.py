"""The port where people fetch and bring files: their own two folders, and nothing else."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

from tests.support.sshd import ENVIRONMENT, TIMEOUT, Server
from tests.support.terminal import Terminal

NAME = "计算机学院党委-附件2学习情况汇总表"


def test_what_the_screen_says_after_an_export_fetches_the_file(server: Server, tmp_path: Path) -> None:
    with Terminal(server.line("-tt"), env=ENVIRONMENT, cols=200) as terminal:
        terminal.wait_for("待办")
        terminal.send("2")
        terminal.wait_for("附件2 学习情况")
        terminal.key("F5")
        terminal.wait_for("已导出：", "scp ", "sftp://")
        scp = next(line.strip() for line in terminal.screen_text().splitlines() if "scp -P" in line)
        address = next(line.strip() for line in terminal.screen_text().splitlines() if "sftp://" in line)
        terminal.key("ctrl+q")
        assert terminal.wait_for_end() == 0
    where = f"{server.clerk}@127.0.0.1:"
    assert scp.endswith(f"scp -P {server.sftp_port} {where}/导出/{NAME}.docx .")
    assert address.endswith(f"sftp://{where}{server.sftp_port}/导出/")
    # As typed, but for this client's key.
    line = [*server.line(tool="scp"), f"{where}/导出/{NAME}.docx", "."]
    done = subprocess.run(
        line, cwd=tmp_path, capture_output=True, timeout=TIMEOUT, check=False, env=ENVIRONMENT
    )
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / f"{NAME}.docx").read_bytes()[:2] == b"PK"
    kept = server.exchange(server.clerk) / "导出"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    assert [path.name for path in kept.iterdir()] == [f"{NAME}.docx"]
    assert stat.S_IMODE((kept / f"{NAME}.docx").stat().st_mode) & 0o077 == 0


def test_files_are_brought_and_fetched(server: Server, tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text("时间,学习内容\r\n")
    done = server.sftp(
        f"ls -1\nput {tmp_path}/名单.csv 上传/\nls -1 上传\nget 上传/名单.csv {tmp_path}/back.csv\n"
    )
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "back.csv").read_bytes() == (tmp_path / "名单.csv").read_bytes()
    brought = server.exchange(server.clerk) / "上传" / "名单.csv"
    assert brought.owner() == server.clerk
    assert stat.S_IMODE(brought.stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize(
    "batch",
    [
        "get /etc/passwd {here}/x",
        "get ../../../etc/passwd {here}/x",
        "get {root}/members.toml {here}/x",
        "cd /..\nget etc/passwd {here}/x",
        "put {here}/own /own",
        "mkdir /new",
        "rename /导出 /gone",
        "ls {others}",
        "cd {others}/导出",
    ],
)
def test_there_is_nothing_else(server: Server, tmp_path: Path, batch: str) -> None:
    (tmp_path / "own").write_text("x")
    places = {"here": tmp_path, "root": server.root, "others": server.exchange(server.branch)}
    done = server.sftp(batch.format(**places))
    assert done.returncode != 0
    assert not (tmp_path / "x").exists()
    assert sorted(path.name for path in server.exchange(server.clerk).iterdir()) == ["上传", "导出"]


def test_a_link_leads_no_further(server: Server, tmp_path: Path) -> None:
    """Links are resolved below one's own top."""
    done = server.sftp(f"symlink /etc/passwd 上传/link\nget 上传/link {tmp_path}/x\n")
    assert done.returncode != 0
    assert not (tmp_path / "x").exists()
    server.sftp("rm 上传/link")


@pytest.mark.parametrize("options", [(), ("-tt",), ("-W", "127.0.0.1:{port}")])
def test_no_commands_here(server: Server, options: tuple[str, ...]) -> None:
    given = tuple(option.format(port=server.port) for option in options)
    done = server.ssh(*(() if "-W" in options else ("due",)), options=given, port=server.sftp_port)
    assert done.returncode != 0
    assert b"SSH-2.0" not in done.stdout
    assert b"org" not in done.stdout
