"""``taizhang org``: the organisations of a store."""

from __future__ import annotations

from collections.abc import Sequence

from forms.errors import BadInput
from store.campaign.organisation_entry import (
    add_organisation,
    add_organisations,
    remove_organisation,
    set_organisation,
)
from store.campaign.organisation_fields import FIELDS, as_text
from store.campaign.organisations import organisations
from tui.commands import click_base, options
from tui.commands.files import read_bytes
from tui.commands.options import assignments
from tui.commands.output import put
from tui.commands.session import Session, say

command = click_base.Group("org", help="党组织：列出、添加、修改、删除、导入。")


_SET = options.pairs(
    "项：id 编号、name 规范简称、level 层级、parent 上级、order 序号、type 类型、"
    "full_name 全称、members 党员人数、probationary 预备党员、groups 党小组数、committee 设支委会、"
    "secretary 书记、double_leader 双带头人、titles 称号、contact 联系人、phone 电话、guide 诊断指南。",
)


@command.command("list")
@options.layout()
def list_organisations(session: Session, layout: str) -> None:
    """按学校的正式顺序列出党组织。"""
    everyone = organisations(session.campaign())
    columns = {field.id: field.label for field in FIELDS}
    if layout == "table":
        columns = {
            name: columns[name] for name in ("id", "name", "level", "parent", "type", "members", "titles")
        }
    firm = ("id", "level", "parent", "type", "members")
    put(layout, columns, [as_text(org) for org in everyone], firm, optional=("parent", "titles"))
    if not everyone.all:
        say("还没有党组织，请用 taizhang org add 添加。")


@command.command("add")
@_SET
def add(session: Session, pairs: Sequence[str]) -> None:
    """添加一个党组织，打印它的编号。

    例：taizhang org add --set name=2019级本科生党支部 --set parent=cs --set type=学生 --set members=36
    """
    print(add_organisation(session.campaign(), assignments(pairs)).id)


@command.command("set")
@options.ORGANISATION
@_SET
def change(session: Session, name: str, pairs: Sequence[str]) -> None:
    """修改一个党组织的内容。"""
    print(set_organisation(session.campaign(), name, assignments(pairs)).id)


@command.command("remove")
@options.ORGANISATION
def remove(session: Session, name: str) -> None:
    """删除一个党组织；有填报内容或下级党组织时不能删除。"""
    removed = remove_organisation(session.campaign(), name)
    say(f"已删除“{removed.name}”（{removed.id}）。")


@command.command("import")
@click_base.argument("file", "文件", "CSV 文件，UTF-8 或 GB18030 编码；写 - 从标准输入读。")
def import_organisations(session: Session, file: str) -> None:
    """从 CSV 文件导入党组织，打印每一个的编号。有一行不对就一个也不导入。

    第一行是各列的名称，如“编号,规范简称,层级,上级,序号,类型,党员人数”；上级可以是文件里靠前的一行。
    """
    from exports.readers.csv_reader import read_organisations  # loads the reader of tables

    data = read_bytes(file)
    try:
        added = add_organisations(session.campaign(), read_organisations(data))
    except BadInput as error:
        raise BadInput(f"{file}：{error.sentence}") from error
    for org in added:
        print(org.id)
    say(f"已导入{len(added)}个党组织。")
