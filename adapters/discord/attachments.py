"""Files that a member hands over on Discord: with a command, in a form, or dropped into our direct messages."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from adapters.discord.markdown import on_one_line
from adapters.discord.rest import ForeignAddressError, Rest, RestError
from bot.errors import InputError
from bot.reply import MOST_BYTES, File

log = logging.getLogger("encore.discord")
MOST_FILES = 10
"""Of one message. Source: resources/message."""
LONGEST_NAME = 255
UNKNOWN = "application/octet-stream"
NOT_FETCHED = "Discord did not hand me the file just now. Please send it once more, or paste its words."
EXAMPLE = "/interview import"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as Discord tells of it. Its address works for a while and needs no token."""

    name: str
    media_type: str
    url: str


def resolved(data: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """Return what came with an interaction's `data`: a command's option and a modal's upload look the same.

    Source: interactions/receiving-and-responding, "Resolved Data Structure".
    """
    found = (data.get("resolved") or {}).get("attachments") or {}
    return tuple(
        Attachment(one["filename"], one.get("content_type") or UNKNOWN, one["url"]) for one in found.values()
    )


def of_message(message: discord.Message) -> tuple[Attachment, ...]:
    """Return what came with a direct message."""
    return tuple(
        Attachment(one.filename, one.content_type or UNKNOWN, one.url) for one in message.attachments
    )


def lasting(message: discord.Message) -> tuple[str, ...] | None:
    """Return the ids of a message's files that are no pictures; None where it has no files at all."""
    if not message.attachments:
        return None
    kept = (one for one in message.attachments if not (one.content_type or "").startswith("image/"))
    return tuple(str(one.id) for one in kept)


async def fetch(rest: Rest, attachments: Sequence[Attachment]) -> tuple[File, ...]:
    """Return the files, each cut one byte beyond the most that the core reads.

    Raises InputError, safe to show, when one can't be had.
    """
    try:
        return tuple([await _fetched(rest, one) for one in attachments[:MOST_FILES]])
    except (RestError, ForeignAddressError) as error:
        log.warning("a file could not be fetched from Discord: %s", error)
        raise InputError(NOT_FETCHED, example=EXAMPLE) from None


async def _fetched(rest: Rest, attachment: Attachment) -> File:
    content = await rest.fetch(attachment.url, MOST_BYTES + 1)
    name = on_one_line(attachment.name) or "file"
    return File(name[-LONGEST_NAME:], attachment.media_type.partition(";")[0], content)
