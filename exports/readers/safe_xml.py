"""XML from a file that anybody may have made: no DOCTYPE, no entities, no network, bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from forms.errors import BadInput

_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_CHUNK = 1 << 18
_HELD = 60_000_000
"""Bytes of memory that what has been read and not yet let go of may take: far more than a page of text."""
_ELEMENT, _ATTRIBUTE = 130, 190
"""Bytes that one of each takes in libxml2's tree, rounded up."""

SMALL = 1_000_000
"""Bytes of XML up to which its tree cannot be too large, however it is made."""

_DECLARED = re.compile(rb"""\A<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BROKEN = "文件内部的 XML 读不通，可能已损坏；请在 Word、Excel 或 WPS 里打开，另存后再导入。"


def tree(data: bytes) -> Any:
    """The root element of a small part. Raises BadInput."""
    parser = etree.XMLParser(**_OPTIONS)
    _look_through(data)
    if len(data) > SMALL and _memory(data) > _HELD:
        raise _too_much()
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(_BROKEN) from error
    return root


class Parts:
    """The elements of these names in a large part, each as it ends: those within another come before it.

    Who has done with an element calls ``let_go``, or the elements pile up. Iterating raises BadInput for XML
    that is none, and for one that piles up more than a document does.
    """

    def __init__(self, data: bytes, tags: Iterable[str]) -> None:
        self._data, self._tags = data, tuple(tags)
        self._let_go = False

    def __iter__(self) -> Iterator[Any]:
        _look_through(self._data)
        parser = etree.XMLPullParser(events=("end",), tag=self._tags, **_OPTIONS)
        held = 0
        try:
            for place in range(0, len(self._data), _CHUNK):
                chunk = self._data[place : place + _CHUNK]
                self._let_go = False
                parser.feed(chunk)
                for _, element in parser.read_events():
                    yield element
                if len(self._data) < SMALL:
                    continue
                held = _memory(chunk) + (0 if self._let_go else held)
                if held > _HELD:
                    raise _too_much()
            parser.close()
            for _, element in parser.read_events():
                yield element
        except (etree.XMLSyntaxError, ValueError) as error:
            raise BadInput(_BROKEN) from error

    def let_go(self, element: Any) -> None:
        """Drop the element's content, and all that came before it in the document."""
        self._let_go = True
        element.clear()
        while element is not None:
            above = element.getparent()
            if above is not None:
                while element.getprevious() is not None:
                    del above[0]
            element = above


def _look_through(data: bytes) -> None:
    """Office programs write UTF-8 or UTF-16 and never a DOCTYPE."""
    plain = data.replace(b"\0", b"") if b"\0" in data[:200] else data
    declared = _DECLARED.match(plain.lstrip(b"\xef\xbb\xbf\xff\xfe"))
    if declared and declared[1].lower() not in (b"utf-8", b"utf-16", b"us-ascii", b"ascii"):
        raise BadInput(_BROKEN)
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise BadInput(
            "文件内部带有外部引用或实体定义，Word 和 Excel 不会这样存，为安全起见不读；"
            "请不要导入来历不明的文件。"
        )


def _memory(data: bytes) -> int:
    elements = data.count(b"<") - data.count(b"</")
    return elements * _ELEMENT + data.count(b"=") * _ATTRIBUTE + len(data)


def _too_much() -> BadInput:
    return BadInput("文件里的内容太多，不像填报的表；请只留要导入的表，另存后再导入。")
