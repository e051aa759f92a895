"""Bringing an invitation in: a calendar file, or the pasted text of an e-mail.

What it says becomes a draft, and goes on as if it had been typed: what is missing is asked, everything is shown,
and only a yes keeps it. An event that is known by its UID is an update, or a cancellation, of its interview.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field as Opt

from bot.clock import new_id
from bot.commands.command import Command, Context, Options, hidden, unlisted
from bot.commands.intake.invitation_checks import already_known, not_ahead_any_more
from bot.commands.intake.invitation_sources import Addressee, received
from bot.commands.intake.invitation_updates import called_off, offer_update, take_over
from bot.commands.intake.kept import open_draft, open_interview, put
from bot.commands.intake.questions import consider
from bot.commands.interviews import card
from bot.domain import origins
from bot.domain.drafts import EventsDraft, InterviewDraft, Origin, PastedDraft, UpdateDraft
from bot.domain.importing import on_clocks
from bot.errors import InputError
from bot.invocation import Invocation
from bot.reply import Reply
from bot.text import text
from bot.views.forms import Field, Form, Input
from bot.views.importing import Event, NothingFound, WhichEvent
from bot.views.times import clock, count, long_day, moment_of, short_day

MOST_EVENTS = 8
MOST_MOVES = 3
FILE = Field(name="file", label="The calendar file (.ics) or the e-mail", input=Input.FILE)
TEXT = Field(
    name="text",
    label="Or the text of the e-mail",
    input=Input.LINES,
    hint="paste it whole",
    limit=3000,
)


class ImportOptions(Options):
    """The pasted text; a file comes beside it."""

    text: Annotated[str | None, Opt(description="The text of the e-mail, pasted")] = None
    draft: Annotated[str | None, hidden("A draft to go on with")] = None
    asked: Annotated[str | None, hidden("Whether the form was shown")] = None


class DraftOptions(Options):
    """Which draft."""

    draft: str


class PickOptions(DraftOptions):
    """Which event of a calendar, by its place in the list."""

    event: str


class SameOptions(DraftOptions):
    """Which interview an invitation is about."""

    what: str


async def bring(context: Context, options: ImportOptions) -> Reply:
    """Read what was handed over or pasted; ask for it when there is neither."""
    words = options.text or ""
    if not words and not context.files:
        if not options.asked:
            return Reply(form=await reopened(context, options.draft))
        errors = {"text": "Hand over the calendar file, or paste the text of the e-mail here."}
        return Reply(form=import_form(options.draft, errors=errors))
    try:
        reply = await bring_in(context, words, options.draft)
    except InputError as error:
        if not options.asked:
            raise
        wrong = "file" if context.files else "text"
        return Reply(form=import_form(options.draft, words, {wrong: error.message}))
    return reply


async def bring_in(context: Context, words: str, draft_id: str | None = None) -> Reply:
    """Read the files that came with this, or else the pasted words, and ask what is still open.

    `draft_id` is the draft in which the words lay until now. Raises InputError for what cannot be read.
    """
    found, heard = await received(Addressee.of(context), context.files, words)
    if not found:
        return await _nothing(context, words, draft_id)
    if draft_id:
        await context.unit.drafts.delete(context.member.id, draft_id)
    return await _among(context, found, heard)


def import_form(
    draft_id: str | None = None, pasted: str = "", errors: Mapping[str, str] | None = None
) -> Form:
    """Return the form for a file or a text."""
    going_on = {"draft": draft_id} if draft_id else {}
    return Form(
        title="Bring in an invitation",
        submit=Invocation("interview import", {"asked": "yes", **going_on}),
        fields=(FILE, TEXT),
        intro=(
            text("The calendar file or the text of the e-mail will do. Nothing is added before you say yes."),
        ),
        values={"text": pasted[: TEXT.limit]} if pasted else {},
        errors=errors or {},
        submit_label="Read it",
    )


async def reopened(context: Context, draft_id: str | None) -> Form:
    """Return the form with what was pasted into it before."""
    content = (await open_draft(context, draft_id)).content if draft_id else None
    return import_form(draft_id, content.text if isinstance(content, PastedDraft) else "")


async def resume(context: Context, draft_id: str, begun: EventsDraft | UpdateDraft | PastedDraft) -> Reply:
    """Carry on where an invitation was left: at the choice, at an update, or at the form."""
    match begun:
        case EventsDraft():
            return Reply(view=_which(context, draft_id, begun))
        case UpdateDraft():
            interview = (await context.case()).interview(begun.interview_id)
            return await offer_update(context, draft_id, begun.draft, interview)
        case PastedDraft(pasted):
            return Reply(form=import_form(draft_id, pasted))


async def pick(context: Context, options: PickOptions) -> Reply:
    """Go on with one event of several; the others can still be chosen."""
    draft = await open_draft(context, options.draft)
    listed = draft.content
    events = listed.events if isinstance(listed, EventsDraft) else ()
    if not options.event.isdecimal() or int(options.event) >= len(events):
        raise InputError("That list is another one by now. Hand the file over once more.", example="/prep")
    if isinstance(listed, EventsDraft) and not listed.picked:
        await context.unit.drafts.put(replace(draft, content=replace(listed, picked=True)))
    return await _one(context, events[int(options.event)])


async def same(context: Context, options: SameOptions) -> Reply:
    """Take an invitation for an update of an interview that is known."""
    if (added := await _added(context, options.draft)) is not None:
        return added
    draft = await open_interview(context, options.draft)
    interview = (await context.case()).interview(options.what)
    return await offer_update(context, options.draft, draft, interview)


async def another(context: Context, options: DraftOptions) -> Reply:
    """Take an invitation for an interview of its own."""
    if (added := await _added(context, options.draft)) is not None:
        return added
    draft = await open_interview(context, options.draft)
    origin = draft.origin
    if origin and origins.known(await context.case(), origin.uid):
        # The event goes on belonging to the interview that came from it.
        origin = replace(origin, uid="", sequence=0)
    draft = replace(draft, origin=origin, readings=(), asking=None, another=True)
    return await consider(context, options.draft, draft)


async def renew(context: Context, options: DraftOptions) -> Reply:
    """Take over what a newer invitation changes beside the time."""
    if (added := await _added(context, options.draft)) is not None:
        return added
    draft = (await open_draft(context, options.draft)).content
    if not isinstance(draft, UpdateDraft):
        raise InputError("That question is settled already.", example="/interview list")
    interview = await take_over(context, draft)
    await context.unit.drafts.delete(context.member.id, options.draft)
    return await card(context, interview, lead_in="Taken over. The time stays as it was.")


async def _among(context: Context, found: tuple[InterviewDraft, ...], heard: tuple[str, ...]) -> Reply:
    """Go on with the one event that is ahead, or ask which."""
    ahead = [event for event in found if event.origin and not event.origin.past]
    past = len(found) - len(ahead)
    likely = [event for event in ahead if event.origin and event.origin.likely]
    if len(ahead) > MOST_EVENTS and likely:
        ahead = likely
    if len(ahead) <= 1:
        chosen = ahead[0] if ahead else found[0]
        if past and ahead:
            heard = (*heard, f"{count(past, 'event')} of the file left out: already past.")
        origin = chosen.origin and replace(chosen.origin, checks=(*heard, *chosen.origin.checks))
        return await _one(context, replace(chosen, origin=origin))
    shown = tuple(ahead[:MOST_EVENTS])
    events = EventsDraft(events=shown, later=len(found) - past - len(shown), past=past, heard=heard)
    return Reply(view=_which(context, await put(context, "", events), events))


async def _one(context: Context, draft: InterviewDraft) -> Reply:
    """Go on with one event, or with what a message says."""
    origin = draft.origin
    assert origin is not None, "an invitation says where it comes from"
    known = origins.known(await context.case(), origin.uid)
    if origin.cancelled:
        return await called_off(context, draft, known)
    if known is not None:
        if origin.sequence < known.sequence:
            lead_in = "That invitation is older than the one I have, so nothing changes."
            return await card(context, known.interview, lead_in=lead_in)
        newer = origin.sequence > known.sequence
        return await offer_update(context, await _id_of(context, origin), draft, known.interview, newer=newer)
    if origin.past:
        raise InputError(
            f"{not_ahead_any_more(context, draft, context.zone)} If there is a new time, tell me.",
            example="/interview add",
        )
    draft = replace(draft, fresh=True, typed_at=context.now)
    draft_id = await put(context, await _id_of(context, origin), draft)
    zone = context.member.preferences.zone
    if zone and origin.moments and not draft.company:
        # Before a company is asked for: it may be one that is known, by its time.
        reply = await already_known(context, draft_id, draft, on_clocks(draft, zone))
        if reply is not None:
            return reply
    return await consider(context, draft_id, draft)


async def _nothing(context: Context, words: str, draft_id: str | None) -> Reply:
    """Keep the words, and say what would help; a move told in words alone has its button."""
    live = (await context.case()).ahead[:MOST_MOVES]
    if not words.strip():
        return Reply(view=NothingFound(interviews=live))
    draft_id = await put(context, draft_id or "", PastedDraft(words[: TEXT.limit]))
    return Reply(view=NothingFound(interviews=live, draft_id=draft_id))


async def _id_of(context: Context, origin: Origin) -> str:
    """Return the id of the draft that an invitation has already, when it is handed over again; a new one else."""
    for older in await context.unit.drafts.of(context.member.id, context.now):
        before = older.interview and older.interview.origin
        if origin.uid and before and before.uid == origin.uid:
            return older.id
    return new_id(context.rng)


async def _added(context: Context, draft_id: str) -> Reply | None:
    """Return the interview that a draft has become, if it has."""
    interview = await context.unit.interviews.get(context.member.id, draft_id)
    if interview is None:
        return None
    return await card(context, interview, lead_in="This one is in already.")


def _which(context: Context, draft_id: str, listed: EventsDraft) -> WhichEvent:
    return WhichEvent(
        draft_id=draft_id,
        events=tuple(_event(context, index, event) for index, event in enumerate(listed.events)),
        later=listed.later,
        past=listed.past,
        heard=listed.heard,
    )


def _event(context: Context, index: int, draft: InterviewDraft) -> Event:
    origin = draft.origin
    title = (origin and origin.title) or draft.company or "No title"
    if origin and origin.cancelled:
        title = f"Cancelled: {title}"
    candidates = on_clocks(draft, context.zone)
    if not candidates:
        day = origin and origin.day
        said = text(long_day(day)) if day else text("no day")
        return Event(index, title, said, short_day(day) if day else "no day")
    [only] = candidates
    moment = moment_of(only.day, only.time, only.zone, only.starts_at, context.zone, context.now)
    return Event(index, title, text(moment), f"{short_day(only.day)} {clock(only.time)}")


def _asked(arguments: Mapping[str, str]) -> Form | None:
    """Return the form where nothing was given with the command."""
    given = arguments.get("text") or "asked" in arguments or "draft" in arguments
    return None if given else import_form()


COMMANDS = (
    Command(
        path="interview import",
        summary="Read an invitation: its file, or its text",
        handler=bring,
        options=ImportOptions,
        takes_file=True,
        form=_asked,
        examples=("/interview import",),
    ),
    unlisted("import pick", "Choose an event", pick, PickOptions),
    unlisted("import same", "Take an invitation for an update", same, SameOptions),
    unlisted("import another", "Take an invitation for a new interview", another, DraftOptions),
    unlisted("import renew", "Take over what a newer invitation says", renew, DraftOptions),
)
