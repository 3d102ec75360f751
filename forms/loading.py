"""Packs (工作模板) from TOML and back; strict: a slip in a file is one sentence with file, key and remedy.

A pack is a folder: ``pack.toml`` names the annex files beside it, one annex each. ``faults`` holds the
sentences about a file's shape, ``pack_checks`` the rules between keys.
"""

from __future__ import annotations

import os
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from forms import faults
from forms.errors import NewerFormat, PackError, StoreError
from forms.os_errors import because
from forms.pack import FORMAT, Annex, GuideAnnex, Pack, RecordsAnnex, ScheduleAnnex
from forms.pack_checks import check_annex, check_pack, check_text
from forms.toml import toml_bytes

SHIPPED = "xuexi-zhenduan-jianshe-2021"
"""The pack that a new store gets unless told otherwise."""

PACK_FILE = "pack.toml"
KINDS: dict[str, type[Annex]] = {"schedule": ScheduleAnnex, "records": RecordsAnnex, "guide": GuideAnnex}
T = TypeVar("T")


class _PackFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``pack.toml``: a pack whose annexes are still file names."""

    format: int
    id: str
    title: str
    year: int
    annexes: tuple[str, ...]


def shipped_packs() -> dict[str, Path]:
    """The packs that come with the program: id to folder, in order of id."""
    home = Path(__file__).parent / "packs"
    return {file.parent.name: file.parent for file in sorted(home.glob(f"*/{PACK_FILE}"))}


def load_pack(folder: Path) -> Pack:
    """Reads a pack's folder whole.

    Raises PackError (a fault of the pack, with file, key and remedy) or NewerFormat (written for a newer
    program; nothing else in it was looked at).
    """
    raw = _read(folder, PACK_FILE)
    _check_format(raw)
    head = _convert(raw, _PackFile, PACK_FILE)
    annexes: list[Annex] = []
    for place, name in enumerate(head.annexes, 1):
        if head.annexes.index(name) != place - 1:
            raise PackError(f"{PACK_FILE}：annexes 第{place}项 {name} 列了两次，请删去一个。")
        annexes.append(_load_annex(folder, name, place))
    pack = Pack(format=head.format, id=head.id, title=head.title, year=head.year, annexes=tuple(annexes))
    check_pack(pack, PACK_FILE, head.annexes)
    return pack


def annex_files(folder: Path) -> tuple[str, ...]:
    """The names of the annexes' files, in order, of a pack that ``load_pack`` reads. Raises PackError."""
    return _convert(_read(folder, PACK_FILE), _PackFile, PACK_FILE).annexes


def write_pack(pack: Pack, target: Path) -> None:
    """Writes a pack into the folder ``target``: a campaign keeps the pack it began with.

    ``pack.toml`` comes last: a copy that was interrupted has none and is not taken for a whole one. Raises
    StoreError (there is a pack already, or it cannot be written).
    """
    if (target / PACK_FILE).exists():
        raise StoreError(f"{target} 里已有工作模板，没有覆盖；请换一个文件夹。")
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, content in _pack_files(pack).items():
            with (target / name).open("wb") as file:
                file.write(toml_bytes(content))
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(f"工作模板写不进 {target}（{because(error)}），请检查权限和剩余空间。") from None


def _pack_files(pack: Pack) -> dict[str, dict[str, Any]]:
    """The files of a pack by name, as TOML tables; ``pack.toml`` is the last."""
    files = {f"annex{annex.number}.toml": table(annex) for annex in pack.annexes}
    head = {key: getattr(pack, key) for key in ("format", "id", "title", "year")}
    return {**files, PACK_FILE: {**head, "annexes": list(files)}}


def table(thing: Any) -> dict[str, Any]:
    """An annex, or another Struct of a pack, as a TOML table, its tag first; what is at its default is left
    out, as a person would."""
    config = thing.__struct_config__
    table: dict[str, Any] = {config.tag_field: config.tag} if config.tag_field else {}
    for field in msgspec.structs.fields(thing):
        value = getattr(thing, field.name)
        if value is not None and value != field.default:
            table[field.name] = _plain(value)
    return table


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return table(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    assert isinstance(value, str | int | float | bool | date)
    return value


def _load_annex(folder: Path, name: str, place: int) -> Annex:
    if name == PACK_FILE or not _is_plain(name):
        raise PackError(
            f"{PACK_FILE}：annexes 第{place}项 {faults.shown(name)} 不是本文件夹里的附件文件名，"
            f"请只写文件名，例如 annex1.toml。"
        )
    if not (folder / name).exists():
        raise PackError(
            f"{PACK_FILE}：annexes 第{place}项 {name} 找不到，"
            f"请把这个文件放进 {folder}，或从 annexes 里删去。"
        )
    raw = _read(folder, name)
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        said = "没有写" if "kind" not in raw else f"{faults.shown(kind)} 不能用"
        raise PackError(f"{name}：kind {said}，请写 {'、'.join(KINDS)} 中的一个。")
    annex = _convert(raw, KINDS[kind], name)
    check_annex(annex, name)
    return annex


def _convert(raw: dict[str, Any], shape: type[T], name: str) -> T:
    check_text(raw, name)
    try:
        # Dates are TOML's own; a quoted one is a text and refused as such.
        return msgspec.convert(raw, shape, strict=True, builtin_types=(date,))
    except msgspec.ValidationError as error:
        raise PackError(faults.sentence(error, raw, shape, name)) from None


def _check_format(raw: dict[str, Any]) -> None:
    number = raw.get("format")
    if isinstance(number, bool) or not isinstance(number, int):
        return  # missing or of a wrong type: told by _convert like any other key
    if number > FORMAT:
        raise NewerFormat(
            f"{PACK_FILE}：format 是 {number}，本程序只认得 {FORMAT}，"
            f"这份工作模板要用更新的版本打开；请先升级本程序。"
        )
    if number < 1:
        raise PackError(f"{PACK_FILE}：format 是 {number}，请改为 {FORMAT}。")


def _is_plain(name: str) -> bool:
    """A name of a file in the folder itself, on any system: no way out of the pack."""
    return name.endswith(".toml") and not name.startswith(".") and not set(name) & set("/\\:\0")


def _read(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    try:
        # A link could lead out of the pack, a pipe would never end.
        if path.is_symlink() or not path.is_file():
            what = "不是普通文件" if path.exists() or path.is_symlink() else "找不到"
            raise PackError(f"{name}：{what}，请在 {folder} 里放一个普通的 {name}。")
        data = path.read_bytes()
    except OSError as error:
        raise PackError(f"{name}：读不了（{because(error)}），请检查 {path} 的权限。") from None
    try:
        text = data.decode("utf-8-sig")  # some editors put a mark in front
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PackError(f"{name} 第{line}行：文字不是 UTF-8 编码，请另存为 UTF-8。") from None
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise PackError(faults.syntax(error, text, name)) from None
