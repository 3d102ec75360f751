"""``--set FIELD=VALUE`` as people write it."""

from __future__ import annotations

from collections.abc import Iterable

from forms.errors import BadInput, WrongUsage
from forms.neutral import one_line


def split_assignment(pair: str) -> tuple[str, str]:
    """The two sides of the first ``=`` (a full-width one too). Raises WrongUsage, and BadInput for bytes that
    are no UTF-8: what they meant cannot be kept, so they are not taken as anything else."""
    places = [place for place in (pair.find("="), pair.find("＝")) if place > 0]
    if not places:
        raise WrongUsage(f"--set “{pair[:30]}”要写成 项=值，如 --set content=学习内容。")
    place = min(places)
    if any("\udc80" <= character <= "\udcff" for character in pair):
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
