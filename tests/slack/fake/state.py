"""What the fake Slack keeps: people, channels, messages, views, what is spent once, and every call."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from tests.slack.fake.reading import labels_of, words_of

if TYPE_CHECKING:
    from tests.slack.fake.people import User

Json = dict[str, Any]


class Clock(Protocol):
    """Anything that tells an aware time, such as the clock that a test holds."""

    def now(self) -> datetime: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(slots=True, eq=False)
class Message:
    """One message. `ephemeral_to` is the only person who sees it; "" when the whole channel does."""

    channel: str
    ts: str
    body: Json
    user: str
    ephemeral_to: str = ""
    deleted: bool = False
    edited: bool = False
    entered: dict[tuple[str, str], Json] = field(default_factory=dict)
    """What was chosen in its menus, by (block_id, action_id)."""

    @property
    def text(self) -> str:
        """The line that a notification shows, or all there is."""
        return str(self.body.get("text") or "")

    @property
    def blocks(self) -> list[Json]:
        return list(self.body.get("blocks") or [])

    @property
    def metadata(self) -> Json:
        return dict(self.body.get("metadata") or {})

    @property
    def files(self) -> list[Json]:
        return list(self.body.get("files") or [])

    @property
    def words(self) -> str:
        """Everything to read in it, a line a text."""
        return words_of(self.blocks) if self.blocks else self.text

    @property
    def labels(self) -> list[str]:
        """What its buttons say."""
        return labels_of(self.blocks)

    @property
    def at(self) -> float:
        return float(self.ts)


@dataclass(slots=True, eq=False)
class View:
    """A modal or a Home tab as Slack keeps it; `entered` is what the person has put into its inputs."""

    id: str
    body: Json
    hash: str
    user: str
    team: str
    root: str = ""
    previous: str = ""
    entered: dict[tuple[str, str], Json] = field(default_factory=dict)
    offered: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    """By block_id: what the app said is wrong, shown under the inputs."""

    @property
    def is_home(self) -> bool:
        return bool(self.body["type"] == "home")

    @property
    def title(self) -> str:
        return str((self.body.get("title") or {}).get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        return list(self.body.get("blocks") or [])

    @property
    def words(self) -> str:
        return words_of(self.blocks)

    @property
    def labels(self) -> list[str]:
        return labels_of(self.blocks)


@dataclass(slots=True, eq=False)
class Channel:
    """A place with messages: a direct message with the app (`user` set) or a public channel."""

    id: str
    name: str
    team: str
    user: str = ""
    has_app: bool = True
    """Whether the app is a member; it can't post where it isn't, save by a `response_url`."""
    all_messages: list[Message] = field(default_factory=list)

    @property
    def is_im(self) -> bool:
        return bool(self.user)

    @property
    def messages(self) -> list[Message]:
        """What everybody there sees, oldest first."""
        return [m for m in self.all_messages if not m.deleted and not m.ephemeral_to]

    def find(self, ts: str) -> Message | None:
        return next((m for m in self.messages if m.ts == ts), None)


@dataclass(slots=True)
class Trigger:
    """What an interaction gives to open one modal with, within three seconds."""

    id: str
    user: str
    made_at: datetime
    view: str = ""
    """The modal it came from."""
    used: bool = False


@dataclass(slots=True)
class ResponseAddress:
    """A `response_url`: five uses within half an hour."""

    secret: str
    user: str
    channel: str
    made_at: datetime
    original: Message | None = None
    uses: int = 0


@dataclass(slots=True)
class Token:
    """A bot's or an app's token. `expires_at` is None unless tokens rotate."""

    value: str
    team: str
    expires_at: datetime | None = None
    revoked: bool = False


@dataclass(slots=True, eq=False)
class Upload:
    """A file on its way, or shared."""

    id: str
    name: str
    length: int
    content: bytes | None = None
    title: str = ""
    channel: str = ""
    media_type: str = ""
    alternative: str = ""
    """What a picture shows, in words."""


@dataclass(slots=True)
class Call:
    """One Web API call as it came in, and what it was answered with."""

    method: str
    token: str
    body: Json
    at: datetime
    verb: str = "POST"
    team: str = ""
    status: int | None = None
    """None when no answer left."""
    answer: Json = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return bool(self.answer.get("ok"))


class SlackError(Exception):
    """An answer with `ok: false`; `extra` goes beside the error's name."""

    def __init__(self, error: str, *, status: int = 200, headers: dict[str, str] | None = None, **extra: Any):
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = headers or {}
        self.extra = extra


class State:
    """Everything that lasts, and the making of ids; whoever waits for a change is told by `touch`."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or SystemClock()
        self.users: dict[str, User] = {}
        self.teams: dict[str, str] = {}
        self.channels: dict[str, Channel] = {}
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.addresses: dict[str, ResponseAddress] = {}
        self.tokens: dict[str, Token] = {}
        self.refresh_tokens: dict[str, str] = {}
        self.codes: dict[str, tuple[str, str]] = {}
        self.uploads: dict[str, Upload] = {}
        self.scopes: set[str] = set()
        """What the app was granted; a test takes one away."""
        self.calls: list[Call] = []
        self.violations: list[AssertionError] = []
        self._numbers = itertools.count(1)
        self._last_ts = 0
        self._waiting: set[asyncio.Event] = set()

    def now(self) -> datetime:
        return self.clock.now()

    def next_id(self, prefix: str) -> str:
        """Return an id of Slack's look, in order of making: "V00000001"."""
        return f"{prefix}{next(self._numbers):08d}"

    def next_ts(self) -> str:
        """Return a message's timestamp: later than every earlier one, even if the clock stands still."""
        self._last_ts = max(self._last_ts + 1, round(self.now().timestamp() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def violate(self, what: str) -> None:
        """Keep a breach of Slack's rules; the test fails with it at the end."""
        self.violations.append(AssertionError(what))

    def touch(self) -> None:
        """Tell whoever waits that something changed."""
        for event in self._waiting:
            event.set()

    async def until(self, holds: Callable[[], object], *, within: float, what: str) -> None:
        """Wait, in real seconds, until `holds()`; raises AssertionError when it takes longer."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(within):
                while not holds():
                    await event.wait()
                    event.clear()
        except TimeoutError:
            raise AssertionError(f"{what or 'what was waited for'} did not happen in {within} s") from None
        finally:
            self._waiting.discard(event)

    def direct_channel(self, user: str) -> Channel:
        """Return the direct message channel of the app with somebody; its id follows from theirs."""
        person = self.users[user]
        return self.channel(f"D{user[1:]}", "directmessage", person.team, user)

    def channel(self, identifier: str, name: str, team: str, user: str = "") -> Channel:
        """Return a channel, made at its first use."""
        if identifier not in self.channels:
            self.channels[identifier] = Channel(identifier, name, team, user)
        return self.channels[identifier]

    def find_view(self, identifier: str) -> View | None:
        """Return an open modal or a Home tab by its id or external id; None once it was closed."""
        views = [*itertools.chain.from_iterable(self.modals.values()), *self.homes.values()]
        return next(
            (v for v in views if identifier and identifier in (v.id, v.body.get("external_id"))), None
        )

    def new_trigger(self, user: str, view: str = "") -> str:
        """Return a fresh `trigger_id`."""
        trigger = Trigger(self.next_id("1.2."), user, self.now(), view)
        self.triggers[trigger.id] = trigger
        return trigger.id
