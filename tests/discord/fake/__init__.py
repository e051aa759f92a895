"""A Discord on loopback, REST and gateway, for the real discord.py to talk to.

    async with FakeDiscord() as discord_:
        client = Client(..., connector=discord_.connector())
        ada = discord_.user("ada")
        asked = await ada.command("interview add", company="Acme")
        await ada.press(asked.message, "Right")
    # a limit of Discord's that was broken raises here

How the real client is pointed at it (discord.py 2.7.1). Three things of the library make requests: `HTTPClient`
(`Route.BASE`, a class attribute), `AsyncWebhookAdapter` (answers to interactions; the same `Route.BASE`) and
`HTTPClient.ws_connect` (the address from `/gateway/bot`, but `DiscordWebSocket.DEFAULT_GATEWAY`, a class
attribute, whenever `shard_count` is given, on a plain `Client`, and after an invalidated session). All three use
the one aiohttp session that the client builds on its `connector=` argument. So the way that changes one client
and patches nothing is a connector that sends Discord's two hosts elsewhere: `Redirect` (connector.py), or one's
own `aiohttp.TCPConnector` with `connect` overridden. An `HTTPClient` of one's own in `client.http` and
`client._connection.http`, set before login, moves the first and the third, not `AsyncWebhookAdapter`; its turn is
`discord.webhook.async_.async_context`, a context variable, set in the task that starts the client. Assigning `Route.BASE` and `DEFAULT_GATEWAY` works too, for
all clients of the process at once; `/gateway/bot` answers with `gateway_url` either way.

Things of the library that a scenario meets: an `AutoShardedClient` waits 5 s before each further shard
identifies (override `before_identify_hook`), and `guild_ready_timeout` (2 s) after the last server before it is
ready (an option of the client). It sleeps out a 429 only if a `Via` header says that Discord itself, not
Cloudflare, sent it; 500, 502, 504 are sent again, five times in all, with 1, 3, 5, 7 s between.

What is where: `server` the fake itself, `rest` and `answers` its HTTP routes, `gateway` its websockets, `people`
what a person does and sees, `state` what is kept, `payloads` how it looks on the wire, `limits` what Discord
refuses, `trouble` what can go wrong on demand, `sample` a small bot that proves all this.
"""

import warnings

with warnings.catch_warnings():  # warnings are errors in tests, and the library gives one about sound
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord  # noqa: F401 - imported once here, for everyone who imports it after the fake

from tests.discord.fake.connector import Redirect
from tests.discord.fake.people import User
from tests.discord.fake.server import FakeDiscord
from tests.discord.fake.state import Call, Channel, Choice, Guild, Interaction, Message, Modal, Upload

__all__ = [
    "Call",
    "Channel",
    "Choice",
    "FakeDiscord",
    "Guild",
    "Interaction",
    "Message",
    "Modal",
    "Redirect",
    "Upload",
    "User",
]
