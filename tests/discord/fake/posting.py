"""Messages made, changed and removed, by REST or in answer to an interaction: the same rules for all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.discord.fake import limits, payloads
from tests.discord.fake.errors import Refusal
from tests.discord.fake.gateway import DIRECT_MESSAGES, GUILD_MESSAGES
from tests.discord.fake.state import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    Channel,
    Interaction,
    Json,
    Message,
    Upload,
)

if TYPE_CHECKING:
    from tests.discord.fake.people import User
    from tests.discord.fake.server import FakeDiscord

SHOWN = ("content", "embeds", "components", "flags", "tts", "attachments")


async def post(
    fake: FakeDiscord,
    place: Channel,
    body: Json,
    files: tuple[Upload, ...] = (),
    *,
    asked: Interaction | None = None,
) -> Message:
    """Take a message of the application's. Raises Refusal for a bad one."""
    check(fake, body, len(files))
    flags = body.get("flags") or 0
    if flags & EPHEMERAL and asked is None:
        raise Refusal(50035, "an ephemeral message that answers no interaction")
    sent = Message(
        id=fake.clock.snowflake(),
        channel=place,
        by_bot=True,
        author=None,
        body={key: body[key] for key in SHOWN if key in body},
        files=store(fake, files),
        nonce=body.get("nonce"),
        interaction=asked,
        reader=asked.user if asked and flags & EPHEMERAL else None,
        sent_at=fake.clock.now(),
    )
    await keep(fake, sent)
    return sent


async def placeholder(fake: FakeDiscord, asked: Interaction, flags: int) -> Message:
    """Make the "thinking…" of a deferred answer."""
    sent = Message(
        id=fake.clock.snowflake(),
        channel=asked.channel,
        by_bot=True,
        author=None,
        body={"content": "", "flags": (flags & EPHEMERAL) | LOADING},
        interaction=asked,
        reader=asked.user if flags & EPHEMERAL else None,
        sent_at=fake.clock.now(),
    )
    await keep(fake, sent)
    return sent


async def written(
    fake: FakeDiscord, person: User, place: Channel, text: str, files: tuple[Upload, ...] = ()
) -> Message:
    """Take a message of a person's."""
    sent = Message(
        fake.clock.snowflake(),
        place,
        by_bot=False,
        author=person,
        body={"content": text},
        files=store(fake, files),
        sent_at=fake.clock.now(),
    )
    await keep(fake, sent)
    return sent


async def keep(fake: FakeDiscord, sent: Message) -> None:
    """Put a message where it belongs and tell the gateway."""
    fake.messages[sent.id] = sent
    sent.channel.history.append(sent)
    await _tell(fake, "MESSAGE_CREATE", sent)


async def edit(fake: FakeDiscord, sent: Message, body: Json, files: tuple[Upload, ...] = ()) -> Message:
    """Change a message; what is not mentioned stays. Raises Refusal for a bad result."""
    merged = {**sent.body, **{key: body[key] for key in SHOWN if key in body}}
    kept_flags = sent.flags & (EPHEMERAL | COMPONENTS_V2)
    merged["flags"] = ((merged.get("flags") or 0) | kept_flags) & ~LOADING
    kept = sent.files
    if "attachments" in body:
        named = {str(one.get("id")) for one in body["attachments"]}
        kept = tuple(one for one in sent.files if str(one.id) in named)
    files = kept + store(fake, files)
    check(
        fake, {**merged, "allowed_mentions": body.get("allowed_mentions")}, len(files), speaks=_speaks(body)
    )
    sent.body, sent.files = merged, files
    sent.edited += 1
    sent.edited_at = fake.clock.now()
    await _tell(fake, "MESSAGE_UPDATE", sent)
    return sent


async def remove(fake: FakeDiscord, sent: Message) -> None:
    """Delete a message."""
    sent.deleted = True
    await _tell(fake, "MESSAGE_DELETE", sent)


def check(fake: FakeDiscord, body: Json, files: int, *, speaks: bool = True) -> None:
    """Hold a message against Discord's limits, and against this house's rule on mentions.

    Raises Refusal 50006 or 50035. Discord takes a message without the house's rule, so that is only noted.
    """
    faults = limits.message_faults(body, files)
    if faults:
        raise Refusal(50035, *faults)
    if limits.empty(body, files):
        raise Refusal(50006, "an empty message")
    if speaks:
        fake.violations += limits.mention_faults(body)


def store(fake: FakeDiscord, files: tuple[Upload, ...]) -> tuple[Upload, ...]:
    """Keep files where they can be fetched."""
    stored = tuple(replace(one, id=fake.clock.snowflake()) for one in files)
    fake.uploads |= {one.id: one for one in stored}
    return stored


def _speaks(body: Json) -> bool:
    return any(body.get(key) for key in ("content", "embeds", "components"))


async def _tell(fake: FakeDiscord, event: str, sent: Message) -> None:
    """Tell the bot of a message in a place where it is; nobody is told of an ephemeral one."""
    place = sent.channel
    if sent.ephemeral or place.type == 3 or (place.guild is not None and not place.guild.installed):
        return
    if event == "MESSAGE_DELETE":
        shown: Json = {"id": str(sent.id), "channel_id": str(place.id)}
    else:
        shown = payloads.message(sent, fake.base_url)
    if place.guild is not None:
        shown["guild_id"] = str(place.guild.id)
        if sent.author is not None:
            shown["member"] = payloads.member(sent.author, place.guild, permissions=False)
    intent = DIRECT_MESSAGES if place.type == 1 else GUILD_MESSAGES
    await fake.gateway.dispatch(event, shown, place.guild, intent)
