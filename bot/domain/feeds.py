"""A private calendar address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """An address under which one member's calendar is served; who knows `token` may read it, until it is revoked."""

    member_id: str
    token: str
    made_at: datetime
    detailed: bool = False
    """Whether titles name the company; discreet ones do not."""
