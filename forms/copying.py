"""A pack written out as a store's own copy, so that the campaign keeps what it began with."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from forms.errors import StoreError
from forms.pack import Annex, Pack
from forms.shift import shift_years


def write_pack(source: Path, target: Path, year: int, title: str = "") -> Pack:
    """Writes the pack in ``source`` into the folder ``target``, for ``year``, and returns what was written.

    ``title`` replaces the pack's own when given. ``pack.toml`` comes last: a copy that was interrupted has none
    and is not taken for a whole one. Raises PackError (the source), BadInput (the year), StoreError (writing).
    """
    from forms.loading import load_pack  # loading offers this function as its own

    pack = shift_years(load_pack(source), year)
    if title:
        pack = msgspec.structs.replace(pack, title=title)
    if (target / "pack.toml").exists():
        raise StoreError(f"{target} 里已有工作模板，没有覆盖；请换一个文件夹。")
    import tomli_w

    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, content in pack_files(pack).items():
            (target / name).write_bytes(tomli_w.dumps(content, multiline_strings=False).encode())
    except OSError as error:
        raise StoreError(f"工作模板写不进 {target}（{error.strerror}），请检查权限和剩余空间。") from None
    return pack


def pack_files(pack: Pack) -> dict[str, dict[str, Any]]:
    """The files of a pack by name, as TOML tables; ``pack.toml`` is the last."""
    files = {f"annex{annex.number}.toml": _table(annex) for annex in pack.annexes}
    head = {key: getattr(pack, key) for key in ("format", "id", "title", "year")}
    return {**files, "pack.toml": {**head, "annexes": list(files)}}


def _table(thing: Any) -> dict[str, Any]:
    """A Struct as a TOML table, its tag first; what is at its default is left out, as a person would."""
    config = thing.__struct_config__
    table: dict[str, Any] = {config.tag_field: config.tag} if config.tag_field else {}
    for field in msgspec.structs.fields(thing):
        value = getattr(thing, field.name)
        if value is not None and value != field.default:
            table[field.name] = _plain(value)
    return table


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return _table(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    assert isinstance(value, str | int | float | bool | date)
    return value
