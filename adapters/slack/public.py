"""The one shape in which something can reach a channel."""

from __future__ import annotations

from typing import Any

from adapters.slack.blocks import message_body
from bot.reply import PublicMessage
from bot.views.blocks import Actions, Message, Paragraph


def public_body(public: PublicMessage) -> dict[str, Any]:
    """Return words of the catalogue as `chat.postMessage` takes them, without the channel."""
    paragraphs = tuple(Paragraph(words) for words in public.paragraphs)
    buttons = (Actions(public.buttons),) if public.buttons else ()
    return message_body(Message(public.title, public.title, (*paragraphs, *buttons)))
