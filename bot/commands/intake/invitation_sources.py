"""Reading what was handed over or pasted, whatever it turns out to be, into drafts of interviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from bot.commands.command import Context
from bot.domain.attachments import CalendarFile, is_calendar, opened
from bot.domain.calendar import local
from bot.domain.drafts import InterviewDraft
from bot.domain.importing import LIMITS, completed, from_event, from_letter
from bot.domain.invitations import Invitation
from bot.errors import InputError
from bot.ports.surroundings import Invitations
from bot.reply import MOST_BYTES, File
from bot.text import shortened
from bot.views.times import count

A_DAY = timedelta(days=1)
SHOWN_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Who was invited: by whose clock and name it is read at `now` (aware). `zone` is None where nobody knows it."""

    now: datetime
    zone: str | None
    name: str
    invitations: Invitations

    @classmethod
    def of(cls, context: Context) -> Self:
        """Return the caller."""
        return cls(
            now=context.now,
            zone=context.member.preferences.zone or context.caller.zone,
            name=context.caller.display_name,
            invitations=context.documents.invitations,
        )

    @property
    def clock(self) -> str:
        """The zone whose clock a time is on that names none."""
        return self.zone or "UTC"


async def received(
    to: Addressee, files: Sequence[File], words: str
) -> tuple[tuple[InterviewDraft, ...], tuple[str, ...]]:
    """Return what the files that were handed over say, or else the words; and what to say of the files.

    Each event or message is a draft; none is where nothing sure was found. Raises InputError for
    what cannot be read.
    """
    if not files:
        return await _in_words(to, words), ()
    found, heard = await _first_readable(to, files)
    return await _with_words(to, found, words), heard


async def _first_readable(
    to: Addressee, files: Sequence[File]
) -> tuple[tuple[InterviewDraft, ...], tuple[str, ...]]:
    """Return what the first file that can be read says, and which it was, where there are several."""
    problems: list[InputError] = []
    empty = False
    for file in files:
        try:
            found = await _in_file(to, file)
        except InputError as problem:
            problems.append(problem)
            continue
        if found:
            heard = f"You handed me {count(len(files), 'file')}. I read “{shortened(file.name, SHOWN_NAME)}”."
            return found, (heard,) if len(files) > 1 else ()
        empty = True
    if problems and not empty:
        raise problems[0]
    return (), ()


async def _in_file(to: Addressee, file: File) -> tuple[InterviewDraft, ...]:
    if len(file.content) > MOST_BYTES:
        raise InputError(
            "That file is larger than a megabyte, far more than an invitation. Save only the interview's own event, "
            "or paste the text of the e-mail.",
            example="/interview import",
        )
    handed = opened(file.content)
    if isinstance(handed, CalendarFile):
        return await _in_calendar(to, handed.content)
    return await _in_words(to, handed.text)


async def _in_calendar(to: Addressee, content: bytes) -> tuple[InterviewDraft, ...]:
    return _told(to, await to.invitations.read_calendar(content, to.now, zone=to.zone))


async def _in_words(to: Addressee, words: str) -> tuple[InterviewDraft, ...]:
    if is_calendar(words):
        return await _in_calendar(to, words.encode())
    letter = await to.invitations.read_message(words, local(to.now, to.clock))
    if letter.is_empty and not letter.cancelled:
        return ()
    said = from_letter(letter)
    if not letter.invitations:
        return (said,)
    return tuple(completed(event, said) for event in _told(to, letter.invitations))


async def _with_words(
    to: Addressee, found: tuple[InterviewDraft, ...], words: str
) -> tuple[InterviewDraft, ...]:
    """Return what a file says with what the words beside it add: its gaps filled, or a note."""
    if not words.strip():
        return found
    if not found:
        return await _in_words(to, words)
    said = await _in_words(to, words)
    if said:
        return tuple(completed(event, said[0]) for event in found)
    return tuple(
        replace(event, notes=shortened(f"{words}\n{event.notes}".strip(), LIMITS["notes"])) for event in found
    )


def _told(to: Addressee, invitations: Sequence[Invitation]) -> tuple[InterviewDraft, ...]:
    """Return the events as drafts, each with whether it is past, in the reader's order."""
    return tuple(from_event(each, own_name=to.name, past=_over(to, each)) for each in invitations)


def _over(to: Addressee, invitation: Invitation) -> bool:
    return invitation.ordered_by(to.clock) + (A_DAY if invitation.all_day else timedelta(0)) <= to.now
