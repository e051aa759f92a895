"""Answers to an interaction, in Components V2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.discord.layout import Part, joined, notice, parts, placed, shortened, unique
from adapters.discord.limits import BUTTON_LABEL, COMPONENTS, CUT, ROW, TEXT, Component, Flag, shorten
from adapters.discord.markdown import on_one_line
from bot.invocation import encode
from bot.views.blocks import Actions, Button, Divider, Emphasis, Message

STYLES = {Emphasis.PRIMARY: 1, Emphasis.PLAIN: 2, Emphasis.DANGER: 4}
"""Discord's primary, secondary and danger. Source: components/reference, "Button Styles"."""
MOST_BUTTONS = 31
"""With their seven rows, the text and the container they are the 40 components of a message."""


def reply_data(message: Message, *, ephemeral: bool) -> dict[str, Any]:
    """Return the `data` of an answer; for an edit too, which must then not say `ephemeral`.

    Every button is kept, up to 31; text that is too long is shortened and said to be. Raises ValueError for a
    button that does not encode.
    """
    written = shortened(parts(message, MOST_BUTTONS), TEXT) or [(Part(0, ()), notice(message))]
    children = _in_order(message, written)
    if 1 + sum(1 + len(child.get("components", ())) for child in children) > COMPONENTS:
        children = [_text(written), *rows(unique(message.buttons)[:MOST_BUTTONS])]
    return {
        "flags": int(Flag.COMPONENTS_V2 | (Flag.EPHEMERAL if ephemeral else 0)),
        "components": [{"type": Component.CONTAINER.value, "components": children}],
        "allowed_mentions": nobody(),
    }


def nobody() -> dict[str, list[str]]:
    """Return the `allowed_mentions` by which a message mentions nobody, whatever it holds."""
    return {"parse": []}


def rows(buttons: Sequence[Button]) -> list[dict[str, Any]]:
    """Return buttons in action rows, five a row."""
    return [
        {"type": Component.ACTION_ROW.value, "components": [_button(one) for one in buttons[at : at + ROW]]}
        for at in range(0, len(buttons), ROW)
    ]


def _in_order(message: Message, written: Sequence[tuple[Part, str]]) -> list[dict[str, Any]]:
    """Return texts, separators and buttons as the message has them, texts that follow each other as one."""
    buttons = placed(message, MOST_BUTTONS)
    children: list[dict[str, Any]] = []
    waiting = [piece for piece in written if piece[0].block == 0]
    for number, block in enumerate(message.blocks, 1):
        if waiting and isinstance(block, Divider | Actions):
            children.append(_text(waiting))
            waiting = []
        if isinstance(block, Divider) and children:
            children.append({"type": Component.SEPARATOR.value})
        children += rows(buttons.get(number, ()))
        waiting += [piece for piece in written if piece[0].block == number]
    return [*children, _text(waiting)] if waiting else children


def _text(pieces: Sequence[tuple[Part, str]]) -> dict[str, Any]:
    return {"type": Component.TEXT_DISPLAY.value, "content": joined(pieces)}


def _button(button: Button) -> dict[str, Any]:
    return {
        "type": Component.BUTTON.value,
        "style": STYLES[button.emphasis],
        "label": shorten(on_one_line(button.label) or CUT, BUTTON_LABEL),
        "custom_id": encode(button.invocation),
    }
