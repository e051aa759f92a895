"""What surrounds the words of an e-mail: headers, parts of MIME, and the older mails quoted below."""

from __future__ import annotations

import email
import email.message
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final

from bot.domain.invitations import Contact

_IN_ENGLISH: Final = {
    "von": "from", "an": "to", "gesendet": "sent", "datum": "date", "betreff": "subject", "kopie": "cc",
    "de": "from", "envoyé": "sent", "objet": "subject", "à": "to", "enviado": "sent", "asunto": "subject", "para": "to",
}  # fmt: skip
_HEADER: Final = re.compile(
    r"[ \t]*\**(From|To|Cc|Bcc|Date|Sent|Subject|Reply-To|Received|MIME-Version|Content-Type|Importance|Attachments?"
    r"|Von|An|Gesendet|Datum|Betreff|Kopie|De|Envoyé|Objet|À|Enviado|Asunto|Para)\**[ \t]?:\**[ \t]*(.*)",
    re.IGNORECASE,
)
_SHOWN: Final = re.compile(
    r"^[ \t]*((?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)"
    r"(?:,? \d{4})?(?:,| at)? \d{1,2}[:.]\d\d(?:\s?[AP]M)?) \((?:\d+|an?) \w+ ago\)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""The date in the head of a mail as Gmail shows it."""
_MONTHS: Final = dict(
    zip(
        ("januar", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember"),
        ("January", "February", "March", "May", "June", "July", "October", "December"),
        strict=True,
    )
)
_GERMAN: Final = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b", re.IGNORECASE)
_GERMAN_DAY: Final = re.compile(
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag),? *", re.IGNORECASE
)
_FORWARDED: Final = re.compile(
    r"^[ \t]*(?:-{2,} ?(?:Forwarded message|Original Message|Original Appointment) ?-{2,}|Begin forwarded message:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTE: Final = re.compile(
    r"^[ \t]*(?:On .{5,200} wrote:|-{2,} ?Original Message ?-{2,}|_{10,}\n+[ \t]*From:.*|Am .{5,200} schrieb .*:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_MIME: Final = re.compile(r"^content-type:\s*\S+/\S+", re.IGNORECASE | re.MULTILINE)
_CALENDAR: Final = re.compile(r"^BEGIN:VCALENDAR[ \t]*$.*", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_MOST_PARTS: Final = 30


@dataclass(frozen=True, slots=True)
class Envelope:
    """The newest mail of a paste: its words, who sent it and when, and the calendar files in it."""

    body: str
    subject: str = ""
    sender: Contact | None = None
    sent: datetime | None = None
    calendars: tuple[bytes, ...] = ()
    said: str = ""
    """When it was sent, in words that no form of header gives."""


def open_envelope(text: str) -> Envelope:
    """Take a paste apart; a text without headers is all body. A forwarded mail counts, a quoted one does not."""
    text = re.sub(r"\r*\n|\r", "\n", text).replace("\ufeff", "")
    head = text[:20_000].split("\n\n", 1)[0]
    if _MIME.search(head) and re.match(r"\s*[\w-]+:", text):
        return _parsed(text.lstrip())
    if calendar := _CALENDAR.search(text):
        return Envelope(text[: calendar.start()], calendars=(calendar[0].encode(),))
    if forwarded := _FORWARDED.search(text):
        text = text[forwarded.end() :]
    headers, body = _headers(text)
    shown = _SHOWN.search(body[:600])
    if shown is not None and not headers:
        # What stands above it is who wrote, below it whom to.
        body = re.sub(r"^[ \t]*to \w+[^\n]*\n", "", body[shown.end() :].lstrip("\n"), count=1)
    said = headers.get("date") or headers.get("sent", "")
    sent = _sent(said)
    return Envelope(
        _unquoted(body),
        headers.get("subject", ""),
        _contact(headers.get("from", "")),
        sent,
        said="" if sent else said or (shown[1] if shown and not headers else ""),
    )


def _headers(text: str) -> tuple[dict[str, str], str]:
    """Return the header lines that a paste begins with, by name, and the rest."""
    lines = text.lstrip("\n").split("\n")
    found: dict[str, str] = {}
    for number, line in enumerate(lines):
        header = _HEADER.match(line)
        if header is None and (line.strip() or len(found) > 1 or number > 3):
            return (found, "\n".join(lines[number:])) if len(found) > 1 or "subject" in found else ({}, text)
        if header is not None:
            name = header[1].casefold()
            found.setdefault(_IN_ENGLISH.get(name, name), header[2].strip())
    return found, ""


def _unquoted(body: str) -> str:
    """Leave out quoted lines and everything below "On … wrote:", unless nothing else is there."""
    quote = _QUOTE.search(body)
    above = body[: quote.start()] if quote else body
    kept = "\n".join(line for line in above.split("\n") if not line.lstrip().startswith(">"))
    return kept if kept.strip() else re.sub(r"^[ \t]*(?:>[ \t]?)+", "", body, flags=re.MULTILINE)


def _parsed(text: str) -> Envelope:
    message = email.message_from_string(text, policy=email.policy.default)
    plain, html, calendars = "", "", []
    for part in list(message.walk())[:_MOST_PARTS]:
        kind = part.get_content_type()
        if kind in {"text/calendar", "application/ics"}:
            calendars.append(_payload(part))
        elif kind == "text/plain" and not plain:
            plain = _payload(part).decode(_charset(part), "replace")
        elif kind == "text/html" and not html:
            html = _payload(part).decode(_charset(part), "replace")
    return Envelope(
        _unquoted(plain or html),
        _header(message, "subject"),
        _contact(_header(message, "from")),
        _sent(_header(message, "date")),
        tuple(calendars),
    )


def _payload(part: email.message.Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: email.message.Message) -> str:
    charset = part.get_content_charset("utf-8")
    try:
        "".encode(charset)
    except LookupError:
        return "utf-8"
    return charset


def _header(message: email.message.Message, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError, TypeError):  # the header parser trips over broken ones
        return ""


def _contact(sender: str) -> Contact | None:
    name, address = parseaddr(sender)
    address = address if "@" in address else ""
    return Contact(name.strip("'\" ")[:200], address[:320]) if name or address else None


def _sent(value: str) -> datetime | None:
    """Return when a mail was sent, by its own header; naive where that names no zone."""
    value = _GERMAN.sub(lambda month: _MONTHS[month[0].casefold()], _GERMAN_DAY.sub("", value))
    value = re.sub(r"(?<=\d)\.(?= [A-Z])| um | Uhr\b", " ", value)
    value = " ".join(value.split())
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    for form in (
        "%A, %B %d, %Y %I:%M %p",
        "%A, %d %B %Y %H:%M",
        "%d %B %Y %H:%M",
        "%d %B %Y %H:%M:%S",
        "%d/%m/%Y %H:%M",
        "%d.%m.%Y %H:%M",
    ):
        try:
            return datetime.strptime(value.strip(), form)  # noqa: DTZ007 - the header names no zone
        except ValueError:
            continue
    return None
