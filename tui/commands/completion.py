"""What the shell offers after Tab beyond click's own: annexes, organisations, settings of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from tui.commands.session import Session

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Pairs = Iterable[tuple[str, str]]
Complete = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]


def completing(pairs: Callable[[Session], Pairs]) -> Complete:
    """Offers the values that ``pairs`` finds, each with a word of explanation. A store that cannot be opened
    offers nothing: a shell's prompt is no place for a sentence."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from forms.neutral import one_line

        try:
            found = list(pairs(ctx.ensure_object(Session)))
        except Exception:
            return []
        return [
            CompletionItem(one_line(value), help=one_line(about))
            for value, about in found
            if value.startswith(incomplete)
        ]

    return complete


def _annexes(session: Session) -> Pairs:
    return [(annex.id, annex.name) for annex in session.campaign().pack.annexes]


def _organisations(session: Session) -> Pairs:
    from store.campaign.organisations import organisations

    return [(org.id, org.name) for org in organisations(session.campaign())]


def _settings(session: Session) -> Pairs:
    from store.settings import KEYS

    return [(name, key.about) for name, key in KEYS.items()]


def _filters(session: Session) -> Pairs:
    from store.campaign.filters import FILTERS

    return [(one.id, one.words) for one in FILTERS]


annexes_of_pack = completing(_annexes)
organisation_ids = completing(_organisations)
filters = completing(_filters)
setting_names = completing(_settings)


def files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The shell knows its files best."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]
