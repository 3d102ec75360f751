"""Settings: which layer wins, and what is said of a value that cannot be."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from forms.errors import BadInput, StoreError
from store.file_backend import FileBackend
from store.places import StoreRoot
from store.settings import KEYS, load_settings, set_setting


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's file, which is not there yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in KEYS:
        monkeypatch.delenv(f"TAIZHANG_{name.upper()}", raising=False)
    return tmp_path / "config" / "taizhang" / "config.toml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return StoreRoot.create(tmp_path / "store").path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_built_in(tmp_path: Path) -> None:
    settings = load_settings(None, {})
    assert {name: settings.get(name) for name in KEYS} == {
        "store": None,
        "org": None,
        "exports": str(tmp_path / "home" / "台账导出"),
        "exports_keep_days": 30,
        "sftp_port": 0,
        "references": False,
        "signatures": False,
        "gather": False,
        "incomplete": True,
        "imports": str(tmp_path / "home"),
        "theme": "light",
        "mouse": False,
    }
    assert {settings.origin(name) for name in KEYS} == {"内置"}


def test_each_layer_covers_those_before(root: Path, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def now(flags: dict[str, str] | None = None) -> tuple[object, str]:
        settings = load_settings(FileBackend(root), flags or {})
        return settings.get("org"), settings.origin("org")

    set_setting("org", "of-store", FileBackend(root))
    assert now() == ("of-store", "台账数据")
    set_setting("org", "of-person")
    assert now() == ("of-person", "个人")
    monkeypatch.setenv("TAIZHANG_ORG", "of-environment")
    assert now() == ("of-environment", "环境变量")
    assert now({"org": "of-flag"}) == ("of-flag", "命令行")
    monkeypatch.delenv("TAIZHANG_ORG")
    set_setting("org", "")
    assert now() == ("of-store", "台账数据")
    set_setting("org", "", FileBackend(root))
    assert now() == (None, "内置")


def test_flags_that_say_nothing_and_that_say_none(config: Path) -> None:
    write(config, 'org = "jsj"')
    assert load_settings(None, {"org": None}).get("org") == "jsj"
    assert load_settings(None, {"org": ""}).get("org") is None


def test_without_a_store_its_layer_is_left_out(tmp_path: Path) -> None:
    assert load_settings(FileBackend(tmp_path / "none"), {}).get("theme") == "light"


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [("theme", "深色", "dark"), ("theme", "LIGHT", "light"), ("mouse", "是", True), ("mouse", "0", False),
     ("org", "jsj-1", "jsj-1"), ("exports", "/tmp/导出", "/tmp/导出")],
)  # fmt: skip
def test_values_as_people_write_them(config: Path, name: str, typed: str, value: object) -> None:
    assert set_setting(name, typed) == str(config)
    assert load_settings(None, {}).get(name) == value


def test_paths_keep_their_tilde_in_the_file(config: Path, tmp_path: Path) -> None:
    set_setting("exports", "~/out")
    assert "~/out" in config.read_text()
    assert load_settings(None, {}).get("exports") == str(tmp_path / "home" / "out")


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("theme", "blue", "dark"),
        ("mouse", "maybe", "true"),
        ("org", "../x", "英文字母"),
        ("colour", "1", "theme"),
    ],
)
def test_what_cannot_be_is_refused_with_what_is_accepted(
    config: Path, name: str, value: str, accepted: str
) -> None:
    with pytest.raises(BadInput, match=accepted):
        set_setting(name, value)
    assert not config.exists()


def test_unknown_names_are_refused_when_asked_for(config: Path) -> None:
    with pytest.raises(BadInput, match="exports"):
        load_settings(None, {}).get("colour")


@pytest.mark.parametrize(
    ("text", "said"),
    [("theme = ", "第1行"), ('org = "a"\ntheme = [\n', "第2行"), ("theme = 7", "theme"),
     ("x = " + "[" * 9999, "层次"), ('colour = "red"', "colour"),
     ('theme = "blue"', "blue"), ('mouse = "maybe"', "mouse"), ("[org]", "org")],
    ids=range(8),
)  # fmt: skip
def test_a_broken_file_is_a_sentence_with_its_name(config: Path, text: str, said: str) -> None:
    write(config, text)
    with pytest.raises(BadInput) as caught:
        load_settings(None, {})
    assert said in str(caught.value)
    assert str(config) in str(caught.value)
    if text == "theme = ":
        with pytest.raises(BadInput):
            set_setting("org", "jsj")
        assert config.read_text() == text  # not overwritten


def test_bytes_that_are_no_text(config: Path) -> None:
    write(config, "")
    config.write_bytes(b"\xff")
    with pytest.raises(BadInput, match="UTF-8"):
        load_settings(None, {})


def test_a_wrong_environment_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAIZHANG_THEME", "blue")
    with pytest.raises(BadInput, match="TAIZHANG_THEME"):
        load_settings(None, {})


def test_the_store_says_not_where_it_is(root: Path) -> None:
    with pytest.raises(BadInput):
        set_setting("store", "/elsewhere", FileBackend(root))
    text = (root / "taizhang.toml").read_text()
    (root / "taizhang.toml").write_text(text + '\n[settings]\nstore = "/elsewhere"\n')
    with pytest.raises(BadInput, match="没有“store”这项"):
        load_settings(FileBackend(root), {})


def test_setting_for_the_store_keeps_the_rest_of_its_file(root: Path) -> None:
    (root / "taizhang.toml").write_text('format = 1\n[later]\nx = "y"\n')
    assert set_setting("theme", "dark", FileBackend(root)) == str(root / "taizhang.toml")
    StoreRoot.open(root)
    assert 'x = "y"' in (root / "taizhang.toml").read_text()


def test_the_file_is_private_and_failing_leaves_it(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    set_setting("theme", "dark")
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    before = config.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreError, match="磁盘已满"):
        set_setting("theme", "light")
    assert config.read_bytes() == before
    assert [path.name for path in config.parent.iterdir()] == ["config.toml"]


def test_keys_of_actions_stand_in_a_section_of_their_own(config: Path, root: Path) -> None:
    set_setting("keys.save", "f8，ctrl+s")
    set_setting("keys.new", "f12", FileBackend(root))
    assert config.read_text() == '[keys]\nsave = "f8, ctrl+s"\n'
    settings = load_settings(FileBackend(root), {})
    assert settings.keys() == {"save": "f8, ctrl+s", "new": "f12"}
    assert (settings.origin("keys.new"), settings.origin("keys.save")) == ("台账数据", "个人")
    assert settings.get("keys.history") is None
    set_setting("keys.save", "")
    assert config.read_text() == ""


@pytest.mark.parametrize("name", ["keys", "keys.", "keys.Save", "keys.save.it", "key.save"])
def test_names_that_are_no_action(name: str) -> None:
    with pytest.raises(BadInput, match=r"keys\.动作"):
        set_setting(name, "f8")
