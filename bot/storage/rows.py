"""Which dataclass lies in which table, and how."""

from __future__ import annotations

from bot.domain.feeds import Feed
from bot.domain.installations import Installation
from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.sheets import Entry
from bot.storage.mapping import Mapper
from bot.storage.tables import feeds, installations, interviews, members, sheets

MEMBERS = Mapper(Member, members, rest="about", spread=("ref", "preferences"))
INTERVIEWS = Mapper(Interview, interviews, rest="private")
ENTRIES = Mapper(Entry, sheets, alone={"values": "private"})
FEEDS = Mapper(Feed, feeds, rest="token")
INSTALLATIONS = Mapper(
    Installation, installations, alone={"token": "token", "refresh_token": "refresh_token"}
)
