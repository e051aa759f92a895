"""What a coach can put before the whole group."""

from __future__ import annotations

from bot.reply import PublicMessage
from bot.text import text
from bot.views.blocks import Emphasis
from bot.views.layout import press

CARD = PublicMessage(
    title="Called back for a second interview?",
    paragraphs=(
        text(
            "Well done: somebody wants to see more of you. Encore makes a plan that fits the days you have left "
            "and reminds you privately, one small step at a time."
        ),
        text("Only you see what you write to Encore, and nobody sees who presses this button."),
    ),
    buttons=(press("Start privately", "interview add", Emphasis.PRIMARY),),
)
"""The card to pin."""
