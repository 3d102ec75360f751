"""Sessions: what Textual writes to a driver, write by write, while somebody uses a program."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.pilot import Pilot


@dataclass
class Session:
    """Events in order: a text that was written, a size that the terminal has from then on, or None for the
    end of an update."""

    events: list[str | tuple[int, int] | None] = field(default_factory=list)

    @property
    def stock_bytes(self) -> int:
        return sum(len(event.encode()) for event in self.events if isinstance(event, str))


def recorder(session: Session, *, synchronised: bool = False) -> type[Driver]:
    """A driver class without a terminal that writes into ``session``."""

    class Recorder(Driver):
        def write(self, data: str) -> None:
            session.events.append(data)

        def flush(self) -> None:
            session.events.append(None)

        def start_application_mode(self) -> None:
            assert self._size is not None
            session.events.append(self._size)
            self.write("\x1b[?1049h\x1b[?25l\x1b[?7l")
            self._app._sync_available = synchronised
            self.tell_size(*self._size)

        def stop_application_mode(self) -> None:
            self.write("\x1b[?7h\x1b[?1049l\x1b[?25h")

        def disable_input(self) -> None:
            pass

        def tell_size(self, columns: int, lines: int) -> None:
            size = Size(columns, lines)
            self.send_message(events.Resize(size, size))

        def resize(self, columns: int, lines: int) -> None:
            self._size = (columns, lines)
            session.events.append(self._size)
            self.tell_size(columns, lines)

    return Recorder


async def record(
    app_class: Callable[..., App[Any]],
    script: Callable[[Pilot[Any]], Awaitable[None]],
    *,
    size: tuple[int, int] = (80, 24),
    synchronised: bool = False,
) -> Session:
    """Run the program and let ``script`` use it."""
    session = Session()
    app = app_class(driver_class=recorder(session, synchronised=synchronised))

    async def pilot(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await script(pilot)
        await pilot.pause()
        app.exit()

    await app.run_async(size=size, auto_pilot=pilot)
    return session


async def resize(pilot: Pilot[Any], columns: int, lines: int) -> None:
    """The terminal gets another size."""
    pilot.app._driver.resize(columns, lines)  # type: ignore[union-attr]
    await pilot.pause(0.05)
