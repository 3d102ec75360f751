"""What a store and the back end it comes from promise, whatever is behind them.

A *store* has the documents of one campaign. CouchDB's contract: every document has a revision, every change
names the revision it was based on, and a stale one is a conflict that carries both sides. It knows no folders
to its callers: a *shard* is named ``organisations``, ``units/ID`` or ``office/ID``.

A *back end* has the campaigns with their packs, the settings and the members, and opens the stores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import msgspec

from forms.errors import BadInput, ConflictError

if TYPE_CHECKING:
    from forms.pack import Pack
    from store.access.roles import Member
    from store.found import Found


ORGANISATIONS = "organisations"
"""The shard of the organisations, shared by all campaigns of a store."""

UNITS = "units"
KINDS = (UNITS, "office")
"""The kinds of shards that a campaign has, each with one shard a unit."""

UNREADABLE = -1
"""The sequence of a shard that cannot be read just now."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)

Data = dict[str, Any]
State = Literal["complete", "incomplete"]


def unit_shard(unit: str) -> str:
    """The shard of a second-level organisation: its documents and its branches'."""
    return f"{UNITS}/{unit}"


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kept answer. ``annex`` is the table it lies in: an annex's id, or ``finding``, ``head`` etc."""

    id: str
    annex: str
    org: str
    rev: int
    """Counts from 1."""
    data: Data
    """JSON values only. Text in it has been neutralised when it came through the program, and is treated as
    hostile all the same when shown."""
    state: State = "complete"
    forced: dict[str, str] = {}
    """Field id to the reason a soft remark was overridden with."""
    created_by: str = ""
    created_at: str = ""
    """ISO 8601 with offset, real time."""
    updated_by: str = ""
    updated_at: str = ""

    def change(self, data: Data | None, base: int | None = None) -> Change:
        """What puts other data in its place, its state and reasons being as they are, or deletes it; based on
        this very revision where no other is said."""
        return Change(
            id=self.id,
            annex=self.annex,
            org=self.org,
            base=self.rev if base is None else base,
            data=data,
            state=self.state,
            forced=self.forced,
        )


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One document to be created (``base=0``), replaced, or deleted (``data=None``)."""

    id: str
    annex: str
    org: str
    base: int
    """The revision it was based on; 0 says the document must not exist. One that was deleted and comes back
    counts on from its last revision."""
    data: Data | None
    state: State = "complete"
    forced: dict[str, str] = {}

    @property
    def document(self) -> Document | None:
        """What it would make of the document, as if it had been saved; None: it deletes it."""
        if self.data is None:
            return None
        return Document(
            id=self.id,
            annex=self.annex,
            org=self.org,
            rev=self.base + 1,
            data=self.data,
            state=self.state,
            forced=self.forced,
        )


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One ``apply`` as the journal kept it."""

    sequence: int
    actor: str
    at: str
    """Real time, ISO 8601 with offset. Order is by sequence, never by time."""
    changes: tuple[EntryChange, ...]


class EntryChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one ``apply`` did to one document: changed fields only, and only what there is to say of them."""

    id: str
    annex: str
    org: str
    rev: int
    """The revision it became; a deletion counts as one."""
    set: Data = {}
    unset: tuple[str, ...] = ()
    deleted: bool = False
    state: State = "complete"
    forced: dict[str, str] = {}


class Conflict(ConflictError):
    """A stale change: ``mine`` is what was asked for, ``theirs`` the newest version (None: deleted)."""

    def __init__(self, shard: str, mine: Change, theirs: Document | None) -> None:
        who = f"（{theirs.updated_by}，{theirs.updated_at}）" if theirs else ""
        what = "已被他人修改" if theirs else "已被他人删除"
        super().__init__(f"{shard} 的记录 {mine.id} {what}{who}，本次没有保存；请重新打开这条记录再改。")
        self.shard, self.mine, self.theirs = shard, mine, theirs


class Moved(ConflictError):
    """Somebody has saved to the shard since the changes were judged: judge again what is new, then ask."""

    def __init__(self, shard: str) -> None:
        super().__init__(f"{shard} 刚有人保存过，本次没有保存；请再试一次。")
        self.shard = shard


class Write(msgspec.Struct, frozen=True):
    """What is to be changed in one shard, together with others."""

    shard: str
    changes: Sequence[Change]
    seen: int | None = None
    """The sequence of the shard that the changes were judged by; None: any."""


class Store(Protocol):
    """All methods raise ``StoreError`` (exit 5) when the shard cannot be read or written."""

    def shards(self) -> list[str]:
        """Names of the shards that exist, ``organisations`` first."""

    def get(self, shard: str, document_id: str) -> Document | None:
        """The newest version, or None when there is none or it was deleted."""

    def query(self, shard: str, annex: str | None = None, org: str | None = None) -> list[Document]:
        """Documents of a shard in order of creation. A shard that does not exist yet is empty."""

    def apply(self, shard: str, changes: Sequence[Change], actor: str) -> list[Document | None]:
        """All or nothing; returns the new versions in order (None for a deletion). When it returns, the
        changes survive a power cut.

        Whoever saves, what organisations are to documents holds (``store.belonging``): nothing is saved for
        one that was removed, or moved to another unit; none is removed or moved while anything is filled in
        for it in any campaign, or put below one that is gone.

        Raises ``Conflict`` for the first stale change, ``LockTimeout``, ``NotSaved``, ``BadInput`` for what
        may not be, ``Uncertain``.
        """

    def apply_all(self, writes: Sequence[Write], actor: str) -> list[list[Document | None]]:
        """``apply`` to several shards at once: all or nothing; a shard stands in one write alone. The new
        versions, for each write. Raises ``Moved`` besides, before anything is written.

        Where a back end cannot promise that all of it survives a crash in the middle, it tells afterwards
        what was saved and what not, as a warning of a store that the same person opens.
        """

    def history(self, shard: str, document_id: str | None = None) -> Iterator[Entry]:
        """Entries in order of sequence: all, or those that touched a document, with its own changes alone."""

    def changes_since(self, shard: str, sequence: int) -> list[Entry]:
        """Entries after ``sequence``; cheap when there are none."""

    def sequence(self, shard: str) -> int:
        """The last sequence of the shard, 0 when it is empty."""

    def sequences(self, shards: Sequence[str]) -> tuple[int, ...]:
        """The last sequence of each, in one call; other numbers than before say that something was saved.
        Looking raises nothing: what cannot be read just now stands at ``UNREADABLE``."""

    def keep_file(self, shard: str, org: str, data: bytes) -> str:
        """Keep a file that one of the organisation's documents is going to name; its SHA-256 in hex. When it
        returns, the file survives a power cut. One that no document names for a week may be cleared. Raises
        ``NotSaved``, ``Uncertain``."""

    def hold_file(self, shard: str, digest: str) -> bool:
        """Is the kept file there? A week goes by anew then before one that no document names is cleared."""

    def read_file(self, shard: str, digest: str) -> bytes:
        """A kept file, checked against its digest. Raises ``Damaged``."""

    def settle(self) -> None:
        """Before leaving: what would cost the next one time is put in order, where nobody is saving just now.
        Raises nothing."""

    def warnings(self) -> list[str]:
        """Sentences about what opening mended or what could not be replaced, each told once."""


class Repairs(msgspec.Struct):
    """Sentences: what was put right, and what was tried in vain. What no repair can help is the check's to
    tell."""

    done: list[str] = []
    failed: list[str] = []


class Backup(msgspec.Struct):
    """What a backup has in it."""

    path: Path
    files: int = 0
    size: int = 0
    """Bytes of the file itself."""
    problems: list[str] = []
    """What of the store is damaged, or no part of it and left out, a sentence each."""
    unread: list[str] = []
    """What could not be read as it should: left out, or read past somebody who did not let go of it."""
    removed: list[Path] = []
    """Older backups that gave way to it."""
    notes: list[str] = []
    """What else there is to tell, and no fault."""


class Backend(Protocol):
    """Where campaigns are kept. All methods raise ``StoreError`` (exit 5) when it cannot be reached, read or
    written."""

    @property
    def address(self) -> str:
        """Where it is, for a sentence: a folder, or what else names it to a person."""

    def exists(self) -> bool:
        """Is there anything yet, usable or not? ``create`` begins it."""

    def create(self, pack: Pack) -> None:
        """Begin the campaign of this id with its own copy of the pack. What a crash left half done is
        finished by asking again. Raises BadInput for an id that cannot be."""

    def campaigns(self) -> list[str]:
        """Ids of the campaigns, in their order."""

    def open(self, campaign: str, member: Member | None = None) -> Store:
        """The documents of a campaign: what a member may see and change, or all where there are none.
        Nothing is read yet. Raises BadInput for an id that cannot be."""

    def pack(self, campaign: str) -> Pack:
        """The campaign's copy of its pack. Raises PackError, NewerFormat."""

    def pack_place(self, campaign: str) -> str:
        """Where that copy is, for a sentence."""

    def may_replace_pack(self, campaign: str) -> bool:
        """May whoever runs this write another copy?"""

    def replace_pack(self, pack: Pack) -> list[str]:
        """Put the pack in the place of its campaign's copy; what is replaced is kept beside it, and told.
        When it fails the copy is as it was, or some of its annexes are replaced: to ask again finishes it."""

    def settings(self) -> dict[str, Any]:
        """What it sets for everybody, as written there; empty where there is nothing yet. Raises BadInput."""

    @property
    def settings_place(self) -> str:
        """Where they are written, for a sentence."""

    def set_settings(self, values: Mapping[str, Any]) -> None:
        """Set these for everybody, and no others."""

    def members(self) -> Member | None:
        """Whoever runs this process, with their roles; None where nobody else has to do with it. Raises
        NotAllowed for somebody who is no member."""

    def check(self, member: Member | None = None) -> list[Found]:
        """What is damaged, open to the wrong people, or had to be tidied, a sentence each with its code; of
        what this member may look at. A unit that cannot be read is told, and the others are checked."""

    def tidy(self, member: Member | None = None) -> list[str]:
        """Clear away what was begun and given up, a sentence each on what that was: files that were attached
        and never saved, after a week. Of what this member may change."""

    def repair(self) -> Repairs:
        """Put right what can be without losing anything."""

    def backup(self, target: Path) -> Backup:
        """Copy everything into a new file and read it back, while others go on working. Raises BadInput,
        NotWritten."""

    def backup_into(self, folder: Path, keep: int | None) -> Backup:
        """Make a backup with a name of its own in a folder, and prove it by restoring it; only the last
        ``keep`` complete ones made like that stay (None: all). Raises BadInput, NotWritten."""

    def check_against(self, backup: Path, member: Member | None = None) -> list[str]:
        """Which journals do not go on from where they stood in a backup, a sentence each; of what this member
        may look at. Raises BadInput."""

    def watch(self, store: Store, shards: Sequence[str]) -> tuple[int, ...]:
        """``store.sequences(shards)``, for whoever looks every few seconds at what others save: as cheap as
        it can be, and from what was told of changes where it is told. Raises nothing."""


