"""Reading the pasted text of an e-mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.documents.invitations import links, markup, particulars
from bot.documents.invitations.calendars import read_calendar
from bot.documents.invitations.envelope import Envelope, open_envelope
from bot.documents.invitations.mentions import mentions
from bot.documents.invitations.people import interviewers
from bot.documents.invitations.wording import is_elsewhere
from bot.domain.calendar import zone_of
from bot.domain.dates import Reading, read
from bot.domain.dates.read import check_aware, no_city
from bot.domain.dates.zones import City
from bot.domain.invitations import Invitation, Letter
from bot.errors import InputError

LONGEST: Final = 200_000
"""Characters of a paste; parts of MIME may make it long."""
LONGEST_BODY: Final = 30_000
EXAMPLE: Final = "/prep add Acme, analyst, Thu 3pm"
OLDEST: Final = timedelta(days=120)
A_DAY: Final = timedelta(days=1)
"""By which a clock without its zone may seem ahead."""


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
    subject = markup.plain_marks(envelope.subject)
    words = f"{subject}\n{body}"
    link = links.meeting([body]) or links.likely(body)
    place = particulars.place(body)
    met = interviewers(body)
    if not envelope.calendars and is_elsewhere(words):
        return Letter(subject=envelope.subject[:300], sender=envelope.sender)
    spoken_at = _spoken_at(envelope, now)
    named = mentions(subject, body, spoken_at or now, city, day_first=day_first, sent=spoken_at is not None)
    return Letter(
        subject=envelope.subject[:300],
        sender=envelope.sender,
        dates=named.dates,
        place=place,
        link=link,
        interviewers=met,
        company=particulars.company(words, met),
        role=particulars.role(words),
        format=particulars.format_of(words, link=link, place=place),
        panel=particulars.is_panel(words),
        cancelled=named.off,
        invitations=_invitations(envelope, now, city),
        clock=named.clock,
        doubts=named.doubts,
    )


def _invitations(envelope: Envelope, now: datetime, city: City) -> tuple[Invitation, ...]:
    for part in envelope.calendars:
        try:
            return read_calendar(part, now, zone=getattr(now.tzinfo, "key", None), city=city)
        except InputError:
            continue
    return ()


def _spoken_at(envelope: Envelope, now: datetime) -> datetime | None:
    """Return when the message was sent, by the member's clock, if it says so and that is lately."""
    sent = envelope.sent or _said_at(envelope.said, now)
    if sent is None:
        return None
    there = sent.astimezone(now.tzinfo) if sent.tzinfo else sent.replace(tzinfo=now.tzinfo)
    return there if now - OLDEST <= there <= now + A_DAY else None


def _said_at(words: str, now: datetime) -> datetime | None:
    """Return the latest moment until `now` that words mean which name a day and a time, perhaps without the year."""
    for year in ("", f" {now.year}", f" {now.year - 1}"):
        day, comma, clock = words.rpartition(" at ") if " at " in words else words.rpartition(", ")
        reading = read(f"{day}{year}{comma}{clock}" if day and year else words, now)
        if not isinstance(reading, Reading):
            continue
        for when in reading.readings:
            if when.time is not None:
                zone = zone_of(when.zone) if when.zone else now.tzinfo
                moment = datetime.combine(when.day, when.time, zone)
                if moment <= now + A_DAY:
                    return moment
    return None
