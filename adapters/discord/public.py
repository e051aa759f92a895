"""What a channel sees: words of the catalogue alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from adapters.discord.components import reply_data
from bot.reply import PublicMessage
from bot.views.blocks import Actions, Message, Paragraph

LEAST = 1_000
"""Components without a number are numbered from 1."""


def public_data(public: PublicMessage) -> dict[str, Any]:
    """Return the `data` of an answer, or the body of a message, that everyone in a channel sees."""
    paragraphs = tuple(Paragraph(paragraph) for paragraph in public.paragraphs)
    actions = (Actions(public.buttons),) if public.buttons else ()
    return reply_data(Message(public.title, public.title, (*paragraphs, *actions)), ephemeral=False)


def known_by(body: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return a message's body with a number of the key on its first component, by which it is known again.

    Source: components/reference, "Anatomy of a Component": an `id` of 32 bits, one's own choice.
    """
    first, *others = body["components"]
    return {**body, "components": [{**first, "id": number_of(key)}, *others]}


def number_of(key: str) -> int:
    """Return a number that stands for a key: above the small ones that Discord gives by itself, within 31 bits."""
    return LEAST + int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()) % (2**31 - LEAST)
