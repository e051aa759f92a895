"""`/interview research`: what is known of them, slot by slot."""

from __future__ import annotations

from typing import Annotated

from bot.commands.command import Command, Context, Options, hidden, unlisted
from bot.commands.fitting import choosing
from bot.commands.interviews import INTERVIEWS, WhatOptions, matching, which
from bot.commands.research_notes import COMMANDS as SLOTS
from bot.commands.research_notes import interview_of, overview, sheet_of
from bot.domain import keeping
from bot.domain.interviews import Interview
from bot.domain.research import Research, folded, person_key
from bot.domain.research_notes import Slot
from bot.domain.topics import leading
from bot.reply import Reply
from bot.services.practice import starts
from bot.views.research import (
    ASKED,
    QUESTION,
    QuestionToAsk,
    WholeSheet,
    question_form,
)
from bot.views.research_notes import PATH, SlotView

WHICH = "Which interview is it for?"


class ResearchOptions(WhatOptions):
    """Which interview, or which slot of it; `all` shows everything, `choose` asks which interview."""

    slot: Annotated[str | None, hidden("Which slot")] = None
    all: Annotated[bool, hidden("The whole sheet")] = False
    choose: Annotated[bool, hidden("Ask which interview")] = False


class AskOptions(Options):
    """The question that the member will ask; `start` is one of the library to start from."""

    what: str
    text: str | None = None
    start: str | None = None


class QuestionOptions(Options):
    """An interview."""

    what: str


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


async def question(context: Context, options: QuestionOptions) -> Reply:
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
    unlisted(QUESTION, "The question you will ask", question, QuestionOptions),
    unlisted(
        "research ask",
        "Write down the question you will ask",
        ask,
        AskOptions,
        kept_as="You were writing the question you'll ask.",
    ),
    *SLOTS,
)
