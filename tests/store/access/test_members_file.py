"""members.toml is read strictly: every slip is one sentence with its place and remedy."""

from __future__ import annotations

import pytest

from forms.errors import BadInput
from store.access.members_shape import parse

GOOD = """
[[members]]
account = "liming"
role = "office"

[[members]]
group = "tz-jsj"
role = "unit"
organisations = ["jsj"]

[[members]]
account = "wang"
role = "branch"
organisations = ["jsj-01", "jsj-02"]

[[members]]
account = "wang"
role = "reader"
organisations = ["*"]

[unix]
prefix = "dw-"
groups = { LTX = "retired" }
"""


def test_what_it_says() -> None:
    found = parse(GOOD.encode())
    assert [(e.who, e.role, e.organisations) for e in found.members] == [
        ("账号 liming", "office", ()),
        ("组 tz-jsj", "unit", ("jsj",)),
        ("账号 wang", "branch", ("jsj-01", "jsj-02")),
        ("账号 wang", "reader", ("*",)),
    ]
    assert found.unix.office == "tz-office"
    assert [found.unix.group_of(unit) for unit in ("jsj", "JX", "LTX")] == ["dw-jsj", "dw-jx", "retired"]


def test_an_empty_file_knows_nobody() -> None:
    assert parse(b"").members == ()


def entry(*lines: str) -> str:
    return "\n".join(["[[members]]", *lines])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[members", ["第1行"]),
        ("account = '\x07'", ["第1行"]),
        ("member = []", ["member", "members？"]),
        (entry('account = "a"'), ["members 第1项", "role", "没有写"]),
        (entry('account = "a"', 'role = "boss"'), ["members 第1项", "“boss”", "office", "reader"]),
        (entry('account = "a"', 'role = "unit"', 'organisations = "jsj"'), ["organisations", "方括号"]),
        (entry('account = "a"', 'role = "unit"', "organisations = [1]"), ["organisations", "文字"]),
        (entry('account = "a"', 'role = "unit"', 'org = ["jsj"]'), ["org", "organisations"]),
        (entry('role = "office"'), ["account", "group"]),
        (entry('account = "a"', 'group = "b"', 'role = "office"'), ["account", "group", "一个"]),
        (entry('account = "李明"', 'role = "office"'), ["“李明”", "英文"]),
        (entry('account = "-a x"', 'role = "office"'), ["“-a x”"]),
        (entry('account = "a\\nb"', 'role = "office"'), ["不是可用的账号"]),
        (entry('account = "a"', 'role = "office"', 'organisations = ["x"]'), ["office", "删去"]),
        (entry('account = "a"', 'role = "unit"'), ["organisations", "编号"]),
        (entry('account = "a"', 'role = "unit"', 'organisations = ["*"]'), ["reader"]),
        (entry('account = "a"', 'role = "unit"', 'organisations = ["../x"]'), ["“../x”"]),
        (
            entry('account = "a"', 'role = "office"') + "\n" + entry('account = "a"', 'role = "office"'),
            ["第2项", "合并"],
        ),
        ('[unix]\noffice = "a b"', ["unix office", "“a b”"]),
        ('[unix]\nprefix = "/"', ["unix prefix"]),
        ('[unix]\ngroups = { jsj = "" }', ["groups 的 jsj"]),
        ("[unix]\nfix = 1", ["unix", "fix", "prefix"]),
    ],
)
def test_a_slip_is_one_sentence(text: str, words: list[str]) -> None:
    with pytest.raises(BadInput) as caught:
        parse(text.encode())
    sentence = caught.value.sentence
    assert sentence.startswith("members.toml")
    assert sentence.endswith("。")
    assert sentence.isprintable()
    assert [word for word in words if word not in sentence] == [], sentence


def test_another_encoding_is_told_with_its_line() -> None:
    with pytest.raises(BadInput, match=r"第2行.*UTF-8"):
        parse(b"# \n" + "# 党委办公室".encode("gb18030"))
