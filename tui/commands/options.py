"""Options and arguments that several commands have, ``--set FIELD=VALUE`` as people write it, and what the
shell offers after Tab beyond click's own: annexes, organisations, settings of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from forms.errors import BadInput, WrongUsage
from tui.commands.click_base import OneOf, argument, option
from tui.commands.session import Session

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Pairs = Iterable[tuple[str, str]]
Complete = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]
Decorator = Callable[[Any], Any]


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


def _organisations(session: Session) -> Pairs:
    from store.campaign.organisations import organisations

    return [(org.id, org.name) for org in organisations(session.campaign())]


def _settings(session: Session) -> Pairs:
    from store.settings import KEYS

    return [(name, key.about) for name, key in KEYS.items()]


def _filters(session: Session) -> Pairs:
    from store.campaign.filters import FILTERS

    return [(one.id, one.words) for one in FILTERS]


annexes_of_pack = completing(
    lambda session: [(annex.id, annex.name) for annex in session.campaign().pack.annexes]
)
organisation_ids = completing(_organisations)
filters = completing(_filters)
setting_names = completing(_settings)


def files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The shell knows its files best."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def annex(
    about: str = "schedule、study、guide、ledger，或 1 至 4。",
    metavar: str = "附件",
    name: str = "annex_name",
    **settings: Any,
) -> Decorator:
    """An annex, by id or number."""
    return argument(name, metavar, about, shell_complete=annexes_of_pack, **settings)


def pairs(help: str) -> Decorator:
    """``--set``, as often as one likes."""
    return option("--set", "pairs", multiple=True, metavar="项=值", help=f"一项内容，可写多次。{help}")


def org(help: str, *declarations: str, **settings: Any) -> Decorator:
    """``--org``."""
    names = ("--org", *declarations)
    return option(*names, metavar="党组织", shell_complete=organisation_ids, help=help, **settings)


OWN = org("是哪个党组织的：编号、规范简称或全称；不写时按设置项 org。")
WITHIN = org("只列这个党组织和它的下级；不写时按设置项 org，没有设置则列全部。")
ORGANISATION = argument("name", "党组织", "编号、规范简称或全称。", shell_complete=organisation_ids)


def layout(
    help: str = "table（表格，默认）、json 或 csv；表格里过长的内容以 ... 结尾，另两种是全文。",
    choices: tuple[str, ...] = ("table", "json", "csv"),
    default: str | None = "table",
) -> Decorator:
    """``--format`` of what is listed."""
    return option("--format", "layout", type=OneOf(*choices), default=default, metavar="格式", help=help)


def split_assignment(pair: str) -> tuple[str, str]:
    """The two sides of the first ``=`` (a full-width one too). Raises WrongUsage, and BadInput for bytes that
    are no UTF-8: what they meant cannot be kept, so they are not taken as anything else."""
    places = [place for place in (pair.find("="), pair.find("＝")) if place > 0]
    if not places:
        raise WrongUsage(f"--set “{pair[:30]}”要写成 项=值，如 --set content=学习内容。")
    place = min(places)
    if any("\udc80" <= character <= "\udcff" for character in pair):
        from forms.neutral import one_line

        raise BadInput(
            f"--set 的“{one_line(pair[:place])}”不是 UTF-8 编码的文字（可能是 GBK），没有保存；"
            "请把终端或脚本文件的编码设为 UTF-8 后重新填写。"
        )
    return pair[:place].strip(), pair[place + 1 :]


def assignments(pairs: Iterable[str]) -> dict[str, str]:
    """All of them by field. Raises WrongUsage for none, or for a field that stands twice."""
    values: dict[str, str] = {}
    for name, value in map(split_assignment, pairs):
        if name in values:
            raise WrongUsage(f"“{name}”写了两次，只能写一次。")
        values[name] = value
    if not values:
        raise WrongUsage("至少要写一个 --set 项=值。")
    return values
