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


@cache
def kind_of(field: Field) -> FieldKind:
    """How the field is read, shown and checked."""
    match field.kind:
        case "text" | "long" | "findings":
            from forms.kinds import texts

            return {"text": texts.Text, "long": texts.Long, "findings": texts.Findings}[field.kind](field)
        case "when" | "date":
            from forms.kinds.times import Day, When

            return Day(field) if field.kind == "date" else When(field)
        case "choices" | "organisations" | "person":
            from forms.kinds.choices import Choices, Organisations, Person

            return {"choices": Choices, "organisations": Organisations, "person": Person}[field.kind](field)
        case "number" | "money":
            from forms.kinds.numbers import Money, Number

            return Money(field) if field.kind == "money" else Number(field)
        case "yes-no":
            from forms.kinds.yes_no import YesNo

            return YesNo(field)
        case "phone":
            from forms.kinds.phone import Phone

            return Phone(field)
    raise KeyError(field.kind)
