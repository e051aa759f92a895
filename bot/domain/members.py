"""Who is speaking, and how they like to be helped."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from enum import StrEnum

from bot.domain.vocabulary import Named, NamedVocabulary

INDEFINITELY = datetime(9999, 1, 1, tzinfo=UTC)
"""The end of a pause that only the member ends."""


class Platform(StrEnum):
    """Where a member speaks to Encore."""

    TERMINAL = "terminal"
    SLACK = "slack"
    DISCORD = "discord"

    @property
    def draws(self) -> bool:
        """Whether pictures are drawn there in characters, so that a file with one is of no use."""
        return self is Platform.TERMINAL

    @property
    def pushes(self) -> bool:
        """Whether reminders come as private messages that a person's settings there can silence or refuse."""
        return self is not Platform.TERMINAL


class Surface(StrEnum):
    """What the caller spoke in: decides what can be shown, never what is allowed."""

    DIRECT = "direct"
    CHANNEL = "channel"
    HOME = "home"


class Pace(StrEnum):
    """How much a member wants to do; each has its plan."""

    LIGHT = "light"
    STANDARD = "standard"
    THOROUGH = "thorough"


class Audience(NamedVocabulary):
    """Whom an item is for."""

    # Called as in a sentence: "tips for ...".

    ANY = Named("any", ("everyone", "anyone", "off", "none", "nothing special"))
    GRADUATE = Named("graduate", ("starting out", "student", "first job", "school leaver"))
    CHANGER = Named("changer", ("changing careers", "career changer", "career change"))
    RETURNER = Named("returner", ("coming back after a break", "career break", "parental leave"))
    MANAGER = Named("manager", ("leading people", "leader", "team leader", "supervisor"))
    INTERNAL = Named("internal", ("moving within an organisation", "internal candidate", "promotion"))
    REMOTE = Named("remote", ("working remotely", "from home"))
    SECOND_LANGUAGE = Named("second-language", ("working in a second language", "not my first language"))
    NEURODIVERGENT = Named(
        "neurodivergent", ("neurodivergent", "autistic", "autism", "adhd", "dyslexic", "dyslexia")
    )


@dataclass(frozen=True, slots=True)
class MemberRef:
    """A member's one identity: on Discord `workspace` is empty, since one person is in several servers."""

    platform: Platform
    workspace: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who speaks, and from where.

    `zone` is the platform's guess (IANA), to be confirmed once; `locale` is the language that they read, where
    the platform tells ("en-GB", "de"). `channel` is the private channel with this member where the platform has told it; `admin` whether the
    platform says that they run the group.
    """

    member: MemberRef
    group: str = ""
    display_name: str = ""
    zone: str | None = None
    locale: str = ""
    surface: Surface = Surface.DIRECT
    channel: str = ""
    admin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """A member's settings. Times of day are wall time in `zone`; `minutes_a_day` is the work she has time for.

    `audience` and `region` ("any", or a country by its two letters) say whose tips and which law come first.
    """

    zone: str | None = None
    quiet_from: time = time(21, 0)
    quiet_until: time = time(8, 0)
    remind_at: time = time(18, 0)
    pace: Pace = Pace.STANDARD
    discreet: bool = True
    minutes_a_day: int = 45
    paused_until: datetime | None = None
    audience: Audience = Audience.ANY
    region: str = "any"

    def paused(self, now: datetime) -> bool:
        """Whether reminders are held back at `now` (aware)."""
        return self.paused_until is not None and now < self.paused_until


class Greeting(StrEnum):
    """What became of the first private message, which proves that reminders will be seen."""

    NONE = ""
    ASKED = "asked"
    SEEN = "seen"
    DOUBTED = "doubted"
    """Nobody pressed its button within the hour, and the member has been told so."""
    CLOSED = "closed"
    """The platform refused a private message, and the member has not been told so yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person preparing.

    `channel` is the platform's private channel with them, once one was opened; `greeted_at` is when the first
    private message was due.
    """

    id: str
    ref: MemberRef
    group: str = ""
    preferences: Preferences = field(default_factory=Preferences)
    privacy_shown: bool = False
    reachable: bool = True
    channel: str = ""
    greeting: Greeting = Greeting.NONE
    greeted_at: datetime | None = None
    created_at: datetime

    @property
    def platform(self) -> Platform:
        """Return the platform that they are on."""
        return self.ref.platform

    def refusing(self) -> Member:
        """Return the member as one who refuses private messages, and is to be told so."""
        return replace(self, reachable=False, greeting=Greeting.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """An address under which one member's calendar is served; who knows `token` may read it, until it is revoked."""

    member_id: str
    token: str
    made_at: datetime
    detailed: bool = False
    """Whether titles name the company; discreet ones do not."""
