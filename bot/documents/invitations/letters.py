"""Reading the pasted text of an e-mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.documents.invitations import links, markup, particulars
from bot.documents.invitations.calendars import read_calendar
from bot.documents.invitations.envelope import Envelope, open_envelope
from bot.documents.invitations.mentions import mentions
from bot.documents.invitations.people import interviewers
from bot.documents.invitations.zones import City
from bot.domain.dates.read import check_aware, no_city
from bot.domain.invitations import Invitation, Letter
from bot.errors import InputError

LONGEST: Final = 200_000
"""Characters of a paste; parts of MIME may make it long."""
LONGEST_BODY: Final = 30_000
EXAMPLE: Final = "/prep add Acme, analyst, Thu 3pm"
OLDEST: Final = timedelta(days=120)


def read_message(text: str, now: datetime, *, city: City = no_city, day_first: bool | None = None) -> Letter:
    """Return what the pasted text of an e-mail says of an interview; what it does not say is left empty.

    `now` is the present in the member's zone (aware; a naive one raises ValueError): a date without a zone is
    meant by that clock, and a day without a year from the day the message was sent, if it shows that. `city` and
    `day_first` are as in `bot.domain.dates.read`. Raises InputError for an empty or far too long text.
    """
    check_aware(now)
    if len(text) > LONGEST:
        raise InputError(
            "That is too long for one e-mail. Paste only the invitation itself.", example=EXAMPLE
        )
    if not text.strip():
        raise InputError(
            "There is no text here. Paste the invitation, or type the day and the time.", example=EXAMPLE
        )
    envelope = open_envelope(text)
    body = envelope.body[:LONGEST_BODY]
    body = markup.plain_marks(markup.plain(body) if markup.is_html(body) else body)
    words = markup.plain_marks(f"{envelope.subject}\n{body}")
    link = links.meeting([body])
    place = particulars.place(body)
    dates, doubts = mentions(words, _spoken_at(envelope, now), city, day_first=day_first)
    return Letter(
        subject=envelope.subject[:300],
        sender=envelope.sender,
        dates=dates,
        place=place,
        link=link,
        interviewers=interviewers(body),
        company=particulars.company(words),
        role=particulars.role(words),
        format=particulars.format_of(words, link=link, place=place),
        panel=particulars.is_panel(words),
        cancelled=particulars.is_cancelled(words),
        invitations=_invitations(envelope, now, city),
        doubts=doubts,
    )


def _invitations(envelope: Envelope, now: datetime, city: City) -> tuple[Invitation, ...]:
    for part in envelope.calendars:
        try:
            return read_calendar(part, now, zone=getattr(now.tzinfo, "key", None), city=city)
        except InputError:
            continue
    return ()


def _spoken_at(envelope: Envelope, now: datetime) -> datetime:
    """Return when the message was sent, by the member's clock, if that is lately; else now."""
    sent = envelope.sent
    if sent is None:
        return now
    there = sent.astimezone(now.tzinfo) if sent.tzinfo else sent.replace(tzinfo=now.tzinfo)
    return there if now - OLDEST <= there <= now else now
