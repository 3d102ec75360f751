"""Files that people bring over the file port and take in on the other: theirs, and nothing else that the
account can read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.sshd import ENVIRONMENT, Server
from tests.support.terminal import Terminal

CAMPAIGN = "xuexi-zhenduan-jianshe-2021"
ROWS = "时间,学习内容,学习方式,开展单位,参加人员\r\n2021年4月6日,传上来的一行学习内容学习内容,党课,,\r\n"
REFUSED = "这里只能打开“上传”和“导出”"


@pytest.fixture
def brought(server: Server) -> Path:
    """The folder 上传 as the server has it; the unit has a record."""
    assert server.ssh("import study - --org jsj", input=ROWS.encode()).returncode == 0
    return server.exchange(server.clerk) / "上传"


def picker(server: Server) -> Terminal:
    """The screens, for a file to be attached."""
    terminal = Terminal(server.line("-tt"), env=ENVIRONMENT, cols=160)
    terminal.wait_for("待办")
    terminal.send("5")
    terminal.wait_for("报送材料")
    terminal.key("enter")
    terminal.wait_for("照片和附件", "Ctrl+R 加附件")
    terminal.key("ctrl+r")
    terminal.wait_for("附上一个文件")
    return terminal


def type_path(terminal: Terminal, path: str) -> None:
    terminal.send(path)
    terminal.wait_for(path[-12:])
    terminal.key("enter")


def kept(server: Server) -> list[str]:
    folder = server.root / CAMPAIGN / "units" / "jsj" / "files"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_no_path_leads_to_what_the_account_can_read(server: Server, brought: Path) -> None:
    shard = server.root / CAMPAIGN / "units" / "jsj" / "shard.json"
    before = kept(server)
    paths = [
        "/etc/passwd",
        "/proc/self/environ",
        str(shard),
        "../../../../../etc/passwd",
        f"{brought}/../../../store/{CAMPAIGN}/units/jsj/shard.json",
        "~/../../store/taizhang.toml",
    ]
    with picker(server) as terminal:
        for path in paths:
            type_path(terminal, path)
            terminal.wait_for(REFUSED)
            assert "附上一个文件" in terminal.screen_text()
            terminal.key("ctrl+u")
            terminal.wait_for("输入几个字筛选文件名")
    assert kept(server) == before


def test_links_and_pipes_lead_nowhere(server: Server, brought: Path, tmp_path: Path) -> None:
    shard = server.root / CAMPAIGN / "units" / "jsj" / "shard.json"
    (tmp_path / "own").write_text("own")
    # The file port makes links of any kind; a hard link of what is one's own.
    done = server.sftp(
        f"symlink {shard} 上传/shard.txt\nsymlink /etc 上传/etc\nsymlink /proc/self 上传/self\n"
        f"put {tmp_path}/own 上传/own.txt\nln 上传/own.txt 上传/twice.txt\n"
    )
    assert done.returncode == 0, done.stderr.decode()
    made = server.people.run(server.clerk, "mkfifo", brought / "pipe.txt")
    assert made.returncode == 0, made.stderr
    secret = server.people.folder / "secret"
    secret.write_text("secret")
    (brought / "hard.txt").hardlink_to(secret)  # as if the system had not refused it
    before = kept(server)
    with picker(server) as terminal:
        assert not any(name in terminal.screen_text() for name in ("shard.txt", "etc/", "self/", "hard.txt"))
        for name in ("shard.txt", "etc/passwd", "self/environ", "hard.txt", "twice.txt", "pipe.txt"):
            type_path(terminal, f"{brought}/{name}")
            terminal.wait_until(lambda text: "没有名称含" in text or "打不开" in text)
            assert "附上一个文件" in terminal.screen_text()
            terminal.key("ctrl+u")
            terminal.wait_for("输入几个字筛选文件名")
    assert kept(server) == before


def test_a_folder_swapped_for_a_link_in_between(server: Server, brought: Path) -> None:
    """Listed as a folder of one's own, it leads to the unit's when the file is taken."""
    unit = server.root / CAMPAIGN / "units" / "jsj"
    script = f"mkdir {brought}/夹 && echo own > {brought}/夹/shard.json"
    assert server.people.run(server.clerk, "/bin/sh", "-c", script).returncode == 0
    before = kept(server)
    with picker(server) as terminal:
        terminal.wait_for("夹/")
        terminal.key("enter")
        terminal.wait_for("shard.json")
        (brought / "夹").rename(brought / "旧")
        (brought / "夹").symlink_to(unit)
        terminal.key("enter")
        terminal.wait_for("没有读入；请把文件传到")
    assert kept(server) == before


def test_a_branch_takes_in_what_it_brought_and_no_more(server: Server, tmp_path: Path) -> None:
    (tmp_path / "学习.csv").write_text(ROWS)
    done = server.sftp(f"put {tmp_path}/学习.csv 上传/学习.csv\n", account=server.branch)
    assert done.returncode == 0, done.stderr.decode()
    with Terminal(server.line("-tt", account=server.branch), env=ENVIRONMENT, cols=160) as terminal:
        terminal.wait_for("待办")
        terminal.send("2")
        terminal.wait_for("附件2 学习情况")
        terminal.key("ctrl+r")
        terminal.wait_for("学习.csv")
        type_path(terminal, str(server.root / CAMPAIGN / "units" / "jsj" / "shard.json"))
        terminal.wait_for(REFUSED)
        terminal.key("ctrl+u")
        terminal.wait_for("学习.csv")
        terminal.key("enter")
        terminal.wait_for("传上来的一行")
        terminal.key("f2")
        terminal.wait_for("已导入：")
        terminal.key("ctrl+q")
    listed = json.loads(server.ssh("list study --format json", account=server.branch).stdout)
    assert "传上来的一行" in json.dumps(listed, ensure_ascii=False)


def test_a_pipe_for_settings_is_told(server: Server) -> None:
    folder = server.people.home(server.clerk) / ".config" / "taizhang"
    script = f"mkdir -p {folder} && mkfifo {folder}/config.toml"
    assert server.people.run(server.clerk, "/bin/sh", "-c", script).returncode == 0
    try:
        done = server.ssh("due")
        assert done.returncode == 5
        assert "不是普通文件" in done.stderr.decode()
    finally:
        (folder / "config.toml").unlink()
