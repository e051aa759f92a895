"""Reading what was handed over or pasted, whatever it turns out to be, into drafts of interviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.commands.command import Context
from bot.domain.attachments import CalendarFile, is_calendar, opened
from bot.domain.calendar import local
from bot.domain.drafts import InterviewDraft
from bot.domain.importing import LIMITS, completed, from_event, from_letter
from bot.domain.invitations import Invitation
from bot.errors import InputError
from bot.reply import MOST_BYTES, File
from bot.text import shortened
from bot.views.times import count

A_DAY = timedelta(days=1)
SHOWN_NAME = 60


async def received(context: Context, words: str) -> tuple[tuple[InterviewDraft, ...], tuple[str, ...]]:
    """Return what the files that came with this say, or else the words; and what to say of the files.

    Each event or message is a draft; none is where nothing sure was found. Raises InputError for
    what cannot be read.
    """
    if not context.files:
        return await _in_words(context, words), ()
    found, heard = await _first_readable(context, context.files)
    return await _with_words(context, found, words), heard


async def _first_readable(
    context: Context, files: Sequence[File]
) -> tuple[tuple[InterviewDraft, ...], tuple[str, ...]]:
    """Return what the first file that can be read says, and which it was, where there are several."""
    problems: list[InputError] = []
    empty = False
    for file in files:
        try:
            found = await _in_file(context, file)
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


async def _in_file(context: Context, file: File) -> tuple[InterviewDraft, ...]:
    if len(file.content) > MOST_BYTES:
        raise InputError(
            "That file is larger than a megabyte, far more than an invitation. Save only the interview's own event, "
            "or paste the text of the e-mail.",
            example="/interview import",
        )
    handed = opened(file.content)
    if isinstance(handed, CalendarFile):
        return await _in_calendar(context, handed.content)
    return await _in_words(context, handed.text)


async def _in_calendar(context: Context, content: bytes) -> tuple[InterviewDraft, ...]:
    zone = context.member.preferences.zone or context.caller.zone
    return _told(context, await context.documents.invitations.read_calendar(content, context.now, zone=zone))


async def _in_words(context: Context, words: str) -> tuple[InterviewDraft, ...]:
    if is_calendar(words):
        return await _in_calendar(context, words.encode())
    here = local(context.now, context.zone)
    letter = await context.documents.invitations.read_message(words, here)
    if letter.is_empty and not letter.cancelled:
        return ()
    said = from_letter(letter)
    if not letter.invitations:
        return (said,)
    return tuple(completed(event, said) for event in _told(context, letter.invitations))


async def _with_words(
    context: Context, found: tuple[InterviewDraft, ...], words: str
) -> tuple[InterviewDraft, ...]:
    """Return what a file says with what the words beside it add: its gaps filled, or a note."""
    if not words.strip():
        return found
    if not found:
        return await _in_words(context, words)
    said = await _in_words(context, words)
    if said:
        return tuple(completed(event, said[0]) for event in found)
    return tuple(
        replace(event, notes=shortened(f"{words}\n{event.notes}".strip(), LIMITS["notes"])) for event in found
    )


def _told(context: Context, invitations: Sequence[Invitation]) -> tuple[InterviewDraft, ...]:
    """Return the events as drafts, each with whether it is past, in the reader's order."""
    own, name = context.zone, context.caller.display_name
    return tuple(from_event(each, own_name=name, past=_over(context, each, own)) for each in invitations)


def _over(context: Context, invitation: Invitation, own: str) -> bool:
    return invitation.ordered_by(own) + (A_DAY if invitation.all_day else timedelta(0)) <= context.now
