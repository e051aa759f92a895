"""A kind that only tests know: announcements to channels. It is all that a new kind takes beside its planning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from bot.domain.members import Platform
from bot.domain.owed import Channel, Owed, owed_key
from bot.owed.kind import Kind
from bot.owed.registry import all_kinds
from bot.ports import Catalog
from bot.reply import PublicMessage
from bot.text import text

WORDS = "The library opens an hour later on Friday."


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedAnnouncement(Owed):
    kind: ClassVar[str] = "announcement"

    name: str
    words: str = WORDS
    called_off: bool = False

    @property
    def subject(self) -> str:
        return self.name


class Announcements(Kind[OwedAnnouncement, None]):
    row = OwedAnnouncement

    def is_owed(self, row: OwedAnnouncement, _known: None) -> bool:
        return not row.called_off

    def public(self, row: OwedAnnouncement, _known: None, _catalog: Catalog) -> PublicMessage:
        return PublicMessage("For everybody", (text(row.words),))


KINDS = (*all_kinds(), Announcements())


def announced(
    channel: Channel, due_at: datetime, name: str = "news", useful_for: timedelta = timedelta(hours=6)
) -> OwedAnnouncement:
    """Plan one: what a service of the kind would do."""
    return OwedAnnouncement(
        key=owed_key("announcement", name, channel.platform, channel.id),
        channel=channel,
        name=name,
        due_at=due_at,
        useful_until=due_at + useful_for,
    )


def on_slack(identifier: str = "C1", group: str = "T1") -> Channel:
    return Channel(Platform.SLACK, group, identifier)
