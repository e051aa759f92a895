"""How things look on the wire, as Discord's API reference has them (version 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.discord.fake.ids import fixed, made_at
from tests.discord.fake.state import GUILD, Channel, Guild, Interaction, Json, Message, Upload

if TYPE_CHECKING:
    from tests.discord.fake.people import User

APPLICATION = fixed(0, 1)
"""The application's id, and its bot's."""

MEMBER_PERMISSIONS = 0x0000_0000_8000_0000 | 0x0000_0000_0000_0C00
"""Use application commands, view the channel, send messages."""
ADMIN_PERMISSIONS = MEMBER_PERMISSIONS | 0x8 | 0x20
"""Administrator and manage server besides."""
APP_PERMISSIONS = 0x0000_0000_0000_CC00
"""View and send, embed links, attach files."""
ATTACHMENT_LIMIT = 10 * 1024 * 1024


def bot() -> Json:
    """Return the bot as a user."""
    return {
        "id": str(APPLICATION), "username": "encore", "global_name": None, "discriminator": "0001",
        "avatar": None, "bot": True, "public_flags": 0,
    }  # fmt: skip


def application(name: str = "Encore") -> Json:
    """Return the application as `/oauth2/applications/@me` shows it."""
    return {
        "id": str(APPLICATION), "name": name, "icon": None, "description": "", "summary": "",
        "bot_public": True, "bot_require_code_grant": False, "verify_key": "0" * 64, "flags": 0,
        "owner": {**bot(), "id": str(fixed(0, 2)), "username": "owner", "bot": False},
        "team": None, "interactions_endpoint_url": None, "redirect_uris": [], "bot": bot(),
        "integration_types_config": {"0": {}, "1": {}}, "approximate_guild_count": 1,
    }  # fmt: skip


def user(person: User) -> Json:
    """Return a person."""
    return {
        "id": str(person.id), "username": person.name, "global_name": person.display_name,
        "discriminator": "0", "avatar": None, "public_flags": 0, "bot": False,
    }  # fmt: skip


def member(person: User, guild: Guild, *, permissions: bool = True) -> Json:
    """Return a person inside a guild; with `permissions` as an interaction has it."""
    shown = {
        "user": user(person), "nick": None, "avatar": None, "roles": [], "flags": 0, "deaf": False,
        "mute": False, "pending": False, "joined_at": "2026-01-01T00:00:00+00:00",
        "premium_since": None, "communication_disabled_until": None,
    }  # fmt: skip
    if permissions:
        admin = person in guild.admins or person is guild.owner
        shown["permissions"] = str(ADMIN_PERMISSIONS if admin else MEMBER_PERMISSIONS)
    return shown


def channel(place: Channel) -> Json:
    """Return a channel of any of the three kinds."""
    last = str(place.history[-1].id) if place.history else None
    if place.guild is not None:
        return {
            "id": str(place.id), "type": 0, "name": place.name, "guild_id": str(place.guild.id),
            "position": 0, "permission_overwrites": [], "nsfw": False, "topic": None, "parent_id": None,
            "rate_limit_per_user": 0, "flags": 0, "last_message_id": last,
        }  # fmt: skip
    shown: Json = {
        "id": str(place.id), "type": place.type, "flags": 0, "last_message_id": last,
        "recipients": [user(person) for person in place.people],
    }  # fmt: skip
    return {**shown, "name": None, "icon": None, "owner_id": None} if place.type == 3 else shown


def guild(place: Guild) -> Json:
    """Return a server as GUILD_CREATE tells of it."""
    everyone = {
        "id": str(place.id), "name": "@everyone", "color": 0, "hoist": False, "position": 0, "flags": 0,
        "permissions": str(MEMBER_PERMISSIONS), "managed": False, "mentionable": False,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
    }  # fmt: skip
    return {
        "id": str(place.id), "name": place.name, "icon": None, "splash": None, "description": None,
        "owner_id": str(place.owner.id) if place.owner else str(fixed(0, 2)), "features": [],
        "roles": [everyone], "emojis": [], "stickers": [], "preferred_locale": place.locale,
        "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0,
        "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0, "afk_timeout": 300, "afk_channel_id": None,
        "system_channel_id": None, "system_channel_flags": 0, "rules_channel_id": None,
        "public_updates_channel_id": None, "safety_alerts_channel_id": None, "unavailable": False,
        "large": False, "member_count": len(place.people) + 1, "joined_at": "2026-01-01T00:00:00+00:00",
        "channels": [channel(one) for one in place.channels], "threads": [], "voice_states": [],
        "presences": [], "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
        "members": [{**member_of_bot(), "user": bot()}],
    }  # fmt: skip


def member_of_bot() -> Json:
    """Return what a server knows of the bot."""
    return {"roles": [], "flags": 0, "deaf": False, "mute": False, "joined_at": "2026-01-01T00:00:00+00:00"}


def message(sent: Message, base_url: str = "") -> Json:
    """Return a message as REST and MESSAGE_CREATE show it; attachments lie under `base_url`."""
    shown: Json = {
        "id": str(sent.id), "channel_id": str(sent.channel.id), "type": 0,
        "author": bot() if sent.author is None else user(sent.author),
        "content": sent.content, "embeds": sent.embeds, "components": sent.components,
        "flags": sent.flags, "tts": bool(sent.body.get("tts")), "mention_everyone": False,
        "mentions": [], "mention_roles": [], "pinned": False,
        "timestamp": (sent.sent_at or made_at(sent.id)).isoformat(),
        "edited_timestamp": sent.edited_at.isoformat() if sent.edited_at else None,
        "attachments": [attachment(one, base_url) for one in sent.files],
    }  # fmt: skip
    if sent.nonce is not None:
        shown["nonce"] = sent.nonce
    if sent.interaction is not None:
        asked = sent.interaction
        shown |= {
            "type": 20 if asked.kind == 2 else 0, "application_id": str(APPLICATION),
            "webhook_id": str(APPLICATION),
            "interaction_metadata": {
                "id": str(asked.id), "type": asked.kind, "user": user(asked.user),
                "authorizing_integration_owners": asked.owners,
            },
        }  # fmt: skip
    return shown


def attachment(file: Upload, base_url: str) -> Json:
    """Return a file of a message or of a command's option."""
    url = f"{base_url}/attachments/{file.id}/{file.name}"
    return {
        "id": str(file.id), "filename": file.name, "size": len(file.content), "url": url, "proxy_url": url,
        "content_type": file.media_type, "ephemeral": False,
        **({"description": file.description} if file.description else {}),
    }  # fmt: skip


def interaction(asked: Interaction, data: Json, base_url: str) -> Json:
    """Return what INTERACTION_CREATE says of something that a person did."""
    person, place = asked.user, asked.channel
    shown: Json = {
        "id": str(asked.id), "application_id": str(APPLICATION), "type": asked.kind, "token": asked.token,
        "version": 1, "data": data, "locale": person.locale, "channel_id": str(place.id),
        "channel": channel(place), "app_permissions": str(APP_PERMISSIONS), "entitlements": [],
        "entitlement_sku_ids": [], "context": place.context, "attachment_size_limit": ATTACHMENT_LIMIT,
        "authorizing_integration_owners": asked.owners,
    }  # fmt: skip
    if place.context == GUILD and place.guild is not None:
        at = place.guild
        shown |= {"guild_id": str(at.id), "guild_locale": at.locale, "member": member(person, at)}
        shown["guild"] = {"id": str(at.id), "locale": at.locale, "features": []}
        shown["channel"]["permissions"] = str(MEMBER_PERMISSIONS)
    else:
        shown["user"] = user(person)
    if asked.source is not None:
        shown["message"] = message(asked.source, base_url)
    return shown
