"""Bringing an invitation in: a calendar file, or the pasted text of an e-mail.

What it says becomes a draft, and goes on as if it had been typed: what is missing is asked, everything is shown,
and only a yes keeps it. An event that is known by its UID is an update, or a cancellation, of its interview.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field as Opt

from bot.commands.command import Command, Context, Options
from bot.commands.intake.invitation_checks import ASKING, NEW, already_known, on_clocks, take_over
from bot.commands.intake.invitation_sources import received
from bot.commands.intake.invitation_updates import called_off, not_ahead_any_more, offer_update
from bot.commands.intake.next_question import consider, new_draft, open_draft
from bot.commands.interviews import card
from bot.domain import origins
from bot.domain.drafts import Draft
from bot.domain.importing import day_of
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
    draft: Annotated[
        str | None, Opt(description="A draft to go on with", json_schema_extra={"hidden": True})
    ] = None
    asked: Annotated[
        str | None, Opt(description="Whether the form was shown", json_schema_extra={"hidden": True})
    ] = None


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
        return Reply(form=import_form(options.draft, {}, errors))
    try:
        reply = await bring_in(context, words, options.draft)
    except InputError as error:
        if not options.asked:
            raise
        wrong = "file" if context.files else "text"
        return Reply(form=import_form(options.draft, {"text": words}, {wrong: error.message}))
    return reply


async def bring_in(context: Context, words: str, draft_id: str | None = None) -> Reply:
    """Read the files that came with this, or else the pasted words, and ask what is still open.

    `draft_id` is the draft in which the words lay until now. Raises InputError for what cannot be read.
    """
    found, heard = await received(context, words)
    if not found:
        return await _nothing(context, words, draft_id)
    if draft_id:
        await context.unit.drafts.delete(context.member.id, draft_id)
    return await _among(context, found, heard)


def import_form(draft_id: str | None, values: Mapping[str, str], errors: Mapping[str, str]) -> Form:
    """Return the form for a file or a text."""
    going_on = {"draft": draft_id} if draft_id else {}
    kept = {"text": values["text"][: TEXT.limit]} if values.get("text") else {}
    return Form(
        title="Bring in an invitation",
        submit=Invocation("interview import", {"asked": "yes", **going_on}),
        fields=(FILE, TEXT),
        intro=(
            text("The calendar file or the text of the e-mail will do. Nothing is added before you say yes."),
        ),
        values=kept,
        errors=errors,
        submit_label="Read it",
    )


async def reopened(context: Context, draft_id: str | None) -> Form:
    """Return the form with what was pasted into it before."""
    draft = await open_draft(context, draft_id) if draft_id else None
    return import_form(draft_id, draft.values if draft else {}, {})


async def resume(context: Context, draft: Draft) -> Reply:
    """Carry on where an invitation was left: at the choice, at an update, or at the form."""
    if draft.values.get("events"):
        return Reply(view=_which(context, draft))
    if draft.values.get("what"):
        interview = (await context.case()).interview(draft.values["what"])
        return await offer_update(context, draft, interview)
    return Reply(form=import_form(draft.id, draft.values, {}))


async def pick(context: Context, options: PickOptions) -> Reply:
    """Go on with one event of several; the others can still be chosen."""
    draft = await open_draft(context, options.draft)
    events = _events(draft)
    if not options.event.isdecimal() or int(options.event) >= len(events):
        raise InputError("That list is another one by now. Hand the file over once more.", example="/prep")
    if not draft.values.get("picked"):
        await context.unit.drafts.put(replace(draft, values={**draft.values, "picked": "yes"}))
    return await _one(context, events[int(options.event)])


async def same(context: Context, options: SameOptions) -> Reply:
    """Take an invitation for an update of an interview that is known."""
    draft = await _still_open(context, options.draft)
    if isinstance(draft, Reply):
        return draft
    interview = (await context.case()).interview(options.what)
    return await offer_update(context, draft, interview)


async def another(context: Context, options: DraftOptions) -> Reply:
    """Take an invitation for an interview of its own."""
    draft = await _still_open(context, options.draft)
    if isinstance(draft, Reply):
        return draft
    dropped = {"what", "readings", ASKING}
    if origins.known(await context.case(), draft.values.get("uid", "")):
        # The event goes on belonging to the interview that came from it.
        dropped |= {"uid", "sequence"}
    values = {
        name: value
        for name, value in draft.values.items()
        if name not in dropped and not name.startswith(NEW)
    }
    draft = replace(draft, path="interview add", values={**values, "another": "yes"}, saved_at=context.now)
    await context.unit.drafts.put(draft)
    return await consider(context, draft)


async def renew(context: Context, options: DraftOptions) -> Reply:
    """Take over what a newer invitation changes beside the time."""
    draft = await _still_open(context, options.draft)
    if isinstance(draft, Reply):
        return draft
    interview = await take_over(context, draft) if draft.values.get("what") else None
    if interview is None:
        raise InputError("That question is settled already.", example="/interview list")
    await context.unit.drafts.delete(context.member.id, draft.id)
    return await card(context, interview, lead_in="Taken over. The time stays as it was.")


async def _among(context: Context, found: tuple[dict[str, str], ...], heard: tuple[str, ...]) -> Reply:
    """Go on with the one event that is ahead, or ask which."""
    ahead = [event for event in found if not event.get("past")]
    past = len(found) - len(ahead)
    if len(ahead) > MOST_EVENTS and any(event.get("likely") for event in ahead):
        ahead = [event for event in ahead if event.get("likely")]
    if len(ahead) <= 1:
        chosen = ahead[0] if ahead else found[0]
        if past and ahead:
            heard = (*heard, f"{count(past, 'event')} of the file left out: already past.")
        checks = "\n".join(line for line in (*heard, chosen.get("checks", "")) if line)
        return await _one(context, {**chosen, **({"checks": checks} if checks else {})})
    later = len(found) - past - len(ahead[:MOST_EVENTS])
    values = {"events": json.dumps(ahead[:MOST_EVENTS]), "later": str(later), "past": str(past)}
    draft = new_draft(context, "interview import", {**values, "heard": "\n".join(heard)})
    await context.unit.drafts.put(draft)
    return Reply(view=_which(context, draft))


async def _one(context: Context, values: dict[str, str]) -> Reply:
    """Go on with one event, or with what a message says."""
    known = origins.known(await context.case(), values.get("uid", ""))
    if values.get("cancelled"):
        return await called_off(context, values, known)
    if known is not None:
        sequence = int(values.get("sequence", "0"))
        if sequence < known.sequence:
            lead_in = "That invitation is older than the one I have, so nothing changes."
            return await card(context, known.interview, lead_in=lead_in)
        draft = await _draft_of(context, values)
        return await offer_update(context, draft, known.interview, newer=sequence > known.sequence)
    if values.get("past"):
        raise InputError(
            f"{not_ahead_any_more(context, values, context.zone)} If there is a new time, tell me.",
            example="/interview add",
        )
    draft = await _draft_of(context, {**values, "fresh": "yes", "typed_at": context.now.isoformat()})
    await context.unit.drafts.put(draft)
    zone = context.member.preferences.zone
    if zone and "moments" in values and "company" not in values:
        # Before a company is asked for: it may be one that is known, by its time.
        candidates = on_clocks(values, zone, None)
        if (reply := await already_known(context, draft, candidates, zone)) is not None:
            return reply
    return await consider(context, draft)


async def _nothing(context: Context, words: str, draft_id: str | None) -> Reply:
    """Keep the words, and say what would help; a move told in words alone has its button."""
    everything = await context.unit.interviews.of(context.member.id)
    live = [each for each in everything if each.starts_at > context.now and not each.settled]
    if not words.strip():
        return Reply(view=NothingFound(interviews=tuple(live[:MOST_MOVES])))
    draft = new_draft(context, "interview import", {"text": words[: TEXT.limit]})
    draft = replace(draft, id=draft_id or draft.id)
    await context.unit.drafts.put(draft)
    return Reply(view=NothingFound(interviews=tuple(live[:MOST_MOVES]), draft_id=draft.id))


async def _draft_of(context: Context, values: Mapping[str, str]) -> Draft:
    """Return a draft for an invitation: the one that it has already, when it is handed over again."""
    draft = new_draft(context, "interview add", values)
    for older in await context.unit.drafts.of(context.member.id, context.now):
        if values.get("uid") and older.values.get("uid") == values["uid"]:
            return replace(draft, id=older.id)
    return draft


async def _still_open(context: Context, draft_id: str) -> Draft | Reply:
    """Return the draft, or the interview that it has become."""
    interview = await context.unit.interviews.get(context.member.id, draft_id)
    if interview is not None:
        return await card(context, interview, lead_in="This one is in already.")
    return await open_draft(context, draft_id)


def _which(context: Context, draft: Draft) -> WhichEvent:
    values = draft.values
    return WhichEvent(
        draft_id=draft.id,
        events=tuple(_event(context, index, event) for index, event in enumerate(_events(draft))),
        later=int(values.get("later", "0")),
        past=int(values.get("past", "0")),
        heard=tuple(line for line in values.get("heard", "").splitlines() if line),
    )


def _event(context: Context, index: int, values: Mapping[str, str]) -> Event:
    title = values.get("title") or values.get("company") or "No title"
    if values.get("cancelled"):
        title = f"Cancelled: {title}"
    candidates = on_clocks(values, context.zone, None)
    day = day_of(values)
    if not candidates:
        said = text(long_day(day)) if day else text("no day")
        return Event(index, title, said, short_day(day) if day else "no day")
    [only] = candidates
    moment = moment_of(only.day, only.time, only.zone, only.starts_at, context.zone, context.now)
    return Event(index, title, text(moment), f"{short_day(only.day)} {clock(only.time)}")


def _events(draft: Draft) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(draft.values.get("events", "[]"))
    return found


def _asked(arguments: Mapping[str, str]) -> Form | None:
    """Return the form where nothing was given with the command."""
    given = arguments.get("text") or "asked" in arguments or "draft" in arguments
    return None if given else import_form(None, {}, {})


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
    Command(path="import pick", summary="Choose an event", handler=pick, options=PickOptions, listed=False),
    Command(
        path="import same",
        summary="Take an invitation for an update",
        handler=same,
        options=SameOptions,
        listed=False,
    ),
    Command(
        path="import another",
        summary="Take an invitation for a new interview",
        handler=another,
        options=DraftOptions,
        listed=False,
    ),
    Command(
        path="import renew",
        summary="Take over what a newer invitation says",
        handler=renew,
        options=DraftOptions,
        listed=False,
    ),
)
