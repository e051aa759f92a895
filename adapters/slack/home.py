"""The Home tab: where a member stands, always there without asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from adapters.slack.blocks import layout
from adapters.slack.limits import VIEW_BLOCKS
from bot.invocation import Invocation
from bot.views.blocks import Actions, Block, Message

LEAST = 3
"""Blocks that each message gets at least: a title, its words, its buttons."""


def home_view(messages: Sequence[Message]) -> dict[str, Any]:
    """Return messages one below the other as `views.publish` takes them; what two of them offer stands once."""
    blocks: list[dict[str, Any]] = []
    offered: set[Invocation] = set()
    shown = messages[: VIEW_BLOCKS // (LEAST + 1)]
    for index, message in enumerate(shown):
        if blocks:
            blocks.append({"type": "divider"})
        behind = (len(shown) - index - 1) * (LEAST + 1)
        blocks += layout(_once(message, offered), VIEW_BLOCKS - len(blocks) - behind, most=None)
    return {"type": "home", "blocks": blocks}


def _once(message: Message, offered: set[Invocation]) -> Message:
    """Return a message without the buttons that were offered before, and note those it has."""
    kept: list[Block] = []
    for block in message.blocks:
        if isinstance(block, Actions):
            buttons = tuple(button for button in block.buttons if button.invocation not in offered)
            offered.update(button.invocation for button in buttons)
            kept += [Actions(buttons)] if buttons else []
        else:
            kept.append(block)
    return replace(message, blocks=tuple(kept))
