"""The keys of a records list, beside those that other screens have too."""

from __future__ import annotations

from tui.actions import DELETE, DELETED, HISTORY, NEW, OPEN, PICK_ORG, SEARCH, UNDO, Action

NEXT_OPEN = Action(
    "next_open", ("ctrl+g",), "下一条没填完的", "光标到下一条没填完的，到底后从头找起。", show=False
)
COPY = Action(
    "copy",
    ("ctrl+p",),
    "复制一条",
    "照光标所在的一条新增一条，改几项再保存；按 F2 前什么也不写。",
    show=False,
    changes=True,
)
NEXT_FILTER = Action(
    "filter(1)",
    ("tab",),
    "筛选",
    "只列未完成、有问题、我录入的、有说明的，再到全部；没有内容的跳过。",
    show=False,
)
LAST_FILTER = Action("filter(-1)", ("shift+tab",), "上一种筛选", "与 Tab 相反的方向。", show=False)
COLUMN = Action(
    "column",
    ("ctrl+l",),
    "按列修改",
    "选一项，一条一条往下改；只改列表里显示的各条，回车保存并往下。",
    show=False,
    changes=True,
)
HEAD = Action(
    "head", ("ctrl+t",), "表头", "填写表格上方的各项，如填报单位、截止时间。", show=False, changes=True
)
IMPORT = Action(
    "import_file",
    ("ctrl+r",),
    "导入文件",
    "从 Word、Excel 或 CSV 文件读入；先看每一行会怎样，再决定写不写入。",
    show=False,
    changes=True,
)
PASTE = Action(
    "paste_rows",
    ("ctrl+v",),
    "粘贴多行",
    "把 Excel、WPS 里复制的几行粘贴进来；先看每一行会怎样，再决定写不写入。直接粘贴到列表也行。",
    show=False,
    changes=True,
)

KEYS = (
    *(OPEN, NEW, COPY, NEXT_OPEN, NEXT_FILTER, LAST_FILTER, SEARCH, COLUMN),
    *(HISTORY, DELETE, UNDO, DELETED, PICK_ORG, HEAD, IMPORT, PASTE),
)
"""In the order in which they are listed."""
AT_A_ROW = {"open", "column"}
"""Their ids: those that need a row under the cursor,"""
AT_A_RECORD = {"copy", "delete", "history"}
"""a record that has been saved,"""
OF_AN_ORGANISATION = {"new", "deleted", "head", "import_file", "paste_rows", "pick_org"}
"""and an organisation to look at."""
