"""The fields of an organisation: what the form and the command line ask, as text and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from forms.errors import BadInput
from forms.neutral import one_line
from forms.organisation import BRANCH_TYPES, LEVEL_WORDS, TITLE_KINDS, UNIT_TYPES, Organisation, Title
from forms.organisations import Organisations

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
    texts: dict[str, str] = {}
    for field in FIELDS:
        value = getattr(org, field.id)
        if field.id == "level":
            texts[field.id] = LEVEL_WORDS[value]
        elif field.kind == "titles":
            texts[field.id] = "、".join(title.words() for title in value)
        elif field.kind == "yes-no":
            texts[field.id] = "" if value is None else ("是" if value else "否")
        elif field.id == "order":
            texts[field.id] = str(value) if value > 0 else ""
        else:
            texts[field.id] = "" if value is None else str(value)
    return texts


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
    for level, word in LEVEL_WORDS.items():
        if text in (level, word):
            return level
    aliases = {"学校": "school", "党委": "unit", "党总支": "unit", "支部": "branch", "直属党支部": "branch"}
    if text in aliases:
        return aliases[text]
    raise BadInput(f"层级“{text}”不认识，请填：{'、'.join(LEVEL_WORDS.values())}。")


def _titles(text: str) -> tuple[Title, ...]:
    titles = []
    for part in re.split(r"[、；;]", text):
        match = _TITLE.fullmatch(part.strip())
        if not part.strip():
            continue
        kind = match["kind"].strip().replace('"', "") if match else part.strip()
        wanted = kind.strip("“”")
        known = next(
            (name for name in TITLE_KINDS if wanted in (name, name.replace("“", "").replace("”", ""))), None
        )
        if known is None and kind in TITLE_KINDS:
            known = kind
        if known is None:
            raise BadInput(
                f"称号“{part.strip()}”不认识，请填：{'、'.join(TITLE_KINDS)}，可加（级别，批次）。"
            )
        grade, _, batch = ((match["detail"] or "") if match else "").replace(",", "，").partition("，")
        titles.append(Title(known, grade.strip(), batch.strip()))
    return tuple(titles)
