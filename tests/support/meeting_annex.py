"""A notice that asks for one form more: the shipped pack with 会议记录 as annex 5, added in TOML alone."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import tomli_w

from forms.loading import SHIPPED, shipped_packs

MEETINGS = """\
kind = "records"
id = "meetings"
number = 5
name = "会议记录"
title = "XX党委会议记录"
title_placeholder = "XX党委"
rows = "many"
key = ["time", "topic"]
orientation = "landscape"
columns = [
    { title = "时间", width = 45, shows = "time" },
    { title = "会议名称", width = 45, shows = "topic" },
    { title = "会议内容", width = 95, shows = "content" },
    { title = "参加人员", width = 40, shows = "present" },
]

[[fields]]
id = "time"
label = "时间"
kind = "when"
required = true
prompt = "哪一天开的会，今天填 jt。"

[[fields]]
id = "topic"
label = "会议名称"
required = true
carry = true
prompt = "写会议全称，如：2021年第5次党政联席会议。"

[[fields]]
id = "content"
label = "会议内容"
kind = "long"
usual = [20, 200]
prompt = "写议题和决定，一般20至200字。"

[[fields]]
id = "present"
label = "参加人员"
prompt = "写明是哪些人、多少人。"
"""


def with_meetings(folder: Path) -> Path:
    """Copies the shipped pack into ``folder``, adds the annex, and returns the pack's folder."""
    return with_annex(folder, MEETINGS)


def with_annex(folder: Path, text: str) -> Path:
    """``with_meetings`` with another annex 5."""
    pack = folder / SHIPPED
    shutil.copytree(shipped_packs()[SHIPPED], pack)
    head = tomllib.loads((pack / "pack.toml").read_text("utf-8"))
    head["annexes"].append("annex5.toml")
    (pack / "pack.toml").write_text(tomli_w.dumps(head), "utf-8")
    (pack / "annex5.toml").write_text(text, "utf-8")
    return pack
