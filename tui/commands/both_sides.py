"""A clash on the command line: nobody can be asked there, so both sides are printed."""

from __future__ import annotations

from forms.errors import ConflictError
from forms.neutral import one_line
from store.campaign.conflict_resolution import disputes
from store.campaign.merging import MergeConflict
from tui.commands.session import Session, say


def tell_both(session: Session, error: ConflictError) -> None:
    """A line for each field that both changed, with the three versions. Nothing for other conflicts."""
    if not isinstance(error, MergeConflict):
        return
    for one in disputes(session.campaign(), error):
        sides = (("原来", one.before), ("对方", one.theirs), ("我的", one.mine))
        say(f"{one.label}：" + "；".join(f"{who}“{one_line(text)}”" for who, text in sides))
