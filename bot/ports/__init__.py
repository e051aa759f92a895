"""What the core asks others to fill: storage, messengers, content, cities, and the clock.

Commands and services know these protocols alone; `bot.encore` puts real pieces behind them.
"""

from bot.ports.delivery import Measures, Messenger, Receipt
from bot.ports.owed import Backlog, Claimed, Due, OwedRows, Recipient, Sent
from bot.ports.people import Cases, Drafts, Feeds, Inbox, InboxLine, Interviews, Members, Practice, Sheets
from bot.ports.store import Beat, Installations, Notes, Store, UnitOfWork
from bot.ports.surroundings import Alarm, Catalog, Cities, Clock, LooseDates

__all__ = [
    "Alarm",
    "Backlog",
    "Beat",
    "Cases",
    "Catalog",
    "Cities",
    "Claimed",
    "Clock",
    "Drafts",
    "Due",
    "Feeds",
    "Inbox",
    "InboxLine",
    "Installations",
    "Interviews",
    "LooseDates",
    "Measures",
    "Members",
    "Messenger",
    "Notes",
    "OwedRows",
    "Practice",
    "Receipt",
    "Recipient",
    "Sent",
    "Sheets",
    "Store",
    "UnitOfWork",
]
