"""What stands above a form's table: whose form it is (by its title), 填报单位 and 截止时间."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from exports.readers.headings import normal
from forms.neutral import one_line
from forms.pack import RecordsAnnex

_NEXT_LABEL = re.compile(r"[\s\u3000]+[^\s\u3000：:]{2,8}[：:]")
_BLANK = re.compile(r"[\s_＿…—-]*")


def head_texts(annex: RecordsAnnex, lines: Iterable[str]) -> dict[str, str]:
    """Head field id to what follows its label; a label with nothing behind it is left out."""
    found: dict[str, str] = {}
    # Ours are parted by tabs; a hand takes spaces.
    for line in [piece for whole in lines for piece in whole.split("\t") if "：" in piece or ":" in piece]:
        for field in annex.head:
            label = r"[\s\u3000]*".join(map(re.escape, field.label))
            match = re.search(rf"{label}[\s\u3000]*[：:]", line)
            if not match or field.id in found:
                continue
            rest = line[match.end() :]
            following = _NEXT_LABEL.search(f" {rest}")
            text = one_line(rest if following is None else rest[: max(following.start() - 1, 0)]).strip()
            if not _BLANK.fullmatch(text):
                found[field.id] = text.strip("_＿ ")
    return found


def title_names(annex: RecordsAnnex, lines: Iterable[str]) -> Iterator[str]:
    """What stands before the annex's title in a line: 计算机学院党委 in 计算机学院党委学习情况汇总表."""
    ending = normal(annex.title.replace(annex.title_placeholder, "", 1))
    for line in lines:
        said = normal(line).strip("《》")
        if said.endswith(ending) and said != ending:
            yield said.removesuffix(ending)


def reporter(annex: RecordsAnnex, texts: Mapping[str, str]) -> str:
    """The head's text that names the organisation, or nothing."""
    return next((texts.get(field.id, "") for field in annex.head if field.default == "organisation"), "")
