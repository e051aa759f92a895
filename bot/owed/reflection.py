"""The offer to look back, a week after a no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.interviews import Interview
from bot.domain.outcomes import is_no
from bot.domain.reflection import OwedReflection
from bot.owed.kind import Kind, Scene
from bot.ports import UnitOfWork
from bot.views.blocks import View
from bot.views.reflection import ReflectionOffer


class Reflections(Kind[OwedReflection, Interview]):
    """Offers to look back. None comes into a pause or a night: it can wait, and no plan moves it."""

    row = OwedReflection
    waits = True

    async def read(self, unit: UnitOfWork, rows: Sequence[OwedReflection]) -> Mapping[str, Interview]:
        """Return the interviews."""
        interviews = await unit.interviews.of_many({row.interview_id for row in rows})
        return {row.key: interviews[row.interview_id] for row in rows if row.interview_id in interviews}

    def is_owed(self, row: OwedReflection, known: Interview | None) -> bool:
        """Whether the answer is still a no, to the interview that it was offered for."""
        return known is not None and row.starts_at == known.starts_at and is_no(known)

    def view(self, row: OwedReflection, known: Interview, _scene: Scene) -> View:
        """Return the offer."""
        return ReflectionOffer(row.key, known.company)

    def zone(self, known: Interview) -> str:
        """Return the interview's."""
        return known.zone
