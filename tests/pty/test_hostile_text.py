"""Text that would drive a terminal is stored by every way in, and never comes out to one."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from store.campaign.campaign import Campaign
from store.campaign.records import list_records, save_record
from tests.support.findings import add_finding
from tests.support.programs import PROGRAM, TODAY, Start
from tests.support.terminal import Terminal

MARK = "毒"
"""Stands right behind every hostile sequence, so that output can be searched for both together."""

HOSTILE = {
    "a window title": "\x1b]0;",
    "erasing the screen": "\x1b[2J",
    "a clipboard": "\x1b]52;c;",
    "a device control string": "\x1bP",
    "CSI in one character": "\x9b31m",
    "OSC in one character": "\x9d",
    "next line": "\x85",
    "a bell": "\x07",
    "a backspace": "\x08",
    "shift out": "\x0e",
    "delete": "\x7f",
    "an override": "\u202e",
    "an isolate": "\u2067",
    "half a character": "\ud800",
    "no character": "\uffff",
}
TEXT = "".join(sequence + MARK for sequence in HOSTILE.values())

OWN_TITLES = re.compile(rb"\x1b\](?:22;[a-z]*|2;[^\x07\x1b]*)\x07")
"""Operating system commands that the program itself may write: the shape of the mouse pointer."""


def assert_harmless(written: bytes) -> None:
    """Nothing of ``TEXT`` that a terminal would obey is in the bytes, and its harmless part is."""
    assert MARK.encode() in written, "the stored text was not shown at all"
    for name, sequence in HOSTILE.items():
        raw = (sequence + MARK).encode("utf-8", "surrogatepass")
        assert raw not in written, name
    assert not re.search(rb"\xc2[\x80-\x9f]", written), "C1"
    assert not re.search(rb"\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]", written), "bidi control"
    assert not re.search(rb"\xed[\xa0-\xbf]", written), "surrogate"
    plain = OWN_TITLES.sub(b"", written)
    assert b"\x07" not in plain, "bell"
    assert b"\x1b]" not in plain, "operating system command"
    assert b"\x1bP" not in plain, "device control string"
    assert b"\x1b[2J" not in plain, "erasing the screen"


@pytest.fixture
def stored(campaign: Campaign, home: Path) -> Path:
    """A store with hostile text in every kind of document, written straight into its shards and journals."""
    place = "占位文字"
    org = "u1"
    save_record(
        campaign,
        "study",
        org,
        {"time": place, "content": place * 6, "method": place, "organiser": place, "participants": place},
    )
    ledger = {"experience": place * 25, "case": place * 30, "note": place}
    save_record(campaign, "ledger", org, ledger, incomplete=True)
    add_finding(campaign, org, place, "1-4")
    add_finding(campaign, org, place)
    put = json.dumps(TEXT)[1:-1]
    root = home / "s"
    for path in [*root.rglob("shard.json"), *root.rglob("journal.jsonl")]:
        text = path.read_text().replace(place, put)
        if path.parent.name == "organisations" and path.name == "shard.json":
            text = text.replace("计算机学院党委", MARK + put)
        if path.name == "shard.json":
            path.write_text(text)
    return root


SCREENS = {
    "2": "附件2",
    "3": "附件3",
    "4": "附件4",
    "1": "附件1",
    "5": "报送材料",
    "6": "党组织",
}


@pytest.mark.usefixtures("stored")
def test_screens_show_stored_text_without_obeying_it(start: Start) -> None:
    terminal = start()
    terminal.wait_for("推进时间表", MARK)
    for digit, name in SCREENS.items():
        terminal.send(digit)
        terminal.wait_for(name, MARK, gone="6 党组织")
        if digit in "24":
            terminal.key("enter")
            terminal.wait_for("F2 保存", MARK)
            terminal.key("esc")
            terminal.wait_for(name, gone="F2 保存")
            terminal.key("F6")
            terminal.wait_for("已导出")
        terminal.key("F9")
        terminal.wait_for("全部命令", "回车")
        terminal.key("esc")
        terminal.wait_for(name)
        terminal.key("esc")
        terminal.wait_for("6 党组织")
    assert_harmless(terminal.bytes_written)
    assert terminal.process.poll() is None


COMMANDS = [
    ["due"],
    ["due", "--format", "json"],
    ["due", "--format", "csv"],
    ["org", "list"],
    ["list", "study"],
    ["list", "study", "--format", "json"],
    ["list", "study", "--format", "csv"],
    ["list", "guide"],
    ["list", "ledger"],
    ["list", "ledger", "--format", "csv"],
    ["list", "schedule"],
    ["export", "study", "--format", "csv", "--out", "-"],
    ["export", "ledger", "--format", "json", "--out", "-"],
]


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_commands_show_stored_text_without_obeying_it(start: Start, command: list[str]) -> None:
    terminal = start(*command)
    assert terminal.wait_for_end() == 0
    assert_harmless(terminal.bytes_written)


@pytest.mark.parametrize(
    "command",
    [
        ["list", "study", "--org", TEXT],
        ["org", "remove", TEXT],
        ["list", TEXT],
        [TEXT],
        ["due", "--campaign", TEXT],
        ["due", f"--{TEXT}"],
        ["due", "--today", TEXT],
        ["due", "--store", TEXT],
        ["add", "study", "--org", "u1", "--set", f"{TEXT}=1"],
        ["import", "study", TEXT],
        ["config", "get", TEXT],
        ["config", "set", "theme", TEXT],
    ],
    ids=lambda command: " ".join(command).replace(TEXT, "…"),
)
@pytest.mark.usefixtures("campaign")
def test_refusals_quote_what_was_typed_without_obeying_it(start: Start, command: list[str]) -> None:
    passed = [part.replace("\ud800", "") for part in command]
    terminal = start(*passed)
    assert terminal.wait_for_end() in (2, 3, 5)
    assert_harmless(terminal.bytes_written.replace("毒毒".encode(), "毒".encode()))


def test_what_comes_in_through_the_program_is_neutral_in_the_store(
    campaign: Campaign, home: Path, start: Start
) -> None:
    terminal = start(
        *("add", "study", "--org", "u1", "--set", "time=4月1日", "--set", "organiser=计算机学院党委"),
        *("--set", f"content={TEXT.replace(chr(0xD800), '')}", "--set", "method=党课", "--incomplete"),
    )
    terminal.wait_for_end()
    (row,) = list_records(campaign, "study")
    assert MARK in row.texts["content"]
    for path in (home / "s").rglob("*.json*"):
        stored = path.read_bytes()
        for sequence in HOSTILE.values():
            assert json.dumps(sequence + MARK)[1:-1].encode() not in stored
            assert (sequence + MARK).encode("utf-8", "surrogatepass") not in stored


def test_pasted_into_a_field_it_is_neutral_at_once(start: Start, campaign: Campaign) -> None:
    terminal: Terminal = start()
    terminal.wait_for("推进时间表")
    terminal.send("2")
    terminal.wait_for("附件2")
    terminal.key("ctrl+n")
    terminal.wait_for("学习情况 新增", "学习内容")
    typeable = "".join(
        sequence + MARK for name, sequence in HOSTILE.items() if "half" not in name and "\x1b" not in sequence
    )
    terminal.key("tab")
    terminal.paste(typeable)
    terminal.wait_for(MARK)
    assert_harmless(terminal.bytes_written)


def test_a_file_that_is_imported_is_neutral(home: Path, campaign: Campaign, start: Start) -> None:
    table = home / "in.csv"
    dangerous = TEXT.replace("\ud800", "").replace('"', "")
    table.write_text(
        f'时间,学习内容,学习方式,开展单位,参加人员\n4月1日,"{dangerous}",党课,计算机学院党委,10人\n',
        encoding="utf-8-sig",
    )
    run = subprocess.run(
        [PROGRAM, "import", "study", str(table), "--org", "u1"],
        capture_output=True,
        env={
            "HOME": str(home),
            "TAIZHANG_STORE": str(home / "s"),
            "TAIZHANG_TODAY": TODAY,
            "LANG": "C.UTF-8",
        },
    )
    assert b"\x1b" not in run.stdout + run.stderr
    for row in list_records(campaign, "study"):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", row.texts["content"])
    shown = start("list", "study")
    shown.wait_for_end()
    assert b"\x1b]0" not in shown.bytes_written
