"""What screens share that are about the rows of one list."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Generic, TypeVar

from textual import on

from tui.screens.base import TaizhangScreen
from tui.widgets.row_list import RowList

T = TypeVar("T")


class ListScreen(TaizhangScreen, Generic[T]):
    """``items``: what stands behind the rows, by their keys. Enter on a row does the action ``ENTER``; those
    of ``AT_A_ROW`` work where there is one."""

    ENTER: ClassVar[str]
    AT_A_ROW: ClassVar[Collection[str]] = ()

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[str, T] = {}

    @property
    def listing(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    @property
    def here(self) -> T | None:
        """What the row at the cursor stands for."""
        return self.items.get(self.listing.key) if self.is_mounted else None

    def show_here(self) -> None:
        """Show what belongs to the row at the cursor."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action in self.AT_A_ROW:
            return self.here is not None
        return super().check_action(action, parameters)

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.show_here()
        self.refresh_chrome()

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        getattr(self, f"action_{self.ENTER}")()
