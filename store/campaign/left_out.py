"""What could not be read and was left out of something gathered over several units."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from forms.errors import TaizhangError


@dataclass
class LeftOut:
    """Shards that could not be read, each with the refusal. Whoever shows what was gathered tells them, too,
    and begins anew with ``clear``."""

    why: dict[str, TaizhangError] = field(default_factory=dict)
    times: int = 0
    """How often something was left out: what was made meanwhile is not whole."""

    def note(self, shard: str, error: TaizhangError) -> None:
        """This one is not in what is being gathered."""
        self.why[shard] = error
        self.times += 1

    @contextmanager
    def apart(self) -> Iterator[None]:
        """What is left out meanwhile stands there alone, and with what was left out before it afterwards."""
        before, self.why = self.why, {}
        try:
            yield
        finally:
            self.why = before | self.why

    def clear(self) -> None:
        """Nothing is left out of what is gathered from now on."""
        self.why.clear()
