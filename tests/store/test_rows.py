"""Rows of a shard against a plain dictionary of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.shards import rows
from store.shards.rows import Row, Rows

STEPS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from(["put", "again", "remove", "copy"])))


@given(STEPS, st.integers(0, 4))
def test_they_are_what_a_dictionary_is(steps: list[tuple[str, str]], begun: int) -> None:
    """In order of creation; and what was copied from stays as it was."""
    many, rows.MANY = rows.MANY, 2
    try:
        plain = {f"z{number}": Row(number, "study", {}) for number in range(begun)}
        ours = Rows(dict(plain))
        left: list[tuple[Rows, dict[str, Row]]] = []
        for number, (name, does) in enumerate(steps, begun):
            if does == "copy":
                left.append((ours, dict(plain)))
                ours = ours.copy()
            elif does == "remove":
                ours.remove(name)
                plain.pop(name, None)
            else:
                known = plain.get(name)
                row = Row(known.place if known else number, "study", {"n": number})
                ours[name] = plain[name] = row
            for mine, its in [*left, (ours, plain)]:
                assert list(mine.items()) == sorted(its.items(), key=lambda pair: pair[1].place)
                assert list(mine.values()) == [row for _, row in mine.items()]
                assert list(mine) == [one for one, _ in mine.items()]
                assert len(mine) == len(its)
                assert [one in mine for one in "abcde"] == [one in its for one in "abcde"]
    finally:
        rows.MANY = many
