"""What a member's calendar holds, as a file to keep and under a private address."""

from __future__ import annotations

import base64
import random
from dataclasses import replace
from datetime import datetime

from bot.domain.agenda import Appointment, in_feed
from bot.domain.members import Feed, Member
from bot.ports import Catalog, UnitOfWork

TOKEN_BYTES = 32
"""256 random bits: who has not been told an address finds none."""


async def followed(
    unit: UnitOfWork, catalog: Catalog, token: str, now: datetime
) -> tuple[Appointment, ...] | None:
    """Return what lies under a private address, None where there is none such."""
    feed = await unit.feeds.by_token(token)
    member = await unit.members.by_id(feed.member_id) if feed else None
    if feed is None or member is None:
        return None
    return in_feed(await unit.cases.load(member, now, catalog), feed)


async def make_feed(unit: UnitOfWork, member: Member, rng: random.Random, now: datetime) -> Feed:
    """Make a new private address, which says as much as the one before it; that one stops."""
    before = await unit.feeds.of(member.id)
    token = base64.urlsafe_b64encode(rng.randbytes(TOKEN_BYTES)).rstrip(b"=").decode()
    detailed = before is not None and before.detailed
    feed = Feed(member_id=member.id, token=token, made_at=now, detailed=detailed)
    await unit.feeds.put(feed)
    return feed


async def tell(unit: UnitOfWork, feed: Feed, now: datetime, *, detailed: bool) -> Feed:
    """Have what lies under an address name the company, or name it no more; the address stays, made anew as it were."""
    told = replace(feed, detailed=detailed, made_at=now)
    await unit.feeds.put(told)
    return told
