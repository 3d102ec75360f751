"""What the global options of one run say, and the campaign they open."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from forms.errors import BadInput, NotAllowed, TaizhangError, WrongUsage

if TYPE_CHECKING:
    from forms.clock import Clock
    from forms.organisation import Organisation
    from forms.pack import Annex
    from store.campaign.campaign import Actor, Campaign
    from store.campaign.gathering import Missing
    from store.protocol import Backend
    from store.settings import Settings


@dataclass
class Session:
    """Filled by the global options, wherever they stand on the line; opened by the command."""

    store_path: str | None = None
    campaign_id: str | None = None
    today: date | None = None
    _root: Path | None = field(default=None, repr=False)
    _campaign: Campaign | None = field(default=None, repr=False)

    def clock(self) -> Clock:
        from forms.clock import OffsetClock, SystemClock

        return SystemClock() if self.today is None else OffsetClock.starting(self.today)

    def root(self) -> Path:
        """Where the store is, or would be made."""
        if self._root is None:
            from store.places import default_store_path
            from store.settings import load_settings

            # A store's own settings cannot say where it is, so the other layers are asked first.
            chosen = self.store_path or load_settings(None, {}).get("store")
            self._root = Path(str(chosen)).expanduser() if chosen else default_store_path()
            if not _can_be_a_path(self._root):
                raise WrongUsage("数据文件夹的名称里有不能用的字符，请检查 --store。")
        return self._root

    def backend(self) -> Backend:
        """What keeps the store, also when there is none yet."""
        from store.backends import backend_at

        return backend_at(self.root())

    def settings(self) -> Settings:
        """All layers; the store's own too, when there is a store. Raises BadInput, StoreError."""
        from store.settings import load_settings

        return load_settings(self.backend(), {"store": self.store_path})

    def actor(self) -> Actor:
        """Whoever runs this. A rehearsal on a store with members only looks. Raises NotAllowed."""
        from store.account import account
        from store.campaign.campaign import Actor

        rehearsal = self.backend().members() is not None and self.today is not None
        return Actor(account(), str(self.settings().get("org") or ""), read_only=rehearsal)

    def check_writing(self) -> None:
        """For the few writes that need no campaign: in a store with members they are the office's. Raises
        NotAllowed."""
        if self.actor().read_only:
            raise NotAllowed("正在用 --today 演练共享数据，本次只能查看，不能保存；去掉 --today 后再试。")
        member = self.backend().members()
        if member is not None and not member.office:
            raise NotAllowed(f"账号 {member.account} 无权这样做，没有写入；请联系党委办公室。")

    def campaign(self) -> Campaign:
        """The campaign of this run, opened once. Raises StoreError, NotAllowed, WrongUsage."""
        if self._campaign is None:
            from store.backends import open_campaign

            self._campaign = open_campaign(self.backend(), self.campaign_id, self.clock(), self.actor())
        return self._campaign

    def choose(self, campaign_id: str) -> Campaign:
        """The same, named only now. Raises as that does; then none is named."""
        before, self.campaign_id = self.campaign_id, campaign_id
        try:
            return self.campaign()
        except TaizhangError:
            self.campaign_id = before
            raise

    @property
    def opened(self) -> Campaign | None:
        """The campaign, where it has been opened."""
        return self._campaign

    def annex(self, name: str) -> Annex:
        """An annex by id or number. Raises WrongUsage that lists them."""
        pack = self.campaign().pack
        annex = pack.annex(name)
        if annex is None:
            known = "、".join(f"{annex.id}（或{annex.number}，{annex.name}）" for annex in pack.annexes)
            raise WrongUsage(f"没有附件“{name}”，可以写：{known}。")
        return annex

    def organisation(self, text: str | None) -> Organisation:
        """The named organisation, or one's own by setting. Raises BadInput, WrongUsage."""
        from store.campaign.organisations import organisations

        named = text or self.campaign().actor.org
        if not named:
            raise WrongUsage(
                "没有写是哪个党组织：请加 --org 编号，或用 taizhang config set org 编号 设定本人所在党组织。"
            )
        try:
            return organisations(self.campaign()).find(named)
        except BadInput as error:
            if text:
                raise
            raise BadInput(
                f"{error.sentence}这是设置项 org 里写的："
                "请用 taizhang config set org 编号 改正，或这次加上 --org 编号。"
            ) from None

    def scope_id(self, text: str | None) -> str:
        """Id of the named organisation; without one, one's own by setting; else empty: everything."""
        return self.organisation(text).id if text or self.campaign().actor.org else ""

    def without(self) -> list[dict[str, str]]:
        """Units that could not be read, as JSON tells them: ``org``, ``org_name``, ``skipped`` (why)."""
        return [{"org": one.org, "org_name": one.org_name, "skipped": one.why} for one in self._missing()]

    def tell_missing(self) -> bool:
        """Say which units what was listed is without, and why. Are there any?"""
        found = self._missing()
        for one in found:
            say(f"提示：{one.sentence}")
        if found:
            say(f"有{len(found)}个单位读不出来，以上不含它们的内容，其余照常。")
        return bool(found)

    def _missing(self) -> list[Missing]:
        if self._campaign is None or not self._campaign.left_out.why:
            return []
        from store.campaign.gathering import missing

        return missing(self._campaign)

    def warnings(self) -> list[str]:
        """What the store mended or could not replace in this run."""
        return [] if self._campaign is None else self._campaign.store.warnings()


def _can_be_a_path(path: Path) -> bool:
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def say(sentence: str) -> None:
    """One line to standard error: data alone goes to standard output."""
    from forms.neutral import one_line

    print(one_line(sentence), file=sys.stderr)
