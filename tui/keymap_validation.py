"""Where each action works, for those who want other keys: which actions there are, and whether two would have
one key in the same place. It knows all screens, so it is imported only when keys are set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.errors import BadInput
from store.settings import KEYS_OF
from tui.actions import Action, key_words
from tui.rebinding import Rebinding, can_be_rebound, keys_named

_GIVE_WAY = ("tour_skip", "tour_end")
"""Of the demonstration alone, and found in F9: whoever wants their keys may have them."""


@dataclass(frozen=True)
class Named:
    """An action as settings name it."""

    id: str
    usual: tuple[str, ...]
    """Every key that some place gives it."""
    titles: tuple[str, ...]
    """It may be called differently in different places: 保存, 确定."""
    help: str


def places() -> Iterator[tuple[str, list[Action]]]:
    """Name of a place, and all that can be done there: in a widget also what the screens around it do."""
    from textual.screen import Screen

    from tui.screens.base import TaizhangScreen
    from tui.screens.diagnosis.screen import DiagnosisScreen
    from tui.screens.documented import documented_screens, effective_actions
    from tui.screens.entry.screen import EntryScreen
    from tui.widgets.keys_here import actions_of

    yield "各个屏幕", actions_of(TaizhangScreen)
    for name, cls in documented_screens():
        around = () if issubclass(cls, Screen) else (DiagnosisScreen, EntryScreen)
        yield name, effective_actions([action for each in (cls, *around) for action in actions_of(each)])


def named_actions() -> dict[str, Named]:
    """All that can have other keys, in the order of the key tables."""
    found: dict[str, Named] = {}
    for _, actions in places():
        for action in actions:
            if not can_be_rebound(action):
                continue
            old = found.get(action.id)
            usual = tuple(dict.fromkeys([*(old.usual if old else ()), *action.keys]))
            titles = tuple(dict.fromkeys([*(old.titles if old else ()), action.title]))
            found[action.id] = Named(action.id, usual, titles, old.help if old else action.help)
    return found


def judge(said: Mapping[str, str]) -> tuple[Rebinding, list[str]]:
    """What can be done of what settings say (action to key names), and a sentence for each that cannot."""
    known = named_actions()
    refused: list[str] = []
    wanted: dict[str, tuple[str, ...]] = {}
    for action, text in said.items():
        if action not in known:
            refused.append(
                f"没有“{KEYS_OF}.{action}”这项按键，或者它的键是固定的；能改的见 taizhang config keys。"
            )
            continue
        try:
            wanted[action] = keys_named(text, known[action].usual)
        except ValueError as error:
            refused.append(f"设置 {KEYS_OF}.{action}：{error}")
    for action in list(wanted):
        sentence = _taken(action, wanted)
        if sentence:
            refused.append(sentence)
            del wanted[action]
    return Rebinding(wanted), refused


def check(said: Mapping[str, str]) -> None:
    """Raises BadInput with the first sentence."""
    _, refused = judge(said)
    if refused:
        raise BadInput(refused[0])


def _taken(action_id: str, wanted: Mapping[str, tuple[str, ...]]) -> str:
    """The sentence that names the other action, where both work; empty: all its keys are free."""
    force = Rebinding(wanted)
    for place, actions in places():
        mine = [force.in_force(action) for action in actions if action.id == action_id]
        for one in mine:
            new = set(one.keys) - set(one.usual)
            for other in map(force.in_force, actions):
                if other.id == action_id or other.id in _GIVE_WAY:
                    continue
                changed = set(other.keys) - set(other.usual) if other.usual else set()
                both = (new & set(other.keys)) | (changed & set(one.keys))
                if both:
                    key = key_words(min(both))
                    return (
                        f"{key} 已用于“{other.title}”（{other.id}），在“{place}”里不能再用于“{one.title}”"
                        f"（{action_id}）；请换一个键，或先改 {KEYS_OF}.{other.id}。"
                    )
    return ""
