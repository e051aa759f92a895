"""An interview invitation as it comes: a calendar file, or the pasted text of an e-mail.

`read_calendar` and `read_message` are pure: they read no clock and keep nothing. They take what people are
really sent, say in `doubts` what must be checked, and raise `InputError` for what cannot be used. iCalendar's
library is imported at the first calendar, a quarter of a second; call both from a thread.
"""

from bot.documents.invitations.calendars import read_calendar
from bot.documents.invitations.letters import read_message
from bot.domain.invitations import Contact, Invitation, Letter, Mention, Moment, ZoneSource

__all__ = [
    "Contact",
    "Invitation",
    "Letter",
    "Mention",
    "Moment",
    "ZoneSource",
    "read_calendar",
    "read_message",
]
