"""A record while it is edited: a text is parsed once, when it is put, and goes on to the store as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from forms.attendance import parse_attendance
from forms.checks import check_field, check_rules
from forms.errors import WrongUsage
from forms.kinds.registry import kind_of
from forms.neutral import clean, one_line
from forms.pack import Field, RecordsAnnex
from forms.remark import Remark


@dataclass(frozen=True)
class Answer:
    """What was typed into one field, and what it comes to."""

    text: str
    value: Any
    """To be kept; the text itself where it cannot be read."""
    shown: str
    """The text in its official form: what the field shows once it is left."""
    remarks: tuple[Remark, ...]
    """What is said of it by itself: the one error, or what is missing or unusual."""

    @property
    def error(self) -> bool:
        """It cannot be read."""
        return any(remark.kind == "error" for remark in self.remarks)


def read_answer(field: Field, text: str, day: date) -> Answer:
    """Parse a text; ``day`` is the one that dates without a year are read against."""
    value, errors = kind_of(field).parse(text, day)
    if errors:
        return Answer(text, value, text, tuple(errors))
    return Answer(text, value, kind_of(field).show(value), tuple(check_field(field, value, day)))


class RecordEdit:
    """The texts of a record's fields, their values and remarks, and which of them have changed.

    A text that is put again as it was, or as it was shown, is not parsed again.
    """

    def __init__(self, annex: RecordsAnnex, day: date, texts: Mapping[str, str]) -> None:
        """``texts``, by field id, are those it begins with. Raises WrongUsage for a field there is not."""
        self.annex, self.day = annex, day
        self._answers: dict[str, Answer] = {}
        self.put_all(texts)

    @classmethod
    def of_stored(cls, annex: RecordsAnnex, day: date, data: Mapping[str, Any]) -> RecordEdit:
        """Begins with a record as it is stored; its findings are documents of their own."""
        return cls(annex, day, stored_texts(annex, data))

    def put(self, name: str, text: str) -> Answer:
        """What a field holds now. Raises WrongUsage for a field that the annex does not have."""
        before = self._answers.get(name)
        if before is not None and text in (before.text, before.shown):
            self._answers[name] = replace(before, text=text)
        else:
            self._answers[name] = self._read(name, text)
        return self._answers[name]

    def put_all(self, texts: Mapping[str, str]) -> None:
        """``put`` for several fields."""
        for name, text in texts.items():
            self.put(name, text)

    def complete(self, texts: Mapping[str, str]) -> None:
        """Put the texts of fields about which nothing was said."""
        self.put_all({name: text for name, text in texts.items() if name not in self._answers})

    @property
    def texts(self) -> dict[str, str]:
        """By field id, as they were put."""
        return {name: answer.text for name, answer in self._answers.items()}

    @property
    def shown(self) -> dict[str, str]:
        """By field id, in their official form, with the numbers that a text tells."""
        told = {name: kind_of(self.annex.by_id[name]).show(number) for name, number in self._told.items()}
        return {name: answer.shown for name, answer in self._answers.items()} | told

    def changed_from(self, texts: Mapping[str, str]) -> list[str]:
        """Ids of the fields whose text is another than in ``texts``: those that are stored, say."""
        return [name for name, answer in self._answers.items() if answer.text != texts.get(name, "")]

    @property
    def values(self) -> dict[str, Any]:
        """What is to be stored, by field id; a findings field has its text, which becomes documents.

        Numbers that a text tells (应到, 实到) are filled in where their own fields say nothing.
        """
        return self._said | self._told

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """All that is said of the record: errors first, then what is missing or unusual, each in the order of
        the annex's fields, then what does not fit together."""
        values = self.values
        errors: list[Remark] = []
        others: list[Remark] = []
        for field in self.annex.fields:
            answer, value = self._answers.get(field.id), values.get(field.id)
            if answer is None or answer.value is not value:  # nothing was said, or a text has told it
                others += check_field(field, value, self.day)
            else:
                (errors if answer.error else others).extend(answer.remarks)
        wrong = {remark.field for remark in errors}
        rules = check_rules(self.annex, values, self.day)
        return (*errors, *others, *(remark for remark in rules if remark.field not in wrong))

    def across(self) -> list[Remark]:
        """What does not fit together, as far as it was entered; what cannot be read breaks no rule."""
        return check_rules(self.annex, self._said, self.day)

    @property
    def _said(self) -> dict[str, Any]:
        return {name: answer.value for name, answer in self._answers.items()}

    @property
    def _told(self) -> dict[str, int]:
        """Numbers that the words of another field tell, where their own fields say nothing."""
        said, told = self._said, dict[str, int]()
        for field in self.annex.fields:
            numbers = parse_attendance(str(said.get(field.id) or "")) if field.attendance else None
            for name, number in zip(field.attendance or (), numbers or (), strict=False):
                if said.get(name) is None:
                    told.setdefault(name, number)
        return told

    def _read(self, name: str, text: str) -> Answer:
        field = self.annex.by_id.get(name)
        if field is None:
            fields = "、".join(f"{field.id}（{field.label}）" for field in self.annex.fields)
            raise WrongUsage(f"附件{self.annex.number}没有“{one_line(name)}”这一项；可用：{fields}。")
        if name in self.annex.finding_fields:
            plain = clean(text)
            return Answer(text, plain, plain, tuple(check_field(field, plain, self.day)))
        return read_answer(field, text, self.day)


def stored_texts(annex: RecordsAnnex, data: Mapping[str, Any]) -> dict[str, str]:
    """What is stored, as texts that ``RecordEdit`` reads again; findings are not among them."""
    return {field.id: kind_of(field).show(data[field.id]) for field in annex.own_fields if field.id in data}
