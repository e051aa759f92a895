"""What a member began and has not finished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An unfinished form or an unconfirmed date: the values typed so far for the command at `path`."""

    id: str
    member_id: str
    path: str
    values: Mapping[str, str]
    saved_at: datetime

    @property
    def expires_at(self) -> datetime:
        """When it is forgotten, aware UTC."""
        return self.saved_at + KEPT_FOR
