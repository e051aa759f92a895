"""One slot of a research sheet: opening, filling, renewing and emptying it."""

from __future__ import annotations

from bot.commands.command import Context, Options, unlisted
from bot.domain import keeping
from bot.domain.addresses import web_address
from bot.domain.calendar import local
from bot.domain.content import Task
from bot.domain.interviews import Interview
from bot.domain.research import Line, Noted, Research, noted_on
from bot.errors import NotFound
from bot.reply import Reply, Show
from bot.views.research import ResearchOverview, WholeSheet
from bot.views.research_notes import EMPTY, FRESH, NOTES, OPEN, WRITE, EmptyAsked, SlotView, slot_form
from bot.views.ticked import ticked_off


class SlotOptions(Options):
    """A slot of an interview's sheet."""

    what: str
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
    unlisted(OPEN, "One slot", open_slot, SlotOptions),
    unlisted(
        WRITE, "Fill a slot", write, WriteOptions, kept_as="You were noting something that you found out."
    ),
    unlisted(FRESH, "A note still holds", fresh, SlotOptions),
    unlisted(EMPTY, "Empty a slot", empty, EmptyOptions),
)
