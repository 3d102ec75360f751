"""The kinds of field there are, by the name that a pack gives them. Nothing else knows these names.

What a pack may do with a field of a kind stands here, since every start checks a pack and loading all kinds
takes longer than the rest of the check; how a kind reads, shows and checks stands in its own file, loaded
when the first field of it is read or shown.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from forms.kinds.kind import FieldKind
    from forms.pack import Field


class Traits(NamedTuple):
    """What a pack may do with a field of this kind."""

    own: bool = True
    """Kept in the record itself; else in documents of their own, of which an organisation has one list."""
    words: bool = False
    """May tell 应到 and 实到 in words."""
    entries: bool = False
    """May be looked into for what a measure is counted from (``any_of``)."""
    days: bool = False
    """Tells when it was: records are sorted and counted by it, rules compare it."""
    amount: bool = False
    """A number, which rules compare."""
    adds_up: bool = False
    """A plain number, which a measure may add up and 应到 and 实到 fill in."""


TRAITS = {
    "text": Traits(words=True, entries=True),
    "long": Traits(entries=True),
    "when": Traits(days=True),
    "choices": Traits(entries=True),
    "organisations": Traits(entries=True),
    "number": Traits(amount=True, adds_up=True),
    "findings": Traits(own=False),
    "yes-no": Traits(),
    "date": Traits(days=True),
    "money": Traits(amount=True),
    "person": Traits(entries=True),
    "phone": Traits(),
}


def traits_of(field: Field) -> Traits:
    """What a pack may do with the field; its kind itself is not loaded."""
    return TRAITS[field.kind]


def kinds_with(trait: str) -> str:
    """The names of the kinds that have a trait, as a sentence has them: ``when、date``."""
    return "、".join(name for name, traits in TRAITS.items() if getattr(traits, trait))


def kind_of(field: Field) -> FieldKind:
    """How the field is read, shown and checked."""
    return _kind(field.kind)


@cache
def _kind(name: str) -> FieldKind:
    match name:
        case "text":
            from forms.kinds.text import Text

            return Text()
        case "long":
            from forms.kinds.long import Long

            return Long()
        case "when":
            from forms.kinds.when import When

            return When()
        case "choices":
            from forms.kinds.choices import Choices

            return Choices()
        case "organisations":
            from forms.kinds.organisations import Organisations

            return Organisations()
        case "number":
            from forms.kinds.number import Number

            return Number()
        case "findings":
            from forms.kinds.findings import Findings

            return Findings()
        case "yes-no":
            from forms.kinds.yes_no import YesNo

            return YesNo()
        case "date":
            from forms.kinds.day import Day

            return Day()
        case "money":
            from forms.kinds.money import Money

            return Money()
        case "person":
            from forms.kinds.person import Person

            return Person()
        case "phone":
            from forms.kinds.phone import Phone

            return Phone()
    raise KeyError(name)
