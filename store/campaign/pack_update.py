"""A campaign keeps the pack it began with; what a later version of the program ships more is added to that
copy when somebody asks for it, and the files that are replaced stay beside the new ones.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.errors import BadInput
from forms.loading import load_pack, shipped_packs
from forms.pack import Pack
from forms.pack_additions import with_additions
from forms.shift import shift_years
from store.campaign.campaign import Campaign


@dataclass(frozen=True)
class Update:
    """What was added, and where the files from before are."""

    added: list[str]
    kept: list[str]


def missing(c: Campaign) -> list[str]:
    """What ``update_pack`` would add, a phrase each; nothing to a pack that is not the program's own."""
    shipped = _shipped(c.pack)
    return with_additions(c.pack, shipped)[1] if shipped else []


def told_to(c: Campaign) -> str:
    """What those are told who may add it; empty where there is nothing to add, or it is for others to do."""
    if c.backend is None or not c.backend.may_replace_pack(c.id):
        return ""
    added = missing(c)
    if not added:
        return ""
    return f"工作模板可以补上新版本多出来的{len(added)}处内容：请运行 taizhang pack update。"


def update_pack(c: Campaign) -> Update:
    """Add what the campaign's pack lacks. Sessions that are open see it when they are opened anew.

    Raises BadInput (a pack of one's own), PackError, StoreError (the pack is as it was, or some annexes are
    replaced: to ask again finishes it).
    """
    assert c.backend is not None
    copy = c.backend.pack(c.id)  # as it is now, not as it was when this run began
    shipped = _shipped(copy)
    if shipped is None:
        place = c.backend.pack_place(c.id)
        raise BadInput(f"工作模板 {copy.id} 不是随程序来的，没有可补的；请直接修改 {place} 里的文件。")
    whole, added = with_additions(copy, shipped)
    return Update(added, c.backend.replace_pack(whole))


def _shipped(copy: Pack) -> Pack | None:
    """The pack of the same id that comes with the program, in the copy's year."""
    for folder in shipped_packs().values():
        pack = shift_years(load_pack(folder), copy.year)
        if pack.id == copy.id:
            return pack
    return None
