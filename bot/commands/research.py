"""`/interview research`: what is known of them, slot by slot; a slot is opened, filled, renewed and emptied."""

from __future__ import annotations

from typing import Annotated

from bot.commands.command import Command, Context, hidden, unlisted
from bot.commands.fitting import choosing
from bot.commands.interviews import INTERVIEWS, PressedInterview, WhatOptions, matching, which
from bot.domain import keeping
from bot.domain.addresses import web_address
from bot.domain.calendar import local
from bot.domain.content import Task
from bot.domain.interviews import Interview
from bot.domain.research import Line, Noted, Research, folded, noted_on, person_key
from bot.domain.research_notes import Slot
from bot.domain.topics import leading
from bot.errors import NotFound
from bot.reply import Reply, Show
from bot.services.practice import starts
from bot.views.plans import ticked_off
from bot.views.research import (
    ASKED,
    QUESTION,
    QuestionToAsk,
    ResearchOverview,
    WholeSheet,
    question_form,
)
from bot.views.research_notes import EMPTY, FRESH, NOTES, OPEN, PATH, WRITE, EmptyAsked, SlotView, slot_form

WHICH = "Which interview is it for?"


class ResearchOptions(WhatOptions):
    """Which interview, or which slot of it; `all` shows everything, `choose` asks which interview."""

    slot: Annotated[str | None, hidden("Which slot")] = None
    all: Annotated[bool, hidden("The whole sheet")] = False
    choose: Annotated[bool, hidden("Ask which interview")] = False


class AskOptions(PressedInterview):
    """The question that the member will ask; `start` is one of the library to start from."""

    text: str | None = None
    start: str | None = None


async def research(context: Context, options: ResearchOptions) -> Reply:
    """Show how far the sheet of an interview is, or the slot that words name."""
    everything = (await context.case()).interviews
    name, slot = _named(everything, options)
    chosen = await _meant(context, everything, name, slot, choose=options.choose)
    sheet = await sheet_of(context, chosen)
    if slot == Slot.QUESTION:
        return _to_ask(context, sheet)
    line = sheet.line(slot) if slot else None
    if line is not None:
        return Reply(view=SlotView(research=sheet, line=line))
    if sheet.over or options.all:
        return Reply(view=WholeSheet(research=sheet))
    return overview(sheet, several=len(_open(context, everything)) > 1)


async def question(context: Context, options: PressedInterview) -> Reply:
    """Show the question that the member will ask, and how to find one."""
    return _to_ask(context, await sheet_of(context, await interview_of(context, options.what)))


async def ask(context: Context, options: AskOptions) -> Reply:
    """Ask for the question, or keep it."""
    sheet = await sheet_of(context, await interview_of(context, options.what))
    if options.text is None:
        start = context.catalog.ask(options.start) if options.start else None
        return Reply(form=question_form(sheet, start.text if start else sheet.question))
    words = options.text.strip()
    if not words:
        return Reply(form=question_form(sheet, "", "What would you like to know from them? One sentence."))
    if len(words) > ASKED:
        return Reply(form=question_form(sheet, words, f"Please keep this under {ASKED} characters."))
    await context.keep(keeping.ask(await context.case(), sheet.interview, words))
    after = await sheet_of(context, sheet.interview)
    if after.over:
        return Reply(view=WholeSheet(research=after))
    return overview(after, "Kept. It will stand on your one page.")


def _named(interviews: tuple[Interview, ...], options: ResearchOptions) -> tuple[str, str]:
    """Return which interview and which slot words mean: "Acme", "press", "press Acme", "Ben"."""
    typed = (options.what or "").strip()
    if options.slot or not typed or any(i.id == typed for i in interviews) or matching(interviews, typed):
        return typed, options.slot or ""
    slot, rest = leading(typed, Slot)
    if slot is not None and (not rest or matching(interviews, rest)):
        return rest, slot
    for interview in interviews:
        for person in interview.interviewers:
            if folded(typed) in {folded(person.name), *folded(person.name).split()}:
                return interview.id, person_key(person.name)
    return typed, ""


async def _meant(
    context: Context, interviews: tuple[Interview, ...], name: str, slot: str, *, choose: bool
) -> Interview:
    """Return the interview that is named; without a name the only one ahead, if it is just one."""
    opened = _open(context, interviews)
    if not name and not choose and len(opened) == 1:
        return opened[0]
    unsettled = any(not interview.settled for interview in interviews)
    arguments = {"slot": slot} if slot else {}
    return await which(context, name or None, PATH, WHICH, open_only=unsettled, arguments=arguments)


def _open(context: Context, interviews: tuple[Interview, ...]) -> list[Interview]:
    return [i for i in interviews if not i.settled and i.starts_at > context.now]


def _to_ask(context: Context, sheet: Research) -> Reply:
    offered = starts(context.catalog, context.member, sheet.interview)
    return Reply(view=QuestionToAsk(research=sheet, starts=offered))


class SlotOptions(PressedInterview):
    """A slot of an interview's sheet."""

    slot: str


class WriteOptions(SlotOptions):
    """What goes into a slot; what is not given stays."""

    notes: str | None = None
    link: str | None = None
    date: str | None = None


class EmptyOptions(SlotOptions):
    """A slot to empty, once the member is sure."""

    sure: bool = False


async def open_slot(context: Context, options: SlotOptions) -> Reply:
    """Show one slot."""
    sheet, line = await _slot(context, options)
    return Reply(view=SlotView(research=sheet, line=line)) if line else _off_the_list(sheet)


