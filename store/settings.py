"""Settings in layers: built-in, the store's, the person's, the environment, flags. The later one wins."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from forms.errors import BadInput, StoreError
from store.account import account
from store.files import closing, read_all, refusing
from store.own_files import gated, open_own
from store.places import config_file, parse_toml, write_toml
from store.protocol import Backend, is_folder_name

Value = str | bool | int | None

BUILT_IN = "内置"
STORE = "台账数据"
PERSON = "个人"
ENVIRONMENT = "环境变量"
FLAG = "命令行"

PREFIX = "TAIZHANG_"
ACCOUNT = "{account}"
"""In a path: the name of the account, so that a store can give everybody a folder of their own."""


class Key(msgspec.Struct, frozen=True):
    """One setting."""

    about: str
    """Shown beside it: what it is and what is accepted."""
    parse: Callable[[str], Value]
    """Raises ValueError with what is accepted."""
    default: Value = None
    of_store: bool = True
    """May a store set it for everybody?"""


def _path(text: str) -> str:
    if "\0" in text:
        raise ValueError("一个文件夹的路径")
    if ACCOUNT in text:
        text = text.replace(ACCOUNT, account())
    return str(Path(text).expanduser())


def _org(text: str) -> str:
    if not is_folder_name(text):
        raise ValueError("党组织编号：英文字母、数字、- 和 _")
    return text


def _theme(text: str) -> str:
    themes = {"light": "light", "浅色": "light", "dark": "dark", "深色": "dark"}
    try:
        return themes[text.lower()]
    except KeyError:
        raise ValueError("light（浅色）或 dark（深色）") from None


def _switch(text: str) -> bool:
    if text.lower() in ("true", "1", "yes", "on", "是", "开"):
        return True
    if text.lower() in ("false", "0", "no", "off", "否", "关"):
        return False
    raise ValueError("true（开）或 false（关）")


def _number(least: int, most: int) -> Callable[[str], Value]:
    def parse(text: str) -> Value:
        if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
            raise ValueError(f"{least} 到 {most} 的整数")
        return int(text)

    return parse


def _key_names(text: str) -> Value:
    names = [name.strip() for name in text.replace("，", ",").split(",")]
    if not all(names) or len(text) > 200:
        raise ValueError("键的名称，几个键用逗号隔开，如 f8, ctrl+s")
    return ", ".join(names)


KEYS: dict[str, Key] = {
    "store": Key("台账数据所在的文件夹；不设时用个人数据文件夹", _path, of_store=False),
    "org": Key("本人所在党组织的编号", _org),
    "exports": Key("F5、F6 导出的文件放在哪个文件夹，{account} 代表账号", _path, "~/台账导出"),
    "exports_keep_days": Key("导出的文件留多少天，过后由程序清理；0 为不清理", _number(0, 3650), 30),
    "sftp_port": Key("取回导出文件所用的 SFTP 端口；0 为没有单独的端口", _number(0, 65535), 0),
    "references": Key("存在问题后面是否印对照的指标编号，如（对照4-2）：true 或 false", _switch, False),
    "signatures": Key(
        "表格下面是否印填报单位（盖章）、党组织书记（签字）等几行：true 或 false", _switch, False
    ),
    "gather": Key("导出学习情况时是否合并同类，同日同内容的各党支部并成一行：true 或 false", _switch, False),
    "incomplete": Key("未完成的记录是否列入导出的表：true 或 false，不列入时逐条说明", _switch, True),
    "imports": Key("导入文件时先看哪个文件夹", _path, "~"),
    "theme": Key("界面颜色：light（浅色）或 dark（深色）", _theme, "light"),
    "mouse": Key("是否使用鼠标：true 或 false", _switch, False),
}

KEYS_OF = "keys"
"""The section of keys that do something else than usual: ``keys.save``. What an action is and which keys it
may have is for the screens to say."""
_KEY = Key("这个动作用的键，几个键用逗号隔开；见 taizhang config keys", _key_names)
_KEY_NAME = re.compile(rf"{KEYS_OF}\.[a-z][a-z_]*")


class Settings:
    """The settings of one run, each with the layer it comes from."""

    def __init__(self, found: Mapping[str, tuple[Value, str]]) -> None:
        self._found = dict(found)

    def get(self, name: str) -> Value:
        """The value in force; paths with ``~`` filled in. Raises BadInput for a name that is no setting."""
        return self._found.get(_known(name), (None, BUILT_IN))[0]

    def origin(self, name: str) -> str:
        """Which layer it comes from, in words. Raises BadInput."""
        return self._found.get(_known(name), (None, BUILT_IN))[1]

    def keys(self) -> dict[str, str]:
        """Action to the names of its keys, of those that are set."""
        start = f"{KEYS_OF}."
        return {
            name.removeprefix(start): str(value)
            for name, (value, _) in self._found.items()
            if name.startswith(start) and value
        }


def _known(name: str) -> str:
    if _key(name) is None:
        raise BadInput(f"没有“{name}”这项设置；可以设的有：{'、'.join(KEYS)}，以及 {KEYS_OF}.动作。")
    return name


def _key(name: str) -> Key | None:
    return KEYS.get(name) or (_KEY if _KEY_NAME.fullmatch(name) else None)


def load_settings(backend: Backend | None, flags: Mapping[str, Any]) -> Settings:
    """All layers; those of a store that is not there are left out. ``flags`` that are None say nothing.

    Raises BadInput that names file, key and what is accepted; StoreError when a file cannot be read.
    """
    found: dict[str, tuple[Value, str]] = {}
    for name, key in KEYS.items():
        found[name] = (_built_in(key), BUILT_IN)
    if backend is not None and (values := backend.settings()):
        _take(found, values, STORE, backend.settings_place)
    person = config_file()
    values = _read_person(person)
    if gated():  # where files may lie is the store's to say
        values.pop("exports", None)
    _take(found, values, PERSON, str(person))
    for name in KEYS:
        variable = PREFIX + name.upper()
        if os.environ.get(variable):
            _take(found, {name: os.environ[variable]}, ENVIRONMENT, f"环境变量 {variable}")
    _take(found, {name: value for name, value in flags.items() if value is not None}, FLAG, FLAG)
    return Settings(found)


def _built_in(key: Key) -> Value:
    try:
        return key.parse(key.default) if isinstance(key.default, str) else key.default
    except RuntimeError:  # an account without a home: its owner has to say where
        return None


def _read_person(path: Path) -> dict[str, Any]:
    with refusing(StoreError, f"个人设置 {path} 读不出来", "请检查文件权限"):
        try:
            with closing(open_own(path)) as descriptor:
                return parse_toml(read_all(descriptor))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except ValueError as error:
            raise BadInput(f"个人设置 {path} 写法不对（{error}）；请改正这一处，或删去该文件。") from None


def _take(found: dict[str, tuple[Value, str]], values: Mapping[str, Any], layer: str, where: str) -> None:
    values = dict(values)
    section = values.get(KEYS_OF)
    if isinstance(section, dict):
        del values[KEYS_OF]
        values |= {f"{KEYS_OF}.{name}": value for name, value in section.items()}
    for name, value in values.items():
        key = _key(name)
        if key is None or (layer == STORE and not key.of_store):
            accepted = [known for known, key in KEYS.items() if layer != STORE or key.of_store]
            raise BadInput(f"{where}：没有“{name}”这项设置；可以设的有：{'、'.join(accepted)}。")
        if value == "" and layer == FLAG:
            found[name] = (None, layer)
        else:
            found[name] = (_parse(name, value, where), layer)


def _parse(name: str, value: Any, where: str) -> Value:
    text = ("true" if value else "false") if isinstance(value, bool) else value
    key = _key(_known(name))
    assert key is not None
    if type(text) is int and type(key.default) is int:
        text = str(text)
    try:
        if not isinstance(text, str):
            raise ValueError("文字，写在引号里")
        return key.parse(text)
    except (ValueError, RuntimeError) as error:
        raise BadInput(f"{where}：设置 {name} 的值“{value}”不能用，应为{error}。") from None


def set_setting(name: str, value: str, backend: Backend | None = None) -> str:
    """Set one in a person's file, or in a back end's for everybody; an empty value takes it out again.

    Returns where it is now. Raises BadInput, StoreError; what was set before is as it was then.
    """
    key = _key(_known(name))
    if backend is not None:
        if key is not None and not key.of_store:
            raise BadInput(f"设置 {name} 各人不同，不能存在台账数据里；请去掉 --for-store。")
        values = backend.settings()
        _put(values, name, value)
        backend.set_settings(values)
        return backend.settings_place
    path = config_file()
    values = _read_person(path)
    _put(values, name, value)
    sure = {"unsure": str(path), "look": "taizhang config list"}
    with refusing(StoreError, f"设置没有存入 {path}", "请检查权限和磁盘", **sure):
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        write_toml(path.resolve(), values)  # some keep their settings elsewhere and link to them
    return str(path)


def _put(values: dict[str, Any], name: str, value: str) -> None:
    if name.startswith(f"{KEYS_OF}."):
        _put_key(values, name.removeprefix(f"{KEYS_OF}."), str(_parse(name, value, FLAG)) if value else "")
    elif value:
        # As it was typed: a path keeps its ~, which another account fills in its own way.
        parsed = _parse(name, value, FLAG)
        values[name] = value if isinstance(parsed, str) and name in ("store", "exports") else parsed
    else:
        values.pop(name, None)


def _put_key(values: dict[str, Any], action: str, keys: str) -> None:
    section = values.setdefault(KEYS_OF, {})
    if not isinstance(section, dict):
        raise BadInput(f"设置文件里的 {KEYS_OF} 应是一节设置（[{KEYS_OF}]）。")
    section.pop(action, None)
    values.pop(f"{KEYS_OF}.{action}", None)
    if keys:
        section[action] = keys
    if not section:
        del values[KEYS_OF]
