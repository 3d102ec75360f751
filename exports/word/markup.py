"""Elements of WordprocessingML by their short names."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import nsmap, qn
from lxml import etree

_SPACE = {"w": nsmap["w"]}


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """``w:tag`` around these elements, with these attributes of the same namespace."""
    made = etree.Element(qn(f"w:{tag}"), nsmap=_SPACE)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def text_element(tag: str, text: str) -> Any:
    """An element with text in it, whose spaces at both ends count."""
    made = element(tag)
    made.text = text
    made.set(qn("xml:space"), "preserve")
    return made
