"""What is wrong with the shape of a TOML file, in Chinese: syntax, unknown and missing keys, wrong types.

Every sentence has the file, the key and the remedy. The parsers' own English is read, never shown.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, get_args, get_origin

import msgspec

_TYPES = {
    "int": ("整数", "请写不带引号的整数，例如 40"),
    "float": ("数字", "请写不带引号的数字，例如 30"),
    "str": ("文字", "请写成带引号的文字"),
    "bool": (" true 或 false", "请写 true 或 false，不带引号"),
    "date": ("日期", "请写不带引号、没有时刻的日期，例如 2021-05-07"),
    "array": ("一列（方括号）", "请写在方括号里，用逗号隔开"),
    "object": ("一组键（表）", '请写成一组键，例如 { title = "时间", width = 40 }'),
    "datetime": ("日期加时间", ""),
    "time": ("时间", ""),
    "null": ("空", ""),
}
"""What a type is called, and how it is written; empty: no key has it."""

# Built only when something is wrong.
_AT = r" - at `(.*)`$"
_STEP = r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]"
_POSITION = r" \(at line (\d+), column (\d+)\)"
_HEADER = r"\s*\[+\s*([\w.-]+)\s*\]"
_DAY = r"=\s*(\d{4})-(\d{1,2})-(\d{1,2})\b"
_KEY_OF_LINE = r"""(?:^|[{,])\s*(["']?[\w.-]+["']?)\s*="""


def shown(value: object) -> str:
    """A value as a sentence may show it: short, and harmless on a terminal."""
    text = str(value)
    text = "".join(char if char.isprintable() else "�" for char in text)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def place_words(raw: Any, steps: list[str | int]) -> str:
    """A path in words: ``columns 第2项（学习内容）的 width``, with the name of the thing where it has one."""
    words: list[str] = []
    for step in steps:
        if isinstance(step, int):
            raw = raw[step] if isinstance(raw, list | tuple) and step < len(raw) else None
            words.append(f" 第{step + 1}项{_name_of(raw)}")
        else:
            raw = raw.get(step) if isinstance(raw, dict) else None
            words.append(f"的 {step}" if words else step)
    return "".join(words)


def _name_of(thing: Any) -> str:
    if isinstance(thing, dict):
        for key in ("id", "title", "heading", "short", "label", "word", "content"):
            if isinstance(thing.get(key), str) and thing[key]:
                return f"（{shown(thing[key])[1:-1]}）"
    return ""


def _steps(path: str) -> list[str | int]:
    return [key or (int(index) if index.isdigit() else 0) for key, index in re.findall(_STEP, path)]


def sentence(error: msgspec.ValidationError, raw: dict[str, Any], shape: type, name: str) -> str:
    """The sentence for what ``msgspec.convert(raw, shape)`` refused in file ``name``."""
    message = str(error)
    found = re.search(_AT, message)
    steps = _steps(found[1]) if found else []
    message = message[: found.start()] if found else message
    place = place_words(raw, steps)
    inner = f"{place}里的 " if place else ""

    if match := re.search(r"unknown field `(.*)`", message):
        known = _known_keys(shape, steps)
        import difflib  # only when something is wrong

        near = difflib.get_close_matches(match[1], known, 1)
        remedy = f"是不是 {near[0]}？" if near else "请删去；"
        unknown = shown(match[1])[1:-1]
        return f"{name}：{inner}{unknown} 这个键不认得，{remedy}可用的键：{'、'.join(known)}。"
    if match := re.search(r"missing required field `(.*)`", message):
        return f"{name}：{inner}{match[1]} 没有写，请补上这个键。"
    if match := re.search(r"Invalid enum value (.*)", message):
        return f"{name}：{place} 不能是 {shown(_dig(raw, steps))}，请写 {_choices(shape, steps)} 中的一个。"
    if match := re.search(r"`array` of length (\d+)", message):
        return f"{name}：{place} 应为 {match[1]} 项，请写成例如 [20, 100]。"
    if match := re.search(r"Expected `([^`]*)`, got `([^`]*)`", message):
        wanted, got = match[1].split(" | ")[0], match[2]
        (called, remedy), (is_now, _) = (_TYPES.get(one, (one, "")) for one in (wanted, got))
        return f"{name}：{place} 应为{called}，现在是{is_now}，{remedy or '请改正'}。"
    return f"{name}：{place or '内容'} 的值 {shown(_dig(raw, steps))} 不能用，请改正。"


def _dig(raw: Any, steps: list[str | int]) -> Any:
    for step in steps:
        try:
            raw = raw[step]
        except (KeyError, IndexError, TypeError):
            return ""
    return raw


def _type_at(shape: Any, steps: list[str | int]) -> Any:
    """The declared type at a path, optional parts stripped."""
    for step in steps:
        if isinstance(step, int):
            shape = get_args(shape)[0]
        else:
            shape = next(field.type for field in msgspec.structs.fields(shape) if field.name == step)
        if type(None) in get_args(shape):
            shape = next(part for part in get_args(shape) if part is not type(None))
    return shape


def _known_keys(shape: type, steps: list[str | int]) -> list[str]:
    there = _type_at(shape, steps)
    tag = there.__struct_config__.tag_field
    return ([tag] if tag else []) + [field.name for field in msgspec.structs.fields(there)]


def _choices(shape: type, steps: list[str | int]) -> str:
    there = _type_at(shape, steps)
    values = get_args(there) if get_origin(there) is not None else ()
    return "、".join(value or '""' for value in values)


def syntax(error: Exception, text: str, name: str) -> str:
    """The sentence for a file that is no TOML: the line, its key, and what to look at."""
    message = str(error)
    lines = text.split("\n")
    found = re.search(_POSITION, message)
    number, column = (int(found[1]), int(found[2])) if found else (len(lines), 1)
    line = lines[number - 1] if number <= len(lines) else ""
    header = re.match(_HEADER, line)
    keys = re.findall(_KEY_OF_LINE, line[: column - 1]) or re.findall(_KEY_OF_LINE, line)
    place = f"{name} 第{number}行" + (f" {header[1] if header else keys[-1]}" if header or keys else "")
    if day := re.search(_DAY, line):
        return f"{place}：{_day_words(day)}。"
    if "overwrite" in message or "twice" in message or "already" in message or "redefine" in message:
        remedy = f"，成列的每项写成 [[{header[1]}]]" if header else ""
        return f"{place}：这个键前面已经写过，请删去一个{remedy}。"
    if "control character" in message or "Illegal character" in message:
        return f"{place}：第{column}个字符不能在这里，请删去控制字符，一行写完的文字要在本行用引号括好。"
    if "integer string conversion" in message:
        return f"{name}：有一个数字长得读不了，请改为实际用的数字。"
    if isinstance(error, RecursionError):
        return f"{name}：方括号套得太深，请检查括号是否成对。"
    return f"{place}：写法不合 TOML 规则（第{column}个字符附近），请检查引号、等号和括号是否成对。"


def _day_words(written: re.Match[str]) -> str:
    year, month, day = (int(part) for part in written.groups())
    try:
        right = date(year, month, day).isoformat()
    except ValueError:
        return f"{year}-{month:02d}-{day:02d} 这一天不存在，请改为日历上有的日期"
    return f"日期的写法不对，请写成 {right}"
