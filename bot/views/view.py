"""What every view has in common."""

from __future__ import annotations

from typing import Protocol

from bot.views.blocks import Message


class View(Protocol):
    """What happened, as a frozen dataclass of meaning; it reads no clock and knows no platform."""

    def present(self) -> Message:
        """Lay it out."""
        ...


def present(view: View) -> Message:
    """Return the layout of `view`; an adapter may override it for one view that it can show better."""
    return view.present()
