"""What is the same for every screen as long as the program is open: whose data, which settings, what day it
is, where drafts go, and the organisation one is looking at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from forms.clock import Clock, SystemClock
from store.account import account
from store.campaign.campaign import Actor, Campaign
from store.drafts import DraftBox, Offer
from store.settings import Settings
from tui.rebinding import Rebinding

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from tui.tour.guide import Tour


@dataclass(frozen=True)
class Choices:
    """Several campaigns, none of which was named."""

    rows: Sequence[tuple[str, str]]
    """Id, and what it is called or why it cannot be opened."""
    open: Callable[[str], Campaign]
    """Raises a TaizhangError."""


class Shell:
    """``campaign`` is None at the first run: the welcome screen then creates store and campaign; or where
    one of ``choices`` is to be asked for.

    ``store`` is where the store is, or where the first run proposes to put it; ``demo`` says that all of it
    is thrown away at the end."""

    def __init__(
        self,
        campaign: Campaign | None,
        settings: Settings,
        drafts: DraftBox,
        *,
        store: Path | None = None,
        clock: Clock | None = None,
        rebinding: Rebinding | None = None,
        demo: bool = False,
        answers: dict[str, str] | None = None,
        choices: Choices | None = None,
    ) -> None:
        self._campaign = campaign
        self.clock: Clock = campaign.clock if campaign else clock or SystemClock()
        self.settings = settings
        self.drafts = drafts
        self.store = store
        self.demo = demo
        self.rebinding = rebinding or Rebinding()
        """The keys in force."""
        self.org = campaign.actor.org if campaign else ""
        """Id of the organisation last looked at: screens open on it."""
        self.answers = answers or {}
        """What was typed at the first run before the tour was taken."""
        self.choices = choices
        self.tour: Tour | None = None
        """The tour that is being taken."""

    @property
    def has_campaign(self) -> bool:
        """Tell whether there is a campaign yet."""
        return self._campaign is not None

    @property
    def campaign(self) -> Campaign:
        """Give the campaign that is open."""
        assert self._campaign is not None, "screens but the welcome open after a campaign is there"
        return self._campaign

    @campaign.setter
    def campaign(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self.clock = campaign.clock
        self.org = campaign.actor.org

    def place(self, **more: Any) -> dict[str, Any]:
        """What a draft says about where it belongs: this store and campaign, and ``more``."""
        return {"store": str(self.store or ""), "campaign": self.campaign.id, **more}

    def offers(self) -> list[Offer]:
        """Drafts of this store and campaign that no open session holds, newest first."""
        wanted = self.place()
        return [
            offer
            for offer in self.drafts.offers()
            if all(offer.place.get(name) == wanted[name] for name in wanted)
        ]

    def export_folder(self) -> Path:
        """Where F5 and F6 put files."""
        return Path(str(self.settings.get("exports"))).expanduser()

    def new_actor(self) -> Actor:
        """Who works on a store just created here."""
        return Actor(account(), str(self.settings.get("org") or ""))


def shell_of(node: DOMNode) -> Shell:
    """That of the program which the screen or widget is part of."""
    shell: Shell = cast(Any, node.app).shell
    return shell


def rebinding_of(node: DOMNode) -> Rebinding:
    """The keys in force where the node is; the usual ones in a program that has no shell."""
    shell: Shell | None = getattr(node.app, "shell", None)
    return shell.rebinding if shell else Rebinding()
