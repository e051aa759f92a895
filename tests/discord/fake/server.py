"""The fake itself: where it listens, who is there, and what was noticed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.discord.fake import answers, payloads, rest
from tests.discord.fake.commands import Registry
from tests.discord.fake.connector import Redirect
from tests.discord.fake.gateway import Gateway
from tests.discord.fake.ids import Clock, fixed, on_shard
from tests.discord.fake.people import User
from tests.discord.fake.routing import application
from tests.discord.fake.state import Call, Channel, Guild, Interaction, Json, Message, Upload
from tests.discord.fake.trouble import Trouble

TOKEN = "a-made-up-bot-token"
PEOPLE, GUILDS, CHANNELS, DMS = 1, 2, 3, 4


class FakeDiscord:
    """A Discord for one application, on 127.0.0.1, from `async with` to its end.

    `shards` is what `/gateway/bot` recommends. `now` holds the wall clock that ids and timestamps are made of;
    deadlines run on a clock of their own (`clock.pass_by`). Leaving raises AssertionError for `violations`.
    """

    def __init__(
        self, *, shards: int = 1, token: str = TOKEN, now: Callable[[], datetime] | None = None
    ) -> None:
        self.token = token
        self.application_id = payloads.APPLICATION
        """The application's id, and its bot's."""
        self.shards = shards
        self.clock = Clock(now)
        self.violations: list[str] = []
        """Every limit of Discord's that was broken, in words. Clear it where that was the point."""
        self.calls: list[Call] = []
        self.registry = Registry(self.clock)
        """The global application commands."""
        self.guild_registries: dict[int, Registry] = {}
        self.trouble = Trouble(self.clock)
        self.gateway = Gateway(token=token, guilds=self._installed, violated=self.violations.append)
        self.users: list[User] = []
        self.guilds: list[Guild] = []
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.interactions: list[Interaction] = []
        self.uploads: dict[int, Upload] = {}
        """Files that can be fetched, by id."""
        self.dm_budget: int | None = None
        """How many DM channels may still be opened before 40003; None for any number."""
        self.api_url = ""
        self.gateway_url = ""
        self.base_url = ""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(
            application(self, {**rest.ROUTES, **answers.ROUTES}), shutdown_timeout=1, access_log=None
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}"
        self.api_url = f"{self.base_url}/api/v10"
        self.gateway_url = self.gateway.resume_url = f"ws://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.gateway.close()
        assert self._runner is not None
        await self._runner.cleanup()
        if error is None and self.violations:
            raise AssertionError("Discord's limits were broken:\n- " + "\n- ".join(self.violations))

    def connector(self) -> Redirect:
        """Return what takes one client here: `Client(connector=...)`. Needs the running loop."""
        return Redirect(self.api_url, self.gateway_url)

    @property
    def commands(self) -> list[Json]:
        """The global application commands as they stand."""
        return self.registry.commands

    @property
    def command_writes(self) -> int:
        """How often the global commands were written."""
        return self.registry.writes

    def called(self, method: str, route: str) -> list[Call]:
        """Return the calls of one kind: `called("POST", "/channels/{channel}/messages")`."""
        return [call for call in self.calls if (call.method, call.route) == (method, route)]

    @property
    def invalid_requests(self) -> int:
        """How many requests counted as invalid: Discord bans an address for 10,000 of them in 10 minutes."""
        return sum(call.status in (401, 403, 429) for call in self.calls)

    # Who is there

    def user(
        self, name: str, *, locale: str = "en-US", display_name: str | None = None, installed: bool = False
    ) -> User:
        """Return the person of that name, new at first. `installed`: she added the application for herself."""
        known = next((one for one in self.users if one.name == name), None)
        if known is not None:
            return known
        person = User(
            self, fixed(PEOPLE, len(self.users) + 1), name, locale, display_name or name.title(), installed
        )
        self.users.append(person)
        return person

    def person(self, identifier: object) -> User | None:
        """Return whoever has this id, as a number or in text."""
        return next((one for one in self.users if str(one.id) == str(identifier)), None)

    def guild(
        self,
        name: str = "Career club",
        *,
        people: tuple[User, ...] = (),
        admins: tuple[User, ...] = (),
        shard: int | None = None,
        installed: bool = True,
        locale: str = "en-US",
    ) -> Guild:
        """Return a new server with a channel "general".

        Its events go to `shard` (the next in turn if None). Clients that are connected are told only by `join`.
        """
        number = len(self.guilds)
        identifier = on_shard(GUILDS, number, number % self.shards if shard is None else shard, self.shards)
        place = Guild(
            identifier, name, owner=admins[0] if admins else None, locale=locale, installed=installed
        )
        place.people += [*people, *(admin for admin in admins if admin not in people)]
        place.admins += admins
        self.guilds.append(place)
        self.channel(place, "general")
        return place

    def channel(self, guild: Guild, name: str) -> Channel:
        """Add a text channel to a server."""
        return self._keep(Channel(fixed(CHANNELS, len(self.channels) + 1), 0, name, guild), guild.channels)

    def private_channel(self, *people: User) -> Channel:
        """Return a new private channel of these people, in which the bot is not."""
        return self._keep(Channel(fixed(DMS, len(self.channels) + 1), 3, people=people))

    def dm_channel(self, person: User) -> Channel:
        """Return the one DM channel of a person and the bot."""
        known = (c for c in self.channels.values() if c.type == 1 and c.people == (person,))
        return next(known, None) or self._keep(
            Channel(fixed(DMS, len(self.channels) + 1), 1, people=(person,))
        )

    async def join(self, guild: Guild) -> None:
        """Have the application added to a server now."""
        guild.installed = True
        await self.gateway.dispatch("GUILD_CREATE", payloads.guild(guild), guild)

    async def leave(self, guild: Guild) -> None:
        """Have the application removed from a server now."""
        guild.installed = False
        await self.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild)

    def _installed(self) -> list[Guild]:
        return [guild for guild in self.guilds if guild.installed]

    def _keep(self, place: Channel, among: list[Channel] | None = None) -> Channel:
        self.channels[place.id] = place
        if among is not None:
            among.append(place)
        return place
