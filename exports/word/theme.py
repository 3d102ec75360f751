"""The theme part, which a document must have: black on white, and our own face where Word offers a theme's.

Nothing in our documents refers to it; what a person types in afterwards may.
"""

from __future__ import annotations

from exports.word.page import FANGSONG

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"

_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "000000", "lt2": "FFFFFF",
    "accent1": "C00000", "accent2": "404040", "accent3": "7F7F7F", "accent4": "BFBFBF",
    "accent5": "595959", "accent6": "262626", "hlink": "0000FF", "folHlink": "800080",
}  # fmt: skip


def theme_part() -> bytes:
    """``word/theme/theme1.xml``; three of each kind of formatting, as the schema wants."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    faces = "".join(f'<a:{script} typeface="{FANGSONG}"/>' for script in ("latin", "ea", "cs"))
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="公文">'
        f'<a:themeElements><a:clrScheme name="公文">{colours}</a:clrScheme>'
        f'<a:fontScheme name="公文"><a:majorFont>{faces}</a:majorFont><a:minorFont>{faces}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="公文"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    ).encode()