def new_id() -> str:
    """A ULID: sortable by time of creation, unique without asking anyone."""
    from ulid import ULID  # imports 30 ms of standard library: only where something is written

    return str(ULID())


def is_folder_name(name: str) -> bool:
    """May this be the name of a unit's or campaign's folder? ASCII, and nothing that leads elsewhere."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None and ".." not in name


def check_campaign_id(campaign: str) -> None:
    """Raises BadInput for what cannot be the id of a campaign."""
    if not is_folder_name(campaign) or campaign == ORGANISATIONS:
        raise BadInput(f"专项工作编号 {campaign!r} 不能用：只能是英文字母、数字、- 和 _。")


def check_shard_name(shard: str) -> None:
    """Raises BadInput for what is neither ``organisations`` nor ``KIND/UNIT``."""
    kind, _, unit = shard.partition("/")
    if shard != ORGANISATIONS and (kind not in KINDS or not is_folder_name(unit)):
        raise BadInput(f"{shard!r} 不是可用的党组织编号：只能是英文字母、数字、- 和 _。")


def check_change(change: Change) -> None:
    """Raises BadInput for an id or a table that could not be told apart in a sentence, or begins like those
    that stores keep for themselves (TinyDB's, and ours)."""
    for what, value in (("记录", change.id), ("附件", change.annex)):
        if not (0 < len(value) <= 200 and value.isprintable() and not value.startswith("_")):
            raise BadInput(f"{what}编号 {value[:40]!r} 不能用：不能为空、太长、以 _ 开头或含有控制字符。")
