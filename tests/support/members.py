"""A school with members, without accounts of the operating system: whoever a test says is at the keyboard."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import pytest

from forms.clock import SystemClock
from store.access import roles
from store.access.roles import Identity
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.founding import create_store
from store.campaign.organisation_entry import add_organisations
from store.places import MEMBERS

ROLES = """
[[members]]
account = "office"
role = "office"
[[members]]
group = "cs"
role = "unit"
organisations = ["jsj"]
[[members]]
account = "branch"
role = "branch"
organisations = ["jsj-01"]
[[members]]
account = "two"
role = "branch"
organisations = ["jsj-01", "jx-01"]
[[members]]
account = "reader"
role = "reader"
organisations = ["jsj"]
[[members]]
account = "leader"
role = "reader"
organisations = ["*"]
[[members]]
account = "nobody"
role = "unit"
organisations = ["gone"]
"""
ORGANISATIONS = [
    {"id": "jsj", "name": "计算机学院党委", "level": "unit"},
    {"id": "jsj-01", "name": "教工第一党支部", "level": "branch", "parent": "jsj", "type": "教师"},
    {"id": "jsj-02", "name": "本科生党支部", "level": "branch", "parent": "jsj", "type": "学生"},
    {"id": "jx", "name": "机械学院党委", "level": "unit"},
    {"id": "jx-01", "name": "教工第一党支部", "level": "branch", "parent": "jx", "type": "教师"},
]
OTHER = 54321
"""A user id that is neither root nor the store's owner."""


def found_school(root: Path) -> None:
    """Two units with branches; the first organisation of a new store gives way."""
    create_store(root, 2021, "学校")
    c = open_campaign(root, None, SystemClock(), Actor("setup"))
    add_organisations(c, ORGANISATIONS)
    from store.campaign.organisation_entry import remove_organisation

    remove_organisation(c, "u1")


def give_members(root: Path, text: str = ROLES) -> None:
    (root / MEMBERS).write_text(text)
    (root / MEMBERS).chmod(0o644)


@dataclass
class School:
    """``login`` opens the campaign as somebody."""

    root: Path
    become: Callable[..., None]

    def login(self, account: str, groups: Collection[str] = ()) -> Campaign:
        self.become(account, groups)
        return open_campaign(self.root, None, SystemClock(), Actor("whatever a setting says"))


def becoming(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def become(account: str, groups: Collection[str] = (), uid: int = OTHER) -> None:
        assert uid != os.getuid()
        monkeypatch.setattr(roles, "identity", lambda: Identity(uid, account, frozenset(groups)))

    return become
