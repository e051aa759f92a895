"""What the fake Discord keeps: places, messages, interactions, and every call that was made."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.discord.fake.people import User

Json = dict[str, Any]

EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15
"""Message flags ("Message Flags" in Discord's API reference)."""

GUILD, BOT_DM, PRIVATE = 0, 1, 2
"""Where an interaction comes from ("Interaction Context Types")."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in or out."""

    name: str
    content: bytes
    media_type: str = "application/octet-stream"
    id: int = 0
    """Its attachment's id, once it is stored."""
    description: str = ""
    """What a picture shows, in words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One suggestion of an autocompletion."""

    name: str
    value: str | int | float


@dataclass(slots=True)
class Call:
    """One REST request as it came in. `body` is the JSON, or the `payload_json` of a multipart form."""

    method: str
    path: str
    """Without `/api/v10`, ids included."""
    route: str
    """The same with names for ids: "/channels/{channel}/messages"."""
    query: dict[str, str]
    body: Any
    files: tuple[Upload, ...]
    headers: dict[str, str]
    at: datetime
    status: int | None = None
    """What it was answered with; None when the connection was dropped instead."""


@dataclass(slots=True, eq=False)
class Message:
    """A message as everyone, or for an ephemeral one its reader alone, sees it now."""

    id: int
    channel: Channel
    by_bot: bool
    author: User | None
    body: Json
    """content, components, embeds, flags, attachments… of the last version."""
    files: tuple[Upload, ...] = ()
    nonce: str | None = None
    interaction: Interaction | None = None
    reader: User | None = None
    """Who alone sees it, if it is ephemeral."""
    edited: int = 0
    """How often it was edited."""
    deleted: bool = False
    sent_at: datetime | None = None
    edited_at: datetime | None = None

    @property
    def content(self) -> str:
        """The plain content, "" in Components V2."""
        return self.body.get("content") or ""

    @property
    def components(self) -> list[Json]:
        """The components as they were sent."""
        return self.body.get("components") or []

    @property
    def embeds(self) -> list[Json]:
        """The embeds as they were sent."""
        return self.body.get("embeds") or []

    @property
    def flags(self) -> int:
        """The message's flags."""
        return self.body.get("flags") or 0

    @property
    def ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether the application is still "thinking"."""
        return bool(self.flags & LOADING)

    @property
    def text(self) -> str:
        """All words in reading order, button labels left out."""
        words = [self.content]
        for embed in self.embeds:
            words += [embed.get("title", ""), embed.get("description", "")]
            words += [f"{item['name']}: {item['value']}" for item in embed.get("fields", [])]
        words += [part["content"] for part in walk(self.components) if part["type"] == 10]
        return "\n".join(word for word in words if word)

    @property
    def buttons(self) -> list[Json]:
        """Every button, in reading order."""
        return [part for part in walk(self.components) if part["type"] == 2]

    @property
    def labels(self) -> list[str]:
        """Every button's label, in reading order."""
        return [part.get("label", "") for part in self.buttons]


@dataclass(slots=True, eq=False)
class Modal:
    """An open modal: what it asks is in `body`, as it was sent."""

    interaction: Interaction
    body: Json

    @property
    def title(self) -> str:
        """The title."""
        return self.body["title"]

    @property
    def custom_id(self) -> str:
        """The modal's own id."""
        return self.body["custom_id"]

    @property
    def text(self) -> str:
        """Title, texts, labels and descriptions."""
        words = [self.title]
        for part in walk(self.body["components"]):
            words += [part.get("label", ""), part.get("description", ""), part.get("content", "")]
        return "\n".join(word for word in words if word)

    @property
    def fields(self) -> dict[str, Json]:
        """Every input by its custom_id."""
        return {part["custom_id"]: part for part in walk(self.body["components"]) if "custom_id" in part}

    @property
    def values(self) -> dict[str, str]:
        """What the text inputs are filled with already."""
        return {name: part.get("value") or "" for name, part in self.fields.items() if part["type"] == 4}


@dataclass(slots=True, eq=False)
class Channel:
    """A guild's text channel (type 0), a DM with the bot (1) or a private channel without it (3)."""

    id: int
    type: int
    name: str = ""
    guild: Guild | None = None
    people: tuple[User, ...] = ()
    history: list[Message] = field(default_factory=list)

    @property
    def messages(self) -> list[Message]:
        """What everyone in it sees now, oldest first; no ephemerals."""
        return [message for message in self.history if not message.deleted and not message.ephemeral]

    @property
    def context(self) -> int:
        """Where an interaction from here says it comes from."""
        return {0: GUILD, 1: BOT_DM}.get(self.type, PRIVATE)


@dataclass(slots=True, eq=False)
class Guild:
    """A server. `installed` tells whether the application was added to it."""

    id: int
    name: str
    owner: User | None
    locale: str = "en-US"
    installed: bool = True
    channels: list[Channel] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    admins: list[User] = field(default_factory=list)

    @property
    def channel(self) -> Channel:
        """Its first text channel."""
        return self.channels[0]


@dataclass(slots=True, eq=False)
class Interaction:
    """One thing that a person did, and what the application answered."""

    id: int
    token: str
    kind: int
    """2 command, 3 component, 4 autocomplete, 5 modal submit."""
    user: User
    channel: Channel
    owners: dict[str, str]
    began: float
    """On the fake's own clock, seconds."""
    payload: Json = field(default_factory=dict)
    source: Message | None = None
    """The message whose component was used."""
    response_type: int | None = None
    responded_in: float | None = None
    """Seconds from the dispatch to the first response."""
    message: Message | None = None
    """The message that the first response made or (types 6 and 7) is about."""
    modal: Modal | None = None
    choices: list[Choice] = field(default_factory=list)
    followups: list[Message] = field(default_factory=list)
    posted: int = 0
    """How many follow-ups were sent, the one that filled a deferred message included."""
    deferred: bool = False
    """Whether a type 5 or 6 still waits for what it promised."""
    responded: asyncio.Event = field(default_factory=asyncio.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def by_user_install(self) -> bool:
        """Whether the person's own installation alone brings the application here."""
        return "0" not in self.owners

    def settle(self) -> None:
        """Note that nothing more is promised."""
        self.deferred = False
        self.settled.set()


def walk(components: list[Json]) -> list[Json]:
    """Return every component with all that it holds, in reading order."""
    found = []
    for part in components:
        found.append(part)
        found += walk(part.get("components") or [])
        found += walk([part[key] for key in ("accessory", "component") if part.get(key)])
    return found
