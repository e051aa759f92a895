"""What a channel sees: words of the catalogue alone."""

from __future__ import annotations

from typing import Any

from adapters.discord.components import reply_data
from bot.reply import PublicMessage
from bot.views.blocks import Actions, Message, Paragraph


def public_data(public: PublicMessage) -> dict[str, Any]:
    """Return the `data` of an answer, or the body of a message, that everyone in a channel sees."""
    paragraphs = tuple(Paragraph(paragraph) for paragraph in public.paragraphs)
    actions = (Actions(public.buttons),) if public.buttons else ()
    return reply_data(Message(public.title, public.title, (*paragraphs, *actions)), ephemeral=False)
