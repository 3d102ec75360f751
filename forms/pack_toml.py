"""A pack as TOML tables, file by file: the way back from what ``loading`` reads."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from forms.pack import Annex, Pack


def pack_files(pack: Pack) -> dict[str, dict[str, Any]]:
    """The files of a pack by name, as TOML tables; ``pack.toml`` is the last."""
    files = {f"annex{annex.number}.toml": annex_table(annex) for annex in pack.annexes}
    head = {key: getattr(pack, key) for key in ("format", "id", "title", "year")}
    return {**files, "pack.toml": {**head, "annexes": list(files)}}


def annex_table(annex: Annex) -> dict[str, Any]:
    """One annex's file as a TOML table."""
    return _table(annex)


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
