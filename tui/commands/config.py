"""``taizhang config``: settings, where each comes from, and changing one."""

from __future__ import annotations

from forms.neutral import one_line
from store.settings import KEYS, KEYS_OF, set_setting
from tui.actions import is_fixed, key_words
from tui.commands import click_base, options
from tui.commands.output import put
from tui.commands.session import Session, say
from tui.keymap_validation import check, judge, named_actions
from tui.terminal import prepare_environment

command = click_base.Group(
    "config", help="查看和修改设置。后面的盖过前面的：内置、台账数据、个人、环境变量、命令行。"
)

_NAME = click_base.argument(
    "name",
    "设置项",
    "如 org、exports、theme；全部设置项见 taizhang config list。",
    shell_complete=options.setting_names,
)


@command.command("list")
@options.layout()
def list_settings(session: Session, layout: str) -> None:
    """列出全部设置、现在的值和来自哪里。"""
    settings = session.settings()
    told = [(name, _words(settings.get(name)), key.about) for name, key in KEYS.items()]
    about = "这个动作用的键；全部见 taizhang config keys"
    told += [(f"{KEYS_OF}.{action}", keys, about) for action, keys in settings.keys().items()]
    rows = [
        {"key": name, "value": value, "origin": settings.origin(name), "about": about}
        for name, value, about in told
    ]
    columns = {"key": "设置项", "value": "值", "origin": "来自", "about": "说明"}
    put(layout, columns, rows, firm=("key", "origin"), optional=("about",))


@command.command("keys")
@options.layout()
def list_keys(session: Session, layout: str) -> None:
    """列出可以换键的动作：现在用的键、原来的键、名称。"""
    prepare_environment()  # what can be done is known to the screens
    rebinding, refused = judge(session.settings().keys())
    for sentence in refused:
        say(f"提示：{sentence}")
    rows = []
    for one in named_actions().values():
        usual = [key for key in one.usual if not is_fixed(key)]
        keys = rebinding.wanted.get(one.id, tuple(usual))
        rows.append(
            {
                "key": f"{KEYS_OF}.{one.id}",
                "keys": " ".join(key_words(key) for key in keys),
                "usual": " ".join(key_words(key) for key in usual),
                "title": "、".join(one.titles),
            }
        )
    columns = {"key": "设置项", "keys": "现在的键", "usual": "原来的键", "title": "名称"}
    put(layout, columns, rows, firm=("key", "keys"), optional=("usual",))


@command.command("get")
@_NAME
def get_setting(session: Session, name: str) -> None:
    """显示一项设置的值。"""
    print(one_line(_words(session.settings().get(name))))


@command.command("set")
@_NAME
@click_base.argument("value", "值", "新的值；写空的引号恢复默认。")
@click_base.option("--for-store", "for_store", is_flag=True, help="存在台账数据里，不是个人设置里。")
def change_setting(session: Session, name: str, value: str, for_store: bool) -> None:
    """修改一项设置，存在个人设置里；加 --for-store 则存在台账数据里，对所有人有效。"""
    if for_store:
        session.check_writing()
    action = name.removeprefix(f"{KEYS_OF}.")
    if value and action != name:
        prepare_environment()
        check({**session.settings().keys(), action: value.replace("，", ",")})  # with what is set already
    path = set_setting(name, value, session.backend() if for_store else None)
    say(f"已存入 {path}。")


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
