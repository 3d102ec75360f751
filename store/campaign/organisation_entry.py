"""Adding, changing and removing organisations, from text as people type it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from forms.errors import BadInput
from forms.neutral import one_line
from forms.organisation import BRANCH_TYPES, LEVEL_WORDS, TITLE_KINDS, UNIT_TYPES, Organisation, Title
from store.campaign.campaign import Campaign, delete_change, write
from store.campaign.organisations import Organisations, organisations, tree
from store.protocol import ORGANISATIONS, Change, unit_shard

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
        "二级党组织：院系、机关、离退休、后勤；党支部：教师、学生、师生联合、机关、离退休",
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


def add_organisation(c: Campaign, raw: Mapping[str, str]) -> Organisation:
    """Add one from texts by field id or label. Raises BadInput, Conflict when just added."""
    added, change = _addition(organisations(c), raw)
    write(c, ORGANISATIONS, [change])
    return added


def add_organisations(c: Campaign, rows: Sequence[Mapping[str, str]]) -> list[Organisation]:
    """Add many, all or none; a row may name a parent that stands above it. Raises BadInput naming the row."""
    known, added, changes = organisations(c), [], []
    for number, raw in enumerate(rows, 1):
        try:
            org, change = _addition(known, raw)
        except BadInput as error:
            raise BadInput(f"第{number}个党组织：{error.sentence}") from error
        known = tree([*known.all, org])
        added.append(org)
        changes.append(change)
    write(c, ORGANISATIONS, changes)
    return added


def set_organisation(c: Campaign, org_id: str, raw: Mapping[str, str]) -> Organisation:
    """Change the named fields. Raises BadInput, also for a move that would leave records behind."""
    known = organisations(c)
    old = known.find(org_id)
    values = _values(known, raw)
    if values.get("id", old.id) != old.id:
        raise BadInput(f"编号“{old.id}”定下后不能改；如确需更换，请新建党组织后删除旧的。")
    new = _checked(known, msgspec.structs.replace(old, **values))
    after = tree([new if org.id == old.id else org for org in known.all])
    if after.unit_of(new.id).id != known.unit_of(old.id).id and any(
        _has_records(c, known, org.id) for org in known.scope(old.id)
    ):
        raise BadInput(f"“{old.name}”已有填报内容，不能改到别的二级党组织名下；请先删除其记录。")
    document = c.store.get(ORGANISATIONS, old.id)
    write(c, ORGANISATIONS, [_change(new, document.rev if document else 0)])
    return new


def remove_organisation(c: Campaign, org_id: str) -> Organisation:
    """Remove one. Raises BadInput while it has records or organisations below it."""
    known = organisations(c)
    org = known.find(org_id)
    below = known.children(org.id)
    if below:
        raise BadInput(
            f"“{org.name}”下面还有{len(below)}个党组织（{below[0].name}等），请先删除或改变其上级。"
        )
    if _has_records(c, known, org.id):
        raise BadInput(f"“{org.name}”已有填报内容，不能删除；请先删除其记录，或保留该党组织。")
    document = c.store.get(ORGANISATIONS, org.id)
    if document is not None:
        write(c, ORGANISATIONS, [delete_change(document)])
    return org


def _has_records(c: Campaign, known: Organisations, org_id: str) -> bool:
    return bool(c.store.query(unit_shard(known.unit_of(org_id).id), org=org_id))


def _addition(known: Organisations, raw: Mapping[str, str]) -> tuple[Organisation, Change]:
    values = _values(known, raw)
    if not values.get("name"):
        raise BadInput("规范简称不能为空，如“计算机学院党委”。")
    values.setdefault("level", "branch" if values.get("parent") else "unit")
    if not values.get("parent"):
        values["parent"] = _likely_parent(known, values["level"])
    values["id"] = values.get("id") or _free_id(known, values["parent"])
    if known.get(values["id"]):
        raise BadInput(f"编号“{values['id']}”已被“{known.find(values['id']).name}”使用，请换一个。")
    org = _checked(known, Organisation(**values))
    return org, _change(org, 0)


def _likely_parent(known: Organisations, level: str) -> str:
    """A branch belongs to the only unit, a unit to the only school, where there is just one."""
    above = "school" if level == "unit" else "unit"
    candidates = [org for org in known.all if org.level == above]
    school = any(org.level == "school" for org in known.all)
    if level == "school" or len(candidates) != 1 or (level == "branch" and school):
        return ""
    return candidates[0].id


def _free_id(known: Organisations, parent: str) -> str:
    pattern = f"{parent}-{{:02d}}" if parent else "u{}"
    return next(name for name in map(pattern.format, range(1, 10_000)) if known.get(name) is None)


def _values(known: Organisations, raw: Mapping[str, str]) -> dict[str, Any]:
    return {
        (field := field_named(name)).id: _value(known, field, one_line(text).strip())
        for name, text in raw.items()
    }


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
    import unicodedata

    if not text:
        return 0 if field.id == "order" else None
    digits = unicodedata.normalize("NFKC", text).removesuffix("人").removesuffix("个")
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


def _checked(known: Organisations, org: Organisation) -> Organisation:
    if not _ID.fullmatch(org.id):
        raise BadInput(
            f"编号“{one_line(org.id)}”不能用：只能是字母、数字、- 和 _，以字母或数字开头，不超过32位。"
        )
    if not org.name:
        raise BadInput("规范简称不能为空，如“计算机学院党委”。")
    if org.guide not in ("", "unit", "branch"):
        raise BadInput(f"诊断指南“{org.guide}”不认识，请填 unit（二级党组织）或 branch（党支部），或留空。")
    types = {"unit": UNIT_TYPES, "branch": BRANCH_TYPES}.get(org.level, ())
    if org.type and org.type not in types:
        expected = f"可填：{'、'.join(types)}" if types else "请留空"
        raise BadInput(f"{LEVEL_WORDS[org.level]}的类型不能是“{org.type}”，{expected}。")
    _check_parent(known, org)
    twin = next((other for other in known.all if (other.name, other.parent) == (org.name, org.parent)), None)
    if twin is not None and twin.id != org.id:
        raise BadInput(f"同一上级下已有“{org.name}”（编号 {twin.id}），请换一个规范简称。")
    return org


def _check_parent(known: Organisations, org: Organisation) -> None:
    if not org.parent:
        return
    if any(below.id == org.parent for below in known.scope(org.id)):
        raise BadInput(f"“{org.name}”的上级不能是它自己或它的下级。")
    above = known.get(org.parent)
    if above is not None and above.level == "branch":
        raise BadInput(f"“{above.name}”是党支部，不能作为“{org.name}”的上级。")
    if org.level == "school":
        raise BadInput("学校党委没有上级，请把上级留空。")


def _change(org: Organisation, base: int) -> Change:
    data = {name: value for name, value in msgspec.to_builtins(org).items() if value not in ("", None, [])}
    return Change(id=org.id, annex="organisation", org=org.id, base=base, data=data)
