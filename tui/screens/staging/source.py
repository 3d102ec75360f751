"""Where rows on their way in come from: a file, or what was pasted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from exports.readers.pasted import NAME, pasted_reading
from exports.readers.reading import Reading
from exports.staging import read_files
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign


class Source(Protocol):
    """Read in a thread of its own; ``read`` raises TaizhangError."""

    @property
    def name(self) -> str: ...

    @property
    def reading_words(self) -> str: ...

    @property
    def refused_words(self) -> str: ...

    def read(self, c: Campaign, annex: RecordsAnnex, org: str) -> list[Reading]: ...


@dataclass(frozen=True)
class FileSource:
    """A Word, Excel or CSV file."""

    path: Path
    reading_words = "正在读取文件……"
    refused_words = "这个文件没有读入。按 Esc 返回。"

    @property
    def name(self) -> str:
        return self.path.name

    def read(self, c: Campaign, annex: RecordsAnnex, org: str) -> list[Reading]:
        from tui.commands.files import read_bytes

        return read_files(c, annex, [(self.path.name, read_bytes(str(self.path)))], org)


@dataclass(frozen=True)
class PastedSource:
    """Rows copied from Excel, WPS or Word."""

    text: str
    name = NAME
    reading_words = "正在看粘贴的内容……"
    refused_words = "粘贴的内容没有读入。按 Esc 返回。"

    def read(self, c: Campaign, annex: RecordsAnnex, org: str) -> list[Reading]:
        return [pasted_reading(self.text, annex, c, org)]
