"""An organisation as the form and the command line ask for it: its fields as text and back, and what it
must fit: itself, the others, and the records that it has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from forms.errors import BadInput
from forms.neutral import one_line
from forms.organisation import BRANCH_TYPES, LEVEL_WORDS, TITLE_KINDS, UNIT_TYPES, Level, Organisation, Title
from forms.organisations import Organisations
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")

_TITLE = re.compile(r"(?P<kind>[^（(]+)(?:[（(](?P<detail>[^）)]*)[）)])?")


@dataclass(frozen=True)
class OrgField:
    """One line of the organisation form: its id, label, prompt, and the values it takes (empty: free)."""

    id: str
    label: str
    prompt: str
    options: tuple[str, ...] = ()
    kind: Literal["text", "number", "yes-no", "titles", "option"] = "text"


FIELDS: tuple[OrgField, ...] = (
    OrgField("id", "编号", "字母、数字、- 和 _，不超过32位，定下后不改；留空由程序编号"),
    OrgField("name", "规范简称", "用于标题和表格，如“计算机学院党委”"),
    OrgField("level", "层级", "学校党委、二级党组织或党支部", tuple(LEVEL_WORDS.values()), "option"),
    OrgField("parent", "上级", "上级党组织的编号或简称；直属党支部填学校党委"),
    OrgField("order", "序号", "学校的正式排列顺序，如 1、2、3", kind="number"),
    OrgField(
        "type",
        "类型",
        "党组织的类型，随层级不同",
        tuple(dict.fromkeys(UNIT_TYPES + BRANCH_TYPES)),
        "option",
    ),
    OrgField("full_name", "全称", "用于印章，如“中共××大学计算机学院委员会”"),
    OrgField("members", "党员人数", "正式党员人数", kind="number"),
    OrgField("probationary", "预备党员", "预备党员人数", kind="number"),
    OrgField("groups", "党小组数", "不设党小组填 0", kind="number"),
    OrgField("committee", "设支委会", "是 或 否", ("是", "否"), "yes-no"),
    OrgField("secretary", "书记", "书记姓名"),
    OrgField("double_leader", "双带头人", "书记是否为“双带头人”：是 或 否", ("是", "否"), "yes-no"),
    OrgField("titles", "称号", "如“样板支部（省级，第二批）”，多个用顿号隔开", TITLE_KINDS, "titles"),
    OrgField("contact", "联系人", "填表人或联系人姓名"),
    OrgField("phone", "电话", "联系电话"),
    OrgField(
        "guide",
        "诊断指南",
        "一般留空，按层级确定；unit 为二级党组织指南，branch 为党支部指南",
        ("unit", "branch"),
    ),
)
_BY_NAME = {name: field for field in FIELDS for name in (field.id, field.label)}


def field_named(name: str) -> OrgField:
    """By id or by label. Raises BadInput naming what there is."""
    field = _BY_NAME.get(name.strip())
    if field is None:
        raise BadInput(f"党组织没有“{name}”这一项；可用：{'、'.join(field.label for field in FIELDS)}。")
    return field


def as_text(org: Organisation) -> dict[str, str]:
    """Every field as the form shows it and takes it back."""
    return {field.id: _text(field, getattr(org, field.id)) for field in FIELDS}


def _text(field: OrgField, value: Any) -> str:
    if value is None or (field.id == "order" and value <= 0):
        return ""
    if field.id == "level":
        return LEVEL_WORDS[value]
    if field.kind == "titles":
        return "、".join(title.words() for title in value)
    return ("是" if value else "否") if field.kind == "yes-no" else str(value)


def read_values(known: Organisations, raw: Mapping[str, str]) -> dict[str, Any]:
    """Texts by field id or label to the values of an Organisation. Raises BadInput."""
    values: dict[str, Any] = {}
    for name, text in raw.items():
        field = field_named(name)
        try:
            values[field.id] = _value(known, field, one_line(text).strip())
        except BadInput as error:
            error.field = field.id
            raise
    return values


def _value(known: Organisations, field: OrgField, text: str) -> Any:
    if field.kind == "number":
        return _number(field, text)
    if field.kind == "yes-no":
        return _yes_no(field, text)
    if field.kind == "titles":
        return _titles(text)
    if field.id == "level":
        return _level(text)
    if field.id == "parent":
        return known.find(text).id if text else ""
    return text


def _number(field: OrgField, text: str) -> int | None:
    if not text:
        return 0 if field.id == "order" else None
    digits = unicodedata.normalize("NFKC", text).removesuffix("人").removesuffix("个")
    if re.fullmatch(r"[-−][0-9]+", digits):
        raise BadInput(f"{field.label}“{text}”是负数，请改为 0 或正整数。")
    if not re.fullmatch(r"[0-9]{1,6}", digits):
        raise BadInput(f"{field.label}“{text}”不是数，请填 0 或正整数。")
    return int(digits)


def _yes_no(field: OrgField, text: str) -> bool | None:
    words = {"": None, "是": True, "有": True, "设": True, "否": False, "无": False, "不设": False}
    if text not in words:
        raise BadInput(f"{field.label}“{text}”请填“是”或“否”。")
    return words[text]


def _level(text: str) -> str:
    known = {name: level for level, word in LEVEL_WORDS.items() for name in (level, word)}
    known |= {"学校": "school", "党委": "unit", "党总支": "unit", "支部": "branch", "直属党支部": "branch"}
    if text not in known:
        raise BadInput(f"层级“{text}”不认识，请填：{'、'.join(LEVEL_WORDS.values())}。")
    return known[text]


def _titles(text: str) -> tuple[Title, ...]:
    titles = []
    for part in filter(None, map(str.strip, re.split(r"[、；;]", text))):
        match = _TITLE.fullmatch(part)
        kind, detail = match.groups(default="") if match else (part, "")
        known = next((name for name in TITLE_KINDS if _bare(name) == _bare(kind)), None)
        if known is None:
            raise BadInput(f"称号“{part}”不认识，请填：{'、'.join(TITLE_KINDS)}，可加（级别，批次）。")
        grade, _, batch = detail.replace(",", "，").partition("，")
        titles.append(Title(known, grade.strip(), batch.strip()))
    return tuple(titles)


def _bare(kind: str) -> str:
    """Quotation marks make no difference."""
    return re.sub('[“”"]', "", kind).strip()


def checked_organisation(c: Campaign, org: Organisation) -> Organisation:
    """The organisation as it would stand among the others. Raises BadInput for what cannot be; a move that
    would leave records behind the store refuses."""
    return check_among(organisations(c), org)


def check_among(known: Organisations, org: Organisation) -> Organisation:
    """The organisation as it is, if it may stand among the others. Raises BadInput, with the field."""
    if not _ID.fullmatch(org.id):
        raise BadInput(
            f"编号“{one_line(org.id)}”不能用：只能是字母、数字、- 和 _，以字母或数字开头，不超过32位。",
            field="id",
        )
    if not org.name:
        raise BadInput("规范简称不能为空，如“计算机学院党委”。", field="name")
    if org.guide not in ("", "unit", "branch"):
        raise BadInput(
            f"诊断指南“{org.guide}”不认识，请填 unit（二级党组织）或 branch（党支部），或留空。",
            field="guide",
        )
    check_type(org.level, org.type)
    _check_parent(known, org)
    twin = next((other for other in known.all if (other.name, other.parent) == (org.name, org.parent)), None)
    if twin is not None and twin.id != org.id:
        raise BadInput(f"同一上级下已有“{org.name}”（编号 {twin.id}），请换一个规范简称。", field="name")
    return org


def check_type(level: Level, type: str) -> None:
    """Raises BadInput for a type that organisations of this level do not have."""
    types = {"unit": UNIT_TYPES, "branch": BRANCH_TYPES}.get(level, ())
    if type and type not in types:
        expected = f"可填：{'、'.join(types)}" if types else "请留空"
        raise BadInput(f"{LEVEL_WORDS[level]}的类型不能是“{one_line(type)}”，{expected}。", field="type")


def _check_parent(known: Organisations, org: Organisation) -> None:
    if not org.parent:
        return
    if any(below.id == org.parent for below in known.scope(org.id)):
        raise BadInput(
            f"“{org.name}”的上级不能是它自己或它的下级，请填学校党委或别的二级党组织的编号。", field="parent"
        )
    above = known.get(org.parent)
    if above is not None and above.level == "branch":
        raise BadInput(
            f"“{above.name}”是党支部，不能作为“{org.name}”的上级，请填二级党组织或学校党委的编号。",
            field="parent",
        )
    if org.level == "school":
        raise BadInput("学校党委没有上级，请把上级留空。", field="parent")
