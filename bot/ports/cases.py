"""Storage of a member's case: read in one go, written as what a decision changed."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.case import Case
from bot.domain.library import Library
from bot.domain.members import Member


class Cases(Protocol):
    """Members' cases. What they cost does not depend on how many interviews there are."""

    async def load(self, member: Member, now: datetime, library: Library) -> Case:
        """Return the case of a member who was read in this unit, so that nobody else acts for them until it ends."""
        ...

    async def save(self, before: Case, after: Case) -> None:
        """Write what leads from a case, as it was loaded or last saved in this unit, to what was decided upon it.

        Rows that are sent or expired are final, whatever was decided; one that is being sent keeps its lease.
        """
        ...
