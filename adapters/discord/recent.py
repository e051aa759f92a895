"""The last interaction of each member, for the minutes in which its token still speaks to them privately."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from adapters.discord.answering import Turn
from bot.domain.members import MemberRef

TOKEN_SECONDS = 14 * 60.0
"""A token lasts 15 minutes; one is left for the clocks. Source: interactions/receiving-and-responding."""
MOST = 5_000


class Recent:
    """Forgotten at a restart, and no harm done: it only makes one piece of news come sooner."""

    def __init__(self) -> None:
        self._turns: OrderedDict[MemberRef, Turn] = OrderedDict()

    def note(self, turn: Turn) -> None:
        """Remember an interaction that has been answered."""
        self._turns[turn.caller.member] = turn
        self._turns.move_to_end(turn.caller.member)
        while len(self._turns) > MOST:
            self._turns.popitem(last=False)

    def of(self, member: MemberRef) -> Turn | None:
        """Return the member's last interaction if its token still works, and forget it."""
        turn = self._turns.pop(member, None)
        fresh = turn is not None and asyncio.get_running_loop().time() - turn.began < TOKEN_SECONDS
        return turn if fresh else None