async def write(context: Context, options: WriteOptions) -> Reply:
    """Ask for what goes into a slot, or keep it."""
    sheet, line = await _slot(context, options)
    if line is None or line.guide is None:
        return _off_the_list(sheet)
    before = dict(line.entry.values) if line.entry else {}
    given = options.model_dump(include={"notes", "link", "date"}, exclude_none=True)
    if not given:
        return Reply(form=slot_form(sheet, line, before))
    values = {**before, **given}
    found, errors = _read(context, sheet, values)
    if found is None:
        return Reply(form=slot_form(sheet, line, values, errors))
    ticked = await _noted(context, sheet, line, found)
    after = await sheet_of(context, sheet.interview)
    noted = after.line(line.key)
    if sheet.over and noted:
        return Reply(view=SlotView(research=after, line=noted, lead_in="Noted."))
    return overview(after, f"Noted: {line.person or line.title}.", *ticked_off(ticked))


async def fresh(context: Context, options: SlotOptions) -> Reply:
    """Say of a note that it still holds today."""
    sheet, line = await _slot(context, options)
    if line is None or line.guide is None or line.entry is None:
        return _off_the_list(sheet)
    values = line.entry.values
    found = Noted(notes=values.get("notes", ""), link=values.get("link", ""), since=sheet.today)
    await _noted(context, sheet, line, found)
    after = await sheet_of(context, sheet.interview)
    return Reply(
        view=SlotView(
            research=after, line=after.line(line.key) or line, lead_in="Good: it holds as of today."
        ),
        show=Show.UPDATE,
    )


async def empty(context: Context, options: EmptyOptions) -> Reply:
    """Empty a slot, once the member is sure."""
    sheet, line = await _slot(context, options)
    if line is not None and line.entry is not None and not options.sure:
        return Reply(view=EmptyAsked(research=sheet, line=line), show=Show.UPDATE)
    if line is not None and line.entry is not None:
        await context.keep(keeping.empty(await context.case(), sheet.interview, line.slot))
        sheet = await sheet_of(context, sheet.interview)
    if sheet.over:
        return Reply(view=WholeSheet(research=sheet), show=Show.UPDATE)
    return overview(sheet, "The note is deleted.", show=Show.UPDATE)


async def interview_of(context: Context, identifier: str) -> Interview:
    """Return the member's interview that a button names. Raises NotFound."""
    interview = (await context.case()).find(identifier)
    if interview is None:
        raise NotFound("I can't find that interview any more.", example="/interview list")
    return interview


async def sheet_of(context: Context, interview: Interview) -> Research:
    """Return the sheet of an interview as it stands."""
    return keeping.research(await context.case(), interview)


def overview(sheet: Research, *lead_in: str, several: bool = False, show: Show = Show.NEW) -> Reply:
    """Return how far a sheet is, with what just happened above it."""
    return Reply(view=ResearchOverview(research=sheet, lead_in=lead_in, several=several), show=show)


async def _slot(context: Context, options: SlotOptions) -> tuple[Research, Line | None]:
    sheet = await sheet_of(context, await interview_of(context, options.what))
    return sheet, sheet.line(options.slot)


async def _noted(context: Context, sheet: Research, line: Line, found: Noted) -> tuple[Task, ...]:
    case, ticked = keeping.note(await context.case(), sheet, line, found)
    await context.keep(case)
    return ticked


def _off_the_list(sheet: Research) -> Reply:
    if sheet.over:
        return Reply(view=WholeSheet(research=sheet))
    return overview(sheet, "That one is no longer on the list. Here is what there is now.")


def _read(context: Context, sheet: Research, values: dict[str, str]) -> tuple[Noted | None, dict[str, str]]:
    """Return what was typed into a slot, or what is wrong with it, by field."""
    errors: dict[str, str] = {}
    notes, link, since = values.get("notes", "").strip(), "", sheet.today
    if not notes:
        errors["notes"] = "A few words are enough, even “nothing found”."
    if len(notes) > NOTES:
        errors["notes"] = f"Please keep this under {NOTES} characters."
    try:
        link = web_address(values.get("link", ""))
    except ValueError as error:
        errors["link"] = str(error)
    zone = context.member.preferences.zone or sheet.interview.zone
    try:
        since = noted_on(values.get("date", ""), local(context.now, zone))
    except ValueError as error:
        errors["date"] = str(error)
    return (None if errors else Noted(notes=notes, link=link, since=since)), errors


COMMANDS = (
    Command(
        path=PATH,
        summary="What to find out about them, slot by slot",
        handler=research,
        options=ResearchOptions,
        completers=INTERVIEWS,
        fits=choosing(Slot),
        examples=("/interview research", "/interview research Acme", "/interview research press"),
    ),
    unlisted(QUESTION, "The question you will ask", question, PressedInterview),
    unlisted(
        "research ask",
        "Write down the question you will ask",
        ask,
        AskOptions,
        kept_as="You were writing the question you'll ask.",
    ),
    unlisted(OPEN, "One slot", open_slot, SlotOptions),
    unlisted(
        WRITE, "Fill a slot", write, WriteOptions, kept_as="You were noting something that you found out."
    ),
    unlisted(FRESH, "A note still holds", fresh, SlotOptions),
    unlisted(EMPTY, "Empty a slot", empty, EmptyOptions),
)
