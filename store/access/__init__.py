"""Who may do what: who somebody is, what ``members.toml`` lets them do, and what holds them to it."""

from __future__ import annotations

from store.access.members_file import check_members
from store.access.members_terms import MEMBERS
from store.access.roles import Member, whoami

__all__ = ["MEMBERS", "Member", "check_members", "whoami"]
