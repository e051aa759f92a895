"""Private messages, which come unasked and so must say something on a lock screen."""

from __future__ import annotations

from typing import Any

from adapters.discord.components import nobody, rows
from adapters.discord.layout import joined, notice, parts, placed, shortened
from adapters.discord.limits import CONTENT, NONCE, ROW, ROWS, Flag, length
from bot.views.blocks import Message

MOST_BUTTONS = ROWS * ROW


def dm_body(message: Message, key: str | None = None) -> dict[str, Any]:
    """Return the whole body that sends `message`; `key` makes Discord refuse to take it twice in a few minutes.

    Plain content, since the notification of Components V2 is empty; the notice comes first, since a
    notification shows the beginning. Raises ValueError for a key of more than 25 characters and for a button
    that does not encode.
    """
    first = notice(message)
    written = shortened(parts(message, MOST_BUTTONS), CONTENT - length(first) - 2)
    body: dict[str, Any] = {
        "content": f"{first}\n\n{joined(written)}".strip(),
        "allowed_mentions": nobody(),
        "flags": Flag.SUPPRESS_EMBEDS.value,
    }
    components = _rows(message)
    if components:
        body["components"] = components
    return body if key is None else once(body, key)


def once(body: dict[str, Any], key: str) -> dict[str, Any]:
    """Return a message's body with a key by which Discord takes it once in a few minutes.

    Raises ValueError for a key of more than 25 characters. Source: resources/message, "Create Message".
    """
    if len(key) > NONCE:
        raise ValueError(f"a nonce holds {NONCE} characters, this key has {len(key)}")
    return {**body, "nonce": key, "enforce_nonce": True}


def in_place_data(message: Message) -> dict[str, Any]:
    """Return the `data` of an answer that takes the place of a private message, which stays plain content.

    Nobody is notified of a change, so no notice stands before it. (Components V2 can only take its place for
    good, and with `content` set to null.)
    """
    return {
        "content": joined(shortened(parts(message, MOST_BUTTONS), CONTENT)) or notice(message),
        "components": _rows(message),
        "allowed_mentions": nobody(),
        "flags": Flag.SUPPRESS_EMBEDS.value,
    }


def _rows(message: Message) -> list[dict[str, Any]]:
    """Return a row or more for each block of buttons, or all of them side by side where that is too many."""
    blocks = placed(message, MOST_BUTTONS).values()
    apart = [row for buttons in blocks for row in rows(buttons)]
    return apart if len(apart) <= ROWS else rows([button for buttons in blocks for button in buttons])
