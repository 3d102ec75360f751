"""A campaign keeps the pack it began with; what a later version of the program ships more is added to that
copy when somebody asks for it, and the files that are replaced stay beside the new ones.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from forms.clock import SHANGHAI
from forms.errors import BadInput, StoreError
from forms.loading import annex_files, load_pack, shipped_packs
from forms.pack import Pack
from forms.pack_additions import with_additions
from forms.pack_toml import annex_table
from forms.shift import shift_years
from store.campaign.campaign import Campaign
from store.shards.files import because, open_folder, replace_file


@dataclass(frozen=True)
class Update:
    """What was added, and where the files from before are."""

    added: list[str]
    kept: list[Path]


def missing(c: Campaign) -> list[str]:
    """What ``update_pack`` would add, a phrase each; nothing to a pack that is not the program's own."""
    shipped = _shipped(c.pack)
    return with_additions(c.pack, shipped)[1] if shipped else []


def told_to(c: Campaign) -> str:
    """What those are told who may add it; empty where there is nothing to add, or it is for others to do."""
    if c.root is None or not os.access(c.root / c.id / "pack", os.W_OK):
        return ""
    added = missing(c)
    if not added:
        return ""
    return f"工作模板可以补上新版本多出来的{len(added)}处内容：请运行 taizhang pack update。"


def update_pack(c: Campaign) -> Update:
    """Add what the campaign's pack lacks. Sessions that are open see it when they are opened anew.

    Raises BadInput (a pack of one's own), PackError, StoreError (the files are as they were, or some are
    replaced: to ask again finishes it).
    """
    assert c.root is not None
    folder = c.root / c.id / "pack"
    copy = load_pack(folder)  # as it is now, not as it was when this run began
    shipped = _shipped(copy)
    if shipped is None:
        raise BadInput(f"工作模板 {copy.id} 不是随程序来的，没有可补的；请直接修改 {folder} 里的文件。")
    whole, added = with_additions(copy, shipped)
    files = zip(annex_files(folder), copy.annexes, whole.annexes, strict=True)
    changed = {name: after for name, before, after in files if before != after}
    kept: list[Path] = []
    try:
        descriptor = open_folder(folder)
        try:
            for name, annex in changed.items():
                kept.append(_keep(folder, name, descriptor))
                replace_file(name, _toml(annex_table(annex)), descriptor, 0o664)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise StoreError(
            f"工作模板写不进 {folder}（{because(error)}）；请检查权限和磁盘，再运行一次。"
        ) from error
    return Update(added, kept)


def _shipped(copy: Pack) -> Pack | None:
    """The pack of the same id that comes with the program, in the copy's year."""
    for folder in shipped_packs().values():
        pack = shift_years(load_pack(folder), copy.year)
        if pack.id == copy.id:
            return pack
    return None


def _keep(folder: Path, name: str, descriptor: int) -> Path:
    """The file as it is, under a name of its own that no pack's file has."""
    stamp = datetime.now(SHANGHAI).strftime("%Y%m%d-%H%M%S")
    target = f"{name}.{stamp}"
    number = 1
    while os.path.lexists(folder / target):
        number += 1
        target = f"{name}.{stamp}-{number}"
    replace_file(target, (folder / name).read_bytes(), descriptor, 0o664)
    return folder / target


def _toml(values: dict[str, object]) -> bytes:
    import tomli_w

    return tomli_w.dumps(values).encode()
