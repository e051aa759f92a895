"""What a reminder of one moment says beside its step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.interviews import Interview
from bot.domain.reminder_context import Occasion
from bot.views.blocks import Block, Button


@dataclass(frozen=True, slots=True)
class Particulars:
    """Blocks that come after the step's own words, and buttons that come after "Done"."""

    blocks: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()


NONE = Particulars()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a reminder is shown: of which interview, when, and by whose clock."""

    interview: Interview
    occasion: Occasion
    reader_zone: str
    now: datetime
